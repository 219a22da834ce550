import * as fc from 'fast-check';
import { components } from '../../generator/components/index.ts';
import { schemaAt } from '../../generator/fleet/schema/schemas.ts';
import { consistent } from './fleets.ts';
import type { AgentData, Data, FleetData, TestFleet } from './fleets.ts';
import { candidates, hasKeys, node } from './schema-values.ts';

/** One change as a person would make it. Numbers choose among what the fleet has, so an edit suits any fleet. */
export interface Edit {
  readonly kind: keyof typeof EDITS;
  readonly where: number;
  readonly what: number;
}

type Apply = (fleet: TestFleet, pick: <T>(from: readonly T[]) => T, value: number) => TestFleet | undefined;

/** A value of the schema, or one of a random key below it: `path` names it, `*` standing for any name. */
function change(map: Data, path: readonly string[], value: number): Data {
  const keys = Object.keys(schemaAt(path)?.properties ?? {});
  const key = keys[value % keys.length] as string;
  const here = node(schemaAt([...path, key]) ?? {});
  const rest = Math.floor(value / keys.length);
  if (hasKeys(here) && (rest & 1) === 0) {
    const below = map[key] ?? {};
    return { ...map, [key]: change(below as Data, [...path, key], rest >> 1) };
  }
  const values = candidates(here);
  return { ...map, [key]: values[rest % values.length] };
}

function withSpec(fleet: TestFleet, spec: Partial<FleetData>): TestFleet {
  return { ...fleet, spec: consistent({ ...fleet.spec, ...spec }) };
}

function withAgent(fleet: TestFleet, name: string, data: AgentData): TestFleet {
  return withSpec(fleet, { agents: { ...fleet.spec.agents, [name]: data } });
}

function withRegion(fleet: TestFleet, name: string, data: Data): TestFleet {
  return withSpec(fleet, { regions: { ...fleet.spec.regions, [name]: data } });
}

const NEUTRAL = [
  'mode',
  'resources',
  'env',
  'ports',
  'probes',
  'terminationGracePeriodSeconds',
  'runAsUser',
  'imagePullSecrets',
  'egress',
  'nodeSelector',
  'tolerations',
  'affinity',
  'topologySpreadConstraints',
  'labels',
  'annotations',
  'command',
  'args',
];

