import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expired } from '../../generator/check/expired.ts';
import { compile, type Compiled } from '../../generator/compile.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import { hasErrors, type Finding } from '../../generator/model/finding.ts';
import type { RuleInfo } from '../../generator/model/rule.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { review } from '../../generator/plan/review.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { treeFindings } from './manifest-tree.ts';

export type Example = 'bad' | 'good';

/** Path in the folder → content. */
export type Files = ReadonlyMap<string, Buffer>;

/** The folder of a rule. */
export const folderOf = (code: string): string => join(import.meta.dirname, '../../generator/rules', code);

/** The files below a folder. */
function filesIn(folder: string): Map<string, Buffer> {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]));
}

/** An example of a rule: one manifest named `bad.yaml` or `good.yaml`, a tree of manifests, or the files of `config/`. */
export function exampleOf(code: string, example: Example): Files {
  const folder = folderOf(code);
  const file = `${example}.yaml`;
  if (existsSync(join(folder, file))) return new Map([[file, readFileSync(join(folder, file))]]);
  if (!existsSync(join(folder, 'bad/fleet.yaml'))) return filesIn(join(folder, example));
  const good = example === 'good' ? filesIn(join(folder, 'good')) : new Map<string, Buffer>();
  return new Map([...new Map([...filesIn(join(folder, 'bad')), ...good])].filter(([path, bytes]) => bytes.length > 0 || !good.has(path)));
}

/** The day that it is when examples are judged. */
export const TODAY = '2026-11-23';

/** What is found in an example, or in one that has been edited; the files where a fleet has no errors. @param scope of the rule */
export function judge(files: Files, scope: RuleInfo['scope']): Pick<Compiled, 'findings' | 'files'> {
  const [only] = files;
  if (only !== undefined && /^(bad|good)\.yaml$/.test(only[0])) {
    const { manifests, findings: unread } = parseManifests({ path: only[0], bytes: only[1] });
    return judged([...unread, ...lint(manifests, anyCluster)]);
  }
  if (!files.has('fleet.yaml')) return judged(treeFindings(files));
  const config = [...files].map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
  const compiled = compile(config);
  const { fleet, sources } = compiled;
  if (fleet === undefined || sources === undefined) return compiled;
  const ended = expired(fleet, TODAY).map(sources.resolve);
  if (ended.length > 0) return judged([...compiled.findings, ...ended]);
  // Approvals are the gate's, which knows what day it is. Here all is new; the good ones approve that the Namespace agents is
  // made, under the `approvalHash` of its `digest`, which are others when that object is another.
  if (scope !== 'change') return compiled;
  const { spec, overlays, files: written, policyContext } = compiled as Required<Compiled>;
  const { verdict } = review({ fleet, spec, overlays, files: written, config, policyContext }, treeOf(new Map()), TODAY);
  return judged([...compiled.findings, ...verdict.findings]);
}

const bad = new Map<string, ReturnType<typeof judge>>();

/** What is found in the bad example of a rule, which several tests ask for. */
export function judgeBad(code: string): ReturnType<typeof judge> {
  const known = bad.get(code) ?? judge(exampleOf(code, 'bad'), scopeOf(code));
  bad.set(code, known);
  return known;
}

/** @throws Error when there is no such rule */
export function scopeOf(code: string): RuleInfo['scope'] {
  const rule = CODES.get(code);
  if (rule === undefined) throw new Error(`there is no rule ${code}`);
  return rule.scope;
}

const judged = (found: Finding[]): Pick<Compiled, 'findings' | 'files'> => ({ findings: found, ...(hasErrors(found) ? {} : { files: new Map() }) });
