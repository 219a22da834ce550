import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { treeOf } from '../../generator/layout/tree.ts';
import { CODES } from '../../generator/model/codes.ts';
import { hasErrors } from '../../generator/model/finding.ts';
import { review } from '../../generator/plan/review.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';

/** One bad fleet per code, and the exact text people see. `UPDATE=1 npx vitest run test/invalid` writes the texts anew. */
const codes = Object.keys(CODES);
const folderOf = (code: string): string => join(import.meta.dirname, code.replace('/', '-'));

function findings(folder: string) {
  const config = readdirSync(join(folder, 'config'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'config').length + 1))
    .map((relative) => ({ path: `config/${relative}`, relative, bytes: readFileSync(join(folder, 'config', relative)) }));
  const compiled = compile(config);
  // Approvals are the gate's, which knows what day it is; here nothing changes, so none is of use.
  if (!basename(folder).startsWith('approval-')) return compiled;
  const { fleet, spec, overlays, files } = compiled as Required<Compiled>;
  const { verdict } = review({ fleet, spec, overlays, files, config }, treeOf(files), '2026-11-23');
  return { findings: verdict.findings, files: hasErrors(verdict.findings) ? undefined : files };
}

describe.each(codes)('%s', (code) => {
  const folder = folderOf(code);

  test('has a bad example', () => {
    expect(existsSync(join(folder, 'config/fleet.yaml')), `add test/invalid/${code.replace('/', '-')}/config/fleet.yaml`).toBe(true);
  });

  test('is found in it, at the place and in the words that are expected', () => {
    const compiled = findings(folder);
    const text = findingsText(compiled.findings, style(false));
    const file = join(folder, 'expected.txt');
    if (process.env['UPDATE'] === '1') writeFileSync(file, text);
    expect(compiled.findings.map((finding) => finding.code)).toContain(code);
    expect(text).toBe(readFileSync(file, 'utf8'));
    const errors = compiled.findings.some(({ severity }) => severity === 'error');
    expect(compiled.files === undefined, 'errors, and only they, keep files from being made').toBe(errors);
  });
});

test('every folder here belongs to a code', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(codes.map((code) => code.replace('/', '-')).sort());
});
