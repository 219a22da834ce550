import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { exampleOf, folderOf, judge, judgeBad } from '../support/rule-examples.ts';

// Each rule has a bad example in its folder, with the exact text people see, and a good one that is nearly the same. An
// example is a manifest, `bad.yaml` and `good.yaml`; a tree of manifests, or a fleet: `bad/` and `good/`. The good fleet is
// `bad/` with the files of `good/` laid over it, where an empty file means that there is none.
// `UPDATE=1 npx vitest run test/examples/pairs.test.ts` writes the texts anew.
describe.each([...CODES])('%s', (code, { scope }) => {
  test('is not found in what is nearly the same, and right, nor is anything else', () => {
    expect(judge(exampleOf(code, 'good'), scope).findings.map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
  });

  test('is found in it, at the place and in the words that are expected', () => {
    const compiled = judgeBad(code);
    const text = findingsText(compiled.findings, style(false));
    const file = join(folderOf(code), 'expected.txt');
    if (process.env['UPDATE'] === '1') writeFileSync(file, text);
    expect(compiled.findings.map((finding) => finding.code)).toContain(code);
    expect(text).toBe(readFileSync(file, 'utf8'));
    const errors = compiled.findings.some(({ severity }) => severity === 'error');
    expect(compiled.files === undefined, 'errors, and only they, keep files from being made').toBe(errors);
  });
});
