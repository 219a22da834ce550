import { expect, test } from 'vitest';
import { answeredJson, answeredText, changedText } from '../../../generator/report/watch.ts';
import { style } from '../../../generator/report/style.ts';

const plain = style(false);
const good = { at: '21:04:07', ms: 84, isGood: true, lastGood: '21:04:07' };

test('a good answer says how long it took', () => {
  expect(answeredText(good, 'config', 'out', plain)).toBe('answered in 84 ms; watching config; Ctrl-C ends it\n');
  expect(changedText('21:04:07', 'config', plain)).toBe('\n21:04:07 config has changed\n');
});

test.each([
  ['out', '21:03:11', 'the last good answer, that of 21:03:11, stands, and out is left as it is\n'],
  [undefined, '21:03:11', 'the last good answer, that of 21:03:11, stands\n'],
  ['out', undefined, 'there is no good answer yet, and out is left as it is\n'],
  [undefined, undefined, 'there is no good answer yet\n'],
])('an error says what stands (%s, %s)', (out, lastGood, expected) => {
  const answered = { at: good.at, ms: good.ms, isGood: false, ...(lastGood === undefined ? {} : { lastGood }) };
  expect(answeredText(answered, 'config', out, plain)).toContain(expected);
});

test('as JSON an answer is one line, the object of the command and when it was given', () => {
  const line = answeredJson('{\n  "ok": true\n}\n', good);
  expect(line).toBe('{"ok":true,"watch":{"at":"21:04:07","ms":84,"lastGood":"21:04:07"}}\n');
  expect(answeredJson('{}', { at: '21:04:07', ms: 1, isGood: false })).toBe('{"watch":{"at":"21:04:07","ms":1}}\n');
});
