// A note in everything that shows findings: it is there, is milder than a warning, and fails nothing.
import { expect, test } from 'vitest';
import { compared, readBaseline } from '../../../generator/lint/baseline.ts';
import { hasErrors } from '../../../generator/model/finding.ts';
import { findingsText } from '../../../generator/report/findings.ts';
import { githubText } from '../../../generator/report/github.ts';
import { gitlabText } from '../../../generator/report/gitlab.ts';
import { findingsSection } from '../../../generator/report/html/findings.ts';
import { junitText } from '../../../generator/report/junit.ts';
import { rdjsonText } from '../../../generator/report/rdjson.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { style } from '../../../generator/report/style.ts';
import { finding } from './findings.ts';

const note = finding({ severity: 'note', code: 'language/json' });
const warning = finding({ severity: 'warning' });
const all = [note, warning, finding()];
const DONE = { version: '1.2.3', exitCode: 0 };

test('alone it is no error', () => {
  expect(hasErrors([note, warning])).toBe(false);
});

test('text counts it behind the others', () => {
  const text = findingsText([...all, note], style(false));
  expect(text.split('\n').at(-2)).toBe('1 error, 1 warning, 2 notes');
  expect(text).toContain('config/agents/alpha.yaml:3:11 note language/json: ');
});

test('github shows a notice, and says how many it does not show', () => {
  const text = githubText([warning, ...Array.from({ length: 12 }, () => note)]);
  expect(text.split('\n').filter((line) => line.startsWith('::notice '))).toHaveLength(13);
  expect(text).toContain('3 more notes in the log');
  expect(text.split('\n').at(-2)).toBe('1 warning, 12 notes');
});

test('gitlab, reviewdog and code scanning have it under their own names', () => {
  expect((JSON.parse(gitlabText(all, DONE)) as { severity: string }[]).map(({ severity }) => severity)).toEqual(['info', 'minor', 'critical']);
  const { diagnostics } = JSON.parse(rdjsonText(all, DONE)) as { diagnostics: { severity: string }[] };
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['INFO', 'WARNING', 'ERROR']);
  const { runs } = JSON.parse(sarifText(all, DONE)) as { runs: { results: { level: string }[] }[] };
  expect(runs[0]?.results.map(({ level }) => level)).toEqual(['note', 'warning', 'error']);
});

test('in JUnit its case passes', () => {
  const text = junitText([note], DONE);
  expect(text).toContain('failures="0"');
  expect(text).toMatch(/<system-out>[^<]* note language\/json: /);
});

test('a page shows the gravest first', () => {
  const words = [...findingsSection(all).matchAll(/<strong class="(\w+)">(\w+)</g)].map(([, colour, word]) => `${colour} ${word}`);
  expect(words).toEqual(['bad error', 'wait warning', 'dim note']);
});

test('a baseline knows it, whatever it was called when it was found', () => {
  const known = readBaseline(JSON.stringify({ command: 'lint', findings: [{ ...note, severity: 'warning' }] }));
  expect(typeof known === 'string' ? known : compared([note], known)).toMatchObject({ fresh: [], known: 1, gone: 0 });
});
