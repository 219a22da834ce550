import * as fc from 'fast-check';
import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import { components } from '../../generator/components/index.ts';
import { schemaAt } from '../../generator/fleet/schema/schemas.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { GENERATOR_VERSION } from '../../generator/model/generator.ts';
import { SUPPORTED } from '../../generator/fleet/versions/table.ts';
import { candidates, hasKeys, node, types } from './schema-values.ts';
import type { TestNode } from './schema-values.ts';

export type Data = Record<string, unknown>;

export interface AgentData extends Data {
  regions: string[];
  overrides?: Record<string, Data>;
}

export interface RegionData extends Data {
  components?: Record<string, Data>;
}

export interface FleetData extends Data {
  name: string;
  namespace?: string;
  components: Record<string, Data>;
  regions: Record<string, RegionData>;
  agents: Record<string, AgentData>;
}

/** A fleet as data. */
/** What every fleet needs, and nothing more. */
export const BARE = {
  apiVersion: 'fleet.plugged.in/v1alpha1',
  kind: 'Fleet',
  name: 'pap',
  gitops: { repoURL: 'https://git.example.net/fleet.git' },
  zone: { name: 'a.example.net', nameservers: ['ns1.example.net'] },
  station: { cidrs: ['192.0.2.1/32'], gatewayCidrs: ['192.0.2.2/32'] },
};

export interface TestFleet {
  readonly spec: FleetData;
  /** Files of `config/extra` and `config/patches`: path below config/ → data. */
  readonly customs: Readonly<Record<string, unknown>>;
}

// What must fit together is chosen together; everything else comes from the schema, so that new keys join by themselves.
const MANAGED = ['tier', 'stateless', 'replicas', 'autoscale', 'storage', 'heartbeat', 'ref', 'image', 'host', 'regions', 'overrides'];

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Paths whose values must be valid together, or must suit the rest of every fleet: `*` stands for any name. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  // What no random fleet is warned of.
  treatAsErrors: [['backup/one-shot'], ['pap/hooks-route', 'backup/partial-backup']],
  // Who had another name is chosen with the agents, and so is the volume that it keeps.
  moved: [[]],
  'agentDefaults/storage/claim': [null],
  'zone/name': ['a.example.net', 'agents.example.net'],
  'zone/parent': ['example.net'],
  'zone/nameservers': [['ns1.example.net'], ['ns2.example.net', 'ns1.example.net']],
  'gitops/argocd/version': [SUPPORTED.argocd.from, '3.0', SUPPORTED.argocd.to],
  'station/cidrs': [['203.0.113.10/32'], ['2001:db8::/64', '203.0.113.0/24']],
  'station/gatewayCidrs': [['203.0.113.20/32']],
  'components/certs/clientDuration': ['2160h', '1000h'],
  'components/certs/clientRenewBefore': ['72h', '30h'],
  'components/cluster/quota/cpu': ['40', '80000m', '0.5'],
  'components/cluster/quota/memory': ['200Gi', '2048Mi', '3000M'],
  'components/cluster/limits/defaultRequest/cpu': ['250m', '0.1'],
  'components/cluster/limits/defaultRequest/memory': ['256Mi', '1000k'],
  'components/cluster/limits/default/cpu': ['1', '1000m', '0.5'],
  'components/cluster/limits/default/memory': ['1Gi', '1024Mi'],
  'components/cluster/limits/max/cpu': ['8', '2000m'],
  'components/cluster/limits/max/memory': ['16Gi', '4096Mi'],
  // Whichever layers a request and a limit come from, the one must not exceed the other, and no two ports be one.
  ...(Object.fromEntries(
    ['agentDefaults', 'regions/*/agentOverrides', 'tiers/*'].flatMap((path) => [
      [`${path}/resources/requests/cpu`, ['50m', '0.25', '500m']],
      [`${path}/resources/requests/memory`, ['64Mi', '512Mi', '100M']],
      [`${path}/resources/limits/cpu`, ['500m', '2000m', '1.5']],
      [`${path}/resources/limits/memory`, ['512Mi', '1024Mi', '2G']],
      [`${path}/priorityClassName`, [null, 'system-cluster-critical']],
      [`${path}/volumes`, [{}, { db: { from: 'secret/research-db', keys: ['url', 'ca.crt'], mountPath: '/etc/db' } }]],
      [`${path}/initContainers`, [[], [{ name: 'first', image: `registry.example.net/agents/first:1.0.0${DIGEST}`, args: ['up'] }]]],
      [`${path}/sidecars`, [[], [{ name: 'proxy', image: `registry.example.net/agents/proxy:1.0.0${DIGEST}`, mounts: { tmp: '/tmp' } }]]],
      [`${path}/egress`, [[], [{ cidr: '192.0.2.0/24', ports: [443] }], [{ cidr: '2001:db8::/48' }, { cidr: '203.0.113.7/32', ports: [53, 443] }]]],
      [`${path}/extraPorts`, [{}, { admin: 9000 }, { debug: 9100 }]],
      [`${path}/ports/http`, [8080, 1, 65_535]],
      [`${path}/ports/grpc`, [50_051, 2, 65_534]],
    ]),
  ) as Record<string, readonly unknown[]>),
  'regions/*/ingressAddresses': [['198.51.100.10'], ['198.51.100.11', '2001:db8::1']],
  'regions/*/cluster': ['shared', 'admin.example.net'],
  // No release is newer than the one that runs.
  'regions/*/generator': [GENERATOR_VERSION],
  ...Object.fromEntries(
    Object.entries(SUPPORTED).map(([system, { from, to }]) => [
      `regions/*/versions/${system}`,
      [from, to, (schemaAt(['regions', '*', 'versions', system]) as TestNode | undefined)?.default ?? to],
    ]),
  ),
};

