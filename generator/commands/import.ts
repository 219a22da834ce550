import { relative } from 'node:path';
import { dayAt, moment } from '../io/clock.ts';
import { Failure } from '../io/failure.ts';
import { exists } from '../io/disk.ts';
import { pathsBeside } from '../io/read-config.ts';
import { kustomize } from '../io/kustomize.ts';
import { readManifests } from '../io/read-manifests.ts';
import { writeFile } from '../io/write-file.ts';
import { taken, writeNew } from '../io/write-new.ts';
import { importFleet } from '../import/import.ts';
import type { Imported } from '../import/import.ts';
import type { Batch } from '../import/gather.ts';
import { hasErrors } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { isDnsLabel } from '../model/names.ts';
import { redactAll } from '../secrets/redact.ts';
import { importData, importText } from '../report/import.ts';
import { style } from '../report/style.ts';
import { pathsOfKustomization } from '../yaml/kustomization.ts';
import { parseManifests } from '../yaml/manifests.ts';
import { EXIT } from './command.ts';
import type { Command, Context, Flags } from './command.ts';
import { printJson, say } from './load.ts';

export const importManifests: Command = {
  name: 'import',
  summary: 'read manifests of clusters that run already, and write the config/ that makes them',
  usage: 'PATH|REGION=PATH... [--region REGION] [--name NAME] [--zone ZONE] [--repo URL] [--grants] [--dry-run] [--overwrite]',
  help: `Reads what clusters run now, as kubectl get -o yaml exports it, as helm template renders it, or as it lies in Git, and writes config/: agents,
settings of components, zone, versions and facts of the clusters. Objects that no setting makes are kept as they are, in config/extra, or as a
component of the namespace that they are in. What is neither is listed, with file, line and why. What the API server wrote is left out: status,
managedFields, uid and the like.

Then it says for each region what the first sync would change: the objects that were brought, held against those that the new config/ makes.
No value of a Secret is kept: the list says which Secrets must be there.

A region is named by --region, by REGION=PATH, by the label pap.plugged.in/region, by AGENT_REGION of the pods of a file, or by the folder that
a file lies in just below PATH. Kustomizations are built by kubectl.

Nothing is contacted, and nothing is written over: where config/ has a fleet, --overwrite says that it may be. Files of config/ that the import does
not write would still count: where there are any, nothing is written. Exit codes: 0 config/ is written, and
valid; 1 it is written, and has errors to be mended by hand, or, with --expect none, something would change or is left out; 2 what was given
cannot be read, and nothing is written.

Examples:
  pap-fleet import us-east=exports/us-east eu-west=exports/eu-west --name pap --repo https://git.example.org/team/fleet.git
  pap-fleet import clusters/                         a folder for each region
  kubectl get deploy,svc,hpa,pvc,netpol,cm -n agents -o yaml | pap-fleet import - --region us-east --dry-run
  helm template agents ./chart | pap-fleet import - --region us-east --zone a.example.org
  pap-fleet import exports/ --dry-run --json | jq '.left[]'`,
  options: [
    { name: 'region', value: 'REGION', help: 'the region that all of it is of' },
    { name: 'name', value: 'NAME', help: 'name of the fleet (default: as the labels of its objects say, or pap)' },
    { name: 'namespace', value: 'NAMESPACE', help: 'namespace of the agents (default: the one that most of them are in)' },
    { name: 'zone', value: 'ZONE', help: 'DNS zone of the agents (default: as their names say)' },
    { name: 'repo', value: 'URL', help: 'where this repository will be, for Argo CD (default: as Applications among the manifests say)' },
    { name: 'grants', help: 'also write the grants without which objects of config/extra are refused: power, to be looked at before it is merged' },
    { name: 'dry-run', help: 'write nothing, and say the rest; --json has the text of the files' },
    { name: 'overwrite', help: 'write over the files of a fleet that is there' },
    { name: 'expect', value: 'none', help: 'end with 1 when the first sync would change anything, or something is left out' },
  ],
  words: { max: 1000, needs: 'files or folders, or - for standard input' },
  run(context, flags, words) {
    const expected = flags.more['expect'] as string | undefined;
    if (expected !== undefined && expected !== 'none') throw new Failure('usage', `--expect must be none, not "${expected}"`, '--expect none');
    const dryRun = flags.more['dry-run'] === true;
    if (!dryRun && flags.more['overwrite'] !== true && exists(`${flags.config}/fleet.yaml`))
      throw new Failure(
        'usage',
        `there is a fleet already: ${flags.config}/fleet.yaml`,
        'look with --dry-run, write elsewhere with --config DIR, or over it with --overwrite',
      );
    const { batches, findings, secrets } = given(words, flags.more['region'] as string | undefined);
    if (hasErrors(findings)) return unreadable(context, flags, redactAll(findings, secrets));
    const text = (name: string): string | undefined => flags.more[name] as string | undefined;
    const [name, namespace, zone, repo] = ['name', 'namespace', 'zone', 'repo'].map(text);
    const imported = importFleet(batches, {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(zone === undefined ? {} : { zone }),
      ...(repo === undefined ? {} : { repo }),
      folder: flags.config,
      today: dayAt(moment()),
      grants: flags.more['grants'] === true,
    });
    if ('refusal' in imported) throw new Failure('usage', imported.refusal, imported.hint);
    const over = dryRun ? [] : write(context, flags, imported);
    const exit = exitOf(imported, expected);
    const data = redactAll(importData(imported, { folder: flags.config, dryRun, over }), secrets);
    if (flags.json) printJson(context, 'import', exit, data);
    else {
      say(context, flags, data.findings);
      context.streams.out(importText(data, style(flags.color)));
    }
    return exit;
  },
};

