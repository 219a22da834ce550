import { describe, expect, test } from 'vitest';
import { findingsText } from '../../../generator/report/findings.ts';
import { githubFailure, githubText } from '../../../generator/report/github.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { style } from '../../../generator/report/style.ts';
import { HOSTILE, commandsIn, finding, hostile } from './findings.ts';

/** A command as the runner reads it: cut at the first `::`, then decoded, `%25` last. */
function read(line: string): { name: string; properties: Record<string, string>; data: string } {
  const [, head, data] = /^::(.*?)::(.*)$/s.exec(line) as unknown as [string, string, string];
  const [name, list] = head.split(/ (.*)/s) as [string, string];
  const decode = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const properties = list.split(',').map((entry) => {
    const [key, value] = entry.split(/=(.*)/s) as [string, string];
    return [key, decode(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
  });
  return { name, properties: Object.fromEntries(properties) as Record<string, string>, data: decode(data) };
}

describe('githubText', () => {
  test('says where, what and the way out', () => {
    expect(githubText([finding(), finding({ code: 'fleet/useless-override', severity: 'warning', message: 'it holds already', hint: '' })])).toBe(
      '::error file=config/agents/alpha.yaml,line=3,col=11,endColumn=17,title=fleet/unknown-region::' +
        'there is no region "nowhere"%0Ahint: did you mean "north"?\n' +
        '::warning file=config/agents/alpha.yaml,line=3,col=11,endColumn=17,title=fleet/useless-override::it holds already\n' +
        '1 error, 1 warning\n',
    );
  });

  test('says nothing when nothing was found', () => expect(githubText([])).toBe(''));

  test('names related places', () => {
    const related = [{ place: { file: 'config/fleet.yaml', line: 9, col: 1, length: 1 }, note: 'the other definition' }];
    expect(read(githubText([finding({ related })]).split('\n')[0] as string).data).toMatch(/\nalso: config\/fleet\.yaml:9:1 the other definition$/);
  });

  test.each(HOSTILE)('a finding stays one annotation, whatever it holds: %s', (_, text) => {
    const [line, total, ...rest] = githubText([hostile(text)]).split('\n') as [string, string, string];
    expect([total, ...rest]).toEqual(['1 error', '']);
    expect(commandsIn(line).length).toBe(1);
    expect(line).not.toContain('##[');
    const { name, properties, data } = read(line);
    expect(name).toBe('error');
    expect(Object.keys(properties)).toEqual(['file', 'line', 'col', 'endColumn', 'title']);
    expect(properties).toMatchObject({ line: '1', col: '1', endColumn: '1', title: 'fleet/unknown-region' });
    expect(properties['file']).toMatch(/^config\/[\s\S]*\.yaml$/);
    // What is only punctuation comes through unchanged.
    if (/^[%:,"\\'<>&\t]*$/.test(text) && !text.startsWith('::')) expect(data).toContain(text);
  });

  test.each(HOSTILE)('so does a failure: %s', (_, text) => {
    const lines = githubFailure(text, text).split('\n');
    expect(lines).toHaveLength(2);
    expect(commandsIn(lines[0] as string).length).toBe(1);
    expect(read(lines[0] as string).properties).toEqual({ title: 'pap-fleet' });
  });
});

describe('the other formats start no command of a runner either', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    expect(commandsIn(findingsText([hostile(text)], style(false)))).toEqual([]);
    const json = jsonText(hostile(text));
    expect(commandsIn(json)).toEqual([]);
    expect(JSON.parse(json)).toEqual(hostile(text));
  });
});