/** Anything the schema allows at a path of the fleet. */
function valueAt(path: readonly string[]): fc.Arbitrary<unknown> {
  const here = schemaAt(path);
  if (here === undefined) throw new Error(`the schema has nothing at ${path.join('/')}`);
  return value(here, path);
}

function value(here: TestNode, path: readonly string[]): fc.Arbitrary<unknown> {
  const choice = CHOICES[path.join('/').replace(/^regions\/\*\/(components|station)\//, '$1/')];
  if (choice !== undefined) return fc.constantFrom(...choice);
  if (path.at(-1) === 'enabled') return fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
  if (hasKeys(here)) {
    const map = fields(here, path);
    return types(here).includes('null') ? fc.oneof({ weight: 4, arbitrary: map }, { weight: 1, arbitrary: fc.constant(null) }) : map;
  }
  const values = candidates(here);
  if (values.length === 0) throw new Error(`no value is known for ${path.join('/')}: give its schema an example`);
  return fc.constantFrom(...values);
}

/** A map with some of the keys that the schema knows, in any order. */
function fields(of: TestNode, path: readonly string[], without: readonly string[] = []): fc.Arbitrary<Data> {
  const keys = Object.keys(of.properties ?? {}).filter((key) => !without.includes(key));
  const required = [...(of.required ?? []), ...(of.requiredOnceMerged ?? [])];
  return fc
    .tuple(
      ...keys.map((key) => {
        const made = value(node((of.properties ?? {})[key] as TestNode), [...path, key]);
        return required.includes(key) ? made : some(made);
      }),
    )
    .map((values) => Object.fromEntries(keys.map((key, i) => [key, values[i]]).filter(([, item]) => item !== undefined)) as Data);
}

function fieldsAt(path: readonly string[], without: readonly string[] = []): fc.Arbitrary<Data> {
  return fields(schemaAt(path) as TestNode, path, without);
}

/** @param oneIn how rarely it is there */
function some<T>(arbitrary: fc.Arbitrary<T>, oneIn = 3): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function defined(map: Data): Data {
  return Object.fromEntries(Object.entries(map).filter(([, item]) => item !== undefined));
}

export const REGION_NAMES = ['us-east', 'eu-west', 'ap-south', 'r', 'eu-west-2', 'common'];
export const AGENT_NAMES = ['research', 'memory', 'focus', 'a', 'x1-y', 'common', 'extra', 'us-east'];

const tierName = fc.constantFrom('light', 'standard', 'heavy', 'gpu');

/** What an agent may say in any layer without contradicting another. */
function neutral(path: readonly string[]): fc.Arbitrary<Data> {
  return fc
    .tuple(fieldsAt(path, MANAGED), some(tierName), some(fc.constantFrom('EMERGENCY', 'IDLE')))
    .map(([data, tier, heartbeat]) => defined({ ...data, tier, heartbeat }));
}

const autoscale = fc.record(
  { min: fc.constantFrom(2, 3), max: fc.constantFrom(4, 9), cpu: fc.constantFrom(50, 80), memory: fc.constantFrom(null, 80), handover: fc.boolean() },
  { requiredKeys: [] },
);

/** What decides how many replicas there are: the same rules for an agent and for its overrides. */
function scaling(stateless: boolean): fc.Arbitrary<Data> {
  return stateless
    ? fc.record({ replicas: fc.constantFrom(1, 3), autoscale: fc.oneof(fc.constant(null), autoscale) }, { requiredKeys: [] })
    : fc.record({ replicas: fc.constant(1), storage: fc.oneof(fc.constant(null), valueAt(['agentDefaults', 'storage'])) }, { requiredKeys: [] });
}

const state = some(fc.constantFrom('active', 'draining', 'suspended'), 6);

function agent(name: string, regions: readonly string[], digests: boolean): fc.Arbitrary<AgentData> {
  const version = fc.constantFrom('1.0.0', '1.2.0', '2.0.0-rc.1');
  const image = fc.tuple(version, fc.boolean()).map(([tag, both]) => `registry.example.net/agents/${name}:v${tag}${digests || both ? DIGEST : ''}`);
  return fc
    .tuple(fc.boolean(), fc.subarray([...regions], { minLength: 1 }))
    .chain(([stateless, placed]) =>
      fc.record({
        stateless: fc.constant(stateless),
        own: neutral(['agentDefaults']),
        scale: scaling(stateless),
        state,
        ref: version.map((v) => `example/${name}@${v}`),
        image,
        host: some(fc.constantFrom('front', `${name}-2`), 12),
        paths: some(fc.constantFrom<Data>({ '/docs': 'http' }, { '/': 'http', '/a.b/c': 'http' }), 5),
        hosts: some(
          fc.constantFrom<Data>(
            { [`${name}-docs`]: { paths: { '/': 'http' } } },
            { [`${name}-b`]: { paths: { '/x': 'http' } }, [`${name}-c`]: null },
          ),
          5,
        ),
        regions: fc.constant(placed),
        overrides: fc.dictionary(
          fc.constantFrom(...placed),
          fc
            .tuple(neutral(['agentDefaults']), scaling(stateless), some(image), state)
            .map(([a, b, c, d]) => defined({ ...a, ...b, image: c, state: d })),
          { maxKeys: 2 },
        ),
      }),
    )
    .map(({ own, scale, overrides, ...rest }) =>
      defined({ ...own, ...scale, ...rest, overrides: Object.keys(overrides).length === 0 ? undefined : { ...overrides } }),
    ) as fc.Arbitrary<AgentData>;
}

function region(name: string): fc.Arbitrary<RegionData> {
  return fc
    .record({
      own: fieldsAt(['regions', '*'], ['components', 'station', 'agentOverrides', 'state', 'cluster', 'ingressAddresses']),
      ingressAddresses: valueAt(['regions', '*', 'ingressAddresses']),
      cluster: some(fc.constantFrom(name, `${name}.clusters.example`)),
      state: some(fc.constantFrom('active', 'draining', 'decommissioning', 'decommissioned'), 5),
      station: some(fieldsAt(['regions', '*', 'station'])),
      components: some(componentSettings()),
      agentOverrides: some(neutral(['regions', '*', 'agentOverrides'])),
    })
    .map(({ own, ...rest }) => defined({ ...own, ...rest }) as RegionData);
}

/** One group: two may contradict each other, and which of them may is for test/unit/fleet/groups.test.ts. */
function groups(regions: readonly string[]): fc.Arbitrary<Data> {
  const listed = fc.subarray([...regions], { minLength: 1 });
  const others = fc.subarray([...regions], { minLength: 1, maxLength: Math.max(1, regions.length - 1) }).map((except) => ({ except }));
  return fc
    .record({
      regions: fc.oneof(listed, fc.constant('all'), ...(regions.length > 1 ? [others] : [])),
      station: some(fieldsAt(['regions', '*', 'station'])),
      components: some(fieldsAt(['components', 'monitoring'], ['enabled']).map((monitoring) => ({ monitoring }))),
      agentOverrides: some(neutral(['regions', '*', 'agentOverrides'])),
    })
    .map((group) => ({ some: defined(group) }));
}

/** The first agent was called otherwise, and keeps its volume. */
function renamed(spec: FleetData): FleetData {
  const [first, own] = Object.entries(spec.agents)[0] ?? [];
  if (first === undefined || own === undefined) return spec;
  const keeping = (fields: Data): Data =>
    isObject(fields['storage']) ? { ...fields, storage: { ...fields['storage'], claim: 'formerly-agent' } } : fields;
  const overrides = own.overrides === undefined ? {} : { overrides: mapValues(own.overrides, keeping) };
  return {
    ...spec,
    moved: [{ from: 'agents.formerly', to: `agents.${first}` }],
    agents: { ...spec.agents, [first]: { ...keeping(own), ...overrides } as AgentData },
  };
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}

interface HubData extends Data {
  leaving?: string[];
}

/** One hub or two, one of which may be left by a region of either. */
function hubs(regions: readonly string[]): fc.Arbitrary<Record<string, HubData>> {
  const argocd = some(
    fc.record(
      { namespace: fc.constantFrom('argocd-2', 'argocd'), version: fc.constantFrom(SUPPORTED.argocd.from, '3.0') },
      { requiredKeys: ['version'] },
    ),
  );
  return fc
    .record({ own: fc.subarray([...regions], { minLength: 1 }), left: fc.subarray([...regions]), first: argocd, second: argocd })
    .map(({ own, left, first, second }) => ({
      west: defined({ regions: own.length === regions.length ? 'all' : own, argocd: first && { ...first }, leaving: left }),
      ...(own.length === regions.length ? {} : { east: defined({ regions: 'rest', argocd: second && { ...second } }) }),
    }));
}

function delivered(spec: FleetData, several: Record<string, HubData> | undefined): FleetData {
  return several === undefined ? spec : { ...spec, gitops: { ...(spec['gitops'] as Data), hubs: staying(several, spec.regions) } };
}

/** What is being decommissioned leaves no hub. */
function staying(all: Readonly<Record<string, HubData>>, regions: Readonly<Record<string, RegionData>>): Record<string, HubData> {
  return mapValues(all, ({ leaving = [], ...hub }) => {
    const kept = leaving.filter((name) => (regions[name]?.['state'] ?? 'active') === 'active');
    return kept.length === 0 ? hub : { ...hub, leaving: kept };
  });
}

function componentSettings(): fc.Arbitrary<Record<string, Data>> {
  const names = Object.keys(schemaAt(['components'])?.properties ?? {});
  return fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
    .chain((chosen) =>
      fc
        .tuple(...chosen.map((name) => fieldsAt(['components', name], name === 'cluster' ? ['images'] : [])))
        .map((settings) => Object.fromEntries(chosen.map((name, i) => [name, settings[i] as Data]))),
    );
}

/** Texts that one YAML reader or another takes for something else. */
const ODD_TEXTS = [
  'yes',
  'true',
  'null',
  'no',
  '1_000',
  '0b11',
  '1e3',
  '012',
  '2026-01-02',
  '~',
  '',
  ' lead',
  'trail ',
  'a: b',
  '# c',
  '- d',
  'l1\nl2\n',
  'l1\n\n  l2',
  '\t',
  'é',
  '"\\',
  '{x}',
  'REGION',
  '!x',
  '*y',
  '0x1F',
  '.inf',
  '=',
  '<<',
];

function extras(regions: readonly string[], namespace: string): fc.Arbitrary<Record<string, unknown>> {
  const one = fc.record({
    region: fc.constantFrom('all', ...regions),
    component: fc.constantFrom('cluster', 'cluster', 'agents'),
    name: fc.constantFrom('notes', 'with.dots.in-it', 'a.b'),
    data: fc.dictionary(fc.constantFrom('zz', 'a.b', 'yes', '1', '-x'), fc.constantFrom(...ODD_TEXTS), { minKeys: 1 }),
    labels: some(fc.dictionary(fc.constantFrom('example.net/z', 'example.net/a'), fc.constantFrom('yes', '1', 'x'), { minKeys: 1 })),
    annotations: some(fc.dictionary(fc.constantFrom('example.net/z', 'example.net/a'), fc.constantFrom(...ODD_TEXTS), { minKeys: 1 })),
  });
  return fc.uniqueArray(one, { maxLength: 2, selector: ({ name }) => name }).map((made) =>
    Object.fromEntries(
      made.map(({ region: where, component, name, data, labels, annotations }) => [
        `extra/${where}/${component}/${name}.yaml`,
        {
          apiVersion: 'v1',
          data: { ...data },
          kind: 'ConfigMap',
          metadata: defined({ name, namespace, labels: labels && { ...labels }, annotations: annotations && { ...annotations } }),
        },
      ]),
    ),
  );
}

function patches(spec: FleetData): fc.Arbitrary<Record<string, unknown>> {
  const quota = fc
    .tuple(fc.constantFrom('all', ...Object.keys(spec.regions)), fc.constantFrom(...ODD_TEXTS))
    .map(([where, text]): [string, unknown] => [
      `patches/${where}/cluster/quota.yaml`,
      [
        {
          target: { kind: 'ResourceQuota', name: `${spec.name}-quota` },
          patch: [
            { op: 'add', path: '/metadata/annotations', value: { 'example.net/z': text, 'example.net/a': 'x' } },
            { op: 'replace', path: '/spec/hard/pods', value: '77' },
          ],
        },
      ],
    ]);
  const placed = Object.entries(spec.agents).flatMap(([name, { regions }]) =>
    regions.flatMap((where) => [[where, name] as const, ['all', name] as const]),
  );
  const target = placed.length === 0 ? undefined : fc.constantFrom(...placed);
  const deployment = target?.map(([where, name]): [string, unknown] => [
    `patches/${where}/agents/${name}.yaml`,
    [
      {
        target: { kind: 'Deployment', group: 'apps', name: `${name}-agent` },
        // Moves the variables that name the region by one.
        patch: [{ op: 'add', path: '/spec/template/spec/containers/0/env/0', value: { name: 'FIRST', value: 'yes' } }],
      },
    ],
  ]);
  // Of every object of a kind, with what differs by region and by agent.
  const every = target?.map(([where]): [string, unknown] => [
    `patches/${where}/agents/every.yaml`,
    {
      placeholders: true,
      patches: [
        {
          target: { kind: 'Deployment', name: '*-agent', labelSelector: 'app.kubernetes.io/name,!example.net/other' },
          patch: [
            {
              op: 'add',
              path: '/spec/template/spec/containers/0/env/-',
              value: { name: 'WHERE', value: '{agent.name} in {region} of {zone} at {host}, {{region}} {other}' },
            },
          ],
        },
      ],
    },
  ]);
  return fc
    .tuple(some(quota, 5), ...[deployment, every].map((one) => (one === undefined ? fc.constant(undefined) : some(one, 6))))
    .map((made) => Object.fromEntries(made.filter((patch) => patch !== undefined)));
}

/** A component of the fleet's own in some regions, with every scope and placeholders of each kind; its files and its settings. */
function own(spec: FleetData): fc.Arbitrary<{ readonly files: Record<string, unknown>; readonly spec: FleetData } | undefined> {
  const namespace = spec.namespace ?? 'agents';
  const text = fc.constantFrom(
    ...ODD_TEXTS,
    '{region}',
    'x-{region}.{zone}',
    '{{region}} {fleet}',
    '{settings.size}',
    '{settings.note}',
    '{clusterFacts.dns.port}',
  );
  const map = (name: string, space: string, data: unknown): unknown => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: space },
    data,
  });
  const settings = fieldsOf({ size: fc.integer({ min: 1, max: 9 }), note: fc.constantFrom(...ODD_TEXTS), more: fc.boolean(), enabled: fc.boolean() });
  const some = fc.record({
    common: text,
    about: text,
    agent: fc.constantFrom('{agent.name}', '{agent.image}', '{host}', '{agent.ports.http} in {region}'),
    everywhere: fc.option(settings),
    inRegion: fc.dictionary(fc.constantFrom(...Object.keys(spec.regions)), settings, { maxKeys: 2 }),
  });
  return fc.option(some, { freq: 3, nil: undefined }).map((made) => {
    if (made === undefined) return undefined;
    const { common, about, agent, everywhere, inRegion } = made;
    const schema = {
      type: 'object',
      additionalProperties: false,
      properties: {
        size: { type: 'integer', default: 1 },
        note: { type: 'string', default: '{region}' },
        more: { type: 'boolean', default: false },
      },
    };
    return {
      files: {
        'components/own/component.yaml': {
          apiVersion: 'fleet.plugged.in/v1alpha1',
          kind: 'Component',
          name: 'own',
          summary: 'of the fleet',
          requires: ['cluster'],
          namespaces: ['own', namespace],
          objects: ['common/a.yaml', { file: 'common/b.yaml', when: 'settings.more' }, 'region/c.yaml', 'agent/d.yaml'],
        },
        'components/own/settings.schema.json': schema,
        'components/own/common/a.yaml': map('own-a', 'own', { text: common, note: '{settings.note}' }),
        'components/own/common/b.yaml': map('own-b', 'own', { text: 'size {settings.size}' }),
        'components/own/region/c.yaml': map('own-{region}', namespace, { text: about, host: '{region.ingressHost}' }),
        'components/own/agent/d.yaml': map('of-{agent.name}', 'own', { text: agent }),
      },
      spec: {
        ...spec,
        components: { ...spec.components, ...(everywhere === null ? {} : { own: everywhere }) },
        regions: Object.fromEntries(
          Object.entries(spec.regions).map(([name, region]) => [
            name,
            inRegion[name] === undefined ? region : { ...region, components: { ...region.components, own: inRegion[name] } },
          ]),
        ),
      },
    };
  });
}

