import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, type Compiled } from '../../generator/compile.ts';
import { fixAll, isFixable } from '../../generator/fix/fix-all.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { exampleOf, folderOf, judge, judgeBad } from '../support/rule-examples.ts';

// Each rule has a bad example in its folder, with the exact text people see, and a good one that is nearly the same. An
// example is a manifest, `bad.yaml` and `good.yaml`; a tree of manifests, or a fleet: `bad/` and `good/`. The good fleet is
// `bad/` with the files of `good/` laid over it, where an empty file means that there is none.
// `UPDATE=1 npx vitest run test/examples/pairs.test.ts` writes the texts anew.
/** Rules whose bad example has a fix, as they are met. */
const fixable: string[] = [];

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

  test('what has one right answer is gone once that is written, and nothing came that was not hidden', () => {
    const config = [...exampleOf(code, 'bad')].map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
    if (!judgeBad(code).findings.some(isFixable)) return;
    if (judgeBad(code).findings.some((finding) => finding.code === code && isFixable(finding))) fixable.push(code);
    const [before, after] = [compile(config), fixAll(config, (each) => compile(each))];
    const count = ({ findings }: Compiled, { code: own, message }: Finding): number =>
      findings.filter((each) => each.code === own && each.message === message).length;
    for (const finding of after.fixed) expect(count(after.compiled, finding), finding.message).toBeLessThan(count(before, finding));
    // Every fix that a rule offers can be made, where it does not depend on what the schema asks for.
    expect(after.compiled.findings.filter((each) => isFixable(each) && !('retype' in each.fix.edit)).map(({ message }) => message)).toEqual([]);
    if (before.files !== undefined) expect(after.compiled.files).toBeDefined();
    // What is mended is mended: another run changes nothing.
    expect(fixAll(after.config, (each) => compile(each)).config).toBe(after.config);
  });
});

// A rule that loses its fix, or gets one, changes this list.
test('these rules have a fix', () => {
  expect(fixable.sort()).toEqual([
    'fleet/former-name',
    'fleet/no-match',
    'fleet/stated-twice',
    'fleet/unknown-agent',
    'fleet/unknown-component',
    'fleet/unknown-tier',
    'fleet/useless-override',
    'schema/format',
    'schema/type',
    'schema/unknown-key',
    'schema/value',
    'yaml/ambiguous',
  ]);
});