interface Given {
  readonly batches: readonly Batch[];
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
}

/** What paths hold, with the region that is said of each. */
function given(words: readonly string[], region: string | undefined): Given {
  const batches: Batch[] = [];
  const findings: Finding[] = [];
  const secrets: string[] = [];
  for (const word of words) {
    const { path, said = region } = placed(word);
    if (said !== undefined && !isDnsLabel(said))
      throw new Failure('usage', `"${said}" is no name for a region`, 'lower-case letters, digits and hyphens: us-east');
    const { files, kustomizations } = readManifests([path], pathsOfKustomization);
    const built = kustomizations.map((folder) => ({ folder, path: `${folder} (built)`, bytes: kustomize(folder) }));
    for (const file of [...files, ...built]) {
      // Documentation in a folder shows objects that nobody runs.
      if (/\.mdx?$/i.test(file.path) && file.path !== path) continue;
      const at = 'folder' in file ? String(file.folder) : file.path;
      const steps = relative(path, at).replaceAll('\\', '/').split('/');
      const folder = 'folder' in file ? steps[0] : steps.length > 1 ? steps[0] : undefined;
      const { manifests, findings: found, secrets: hidden, templates } = parseManifests(file);
      batches.push({
        path: file.path,
        manifests,
        ...(said === undefined ? {} : { said }),
        ...(folder === undefined || folder === '' || path === '-' ? {} : { folder }),
      });
      findings.push(...found, ...templates.map(({ finding }) => finding));
      secrets.push(...hidden);
    }
  }
  return { batches, findings, secrets };
}

/** `us-east=exports/us-east`, or a path. */
function placed(word: string): { readonly path: string; readonly said?: string } {
  const [, said, path] = /^([A-Za-z0-9._-]+)=(.+)$/.exec(word) ?? [];
  const whole = word.replace(/(?<=.)\/+$/, '');
  return said === undefined || path === undefined || exists(word) ? { path: whole } : { path: path.replace(/(?<=.)\/+$/, ''), said };
}

function unreadable(context: Context, flags: Flags, findings: readonly Finding[]): number {
  say(context, flags, findings);
  if (flags.json) printJson(context, 'import', EXIT.invalid, { findings });
  else context.streams.err('nothing was written\n');
  return EXIT.invalid;
}

/** @returns files of config/ that were there, and were written over */
function write(context: Context, flags: Flags, { files }: Imported): string[] {
  const others = exists(flags.config) ? pathsBeside(flags.config).filter((path) => !files.has(path)) : [];
  if (others.length > 0)
    throw new Failure(
      'usage',
      `nothing was written, because these files are no part of what is imported, and would count:\n  ${others.map((path) => `${flags.config}/${path}`).join('\n  ')}`,
      'move them away, or write elsewhere with --config DIR; what is still wanted of them is brought back afterwards',
    );
  const there = taken(flags.config, files.keys());
  if (there.length === 0) writeNew(context.disk, flags.config, files);
  else if (flags.more['overwrite'] === true) for (const [path, text] of files) writeFile(context.disk, `${flags.config}/${path}`, text);
  else
    throw new Failure(
      'system',
      `nothing was written, because this is there already:\n  ${there.map((path) => `${flags.config}/${path}`).join('\n  ')}`,
      'move it away, or write over it with --overwrite',
    );
  return there;
}

function exitOf({ compiled, first, notes }: Imported, expected: string | undefined): number {
  if (hasErrors(compiled.findings)) return EXIT.differs;
  const isLess = (first?.changes.length ?? 0) > 0 || notes.some(({ kind }) => kind === 'left' || kind === 'beside');
  return expected === 'none' && isLess ? EXIT.differs : EXIT.ok;
}