const EDITS = {
  'the image of an agent': ({ spec, ...fleet }, pick, value) => {
    const name = pick(Object.keys(spec.agents));
    const agent = spec.agents[name];
    return (
      agent &&
      withAgent({ spec, ...fleet }, name, { ...agent, image: `registry.example.net/agents/${name}:v9.${value % 5}.0@sha256:${'9'.repeat(64)}` })
    );
  },
  'the image of an agent that one region pins': (fleet, pick, value) => {
    const name = pick(Object.keys(fleet.spec.agents));
    const agent = fleet.spec.agents[name];
    if (agent?.overrides === undefined) return undefined;
    return EDITS['the image of an agent'](fleet, <T>(from: readonly T[]) => (from.includes(name as T) ? (name as T) : pick(from)), value);
  },
  'the version of an agent': (fleet, pick, value) => {
    const name = pick(Object.keys(fleet.spec.agents));
    const agent = fleet.spec.agents[name];
    return agent && withAgent(fleet, name, { ...agent, ref: `example/${name}@3.0.${value % 9}` });
  },
  'a field of an agent': (fleet, pick, value) => {
    const name = pick(Object.keys(fleet.spec.agents));
    const agent = fleet.spec.agents[name];
    return agent && withAgent(fleet, name, { ...agent, ...only(NEUTRAL, change({}, ['agentDefaults'], value)) });
  },
  'an override added': (fleet, pick, value) => {
    const name = pick(Object.keys(fleet.spec.agents));
    const agent = fleet.spec.agents[name];
    if (agent === undefined) return undefined;
    const region = pick(agent.regions);
    const override = { ...agent.overrides?.[region], ...only(NEUTRAL, change({}, ['agentDefaults'], value)) };
    return withAgent(fleet, name, { ...agent, overrides: { ...agent.overrides, [region]: override } });
  },
  'an override removed': (fleet, pick) => {
    const name = pick(Object.keys(fleet.spec.agents).filter((agent) => fleet.spec.agents[agent]?.overrides !== undefined));
    const agent = fleet.spec.agents[name];
    if (agent?.overrides === undefined) return undefined;
    return withAgent(fleet, name, { ...agent, overrides: without(agent.overrides, pick(Object.keys(agent.overrides))) });
  },
  'an agent in one region more': (fleet, pick) => {
    const name = pick(Object.keys(fleet.spec.agents));
    const agent = fleet.spec.agents[name];
    if (agent === undefined) return undefined;
    const other = pick(Object.keys(fleet.spec.regions).filter((region) => !agent.regions.includes(region)));
    return other === undefined ? undefined : withAgent(fleet, name, { ...agent, regions: [...agent.regions, other] });
  },
  'a new agent': (fleet, pick) =>
    withAgent(fleet, 'newcomer', {
      ref: 'example/newcomer@1.0.0',
      image: `registry.example.net/agents/newcomer:v1@sha256:${'1'.repeat(64)}`,
      regions: [pick(Object.keys(fleet.spec.regions))],
    }),
  'other hubs': (fleet, pick, value) => {
    const names = Object.keys(fleet.spec.regions);
    const hubs: Data =
      names.length === 1 || value % 3 === 0
        ? { west: { regions: 'all' } }
        : { west: { regions: [pick(names)] }, east: { regions: 'rest', ...(value % 3 === 1 ? { leaving: [pick(names)] } : {}) } };
    return withSpec(fleet, { gitops: { ...(fleet.spec['gitops'] as Data), hubs } });
  },
  'a new region': (fleet) => withRegion(fleet, 'new-region', {}),
  'the last agent of a region gone': (fleet, pick) => {
    const region = pick(Object.keys(fleet.spec.regions));
    const left = Object.entries(fleet.spec.agents)
      .map(([name, { overrides, ...agent }]): [string, AgentData] => [
        name,
        {
          ...agent,
          regions: agent.regions.filter((placed) => placed !== region),
          ...(overrides === undefined ? {} : { overrides: without(overrides, region) }),
        },
      ])
      .filter(([, agent]) => agent.regions.length > 0);
    return withSpec(fleet, { agents: Object.fromEntries(left) });
  },
  'a component off in one region': (fleet, pick) => {
    const region = pick(Object.keys(fleet.spec.regions));
    const component = pick(components.filter(({ optional }) => optional)).name;
    const settings = fleet.spec.regions[region]?.components;
    return withRegion(fleet, region, {
      ...fleet.spec.regions[region],
      components: { ...settings, [component]: { ...settings?.[component], enabled: false } },
    });
  },
  'a setting of one region': (fleet, pick, value) => {
    const region = pick(Object.keys(fleet.spec.regions));
    const component = pick(components).name;
    const settings = fleet.spec.regions[region]?.components;
    const changed = change(settings?.[component] ?? {}, ['components', component], value);
    return withRegion(fleet, region, { ...fleet.spec.regions[region], components: { ...settings, [component]: changed } });
  },
  'a setting of the fleet': (fleet, pick, value) => {
    const component = pick(components).name;
    const changed = change(fleet.spec.components[component] ?? {}, ['components', component], value);
    return withSpec(fleet, { components: { ...fleet.spec.components, [component]: changed } });
  },
  'a fact of one region': (fleet, pick, value) => {
    const region = pick(Object.keys(fleet.spec.regions));
    const changed = change({}, ['regions', '*'], value);
    const known = ['cluster', 'ingressHost', 'ingressAddresses', 'state', 'versions', 'clusterFacts', 'station'];
    return withRegion(fleet, region, { ...fleet.spec.regions[region], ...only(known, changed) });
  },
  'a fact of the fleet': (fleet, _pick, value) => {
    const map = { zone: fleet.spec['zone'], gitops: fleet.spec['gitops'], station: fleet.spec['station'] };
    const keys = Object.keys(map) as (keyof typeof map)[];
    const key = keys[value % keys.length] as keyof typeof map;
    return withSpec(fleet, { [key]: change(map[key] as Data, [key], Math.floor(value / keys.length)) });
  },
  'a patch by hand': (fleet, pick, value) => ({
    ...fleet,
    customs: {
      ...fleet.customs,
      [`patches/${pick(['all', ...Object.keys(fleet.spec.regions)])}/cluster/limits.yaml`]: [
        {
          target: { kind: 'LimitRange', name: `${fleet.spec.name}-limits` },
          patch: [{ op: 'add', path: '/metadata/annotations', value: { 'example.net/note': String(value % 3) } }],
        },
      ],
    },
  }),
  'an object by hand': (fleet, pick, value) => ({
    ...fleet,
    customs: {
      ...fleet.customs,
      [`extra/${pick(['all', ...Object.keys(fleet.spec.regions)])}/cluster/added.yaml`]: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'added.by.hand', namespace: fleet.spec.namespace ?? 'agents' },
        data: { value: String(value % 3) },
      },
    },
  }),
  'the order of keys': ({ spec, customs }) => ({ spec: reversed(spec) as FleetData, customs: reversed(customs) as Data }),
} satisfies Record<string, Apply> as Record<string, Apply> & { readonly 'the image of an agent': Apply };

export const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...Object.keys(EDITS)),
  where: fc.nat(),
  what: fc.nat(1_000_000),
});

/** The fleet after an edit, or undefined when there is nothing to which it applies. */
export function edited(fleet: TestFleet, { kind, where, what }: Edit): TestFleet | undefined {
  let left = where;
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[left % from.length] as T;
    left = Math.floor(left / Math.max(1, from.length));
    return chosen;
  };
  return EDITS[kind]?.(fleet, pick, what);
}

function only(keys: readonly string[], map: Data): Data {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.includes(key)));
}

function without<T>(map: Readonly<Record<string, T>>, gone: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== gone));
}

function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
