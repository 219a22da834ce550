import { readFileSync } from 'node:fs';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../generator/model/finding.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { CODES } from '../../../generator/rules/rules.ts';
import { sarifFaults } from '../../support/sarif.ts';
import { HOSTILE, commandsIn, finding, hostile } from './findings.ts';

const WORKED = { version: '1.2.3', exitCode: 2 };

function sarif(findings: readonly Finding[], outcome: Parameters<typeof sarifText>[1] = WORKED): Log {
  const log = JSON.parse(sarifText(findings, outcome)) as Log;
  expect(sarifFaults(log)).toEqual([]);
  return log;
}

function resultsOf(findings: readonly Finding[]): Result[] {
  return sarif(findings).runs[0]?.results ?? [];
}

describe('sarifText', () => {
  test('the schema notices what is wrong', () => {
    const log = sarif([finding()]) as unknown as { runs: { results: { level: string }[] }[] };
    (log.runs[0]?.results[0] as { level: string }).level = 'fatal';
    expect(sarifFaults(log)).not.toEqual([]);
    expect(sarifFaults({ version: '2.1.0' })).not.toEqual([]);
  });

  test("has the fleet's own policies as rules behind them, once each, where something breaks them", () => {
    const policy = { about: 'It is so', file: 'config/policies/p.yaml' };
    const broken = (code: string, more: Partial<Finding> = {}): Finding => finding({ code, policy, ...more });
    const { hint: _, ...plain } = broken('ours/a');
    const own = [broken('ours/b', { hint: 'mend it' }), plain, broken('ours/b', { hint: 'mend it' })];
    const rules = sarif(own).runs[0]?.tool.driver.rules?.slice(CODES.size);
    expect(rules?.map(({ id, help }) => [id, help?.text])).toEqual([
      ['ours/a', 'A policy of this fleet: config/policies/p.yaml\n'],
      ['ours/b', 'A policy of this fleet: config/policies/p.yaml\nmend it'],
    ]);
  });

  test('has every code as a rule, with help', () => {
    const driver = sarif([]).runs[0]?.tool.driver;
    expect(driver).toMatchObject({ name: 'pap-fleet', semanticVersion: '1.2.3' });
    expect(driver?.rules?.map(({ id }) => id)).toEqual([...CODES.keys()]);
    const headings = [...readFileSync('docs/diagnostics.md', 'utf8').matchAll(/^#{2,4} `?([a-z/-]+)`?/gm)].map(([, code]) => code?.replace('/', ''));
    for (const { id, helpUri, help, shortDescription, name, defaultConfiguration } of driver?.rules ?? []) {
      expect(defaultConfiguration).toEqual({ level: CODES.get(id)?.severity });
      expect(help?.markdown).toBe(help?.text.replaceAll('\n', '\n\n'));
      expect(headings).toContain(helpUri?.split('#')[1]);
      expect(help?.text).toBeTruthy();
      expect(shortDescription?.text).toBeTruthy();
      expect(name).toMatch(/^([A-Z][a-z]+)+$/);
    }
  });

  test('says where: the region ends behind its last column', () => {
    const related = [{ place: { file: 'config/fleet.yaml', line: 9, col: 1, length: 0 }, note: 'the other definition' }];
    const [first] = resultsOf([finding({ related })]);
    expect(first).toMatchObject({
      ruleId: 'fleet/unknown-region',
      ruleIndex: [...CODES.keys()].indexOf('fleet/unknown-region'),
      level: 'error',
      message: { text: 'there is no region "nowhere"\ndid you mean "north"?' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'config/agents/alpha.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 11, endColumn: 18, snippet: { text: 'regions: [nowhere]' } },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: 'the other definition' },
          physicalLocation: {
            artifactLocation: { uri: 'config/fleet.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 9, startColumn: 1, endColumn: 2 },
          },
        },
      ],
    });
  });

  test('leaves out what a finding does not have', () => {
    const { hint: _hint, excerpt: _excerpt, pointer: _pointer, ...bare } = finding();
    for (const none of [bare, { ...bare, hint: '', excerpt: '', related: [] }]) {
      const [result] = resultsOf([none]);
      expect(result?.message).toEqual({ text: bare.message });
      expect(result?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 3, startColumn: 11, endColumn: 18 });
      expect(result).not.toHaveProperty('relatedLocations');
    }
    for (const outcome of [WORKED, { ...WORKED, problems: [] }])
      expect(sarif([], outcome).runs[0]?.invocations).toEqual([{ executionSuccessful: true, exitCode: 2 }]);
  });

  test('a warning is a warning', () => expect(resultsOf([finding({ severity: 'warning' })])[0]?.level).toBe('warning'));

  test('knows a finding again when its line moved, and another one not', () => {
    const print = (more: Partial<Finding>): unknown => resultsOf([finding(more)])[0]?.partialFingerprints;
    expect(print({ place: { ...finding().place, line: 99, col: 1 }, excerpt: 'other text' })).toEqual(print({}));
    expect(print({ message: 'something else' })).not.toEqual(print({}));
    expect(print({ code: 'fleet/unknown-tier' })).not.toEqual(print({}));
    expect(print({ pointer: '/agents/alpha/regions/1' })).not.toEqual(print({}));
    const [first, ...others] = resultsOf([finding(), finding(), finding()]).map(
      ({ partialFingerprints }) => partialFingerprints?.['papFleetFinding/v1'],
    );
    expect(first).toMatch(/^[0-9a-f]{32}:1$/);
    expect(others).toEqual([first?.replace(/:1$/, ':2'), first?.replace(/:1$/, ':3')]);
  });

  test('is the same text every time', () => expect(sarifText([finding()], WORKED)).toBe(sarifText([finding()], WORKED)));

  test('says what is no finding', () => {
    const [run] = sarif([], { version: '1.2.3', exitCode: 1, problems: ['out/ is not what the config says'] }).runs;
    expect(run?.invocations).toEqual([
      {
        executionSuccessful: true,
        exitCode: 1,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'out/ is not what the config says' } }],
      },
    ]);
    expect(sarif([], { version: '1.2.3', exitCode: 4, failed: true }).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false);
  });

  test.each([
    ['/srv/my fleet/config/a#b.yaml', { uri: 'file:///srv/my%20fleet/config/a%23b.yaml' }],
    ['config/ä%.yaml', { uri: 'config/%C3%A4%25.yaml', uriBaseId: '%SRCROOT%' }],
  ])('writes the path %s as a URI', (file, expected) => {
    const [result] = resultsOf([finding({ place: { ...finding().place, file } })]);
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual(expected);
  });

  test.each(HOSTILE)('carries any text unchanged: %s', (_, text) => {
    const findings = [hostile(text)];
    const [result] = resultsOf(findings);
    expect(result?.message.text).toBe(text === '' ? '' : `${text}\n${text}`);
    expect(result?.relatedLocations?.[0]?.message?.text).toBe(text);
    expect(decodeURIComponent(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '')).toBe(`config/${text}.yaml`);
    expect(commandsIn(sarifText(findings, WORKED))).toEqual([]);
  });
});