/** Any of these fields. */
function fieldsOf(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Data> {
  return fc.record({ ...fields }, { requiredKeys: [] }).map((made) => ({ ...made }));
}

/** Random fleets. Nearly all are valid; those that are not must be refused with a finding. */
export const fleets: fc.Arbitrary<TestFleet> = fc
  .record({
    regions: fc.uniqueArray(fc.constantFrom(...REGION_NAMES), { minLength: 1, maxLength: 4 }),
    agents: fc.uniqueArray(fc.constantFrom(...AGENT_NAMES), { maxLength: 4 }),
    digests: fc.boolean(),
  })
  .chain(({ regions, agents, digests }) =>
    fc.record({
      top: fieldsAt(
        [],
        ['apiVersion', 'kind', 'name', 'components', 'groups', 'regions', 'agents', 'agentDefaults', 'tiers', 'station', 'zone', 'gitops'],
      ),
      name: fc.constantFrom('pap', 'fleet', 'x'),
      gitops: fieldsAt(['gitops'], ['hubs']),
      zone: fc.tuple(fieldsAt(['zone']), valueAt(['zone', 'nameservers'])).map(([zone, nameservers]) => ({ ...zone, nameservers })),
      station: fieldsAt(['station']).map((station) => ({ cidrs: ['192.0.2.1/32'], gatewayCidrs: ['192.0.2.2/32'], ...station })),
      components: componentSettings().map((all) => ({ ...all, ...(digests ? { cluster: { ...all['cluster'], images: 'digest' } } : {}) })),
      agentDefaults: some(neutral(['agentDefaults'])),
      tier: valueAt(['tiers', '*', 'resources']).map((resources) => ({ gpu: { resources } })),
      regions: fc.tuple(...regions.map(region)).map((made) => Object.fromEntries(regions.map((name, i) => [name, made[i] as RegionData]))),
      groups: some(groups(regions)),
      renames: some(fc.constant(true)),
      agents: fc
        .tuple(...agents.map((name) => agent(name, regions, digests)))
        .map((made) => Object.fromEntries(agents.map((name, i) => [name, made[i] as AgentData]))),
    }),
  )
  .map(({ top, tier, renames, ...rest }) => {
    const made = defined({ apiVersion: 'fleet.plugged.in/v1alpha1', kind: 'Fleet', ...top, ...rest, tiers: tier }) as unknown as FleetData;
    return consistent(renames === undefined ? made : renamed(made));
  })
  .chain((spec) =>
    fc
      .tuple(extras(Object.keys(spec.regions), spec.namespace ?? 'agents'), patches(spec), own(spec), some(hubs(Object.keys(spec.regions))))
      .map(([extra, patch, brought, several]) => ({
        spec: delivered(brought?.spec ?? spec, several),
        customs: { ...extra, ...patch, ...brought?.files },
      })),
  );

/** Switch off, region by region, what needs a component that is off there. */
export function consistent(spec: FleetData): FleetData {
  const regions = Object.fromEntries(
    Object.entries(spec.regions).map(([name, data]) => {
      const settings: Record<string, Data> = { ...data.components };
      const off = (component: string): boolean => (settings[component]?.['enabled'] ?? spec.components[component]?.['enabled']) === false;
      for (const { name: component, requires } of components) {
        if (!off(component) && requires.some(off)) settings[component] = { ...settings[component], enabled: false };
      }
      return [name, Object.keys(settings).length === 0 ? data : { ...data, components: settings }];
    }),
  );
  return { ...spec, regions };
}

/** The files of a fleet in the plainest form: JSON is YAML. */
export function configOf({ spec, customs }: TestFleet): ConfigFile[] {
  return files({ 'fleet.yaml': JSON.stringify(spec), ...mapValues(customs, (data) => JSON.stringify(data)) });
}

export function files(texts: Readonly<Record<string, string>>): ConfigFile[] {
  return Object.entries(texts).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, make: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, make(item)]));
}

