import { basename, dirname } from 'node:path';
import { inRegion } from '../check/cluster-reports.ts';
import { compile } from '../compile.ts';
import { readConfig } from '../io/read-config.ts';
import { STDIN_NAME, nameManifests, readManifests } from '../io/read-manifests.ts';
import { Failure } from '../io/failure.ts';
import { kustomizationTree } from '../io/kustomization-tree.ts';
import { readText } from '../io/read-text.ts';
import { buildKustomization } from '../kustomize/build.ts';
import { lintKustomizations, saidOnce } from '../lint/kustomizations.ts';
import { unjudgedObject, type UnjudgedPart } from '../lint/unjudged.ts';
import { partWords, unjudgedText } from '../report/unjudged.ts';
import { style } from '../report/style.ts';
import { compared, readBaseline, type Baseline } from '../lint/baseline.ts';
import { Surroundings, absolute } from '../io/surroundings.ts';
import type { Batch } from '../lint/checkout.ts';
import { clustersOf, destinationsOf, type Built } from '../lint/clusters.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import { apartWords, otherVersion, verdictWords } from '../report/verdicts.ts';
import { unusedWaivers } from '../lint/comments.ts';
import { lintDefinitions } from '../lint/definitions.ts';
import { lintDeliveries } from '../lint/deliveries.ts';
import { policiesFor } from '../lint/policies.ts';
import { anyCluster, judge, type Setting } from '../lint/lint.ts';
import { counted, type Verdict } from '../lint/verdict.ts';
import { minorsIn, spanOf } from '../lint/versions.ts';
import { hasErrors } from '../model/finding.ts';
import { quoted, shown } from '../model/quoted.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { pathsOfKustomization } from '../yaml/kustomization.ts';
import { parseManifests, type Manifest, type Template } from '../yaml/manifests.ts';
import { redactAll } from '../secrets/redact.ts';
import { count } from '../report/style.ts';
import { readFiles } from './lint-threads.ts';
import { Progress } from './progress.ts';
import { EXIT, FORMAT_OPTION, type Command, type Flags } from './command.ts';
import { printForMachines, say } from './load.ts';

/** Results of the largest trees. */
const LONGEST_BASELINE = 256 << 20;

