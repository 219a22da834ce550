// Small edits of a fleet: every key of the schema with other values, in fleets in which, together, everything is in use.
import { components } from '../../generator/components/index.ts';
import { schemaAt } from '../../generator/fleet/schema/schemas.ts';
import type { SchemaNode } from '../../generator/fleet/schema/schemas.ts';
import { SUPPORTED } from '../../generator/fleet/versions/table.ts';
import type { Data } from './fleets.ts';
import { allowed, candidates, hasKeys, node, types, valuesOf } from './schema-values.ts';

/** The keys of free maps that the fleets below have. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  regions: ['us-east', 'eu-west', 'ap-south'],
  groups: ['prod', 'south'],
  hubs: ['west', 'east'],
  agents: ['research', 'memory', 'focus'],
  tiers: ['gpu'],
  overrides: ['us-east', 'eu-west'],
  env: ['LOG_LEVEL'],
  volumes: ['rules'],
  hosts: ['docs'],
};

/** What fleets refer to and nobody makes, so that names of objects are values like others. */
export const BROUGHT: readonly Data[] = [
  { kind: 'PriorityClass', name: 'agents-high', reason: 'the platform team makes it', until: '2027-03-31' },
  { kind: 'ConfigMap', name: 'research-rules', reason: 'the search team makes it', until: '2027-03-31' },
];

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Fleets in which, together, everything is in use. Most keys show in the first; what excludes each other needs the others. */
export const BASELINES: readonly Data[] = [
  fleet(
    {
      'us-east': { labels: { tier: 'prod' }, ingressAddresses: ['198.51.100.10'], clusterFacts: { dns: { nodeLocal: '169.254.20.10' } } },
      'eu-west': { labels: { tier: 'test' }, ingressAddresses: ['198.51.100.11'] },
    },
    {},
    { hubs: { west: { regions: ['us-east', 'eu-west'] }, east: { regions: 'rest' } } },
  ),
  fleet(
    { 'us-east': { ingressAddresses: ['198.51.100.10'] }, 'eu-west': { ingressAddresses: ['198.51.100.11'] } },
    {
      certs: { solver: 'cloudflare', productionServer: 'https://acme.example.net/directory', stagingServer: 'https://acme.example.net/directory' },
      ingress: { forwardAuth: { address: 'https://auth.example.net/verify', trustForwardHeader: true } },
    },
  ),
];

function fleet(regions: Data, settings: Record<string, Data> = {}, gitops: Data = {}): Data {
  const both = ['us-east', 'eu-west'];
  return {
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Fleet',
    name: 'pap',
    gitops: { repoURL: 'https://git.example.net/fleet.git', owners: '@acme', ...gitops },
    zone: { name: 'a.plugged.in', nameservers: ['ns1.plugged.in', 'ns2.plugged.in'] },
    station: { cidrs: ['192.0.2.1/32'], gatewayCidrs: ['192.0.2.2/32'] },
    components: { cluster: { images: 'tag' }, secrets: { provider: 'external-secrets' }, ...settings },
    externals: BROUGHT,
    tiers: { gpu: { resources: {} } },
    agentDefaults: {},
    groups: { prod: { regions: both, agents: { focus: { terminationGracePeriodSeconds: 77 } } }, south: { regions: ['ap-south'] } },
    // Where one agent alone runs, its region may make it scale.
    regions: { ...regions, 'ap-south': { ingressAddresses: ['198.51.100.12'] } },
    agents: {
      research: {
        ref: 'example/research@1.2.0',
        image: `registry.example.net/research:v1${DIGEST}`,
        stateless: true,
        owner: { team: 'search' },
        heartbeat: 'IDLE',
        regions: ['us-east', 'eu-west', 'ap-south'],
      },
      memory: {
        ref: 'example/memory@1.0.3',
        image: `registry.example.net/memory:v1${DIGEST}`,
        storage: { size: '10Gi' },
        replicas: 1,
        autoscale: null,
        tier: 'gpu',
        regions: both,
      },
      focus: { ref: 'example/focus@0.9.1', image: `registry.example.net/focus:v1${DIGEST}`, stateless: true, autoscale: null, regions: both },
    },
  };
}

/** Where one agent is meant. */
const ONE_AGENT = ['agents.*', 'agents.*.overrides.*', 'groups.*.agents.*'];

/** The same values wherever a key of agents may stand. */
function ofAgents(values: Readonly<Record<string, readonly unknown[]>>): Record<string, readonly unknown[]> {
  const layers = ['agentDefaults', ...ONE_AGENT, 'regions.*.agentOverrides', 'groups.*.agentOverrides', 'tiers.*'];
  return Object.fromEntries(layers.flatMap((layer) => Object.entries(values).map(([key, each]) => [`${layer}.${key}`, each])));
}

