// The table that the program holds: schemas/objects/lifecycle.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASES } from '../../../generator/fleet/versions/releases.ts';
import { SUPPORTED } from '../../../generator/fleet/versions/table.ts';
import { atLeast, compareVersions } from '../../../generator/model/version.ts';
import { isDefinition } from '../../../generator/k8s/crd/definition.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { allDefinitions, moduleOf } from '../programs/crds.ts';
import { experimentalDefinitions, kindModules, publishedDefinitions } from '../programs/kinds.ts';
import { apiModules, modulesBeside, releasedFrom, type Fetched } from './modules.ts';
import { groupVersions, livesIn, structsIn, type Life } from './read.ts';

export const TABLE = join(import.meta.dirname, '../../../schemas/objects/lifecycle.json');

export const written = (): unknown => JSON.parse(readFileSync(TABLE, 'utf8'));

const sorted = <T>(map: ReadonlyMap<string, T>): Record<string, T> => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Kinds that are asked, not kept, and options of requests. */
const ASKED =
  /List$|Review$|Options$|^(Binding|Eviction|Scale|Status|TokenRequest|DeploymentRollback|JobTemplate|RangeAllocation|SerializedReference|PodStatusResult|WatchEvent)$/;

const FIRST = SUPPORTED.kubernetes.from;

/** When kinds came and go, of those that did not come before, or stay beyond, what is supported. */
function apis(modules: readonly Fetched[]): Record<string, Life> {
  const found = new Map<string, Life>();
  for (const { folder } of modules)
    for (const { path, apiVersion } of groupVersions(folder))
      for (const [kind, life] of livesIn(path)) if (!ASKED.test(kind)) found.set(`${apiVersion}/${kind}`, life);
  for (const [name, life] of found) {
    replace(name, life, found);
    if (isOff(name, found)) life.off = true;
  }
  for (const [name, { introduced, deprecated, removed }] of found)
    if (deprecated === undefined && removed === undefined && (introduced === undefined || !atLeast(introduced, FIRST))) found.delete(name);
  return sorted(found);
}

/** Alpha versions are off, and beta versions of what came as beta from this minor on (KEP-3136). */
const BETAS_ARE_OFF = '1.24';

function isOff(name: string, all: ReadonlyMap<string, Life>): boolean {
  const [group, version, kind] = name.split('/') as [string, string, string];
  if (/^v\d+alpha\d+$/.test(version)) return true;
  if (!/^v\d+beta\d+$/.test(version)) return false;
  const betas = [...all].filter(([other]) => other.startsWith(`${group}/`) && /\/v\d+beta\d+\//.test(other) && other.endsWith(`/${kind}`));
  return betas.every(([, { introduced = '' }]) => atLeast(introduced, BETAS_ARE_OFF));
}

/** What is not said to have a successor has it in a version of its group that stays; and one that is gone has its own. */
function replace(name: string, life: Life, all: ReadonlyMap<string, Life>): void {
  if (life.removed === undefined) return;
  // One is said to be a list of its kind (networking/v1beta1, IngressClass).
  let instead = life.instead?.replace(/List$/, '');
  for (let next = instead; next !== undefined; next = all.get(next)?.instead) instead = next;
  const stays = (each: string | undefined): boolean => each !== undefined && all.get(each)?.removed === undefined;
  const [group, , kind] = name.split('/');
  const stable = `${group as string}/v1/${kind as string}`;
  if (instead !== undefined && stays(instead)) life.instead = instead;
  else if (all.has(stable) && stays(stable)) life.instead = stable;
  else delete life.instead;
}

/** Fields of types that the server serves and that not every supported minor has. */
function fields(modules: readonly Fetched[], types: readonly string[]): Record<string, Record<string, { since?: string; removed?: string }>> {
  const minors = modules.filter(({ minor }) => atLeast(minor, FIRST));
  const seen = minors.map(({ folder }) => {
    const structs = new Map<string, ReadonlySet<string>>();
    for (const { path, name } of groupVersions(folder)) for (const [struct, of] of structsIn(path)) structs.set(`${name}.${struct}`, of);
    return structs;
  });
  const found = new Map<string, Record<string, { since?: string; removed?: string }>>();
  for (const type of types) {
    // Of a type that came later, the field that has it came later too.
    const there = seen.flatMap((structs, i) => (structs.has(type) ? [i] : []));
    const [first, last] = [there[0], there.at(-1)];
    if (first === undefined || last === undefined) continue;
    // What a status says, only a cluster writes.
    const names = new Set(there.flatMap((i) => [...(seen[i]?.get(type) ?? [])].filter((name) => name !== 'status')));
    const rows = [...names].sort().flatMap((field) => {
      const have = there.filter((i) => seen[i]?.get(type)?.has(field) === true);
      const [from, to] = [have[0] as number, have.at(-1) as number];
      const since = from > first ? { since: (minors[from] as Fetched).minor } : {};
      const removed = to < last ? { removed: (minors[to + 1] as Fetched).minor } : {};
      return from > first || to < last ? [[field, { ...since, ...removed }] as const] : [];
    });
    if (rows.length > 0) found.set(type, Object.fromEntries(rows));
  }
  return sorted(found);
}

/** What the definitions of other systems say of their versions. */
interface Defined {
  readonly system: string;
  readonly release: string;
  /** Version → empty where it is served; else that it is not, or that it goes, and the words of the definition. */
  readonly versions: Record<string, { served?: false; deprecated?: string }>;
}

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
}

