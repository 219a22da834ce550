import { expect, test } from 'vitest';
import { compared, readBaseline } from '../../../generator/lint/baseline.ts';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { apartWords } from '../../../generator/report/verdicts.ts';
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