export const lint: Command = {
  name: 'lint',
  summary: 'check any Kubernetes manifests, whoever wrote them',
  usage: 'PATH... [--region REGION] [--kubernetes MINORS] [--schemas DIR] [--config DIR] [--format FORMAT]',
  help: `Runs the checks of objects, one by one and together, on manifests that pap-fleet did not write: files, folders, YAML fenced in
Markdown, standard input as "-". Kustomizations are built, as far as that needs nothing from elsewhere. It needs no fleet.yaml. What is given is
taken for a part of a cluster: a reference is only called broken when the part itself shows that it makes such things.
With --region it is held to the versions of that region of the fleet, and to what the fleet declares under "externals":
then what is neither given nor declared does not exist, and kustomizations are for that one cluster. The fleet's policies about objects
are asked as well, but for those that name components.
Kinds that CustomResourceDefinitions among the manifests, or in the folder of --schemas, define are known: their objects are held to schema and rules.
With --kubernetes they are held to that minor of Kubernetes, or to each of a range: which APIs and fields it serves, deprecates and has no more, with the day.
Applications of Argo CD are held against the folders they name, where the tree shows that it is their repository.
Each object is accepted, refused (it has an error), or not judged: a template, of a kind that nobody defined, made by a kustomization that names what is elsewhere.
A comment on the line of a finding, or alone on the line before, answers it: "# pap-fleet: waive CODE: REASON". How many do, the last line says; of one
that answers nothing a warning.
With --baseline only what is new is said and counts.
Exit code 0: no error, whatever warnings and notes there are; 2: errors, or nothing that could be judged.

Examples:
  pap-fleet lint manifests/
  helm template my-chart | pap-fleet lint -
  pap-fleet lint --region us-east extra/
  pap-fleet lint --kubernetes 1.34..1.36 manifests/
  pap-fleet lint --schemas config/schemas manifests/
  pap-fleet lint docs/deployment-guide.md --json | jq '.findings[].code'`,
  options: [
    { name: 'region', value: 'REGION', help: 'take the manifests for all of this region of the fleet' },
    { name: 'kubernetes', value: 'MINORS', help: 'the minor of Kubernetes that the manifests are for, such as 1.36, or several: 1.34..1.36' },
    { name: 'schemas', value: 'DIR', help: 'a folder of CustomResourceDefinitions: objects of their kinds are checked as well' },
    { name: 'baseline', value: 'FILE', help: 'what an earlier lint --json printed: what it knows is not said again, and is no error' },
    FORMAT_OPTION,
  ],
  words: { max: 1000, needs: 'files or folders, or - for standard input' },
  run(context, flags, paths) {
    const { setting, own } = settingOf(flags);
    const schemas = [flags.more['schemas'] as string | undefined].filter((folder) => folder !== undefined);
    const { files, kustomizations } = nameManifests(paths, pathsOfKustomization);
    const reading = readFiles(files, !setting.whole, new Progress(context.streams));
    const { parsed } = reading;
    const { built: made, ...kustomized } = lintKustomizations(kustomizations, (folder) => buildKustomization(folder, kustomizationTree(folder)));
    const plain = parsed.flatMap(({ manifests }) => manifests);
    const clusters = setting.whole ? [wholeOf(plain, made)] : clustersOf(plain, made);
    const read = [...parsed, ...made.map((each) => ({ ...each, findings: [], secrets: [] })), { manifests: [], ...kustomized }];
    const batches = [
      ...files.map(({ path }, i) => batchOf(path, parsed[i]?.manifests ?? [])),
      ...made.map(({ folder, manifests }) => ({ folder: absolute(folder), manifests })),
    ];
    const definitions = schemas.flatMap((folder) => readManifests([folder], pathsOfKustomization).files.map((file) => parseManifests(file)));
    const {
      kinds,
      findings: ofKinds,
      definitions: kindsOf,
    } = lintDefinitions(
      [...definitions, ...read].flatMap(({ manifests }) => manifests),
      own,
    );
    const alone = reading.alone?.(setting, kinds, kindsOf);
    // Plain files come first, if there are any.
    const judged = clusters.map((manifests, i) => judge(manifests, setting, kinds, i === 0 && plain.length > 0 ? alone : undefined));
    const found = [
      ...definitions.flatMap((each) => [...each.findings, ...each.templates.map(({ finding }) => finding)]),
      ...ofKinds,
      ...read.flatMap((each) => each.findings),
      ...saidOnce(judged.flatMap((each) => each.findings)),
      ...lintDeliveries(batches, new Surroundings(paths)),
      ...unusedWaivers(
        parsed.flatMap(({ notes }) => notes),
        new Set(judged.flatMap(({ answered }) => [...answered])),
      ),
    ];
    const all = redactAll(
      found,
      [...definitions, ...read].flatMap((each) => each.secrets),
    );
    const baseline = baselineOf(flags.more['baseline'] as string | undefined);
    const { fresh: findings, ...known } = baseline === undefined ? { fresh: all } : compared(all, baseline);
    const objects = clusters.reduce((sum, { length }) => sum + length, 0);
    const waived = judged.flatMap((each) => each.waived);
    const verdicts = new Map(judged.flatMap((each) => [...each.verdicts]));
    const parts = [...kustomized.unjudged, ...parsed.flatMap(({ templates }) => templates.map(unreadTemplate))];
    const refusedAt = new Map(judged.flatMap((each) => [...each.refusedAt]));
    const { minors } = setting;
    if (objects === 0 && all.length === 0 && parts.length === 0)
      throw new Failure(
        'usage',
        `there is no Kubernetes object in ${paths.map((path) => (path === '-' ? 'standard input' : shown(path))).join(', ')}`,
        'a check of nothing would be green: name files or folders that hold manifests',
      );
    const counts = counted(verdicts.values());
    // What is in the baseline was judged.
    const isNothing = all.length === 0 && (counts.accepted ?? 0) + (counts.refused ?? 0) === 0;
    const exit = hasErrors(findings) || isNothing ? EXIT.invalid : EXIT.ok;
    say(context, flags, findings);
    if (
      !printForMachines(context, flags, 'lint', exit, {
        version: context.version,
        findings,
        objects,
        ...(minors === undefined ? {} : { kubernetes: minors }),
        // Their places are looked up for whoever reads them.
        ...(flags.format === 'json' ? { verdicts: [...verdictsIn(verdicts, refusedAt), ...parts.map(partIn)] } : {}),
        waived,
        ...(baseline === undefined ? {} : { baseline: known }),
      }) &&
      flags.format === 'text'
    ) {
      const whys = [...parts, ...[...verdicts].flatMap(([manifest, verdict]) => unjudgedObject(manifest, verdict) ?? [])];
      context.streams.out(
        redactAll(
          unjudgedText(whys, style(flags.color)),
          read.flatMap((each) => each.secrets),
        ),
      );
      const words = objects === 0 ? '' : `: ${verdictWords(counts)}`;
      context.streams.out(
        `${count(objects, 'object')} checked${minors === undefined ? '' : ` for Kubernetes ${spanOf(minors)}`}${words}${partWords(parts)}${apartWords(waived.length, known)}\n${otherVersion(baseline?.version, context.version, findings.length)}`,
      );
    }
    if (isNothing && flags.format === 'text') context.streams.err('nothing was judged: a check of nothing would be green\n');
    return exit;
  },
};

