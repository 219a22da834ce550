// The model of a fleet: what `schemas/model.schema.json` says of it, and what of each thing can be read in it.
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import model from '../../../schemas/model.schema.json' with { type: 'json' };
import status from '../../../schemas/status.schema.json' with { type: 'json' };
import { treeOf } from '../../../generator/render/tree.ts';
import { Changes } from '../../../generator/status/changes.ts';
import type { FleetModel } from '../../../generator/status/fleet-model.ts';
import { modelOf } from '../../../generator/status/make-model.ts';
import { FLEET } from '../../support/program.ts';
import { CONFIG, compiledOf, NOW, pictured } from '../../support/pictured.ts';

const valid = new Ajv2020.default({ strict: true, allowUnionTypes: true }).addSchema(status, 'status.schema.json').compile(model);
const isValid = (of: FleetModel): void => expect(valid(JSON.parse(JSON.stringify(of))), JSON.stringify(valid.errors)).toBe(true);

const night = pictured();
const region = (name: string): FleetModel['regions'][number] => night.regions.find((each) => each.name === name) as FleetModel['regions'][number];
const agent = (name: string): FleetModel['agents'][number] => night.agents.find((each) => each.name === name) as FleetModel['agents'][number];

describe('the model', () => {
  test('is what its schema says, with and without evidence, history and a delivery', () => {
    isValid(night);
    isValid(pictured({ changes: { unknown: 'there is no history here' } }));
    const compiled = compiledOf({ 'fleet.yaml': FLEET });
    const bare = { compiled, now: 0, since: () => new Map<string, string>(), outAt: () => undefined, changes: { unknown: 'none' } };
    isValid(modelOf({ ...bare, out: treeOf(new Map()) }));
    // A region and an agent that only out/ has.
    isValid(modelOf({ ...bare, out: treeOf(compiledOf().files) }));
  });

  test('says what made each value, where it is written, and where it holds', () => {
    const image = agent('alpha').values.filter(({ path }) => path === 'image');
    expect(image.map(({ regions, layers }) => [regions, layers.map(({ name, place }) => [name, place?.file])])).toEqual([
      [
        ['east'],
        [
          ['agent alpha', 'config/fleet.yaml'],
          ['rollout alpha-1.1.0, wave 1', 'config/rollouts/alpha-1.1.0.yaml'],
        ],
      ],
      [['north', 'south'], [['agent alpha', 'config/fleet.yaml']]],
    ]);
    expect(agent('alpha').values.find(({ path }) => path === 'terminationGracePeriodSeconds')).toMatchObject({ layers: [{ name: 'default' }] });
  });

  test('says who answers for an agent', () => {
    expect(agent('alpha')).toMatchObject({ team: 'science', contact: 'science@example.net', owner: 'acme', place: { file: 'config/fleet.yaml' } });
    expect(agent('beta')).not.toHaveProperty('team');
  });

  test('leads from a name to pods and what holds them, as the objects say', () => {
    const ways = night.ways.filter((way) => way.agent === 'alpha');
    expect(ways.map(({ regions }) => regions)).toEqual([['east'], ['north', 'south']].map((each) => expect.arrayContaining(each) as unknown));
    const [first] = ways;
    expect(first?.hosts).toEqual(['alpha.east.a.example.net']);
    expect(first?.stops.map(({ step, object }) => `${step}: ${object}`)).toEqual([
      'dns: DNSEndpoint external-dns/pap-agents',
      'certificate: Certificate agents/wildcard-east',
      'route: IngressRoute agents/alpha-agent-hooks',
      'service: Service agents/alpha-agent',
      'pods: Deployment agents/alpha-agent',
      'policy: NetworkPolicy agents/alpha-agent',
      'policy: NetworkPolicy agents/pap-allow-dns',
      'policy: NetworkPolicy agents/pap-default-deny',
    ]);
    const files = compiledOf().files;
    for (const { stops } of night.ways) for (const { file } of stops) expect(files.has(file), file).toBe(true);
  });

  test('shows each placement its own way', () => {
    for (const { agent: name, region: where, way } of night.placements) {
      const found = night.ways[way as number];
      expect([found?.agent, found?.regions.includes(where)]).toEqual([name, true]);
    }
  });

  test('says what else breaks with a region', () => {
    expect(region('south').loss).toEqual({
      alone: ['beta'],
      elsewhere: [
        { agent: 'alpha', regions: 2 },
        { agent: 'gamma', regions: 1 },
      ],
      calls: [{ from: 'gamma', to: 'alpha' }],
    });
    expect(region('east').loss).toEqual({ alone: [], elsewhere: [{ agent: 'alpha', regions: 2 }], calls: [] });
  });

  test('says where rollouts and freezes stand', () => {
    expect(region('north').facts).toMatchObject({ groups: ['cold'], waves: [{ rollout: 'alpha-1.1.0', wave: 2, reached: false }] });
    expect(night.rollouts).toMatchObject([{ name: 'alpha-1.1.0', reached: 1, history: [{ wave: 1, at: '2026-12-20T09:12:00Z', by: 'platform' }] }]);
    expect(night.freezes).toMatchObject([{ name: 'year-end', regions: ['south'], holds: true, windows: false, until: '2027-01-04T06:00:00Z' }]);
  });

  test('says what changed last', () => {
    expect(region('east').changed.out).toMatchObject({ by: 'Ada', subject: 'alpha 1.1.0 in east' });
    expect(agent('alpha').changed).toMatchObject({ out: { by: 'Ada' }, config: { by: 'Ada' } });
    expect(region('south').changed).toEqual({});
  });

  test('holds requests against the quota, before and after', () => {
    const pods = (of: FleetModel, name: string): unknown =>
      of.regions.find((each) => each.name === name)?.facts?.capacity.find(({ what }) => what === 'pods');
    expect(pods(night, 'south')).toEqual({
      what: 'pods',
      now: { min: { text: '3', value: 3 }, max: { text: '3', value: 3 } },
      limit: { text: '100', value: 100 },
    });
    const more = compiledOf({ ...CONFIG, 'fleet.yaml': CONFIG['fleet.yaml'].replace('  gamma:', '  gamma:\n    replicas: 5\n    stateless: true') });
    const after = pictured({ compiled: more });
    expect(pods(after, 'south')).toMatchObject({ now: { min: { value: 7 } }, before: { min: { value: 3 } } });
    expect(pods(after, 'east')).not.toHaveProperty('before');
  });

  test('of a filter has what was asked for alone', () => {
    const compiled = compiledOf();
    const sources = {
      compiled,
      out: treeOf(compiled.files),
      now: NOW,
      since: () => new Map<string, string>(),
      outAt: () => undefined,
      changes: new Changes([], { out: 'out', config: 'config' }),
    };
    const one = modelOf(sources, { agents: new Set(['gamma']), regions: new Set(['south']) });
    expect([one.agents.map(({ name }) => name), one.regions.map(({ name }) => name), one.placements.length]).toEqual([['gamma'], ['south'], 1]);
    isValid(one);
  });
});
