import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expiredWaivers } from '../../generator/build/waivers.ts';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { treeOf } from '../../generator/layout/tree.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import { CODES } from '../../generator/model/codes.ts';
import { hasErrors } from '../../generator/model/finding.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { review } from '../../generator/plan/review.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';
import { parseManifests } from '../../generator/source/manifests.ts';

/** One bad fleet per code, or for what stands in objects one bad manifest beside a good one, and the exact text people see. `UPDATE=1 npx vitest run test/invalid` writes the texts anew. */
const codes = Object.keys(CODES);
const folderOf = (code: string): string => join(import.meta.dirname, code.replace('/', '-'));

function linted(folder: string, file: string): Finding[] {
  const { manifests, findings: unread } = parseManifests({ path: file, bytes: readFileSync(join(folder, file)) });
  return [...unread, ...lint(manifests, anyCluster)];
}

function findings(folder: string): Pick<Compiled, 'findings' | 'files'> {
  if (existsSync(join(folder, 'bad.yaml'))) {
    const found = linted(folder, 'bad.yaml');
    return { findings: found, ...(hasErrors(found) ? {} : { files: new Map() }) };
  }
  const config = readdirSync(join(folder, 'config'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'config').length + 1))
    .map((relative) => ({ path: `config/${relative}`, relative, bytes: readFileSync(join(folder, 'config', relative)) }));
  const compiled = compile(config);
  if (basename(folder) === 'waiver-expired') {
    const { fleet, sources } = compiled as Required<Compiled>;
    return { findings: expiredWaivers(fleet, '2026-11-23').map(sources.resolve) };
  }
  // Approvals are the gate's, which knows what day it is; here nothing changes, so none is of use, or else all is new.
  if (!basename(folder).startsWith('approval-')) return compiled;
  const { fleet, spec, overlays, files } = compiled as Required<Compiled>;
  const { verdict } = review({ fleet, spec, overlays, files, config }, treeOf(basename(folder) === 'approval-altered' ? new Map() : files), '2026-11-23');
  return { findings: verdict.findings, ...(hasErrors(verdict.findings) ? {} : { files }) };
}

describe.each(codes)('%s', (code) => {
  const folder = folderOf(code);

  test('has a bad example', () => {
    const has = existsSync(join(folder, 'config/fleet.yaml')) || existsSync(join(folder, 'bad.yaml'));
    expect(has, `add test/invalid/${code.replace('/', '-')}/config/fleet.yaml, or bad.yaml and good.yaml`).toBe(true);
  });

  if (existsSync(join(folder, 'bad.yaml'))) {
    test('is not found in what is nearly the same, and right', () => {
      expect(linted(folder, 'good.yaml').map((finding) => finding.message)).toEqual([]);
    });
  }

  // Beside a bad fleet, good.yaml is what its fleet.yaml should have been.
  if (existsSync(join(folder, 'config/fleet.yaml')) && existsSync(join(folder, 'good.yaml'))) {
    test('is not found in the fleet that is nearly the same, and right', () => {
      const { findings: found } = compile([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: readFileSync(join(folder, 'good.yaml')) }]);
      expect(found.filter((finding) => finding.code === code || finding.severity === 'error').map(({ message }) => message)).toEqual([]);
    });
  }

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