/** @throws Failure where it is no earlier result: an empty one would say that everything is new, and a wrong one that nothing is */
function baselineOf(path: string | undefined): Baseline | undefined {
  if (path === undefined) return undefined;
  const read = readBaseline(readText(path, LONGEST_BASELINE));
  if (typeof read === 'string')
    throw new Failure('usage', `${shown(path)} is no baseline: ${read}`, 'pap-fleet lint --json PATH... > FILE writes one');
  return read;
}

/** What is said of each object, at its place. */
function verdictsIn(verdicts: ReadonlyMap<Manifest, Verdict>, refusedAt: ReadonlyMap<Manifest, readonly string[]>): readonly object[] {
  return [...verdicts].map(([manifest, verdict]) => {
    const { file, line } = manifest.locate('');
    const { kind, apiVersion, metadata } = manifest.data as unknown as KubeObject;
    const { name, namespace } = metadata as { readonly name?: unknown; readonly namespace?: unknown };
    const judged = verdict === 'accepted' || verdict === 'refused';
    const reason = unjudgedObject(manifest, verdict)?.reason;
    const at = refusedAt.get(manifest);
    return {
      ...{ file, line, apiVersion, kind, namespace, name, verdict: judged ? verdict : 'not judged' },
      ...(judged ? {} : { because: verdict, reason }),
      ...(at === undefined ? {} : { refusedBy: at }),
    };
  });
}

function partIn({ place: { file, line }, title, because, reason }: UnjudgedPart): object {
  return { file, line, title, verdict: 'not judged', because, reason };
}

function unreadTemplate({ place, action }: Template): UnjudgedPart {
  return {
    place,
    title: `template ${shown(place.file)}`,
    because: 'template',
    reason: `${quoted(action)} is filled in by another program; pipe in what that makes: … | pap-fleet lint -`,
  };
}

function batchOf(path: string, manifests: readonly Manifest[]): Batch {
  return path === STDIN_NAME ? { folder: undefined, manifests } : { folder: absolute(dirname(path)), name: basename(path), manifests };
}

/** All that is handed in, as one cluster: what is said to be for a region is not for several. */
function wholeOf(plain: readonly Manifest[], built: readonly Built[]): Manifest[] {
  const destinations = destinationsOf(plain, built);
  if (destinations.length > 1)
    throw new Failure(
      'usage',
      `--region describes one cluster, and Applications send these to ${destinations.length}: ${destinations.slice(0, 5).map(shown).join(', ')}`,
      'name the folder of that region alone',
    );
  return [...plain, ...built.flatMap(({ manifests }) => manifests)];
}

/** The setting, at the minors that are asked for. @throws Failure where they are none */
function settingOf(flags: Flags): { readonly setting: Setting; readonly own: Kinds } {
  const known = knownOf(flags);
  const asked = flags.more['kubernetes'] as string | undefined;
  if (asked === undefined) return known;
  const minors = minorsIn(asked);
  if (typeof minors === 'string')
    throw new Failure('usage', `--kubernetes ${shown(asked)}: ${minors}`, 'name one minor, or the first and the last of several');
  const { setting } = known;
  return { ...known, setting: { ...setting, minors, versions: { ...setting.versions, kubernetes: minors.at(-1) as string } } };
}

/** What is known of the cluster: what the fleet says of a region, and of kinds, or nothing. */
function knownOf(flags: Flags): { readonly setting: Setting; readonly own: Kinds } {
  const name = flags.more['region'] as string | undefined;
  if (name === undefined) return { setting: anyCluster, own: NO_KINDS };
  const { fleet, kinds = NO_KINDS, policyContext } = compile(readConfig(flags.config, flags.maxFileSize));
  if (fleet === undefined) throw new Failure('usage', 'the fleet is not valid, so nothing is known of its regions', 'pap-fleet validate says why');
  const region = fleet.regions.find((each) => each.name === name);
  if (region === undefined) {
    const names = fleet.regions.map((each) => each.name);
    throw new Failure('usage', `the fleet has no region "${name}"`, hintFor(name, names));
  }
  const versions = { ...region.versions, argocd: region.hub.argocd.version };
  const known = { versions, externals: inRegion(fleet.externals, region), whole: true, facts: region.clusterFacts };
  return { setting: { ...known, ...(policyContext === undefined ? {} : { policies: policiesFor(policyContext, region) }) }, own: kinds };
}
