import { describe, expect, test } from 'vitest';
import { get } from '../../../generator/model/data.ts';
import { pathSteps, pathText } from '../../../generator/model/path.ts';
import type { FleetSpec } from '../../../generator/fleet/spec.ts';
import { explain, subjects } from '../../../generator/fleet/resolve/explain.ts';
import { agentLayers } from '../../../generator/fleet/resolve/layers.ts';
import { merge } from '../../../generator/fleet/resolve/merge.ts';
import { componentNames, resolve } from '../../../generator/fleet/resolve/resolve.ts';
import { fill } from '../../../generator/fleet/schema/defaults.ts';

describe('merging', () => {
  test.each([
    ['maps merge at every depth', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ['scalars replace', { a: 1 }, { a: 2 }, { a: 2 }],
    ['lists replace as a whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['null says none', { a: { b: 1 } }, { a: null }, { a: null }],
    ['a map replaces null', { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['a map replaces a scalar', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['what is absent changes nothing', { a: 1 }, {}, { a: 1 }],
  ])('%s', (_, under, over, expected) => {
    const before = structuredClone([under, over]);
    expect(merge(under, over)).toEqual(expected);
    expect([under, over]).toEqual(before);
  });
});

describe('defaults', () => {
  test.each([
    ['fill missing keys', { properties: { a: { default: 1 }, b: { default: 2 } } }, { a: 5 }, { a: 5, b: 2 }],
    ['fill maps inside maps', { properties: { m: { properties: { a: { default: 1 } } } } }, {}, { m: { a: 1 } }],
    ['leave null alone', { properties: { m: { default: null, properties: { a: { default: 1 } } } } }, {}, { m: null }],
    [
      'complete a map that is given in part',
      { properties: { m: { default: null, properties: { a: { default: 1 }, b: {} } } } },
      { m: { b: 2 } },
      { m: { a: 1, b: 2 } },
    ],
    ['fill the items of a list', { items: { properties: { a: { default: 1 } } } }, [{}, { a: 2 }], [{ a: 1 }, { a: 2 }]],
    ['fill maps by name', { additionalProperties: { properties: { a: { default: 1 } } } }, { x: {} }, { x: { a: 1 } }],
    ['make no map that needs a key', { properties: { m: { required: ['k'], properties: { k: {} } } } }, {}, {}],
  ])('%s', (_, schema, value, expected) => expect(fill(schema, value)).toEqual(expected));
});

const spec: FleetSpec = {
  apiVersion: 'fleet.plugged.in/v1alpha1',
  kind: 'Fleet',
  name: 'pap',
  gitops: { repoURL: 'https://git.example.net/f.git' },
  zone: { name: 'a.example.net' },
  components: { ingress: { entryPoint: 'fleet', rateLimit: { average: 7 } } },
  agentDefaults: { heartbeat: 'EMERGENCY', tier: 'light', env: { A: 'defaults', B: 'defaults', C: 'defaults', D: 'defaults' } },
  tiers: { big: { resources: { requests: { cpu: '9' } } } },
  regions: {
    south: { agentOverrides: { env: { C: 'region' }, probes: { liveness: '/region' } }, components: { ingress: { rateLimit: { burst: 3 } } } },
    north: {},
  },
  agents: {
    beta: {
      ref: 'acme/beta@1.2.3',
      image: 'r/beta:1',
      env: { B: 'agent', C: 'agent' },
      regions: ['south', 'north'],
      overrides: { south: { tier: 'big', env: { D: null, C: 'agent in region' } } },
    },
  },
} as unknown as FleetSpec;

describe('the layers of an agent', () => {
  test('come in the order that is documented, each weaker than the next', () => {
    expect(agentLayers(spec, 'beta', 'south').map(({ name }) => name)).toEqual([
      'agentDefaults',
      'tier big',
      'agent beta',
      'region south',
      'agent beta in south',
    ]);
    expect(agentLayers(spec, 'beta', 'north').map(({ name }) => name)).toEqual(['agentDefaults', 'tier light', 'agent beta']);
  });

  test('make one agent', () => {
    const fleet = resolve(spec);
    expect(fleet.regions.map(({ name }) => name)).toEqual(['north', 'south']);
    const [north, south] = fleet.regions.map(({ placements }) => placements[0]);
    expect(south?.agent).toMatchObject({
      heartbeat: 'EMERGENCY',
      tier: 'big',
      env: { A: 'defaults', B: 'agent', C: 'agent in region' },
      probes: { liveness: '/region', readiness: '/ready' },
      resources: { requests: { cpu: '9', memory: '256Mi' } },
      owner: 'acme',
      version: '1.2.3',
    });
    expect(south?.agent.env).not.toHaveProperty('D');
    expect(north?.agent).toMatchObject({ tier: 'light', env: { B: 'agent', C: 'agent', D: 'defaults' }, resources: { requests: { cpu: '100m' } } });
    expect(south?.host).toBe('beta.south.a.example.net');
  });

  test('settings merge the same way', () => {
    const [north, south] = resolve(spec).regions;
    expect(north?.components['ingress']).toMatchObject({ entryPoint: 'fleet', rateLimit: { average: 7, burst: 10, period: '1m' } });
    expect(south?.components['ingress']).toMatchObject({ entryPoint: 'fleet', rateLimit: { average: 7, burst: 3, period: '1m' } });
  });
});

describe('explain', () => {
  test('agrees with what is resolved, for every value of every agent, region and component', () => {
    const fleet = resolve(spec);
    for (const region of fleet.regions) {
      for (const { agent } of region.placements) {
        for (const { path, value } of explain(spec, { kind: 'agent', name: agent.name }, [], region.name)) {
          if (value !== null || !path.startsWith('env.')) expect(get(agent, pathSteps(path)), `${agent.name} ${path}`).toEqual(value);
        }
      }
      for (const name of componentNames) {
        for (const { path, value } of explain(spec, { kind: 'component', name }, [], region.name)) {
          expect(get(region.components[name], pathSteps(path)), `${name} ${path}`).toEqual(value);
        }
      }
      for (const { path, value } of explain(spec, { kind: 'region', name: region.name }, [])) {
        // What regions are chosen by is known before, and of no further use.
        if (path === 'labels') continue;
        // Named, and not shown.
        if (path === 'hub' || path === 'leavesHub') continue;
        expect(get(region, pathSteps(path)), `${region.name} ${path}`).toEqual(value);
      }
    }
  });

  test('the last layer is the one that won', () => {
    const [explained] = explain(spec, { kind: 'agent', name: 'beta' }, ['env', 'C'], 'south');
    expect(explained?.layers.map(({ value }) => value)).toEqual(['defaults', 'agent', 'region', 'agent in region']);
    expect(explained?.layers.at(-1)?.at).toBe('/agents/beta/overrides/south/env/C');
  });

  test('regions in which all is equal are told together', () => {
    expect(explain(spec, { kind: 'agent', name: 'beta' }, ['heartbeat']).map(({ regions }) => regions)).toEqual([['north', 'south']]);
  });

  test('a key with a dot in it stands in quotes', () => {
    const steps = ['labels', 'app.kubernetes.io/name', 'x'];
    expect(pathText(steps)).toBe('labels."app.kubernetes.io/name".x');
    expect(pathSteps(pathText(steps))).toEqual(steps);
  });

  test('a name may be of several things', () => {
    expect(subjects({ ...spec, regions: { ...spec.regions, dns: {} } }, 'dns').map(({ kind }) => kind)).toEqual(['region', 'component']);
    expect(subjects(spec, 'component/dns')).toEqual([{ kind: 'component', name: 'dns' }]);
  });
});