const OWNERS: readonly (readonly [group: RegExp, system: keyof typeof RELEASES])[] = [
  [/(^|\.)cert-manager\.io$/, 'cert-manager'],
  [/^argoproj\.io$/, 'argocd'],
  [/^traefik\.io$/, 'traefik'],
  [/^monitoring\.coreos\.com$/, 'prometheus-operator'],
  [/^external-secrets\.io$/, 'external-secrets'],
  [/^velero\.io$/, 'velero'],
  [/^externaldns\.k8s\.io$/, 'external-dns'],
  [/^bitnami\.com$/, 'sealed-secrets'],
];

function owner(group: string): { system: string; release: string } | undefined {
  const system = OWNERS.find(([pattern]) => pattern.test(group))?.[1];
  if (system !== undefined) return { system: RELEASES[system].title, release: moduleOf(system).version.slice(1) };
  const [keda, gateway] = kindModules;
  if (group.endsWith('keda.sh')) return { system: 'KEDA', release: keda.version.slice(1) };
  if (group.endsWith('gateway.networking.k8s.io')) return { system: 'Gateway API', release: gateway.version.slice(1) };
  return undefined;
}

function definitions(all: readonly KubeObject[]): Record<string, Defined> {
  const found = new Map<string, Defined>();
  for (const object of all.filter((each) => isDefinition({ ...each }))) {
    const { group, names, versions } = object['spec'] as { group: string; names: { kind: string }; versions: readonly Version[] };
    const from = owner(group);
    if (from === undefined) continue;
    const key = `${group}/${names.kind}`;
    const here = found.get(key) ?? { ...from, versions: {} };
    found.set(key, here);
    for (const { name, served, deprecated, deprecationWarning = '' } of versions) {
      const before = here.versions[name];
      // What one channel of a release serves is not refused by all.
      if (before !== undefined && before.served !== false) continue;
      here.versions[name] = { ...(served ? {} : { served: false }), ...(deprecated === true ? { deprecated: deprecationWarning } : {}) };
    }
  }
  return sorted(found);
}

/** The table, of the types that the server serves. */
export function madeTable(): Readonly<Record<string, unknown>> {
  const { types } = JSON.parse(readFileSync(join(TABLE, '../served.json'), 'utf8')) as { types: object };
  const modules = apiModules();
  const beside = modulesBeside();
  const all = [...publishedDefinitions(), ...experimentalDefinitions(), ...allDefinitions()];
  const found = apis([...modules, ...beside]);
  const minors = Object.values(found).flatMap((life) => [life.introduced, life.deprecated, life.removed].filter((each) => each !== undefined));
  const oldest = minors.sort(compareVersions)[0] as string;
  const kinds = definitions(all);
  const systems = new Set(Object.values(kinds).map(({ system, release }) => `${system} ${release}`));
  return {
    $comment: `Made by UPDATE=1 npm run lifecycle from ${[...modules, ...beside].map(({ name }) => name).join(', ')}, and from the definitions of ${[...systems].join(', ')}.`,
    released: releasedFrom(Math.max(Number(oldest.slice(2)), 14), Number(SUPPORTED.kubernetes.to.slice(2)) + 1),
    apis: found,
    fields: fields(modules, Object.keys(types)),
    definitions: kinds,
  };
}
