import { describe, expect, test } from 'vitest';
import { CASES, GOOD, GOOD_EDITS } from './cases.ts';
import { FLEET, compiled, extra } from './fleet.ts';

const baseline = compiled({ 'fleet.yaml': FLEET });

describe('a bad fleet is refused with the expected code at the expected place, and nothing is made', () => {
  test.each(CASES.map((item) => [`${item.id} ${item.title}`, item] as const))('%s', (_, { bytes, code, at }) => {
    const { findings, files } = compiled({ 'fleet.yaml': bytes });
    const first = findings.filter(({ severity }) => severity === 'error');
    expect(files).toBeUndefined();
    expect(first[0]?.code).toBe(code);
    const { line, col } = first[0]?.place ?? { line: 0, col: 0 };
    if (/^\d/.test(at)) expect(`${line}:${col}`).toBe(at);
    else if (at !== '') expect(first[0]?.pointer).toBe(at);
    const lines = Buffer.from(bytes as string)
      .toString('utf8')
      .split('\n').length;
    expect(line).toBeLessThanOrEqual(lines);
    expect(Object.prototype).not.toHaveProperty('name');
  });
});

describe('a good fleet is accepted', () => {
  test('as it is', () => {
    expect(baseline.findings).toEqual([]);
    expect(baseline.files?.size).toBeGreaterThan(0);
  });
  test.each(GOOD)('%s %s: the same bytes', (_, __, bytes) => {
    const { files } = compiled({ 'fleet.yaml': bytes });
    expect([...(files ?? [])]).toEqual([...(baseline.files ?? [])]);
  });
  test.each(GOOD_EDITS)('%s %s', (_, __, find, replace) => {
    const { findings, files } = compiled({ 'fleet.yaml': FLEET.replaceAll(find, () => replace) });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(files?.size).toBeGreaterThan(0);
  });
});

/** The classes of the reader hold wherever a file may lie. */
const PLACES: readonly (readonly [string, string])[] = [
  ['agents/a.yaml', 'ref: acme/a@1.0.0\n'],
  ['regions/north.yaml', 'cluster: north\n'],
  ['extra/all/agents/a.yaml', extra('a: b')],
  ['patches/all/agents/a.yaml', '- target: { kind: Deployment, name: research-agent }\n'],
];
const BAD: readonly (readonly [string, (good: string) => string | Uint8Array])[] = [
  ['yaml/encoding', (good) => Buffer.concat([Buffer.from(good), Buffer.from([0xe9])])],
  ['yaml/encoding', (good) => `${good}# \u202e\n`],
  ['yaml/empty', () => '# nothing\n'],
  ['yaml/unsupported', (good) => `%YAML 1.1\n---\n${good}`],
  ['yaml/unsupported', () => '- &a x\n- *a\n'],
  ['yaml/unsupported', () => '!x {}\n'],
  ['yaml/unsupported', () => '__proto__: {}\n'],
  ['yaml/multiple-documents', (good) => `${good}---\n${good}`],
  ['yaml/duplicate-key', () => 'a: 1\na: 2\n'],
  ['yaml/ambiguous', () => 'a: no\n'],
  ['yaml/limit', () => `a: ${'['.repeat(33)}`],
  ['yaml/limit', (good) => `${good}#${'x'.repeat(1 << 20)}`],
  ['yaml/syntax', () => 'a: "b\n'],
  ['secret/in-config', (good) => `${good}# gh${'p_'}aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6\n`],
];
// Whether an approval can be read matters to the gate alone, and only where a change needs it; a secret in it matters to everybody.
test.each(BAD)('config/approvals/a.yaml: %s %# stops nobody', (code, bad) => {
  const { findings, files } = compiled({ 'fleet.yaml': FLEET, 'approvals/a.yaml': bad('approvedBy: a\n') });
  expect(files === undefined).toBe(code === 'secret/in-config');
  expect(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code)).toEqual(files === undefined ? [code] : []);
});
describe.each(PLACES)('config/%s', (path, good) => {
  test.each(BAD)('%s %#', (code, bad) => {
    const { findings, files } = compiled({ 'fleet.yaml': FLEET, [path]: bad(good) });
    expect(files).toBeUndefined();
    expect(findings.filter(({ place }) => place.file === `config/${path}`).map((finding) => finding.code)).toContain(code);
  });
});
