import { describe, expect, test } from 'vitest';
import { explain } from '../../../generator/fleet/resolve/explain.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';

const HEAD = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components:
  cluster: { images: tag }
  dns: { discovery: true, records: wildcard }
  ingress: { rateLimit: null, grpc: { entryPoint: control } }
`;
const REGIONS = 'north: { ingressAddresses: [198.51.100.1] }, south: { ingressAddresses: [198.51.100.2] }';
const OWN = 'stateless: true\nautoscale: { min: 3, max: 9 }\nhosts: { docs: {} }\n';

/** A fleet with one agent. @param own lines of the agent's file */
const fleet = (own: string, regions = REGIONS, more: Record<string, string> = {}) =>
  compiled({
    'fleet.yaml': `${HEAD}regions: { ${regions} }\n`,
    'agents/alpha.yaml': `ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\nregions: [north, south]\n${own}`,
    ...more,
  });

/** Title → object, of all components in a region. */
function all(made: ReturnType<typeof fleet>, region: string): Map<string, string> {
  const components = [...new Set(made.overlays?.map(({ component }) => component.name))];
  return new Map(
    components.flatMap((component) =>
      objectsOf(made, region, component).map((object) => [`${object.kind} ${object.metadata.name}`, JSON.stringify(object)] as const),
    ),
  );
}

describe('who drains where', () => {
  const state = (region: string): string => REGIONS.replace(`${region}: { `, `${region}: { state: draining, `);
  test.each<[string, string, string, readonly [north: string, south: string]]>([
    ['nobody', '', REGIONS, ['active', 'active']],
    ['an agent', 'state: draining\n', REGIONS, ['draining', 'draining']],
    ['in one region', 'overrides: { north: { state: draining } }\n', REGIONS, ['draining', 'active']],
    ['everywhere but in one region', 'state: draining\noverrides: { south: { state: active } }\n', REGIONS, ['draining', 'active']],
    ['a region', '', state('south'), ['active', 'draining']],
    ['a region that is decommissioned', '', state('south').replace('draining', 'decommissioning'), ['active', 'draining']],
    ['a region, whatever overrides say', 'overrides: { south: { state: active } }\n', state('south'), ['active', 'draining']],
    ['a region, but for who is stopped', 'overrides: { south: { state: suspended } }\n', state('south'), ['active', 'suspended']],
    ['nobody who is suspended', 'state: suspended\noverrides: { north: { state: draining } }\n', REGIONS, ['suspended', 'suspended']],
  ])('%s', (_, own, regions, expected) => {
    const made = fleet(own, regions);
    expect(['north', 'south'].map((name) => made.fleet?.regions.find((each) => each.name === name)?.placements[0]?.agent.state)).toEqual(expected);
    const explained = explain(made.spec as NonNullable<typeof made.spec>, { kind: 'agent', name: 'alpha' }, ['state']);
    expect(explained.flatMap(({ value, regions: where }) => where.map((region) => [region, value])).sort()).toEqual([
      ['north', expected[0]],
      ['south', expected[1]],
    ]);
  });
});

test('its routes refuse what is new, that of PAP-CP goes, and all else stays as it was', () => {
  const [before, after] = [all(fleet(OWN), 'north'), all(fleet(`${OWN}state: draining\n`), 'north')];
  expect([...before.keys()].filter((title) => !after.has(title))).toEqual(['IngressRouteTCP alpha-agent-grpc']);
  expect([...after.keys()].filter((title) => !before.has(title))).toEqual(['Middleware alpha-agent-draining']);
  const changed = [...after.keys()].filter((title) => before.has(title) && before.get(title) !== after.get(title));
  expect(changed).toEqual(['Deployment alpha-agent', 'IngressRoute alpha-agent-hooks', 'IngressRoute alpha-agent-paths']);
  const parsed = (from: Map<string, string>): { metadata: { annotations: object }; spec: unknown } =>
    JSON.parse(from.get('Deployment alpha-agent') as string) as never;
  // A pod that changes restarts, and takes with it what it should end.
  expect(parsed(after).spec).toEqual(parsed(before).spec);
  expect(parsed(after).metadata.annotations).toMatchObject({ 'pap.plugged.in/draining': 'true' });
  for (const title of changed.slice(1)) expect(after.get(title)).toContain('"middlewares":[{"name":"alpha-agent-draining"}');
});

test.each([
  ['3.0', { ipAllowList: { sourceRange: ['255.255.255.255/32'], rejectStatusCode: 503 } }],
  ['2.11', { ipAllowList: { sourceRange: ['255.255.255.255/32'] } }],
  ['2.10', { ipWhiteList: { sourceRange: ['255.255.255.255/32'] } }],
])('Traefik %s is told so in its own words', (traefik, spec) => {
  const made = fleet(`${OWN}state: draining\n`, REGIONS.replaceAll('{ ', `{ versions: { traefik: "${traefik}" }, `));
  expect(objectsOf(made, 'north', 'ingress').find(({ metadata }) => metadata.name === 'alpha-agent-draining')?.['spec']).toEqual(spec);
});

test('an agent without a route to clients has none that could refuse', () => {
  const made = fleet('state: draining\nmode: cp\n');
  expect(objectsOf(made, 'north', 'ingress').map(({ metadata }) => metadata.name)).not.toContain('alpha-agent-draining');
});

describe('a way past the refusal is seen', () => {
  const PATCH = `- target: { kind: IngressRoute, name: alpha-agent-hooks }
  patch: [{ op: remove, path: /spec/routes/0/middlewares/0 }]
`;
  const EXTRA = `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: side, namespace: agents }
spec:
  entryPoints: [websecure]
  routes: [{ kind: Rule, match: "Host(\`side.example.net\`)", services: [{ name: alpha-agent, port: http }] }]
  tls: { secretName: wildcard-north-tls, options: { name: pap-tls } }
`;
  test.each<[string, Record<string, string>, string]>([
    ['a patch', { 'patches/north/ingress/a.yaml': PATCH }, 'pap/undrained-route config/patches/north/ingress/a.yaml'],
    ['a route of people', { 'extra/north/ingress/a.yaml': EXTRA }, 'pap/undrained-route config/extra/north/ingress/a.yaml'],
    [
      'the mark taken away',
      {
        'patches/north/ingress/a.yaml':
          '- target: { kind: IngressRoute, name: alpha-agent-hooks }\n  patch: [{ op: remove, path: /metadata/annotations }]\n',
      },
      'patch/failed config/patches/north/ingress/a.yaml',
    ],
  ])('%s', (_, more, expected) => {
    expect(said(fleet('state: draining\n', REGIONS, more))).toContainEqual(expect.stringContaining(expected));
    expect(said(fleet('', REGIONS, more)).join('\n')).not.toContain('undrained');
  });
});

describe('whose end the end of a region is', () => {
  const LISTED = ['region "south" drains, and of its agents these serve nowhere else: alpha'];
  test.each<[string, string, string, readonly string[]]>([
    ['one that serves elsewhere', 'regions: [north, south]\n', 'state: draining', []],
    ['one that serves nowhere else', 'regions: [south]\n', 'state: draining', LISTED],
    ['also while it is decommissioned', 'regions: [south]\n', 'state: decommissioning', LISTED],
    ['one that is stopped elsewhere', 'regions: [north, south]\noverrides: { north: { state: suspended } }\n', 'state: draining', LISTED],
    ['one that drains elsewhere', 'regions: [north, south]\noverrides: { north: { state: draining } }\n', 'state: draining', LISTED],
    ['one that is stopped here', 'regions: [south]\noverrides: { south: { state: suspended } }\n', 'state: draining', []],
    ['one that says that it drains', 'regions: [south]\nstate: draining\n', 'state: draining', []],
    ['a region that stays', 'regions: [south]\n', 'cluster: south', []],
  ])('%s', (_, own, south, expected) => {
    const { findings } = compiled({
      'fleet.yaml': `${HEAD.replace('discovery: true, ', '')}regions: { north: {}, south: { ${south} } }\n`,
      'agents/alpha.yaml': `ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\n${own}`,
    });
    expect(findings.filter(({ code }) => code === 'fleet/nowhere-else').map(({ message }) => message)).toEqual(expected);
  });
});
