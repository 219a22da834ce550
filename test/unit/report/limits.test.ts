// What each format takes at most, and how it counts: as its documentation says.
import { describe, expect, test } from 'vitest';
import type { Log } from 'sarif';
import type { Finding } from '../../../generator/model/finding.ts';
import { githubText } from '../../../generator/report/github.ts';
import { gitlabText } from '../../../generator/report/gitlab.ts';
import { rdjsonText } from '../../../generator/report/rdjson.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { finding } from './findings.ts';

const DONE = { version: '1.2.3', exitCode: 2 };
const place = { file: 'config/fleet.yaml', line: 1, col: 1, length: 1 };
const many = (n: number, severity: Finding['severity']): Finding[] =>
  Array.from({ length: n }, (_, i) => finding({ severity, message: `number ${i + 1}`, place: { ...place, line: i + 1 } }));

describe('github: ten errors and ten warnings of a step are shown', () => {
  const first = (text: string, kind: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`::${kind} `))
      .slice(0, 10);

  test('ten are ten', () => {
    expect(githubText(many(10, 'error'))).not.toContain('more error');
  });

  test('of more, the tenth that is shown says how many there are, and the log has all', () => {
    const text = githubText([...many(12, 'error'), ...many(11, 'warning')]);
    expect(first(text, 'error').at(-1)).toBe(
      '::error file=config/fleet.yaml,line=10,title=pap-fleet::3 more errors in the log of this step; GitHub shows 10 of each',
    );
    expect(first(text, 'warning').at(-1)).toBe(
      '::warning file=config/fleet.yaml,line=10,title=pap-fleet::2 more warnings in the log of this step; GitHub shows 10 of each',
    );
    for (let i = 1; i <= 12; i++) expect(text).toContain(`::number ${i}%0A`);
    expect(text).toMatch(/12 errors, 11 warnings\n$/);
  });
});

describe('sarif: what code scanning takes', () => {
  const read = (all: readonly Finding[]): Log['runs'][number] => (JSON.parse(sarifText(all, DONE)) as Log).runs[0] as Log['runs'][number];

  test('at most 25,000 results, errors before warnings, and it says how many are left out', () => {
    const run = read([...many(20_000, 'warning'), ...many(6_000, 'error')]);
    expect(run.results).toHaveLength(25_000);
    expect(run.results?.[5_999]?.level).toBe('error');
    expect(run.results?.[6_000]?.level).toBe('warning');
    expect(run.invocations?.[0]?.toolExecutionNotifications).toMatchObject([
      { message: { text: expect.stringContaining('1000 findings more') as string } },
    ]);
    expect(read(many(25_000, 'warning')).invocations?.[0]).not.toHaveProperty('toolExecutionNotifications');
  });

  test('at most 1,000 locations of a result, and 1,024 characters of a description', () => {
    const policy = { file: 'config/policies/p.yaml', about: `${'x'.repeat(1022)}😀 and more` } as unknown as NonNullable<Finding['policy']>;
    const related = Array.from({ length: 1500 }, () => ({ place, note: 'here' }));
    const run = read([finding({ code: 'ours/long', policy, related })]);
    expect((run.results?.[0]?.relatedLocations?.length ?? 0) + 1).toBe(1000);
    const text = run.tool.driver.rules?.find(({ id }) => id === 'ours/long')?.shortDescription?.text;
    expect(text).toBe(`${'x'.repeat(1022)}…`);
  });
});

test('gitlab: fingerprints are unique in a report, severities and paths those it knows', () => {
  const issues = JSON.parse(
    gitlabText([...many(300, 'error'), ...many(300, 'warning'), finding(), finding()], { ...DONE, problems: ['a', 'a'] }),
  ) as {
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
  }[];
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  for (const { severity, location } of issues) {
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
    expect(location.path).not.toMatch(/^\.\//);
    expect(location.lines.begin).toBeGreaterThan(0);
  }
});

test('rdjson: columns count bytes of UTF-8, as its description says of a𐐀b', () => {
  const columns = (col: number, length: number, excerpt?: string): unknown => {
    const text = rdjsonText([finding({ place: { ...place, col, length }, ...(excerpt === undefined ? {} : { excerpt }) })], DONE);
    const [{ location }] = (JSON.parse(text) as { diagnostics: [{ location: { range: { start: { column: number }; end: { column: number } } } }] })
      .diagnostics;
    return [location.range.start.column, location.range.end.column];
  };
  expect(columns(1, 1, 'a𐐀b')).toEqual([1, 2]);
  expect(columns(2, 2, 'a𐐀b')).toEqual([2, 6]);
  expect(columns(4, 1, 'a𐐀b')).toEqual([6, 7]);
  expect(columns(4, 1, '')).toEqual([4, 5]);
});
