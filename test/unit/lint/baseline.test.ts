import { describe, expect, test } from 'vitest';
import { unusedWaivers } from '../../../generator/lint/comments.ts';
import { compared, readBaseline } from '../../../generator/lint/baseline.ts';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { apartWords, otherVersion } from '../../../generator/report/verdicts.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

const judged = (text: string) => judge(parseManifests({ path: 'm.yaml', bytes: Buffer.from(text) }).manifests, anyCluster);

const service = (ports: string, before = ''): string => `${before}apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: ExternalName
  externalName: a.example
  ports:
${ports}`;
const port = (number: number, behind = ''): string => `    - { name: p${number}, port: ${number} }${behind}\n`;

const printed = (findings: readonly Finding[], more: object = {}): string => jsonText({ command: 'lint', findings, ...more });
const baselineOf = (text: string) => {
  const read = readBaseline(text);
  if (typeof read === 'string') throw new Error(read);
  return read;
};

test('what was there before is known, wherever it stands now, as often as it was there', () => {
  const old = judged(service(port(70_000))).findings;
  expect(old.length).toBeGreaterThan(0);
  const baseline = baselineOf(printed(old));
  expect(compared(judged(service(port(70_000), '# moved\n\n')).findings, baseline)).toEqual({ fresh: [], known: old.length, gone: 0 });
  const two = compared(judged(service(port(70_000) + port(80_000))).findings, baseline);
  expect([two.fresh.map(({ message }) => message), two.known]).toEqual([[expect.stringContaining('80000')], old.length]);
  expect(compared([...old, ...old], baseline).fresh).toEqual(old);
  expect(compared([], baseline)).toEqual({ fresh: [], known: 0, gone: old.length });
});

test.each([
  ['it is no JSON', 'object/served'],
  ['it is not what lint --json prints', '[]'],
  ['it is not what lint --json prints', '{"command":"plan","findings":[]}'],
  ['it was made with --baseline itself', printed([], { baseline: { known: 3, gone: 0 } })],
  ['one of its findings has no code, file or message', '{"command":"lint","findings":[{"code":1}]}'],
])('%s: %s', (why, text) => {
  expect(readBaseline(text)).toContain(why);
});

test.each([
  ['on its line', service(port(70_000, ' # pap-fleet: waive object/illegal-port: the proxy takes it'))],
  ['on the line before', service(`    # pap-fleet: waive object/illegal-port: the proxy takes it\n${port(70_000)}`)],
])('a comment %s answers a finding, and its object is not refused', (_, text) => {
  const { findings, waived, verdicts } = judged(text);
  expect(findings).toEqual([]);
  expect(waived).toEqual([expect.objectContaining({ code: 'object/illegal-port', file: 'm.yaml', reason: 'the proxy takes it' })]);
  expect([...verdicts.values()]).toEqual(['accepted']);
});

test.each([
  ['another code', service(port(70_000, ' # pap-fleet: waive object/image: the proxy takes it'))],
  ['another line', service(`    # pap-fleet: waive object/illegal-port: a\n${port(80)}${port(70_000)}`)],
  ['a line before that holds more', service(`${port(80, ' # pap-fleet: waive object/illegal-port: a')}${port(70_000)}`)],
])('a comment about %s answers nothing', (_, text) => {
  const { findings, waived } = judged(text);
  expect(findings.map(({ code }) => code)).toEqual(['object/illegal-port']);
  expect(waived).toEqual([]);
});

test('a waiver without a reason is none, and says so', () => {
  const { findings, waived } = judged(service(port(70_000, ' # pap-fleet: waive object/illegal-port')));
  expect(findings.map(({ hint }) => hint)).toEqual(['a waiver needs its reason: # pap-fleet: waive CODE: REASON']);
  expect(waived).toEqual([]);
});

test('what is not said is counted', () => {
  expect(apartWords(2, { known: 14, gone: 1 })).toBe('; 2 waived in comments, 14 in the baseline, 1 of it gone');
  expect(apartWords(0, {})).toBe('');
  expect(apartWords(0, { known: 0, gone: 0 })).toBe('; 0 in the baseline');
});

test('how the way to a file is written makes no finding new, and another file does', () => {
  const found = (path: string) => judge(parseManifests({ path, bytes: Buffer.from(service(port(70_000))) }).manifests, anyCluster).findings;
  const baseline = baselineOf(printed(found('all/m.yaml')));
  expect(compared(found('./all/../all/m.yaml'), baseline).fresh).toEqual([]);
  expect(compared(found('m.yaml'), baseline).fresh.length).toBe(1);
});

test('the version of the program that made a baseline is kept, and told where anything is new', () => {
  expect(baselineOf(printed([])).version).toBeUndefined();
  const { version } = baselineOf(printed([], { version: '0.9.0' }));
  expect([otherVersion(version, '0.9.0', 3), otherVersion(version, '1.0.0', 0), otherVersion(undefined, '1.0.0', 3)]).toEqual(['', '', '']);
  expect(otherVersion(version, '1.0.0', 3)).toMatch(/^the baseline is of version "?0\.9\.0"?, and this is 1\.0\.0: .*\n$/);
});

describe('a comment that answers nothing', () => {
  const stale = (text: string): string[] => {
    const { manifests, notes } = parseManifests({ path: 'm.yaml', bytes: Buffer.from(text) });
    return unusedWaivers(notes, judge(manifests, anyCluster).answered).map(
      ({ place, severity, message }) => `${place.line}:${place.col} ${severity} ${message}`,
    );
  };
  const waiver = '# pap-fleet: waive object/illegal-port';

  test.each<[string, string, string[]]>([
    ['of what was mended', service(port(80, ` ${waiver}: a`)), ['8:31 warning a waiver of object/illegal-port answers no finding']],
    [
      'one line too high',
      service(`    ${waiver}: a\n${port(80)}${port(70_000)}`),
      ['8:5 warning a waiver of object/illegal-port answers no finding'],
    ],
    ['of no code', service(port(80, ' # pap-fleet: waive object/none: a')), ['8:31 warning a waiver names object/none, which is no code']],
    [
      'of what nobody may waive',
      service(port(80, ' # pap-fleet: waive object/unknown-kind: a')),
      ['8:31 warning object/unknown-kind cannot be waived'],
    ],
    ['that is not written as one', service(port(80, ' # pap-fleet: waive')), ['8:31 warning this is to be a waiver, and is not written as one']],
    ['and is no waiver', service(port(80, ' # pap-fleet: hello')), []],
    ['but one', service(port(70_000, ` ${waiver}: a`)), []],
    ['without a reason, which is said elsewhere', service(port(70_000, ` ${waiver}`)), []],
    [
      'twice on one finding',
      service(`    ${waiver}: a\n${port(70_000, ` ${waiver}: b`)}`),
      ['8:5 warning a waiver of object/illegal-port answers no finding'],
    ],
  ])('%s', (_, text, wanted) => {
    expect(stale(text)).toEqual(wanted);
  });
});