/** How a fleet is written down, when what it says stays the same. */
export interface Style {
  readonly seed: number;
  readonly shuffle: boolean;
  readonly comments: boolean;
  readonly flow: boolean;
  readonly quotes: boolean;
  readonly split: boolean;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  seed: fc.nat(),
  shuffle: fc.boolean(),
  comments: fc.boolean(),
  flow: fc.boolean(),
  quotes: fc.boolean(),
  split: fc.boolean(),
});

export const PLAIN_STYLE: Style = { seed: 1, shuffle: false, comments: false, flow: false, quotes: false, split: false };

/** The same fleet in another hand: file name below config/ → YAML text. */
export function written({ spec, customs }: TestFleet, style: Style): Record<string, string> {
  const next = random(style.seed);
  const text = (data: unknown): string => yamlText(style.shuffle ? shuffled(data, next) : data, style, next);
  const out = mapValues(customs, text);
  const { agents, regions, ...rest } = spec;
  const kept: Data = { ...rest };
  for (const [section, all] of Object.entries({ agents, regions })) {
    const apart = Object.keys(all).filter(() => style.split && next() < 0.6);
    for (const name of apart) out[`${section}/${name}.yaml`] = text(all[name]);
    const left = Object.fromEntries(Object.entries(all).filter(([name]) => !apart.includes(name)));
    if (Object.keys(left).length > 0 || apart.length === 0) kept[section] = left;
  }
  out['fleet.yaml'] = text(kept);
  return out;
}

function shuffled(data: unknown, next: () => number): unknown {
  if (Array.isArray(data)) return data.map((item) => shuffled(item, next));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .map(([key, item]) => ({ key, item: shuffled(item, next), at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ key, item }) => [key, item]),
  );
}

function yamlText(data: unknown, style: Style, next: () => number): string {
  const document = new Document(data, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Collection(_key, collection) {
      if (style.flow && (isMap(collection) || isSeq(collection)) && next() < 0.3) collection.flow = true;
    },
    Scalar(_key, scalar) {
      if (style.quotes && isScalar(scalar) && typeof scalar.value === 'string' && next() < 0.5) {
        scalar.type = next() < 0.5 ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
      }
    },
    Pair(_key, { key }) {
      if (!style.comments || !isScalar(key)) return;
      if (next() < 0.2) key.commentBefore = ' why: because # "quoted"';
      if (next() < 0.2) key.spaceBefore = true;
    },
  });
  if (style.comments) document.commentBefore = ' a header\n of two lines';
  return document.toString({ lineWidth: 0 });
}

/** Mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