/** Values of keys for which a small change of the example is no valid value, or the same thing. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  'zone.parent': ['plugged.in', 'in'],
  'zone.caa.[].accounturi': [1, 2].map((account) => `https://acme-v02.api.letsencrypt.org/acme/acct/${account}`),
  'zone.caa.[].validationmethods': [[], ['dns-01']],
  'grants.[].regions': [['us-east'], ['eu-west']],
  ...ofAgents({
    priorityClassName: [null, 'agents-high', 'system-cluster-critical'],
    'volumes.*.from': ['configMap/research-rules', 'secret/research-db'],
  }),
  ...Object.fromEntries(['groups', 'agents', 'gitops.hubs'].map((section) => [`${section}.*.regions.match`, [{ tier: 'prod' }, { tier: 'test' }]])),
  ...Object.fromEntries(['groups', 'agents', 'gitops.hubs'].map((section) => [`${section}.*.regions.except`, [['us-east'], ['eu-west']]])),
  ...Object.fromEntries(
    ONE_AGENT.flatMap((layer): [string, readonly unknown[]][] => [
      [`${layer}.paths`, [{}, { '/docs': 'http' }]],
      [`${layer}.hosts.*`, [null, {}]],
      [`${layer}.hosts.*.paths`, [{ '/': 'http' }, { '/docs': 'http' }]],
    ]),
  ),
  'gitops.argocd.version': Object.values(SUPPORTED.argocd),
  'gitops.hubs.*.argocd.version': Object.values(SUPPORTED.argocd),
  'gitops.hubs.*.leaving': [['us-east'], ['eu-west']],
  ...Object.fromEntries(
    ['regions', 'groups'].flatMap((section) =>
      Object.entries(SUPPORTED).map(([system, span]) => [`${section}.*.versions.${system}`, Object.values(span)]),
    ),
  ),
};

export interface Key {
  /** With `*` for any name of a free map, and `[]` for any item of a list. */
  readonly path: readonly string[];
  readonly schema: SchemaNode;
}

/** Every key of the fleet that holds a value of its own. */
function* keysOf(schema: SchemaNode, path: readonly string[] = []): Iterable<Key> {
  const here = node(schema);
  for (const [key, below] of Object.entries(here.properties ?? {})) yield* keysOf(below, [...path, key]);
  const free = valuesOf(here);
  if (free !== undefined && hasKeys(free)) yield* keysOf(free, [...path, '*']);
  const item = here.items === undefined ? undefined : node(here.items);
  if (item !== undefined && hasKeys(item)) yield* keysOf(item, [...path, '[]']);
  // What may be there or not, such as `storage: null`, is a value as well.
  const whole = !hasKeys(here) && (free === undefined || !hasKeys(free));
  if (path.length > 0 && (whole || types(here).includes('null'))) yield { path, schema };
}

/** The places in a fleet that a path with `*` stands for. */
function places(path: readonly string[]): string[][] {
  return path.reduce<string[][]>(
    (found, step, i) =>
      step === '*'
        ? found.flatMap((before) => (NAMES[path[i - 1] as string] ?? []).map((name) => [...before, name]))
        : found.map((before) => [...before, step]),
    [[]],
  );
}

/** A copy of a map with a value at a path; maps on the way that need other keys are begun with their example. */
function withValue(root: unknown, path: readonly string[], value: unknown, schema: SchemaNode | undefined): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const here = schema === undefined ? undefined : node(schema);
  if (step === '[]') {
    const present = Array.isArray(root) && root.length > 0 ? (root as unknown[]) : exampleOf(here, []);
    return [withValue((present as unknown[])[0], rest, value, here?.items)];
  }
  // Where a list may stand, a map begins as an empty one.
  const begun = Array.isArray(root) ? {} : exampleOf(here, {});
  const known = typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Data) : (begun as Data);
  const below = here?.properties?.[step] ?? (here === undefined ? undefined : valuesOf(here));
  return { ...known, [step]: withValue(known[step], rest, value, below) };
}

function exampleOf(here: SchemaNode | undefined, none: unknown): unknown {
  return [...(here?.required ?? []), ...(here?.requiredOnceMerged ?? [])].length > 0 || here?.items !== undefined
    ? (here?.examples?.[0] ?? none)
    : none;
}

/** Others that need a component are off on both sides, so that only the component itself makes the difference. */
function withoutDependents(data: Data, path: readonly string[]): Data {
  if (path.at(-1) !== 'enabled') return data;
  const off = new Set([path.at(-2) as string]);
  let result: unknown = data;
  for (const { name, requires } of components) {
    if (off.has(name) || !requires.some((needed) => off.has(needed))) continue;
    off.add(name);
    result = withValue(result, [...path.slice(0, -2), name, 'enabled'], false, undefined);
  }
  return result as Data;
}

export const keys: readonly Key[] = [...keysOf(schemaAt([]) as SchemaNode)];

/** Values that a key may have. */
export const valuesFor = ({ path, schema }: Key): unknown[] => [
  ...(VALUES[path.join('.')] ?? candidates(schema).filter((value) => allowed(value, schema))),
];

/** A baseline with each of these values of a key in turn, once for each place that the path of the key stands for. */
export function* variants(baseline: Data, { path }: Key, values: readonly unknown[]): Iterable<Data[]> {
  for (const place of places(path)) {
    yield values.map((value) => withoutDependents(withValue(baseline, place, value, schemaAt([])) as Data, place));
  }
}
