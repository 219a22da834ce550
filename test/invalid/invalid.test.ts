import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expiredWaivers } from '../../generator/check/waivers.ts';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import { CODES } from '../../generator/model/codes.ts';
import { hasErrors } from '../../generator/model/finding.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { review } from '../../generator/plan/review.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { treeFindings } from '../support/manifest-tree.ts';

// Each code has a bad example, with the exact text people see, and a good one that is nearly the same. An example is
// a fleet, or for what stands in objects a manifest: `bad.yaml` and `good.yaml`, or a tree of manifests: `bad/` and `good/`. A bad fleet is the folder `config/`; the
// good one is `config/` with the files of `good/` laid over it, where an empty file means that there is none.
// `UPDATE=1 npx vitest run test/invalid` writes the texts anew.
const codes = Object.keys(CODES);
const folderOf = (code: string): string => join(import.meta.dirname, code.replace('/', '-'));

type Example = 'bad' | 'good';

/** The files below a folder. */
function filesIn(folder: string): Map<string, Buffer> {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]));
}

function configOf(folder: string, example: Example): ConfigFile[] {
  const good = example === 'good' ? filesIn(join(folder, 'good')) : new Map<string, Buffer>();
  return [...new Map([...filesIn(join(folder, 'config')), ...good])]
    .filter(([relative, bytes]) => bytes.length > 0 || !good.has(relative))
    .map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
}

function findings(folder: string, example: Example): Pick<Compiled, 'findings' | 'files'> {
  if (existsSync(join(folder, 'bad.yaml'))) {
    const file = `${example}.yaml`;
    const { manifests, findings: unread } = parseManifests({ path: file, bytes: readFileSync(join(folder, file)) });
    return judged([...unread, ...lint(manifests, anyCluster)]);
  }
  if (existsSync(join(folder, 'bad'))) return judged(treeFindings(filesIn(join(folder, example))));
  const config = configOf(folder, example);
  const compiled = compile(config);
  if (basename(folder) === 'waiver-expired') {
    const { fleet, sources } = compiled as Required<Compiled>;
    return judged([...compiled.findings, ...expiredWaivers(fleet, TODAY).map(sources.resolve)]);
  }
  // Approvals are the gate's, which knows what day it is. Here all is new; the good ones approve that the Namespace agents is
  // made, under the `approvalHash` of its `digest`, which are others when that object is another.
  if (!basename(folder).startsWith('approval-')) return compiled;
  const { fleet, spec, overlays, files } = compiled as Required<Compiled>;
  const { verdict } = review({ fleet, spec, overlays, files, config }, treeOf(new Map()), TODAY);
  return judged([...compiled.findings, ...verdict.findings]);
}

const TODAY = '2026-11-23';

const judged = (found: Finding[]): Pick<Compiled, 'findings' | 'files'> => ({ findings: found, ...(hasErrors(found) ? {} : { files: new Map() }) });

describe.each(codes)('%s', (code) => {
  const folder = folderOf(code);
  const has = (...names: string[]): boolean => names.some((name) => existsSync(join(folder, name)));

  test('has a bad example', () => {
    expect(has('config/fleet.yaml', 'bad.yaml', 'bad'), `add ${folder}/config/fleet.yaml, bad.yaml, or bad/`).toBe(true);
  });

  test('has a good example', () => {
    const right = has('bad.yaml') ? has('good.yaml') : filesIn(join(folder, 'good')).size > 0;
    expect(right, `add ${folder}/good/ with those files of config/ that change, or good.yaml beside bad.yaml`).toBe(true);
  });

  test('is not found in what is nearly the same, and right, nor is anything else', () => {
    expect(findings(folder, 'good').findings.map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
  });

  test('is found in it, at the place and in the words that are expected', () => {
    const compiled = findings(folder, 'bad');
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
