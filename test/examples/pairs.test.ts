import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expired } from '../../generator/check/expired.ts';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import { hasErrors } from '../../generator/model/finding.ts';
import type { Finding } from '../../generator/model/finding.ts';
import type { RuleInfo } from '../../generator/model/rule.ts';
import { review } from '../../generator/plan/review.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { style } from '../../generator/report/style.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { treeFindings } from '../support/manifest-tree.ts';

// Each rule has a bad example in its folder, with the exact text people see, and a good one that is nearly the same. An
// example is a manifest, `bad.yaml` and `good.yaml`; a tree of manifests, or a fleet: `bad/` and `good/`. The good fleet is
// `bad/` with the files of `good/` laid over it, where an empty file means that there is none.
// `UPDATE=1 npx vitest run test/examples/pairs.test.ts` writes the texts anew.
const folderOf = (code: string): string => join(import.meta.dirname, '../../generator/rules', code);

type Example = 'bad' | 'good';

/** The files below a folder. */
function filesIn(folder: string): Map<string, Buffer> {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]));
}

function configOf(folder: string, example: Example): ConfigFile[] {
  const good = example === 'good' ? filesIn(join(folder, 'good')) : new Map<string, Buffer>();
  return [...new Map([...filesIn(join(folder, 'bad')), ...good])]
    .filter(([relative, bytes]) => bytes.length > 0 || !good.has(relative))
    .map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
}

function findings({ code, scope }: RuleInfo, example: Example): Pick<Compiled, 'findings' | 'files'> {
  const folder = folderOf(code);
  if (existsSync(join(folder, 'bad.yaml'))) {
    const file = `${example}.yaml`;
    const { manifests, findings: unread } = parseManifests({ path: file, bytes: readFileSync(join(folder, file)) });
    return judged([...unread, ...lint(manifests, anyCluster)]);
  }
  if (!existsSync(join(folder, 'bad/fleet.yaml'))) return judged(treeFindings(filesIn(join(folder, example))));
  const config = configOf(folder, example);
  const compiled = compile(config);
  const { fleet, sources } = compiled;
  if (fleet === undefined || sources === undefined) return compiled;
  const ended = expired(fleet, TODAY).map(sources.resolve);
  if (ended.length > 0) return judged([...compiled.findings, ...ended]);
  // Approvals are the gate's, which knows what day it is. Here all is new; the good ones approve that the Namespace agents is
  // made, under the `approvalHash` of its `digest`, which are others when that object is another.
  if (scope !== 'change') return compiled;
  const { spec, overlays, files } = compiled as Required<Compiled>;
  const { verdict } = review({ fleet, spec, overlays, files, config }, treeOf(new Map()), TODAY);
  return judged([...compiled.findings, ...verdict.findings]);
}

const TODAY = '2026-11-23';

const judged = (found: Finding[]): Pick<Compiled, 'findings' | 'files'> => ({ findings: found, ...(hasErrors(found) ? {} : { files: new Map() }) });

describe.each([...CODES])('%s', (code, rule) => {
  test('is not found in what is nearly the same, and right, nor is anything else', () => {
    expect(findings(rule, 'good').findings.map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
  });

  test('is found in it, at the place and in the words that are expected', () => {
    const compiled = findings(rule, 'bad');
    const text = findingsText(compiled.findings, style(false));
    const file = join(folderOf(code), 'expected.txt');
    if (process.env['UPDATE'] === '1') writeFileSync(file, text);
    expect(compiled.findings.map((finding) => finding.code)).toContain(code);
    expect(text).toBe(readFileSync(file, 'utf8'));
    const errors = compiled.findings.some(({ severity }) => severity === 'error');
    expect(compiled.files === undefined, 'errors, and only they, keep files from being made').toBe(errors);
  });
});
