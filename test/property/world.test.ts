import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkObjects } from '../../generator/check/check.ts';
import { build, factsOf } from '../../generator/render/build.ts';
import type { Overlay } from '../../generator/render/overlay.ts';
import { readCustoms } from '../../generator/render/read-customs.ts';
import { broughtInto, clusterOf } from '../../generator/check/cluster-reports.ts';
import { compile } from '../../generator/compile.ts';
import { components } from '../../generator/components/index.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import type { Region } from '../../generator/fleet/fleet.ts';
import type { SecretNeed } from '../../generator/model/secret-need.ts';
import { readSources } from '../../generator/yaml/read.ts';
import { faultsIn } from '../../generator/check/faults.ts';
import { worldRules } from '../../generator/rules/cluster-rules.ts';
import { BARE, configOf } from '../support/fleets.ts';
import type { Data, TestFleet } from '../support/fleets.ts';

const CODES = new Set<string>(worldRules.map(({ code }) => code));
const DIGEST = `@sha256:${'0'.repeat(64)}`;

/** Names that are also words of the objects, parts of each other, or make two derived names one. */
const REGIONS = ['us-east', 'x-client', 'client', 'agents', 'tls', 'us', 'r', 'cert-manager', 'eu'];
const AGENTS = ['wildcard-x', 'research', 'a', 'tls', 'agents', 'us-east', 'common'];

/** Ways to break what belongs together: patches and extra objects, in one region or in all. */
const BREAKS = {
  volume: (agent: string, other: string) => [
    'patches',
    'agents',
    [target('Deployment', agent, '/spec/template/spec/volumes/0/secret/secretName', `${other}-signing-keys`)],
  ],
  nowhere: (agent: string) => ['patches', 'agents', [target('Deployment', agent, '/spec/template/spec/serviceAccountName', 'nobody')]],
  route: (agent: string, other: string) => [
    'patches',
    'ingress',
    [target('IngressRoute', agent, '/spec/routes/0/services/0/name', `${other}-agent`, '-hooks')],
  ],
  port: (agent: string) => ['patches', 'ingress', [target('IngressRoute', agent, '/spec/routes/0/services/0/port', 'https', '-hooks')]],
  selector: (agent: string, other: string) => ['patches', 'agents', [target('Service', agent, '/spec/selector/app.kubernetes.io~1name', other)]],
  policy: (agent: string) => ['patches', 'policies', [target('NetworkPolicy', agent, '/spec/podSelector', {})]],
  ports: (agent: string) => ['patches', 'policies', [target('NetworkPolicy', agent, '/spec/ingress/0/ports/0/port', 9)]],
  quota: () => [
    'patches',
    'cluster',
    [{ target: { kind: 'ResourceQuota', name: 'pap-quota' }, patch: [{ op: 'replace', path: '/spec/hard/requests.cpu', value: '100m' }] }],
  ],
  certificate: (agent: string, _: string, region: string) => [
    'extra',
    'certs',
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: `extra-${agent}`, namespace: 'agents', labels: { 'app.kubernetes.io/name': agent } },
      spec: {
        secretName: `wildcard-${region}-tls`,
        dnsNames: ['x.example.net'],
        issuerRef: { kind: 'ClusterIssuer', name: 'pap-client-ca', group: 'cert-manager.io' },
        privateKey: { rotationPolicy: 'Always' },
      },
    },
  ],
} satisfies Record<string, (agent: string, other: string, region: string) => unknown[]>;

function target(kind: string, agent: string, path: string, value: unknown, suffix = ''): unknown {
  return { target: { kind, name: `${agent}-agent${suffix}` }, patch: [{ op: 'replace', path, value }] };
}

function fleetOf(spec: Data): TestFleet {
  return { spec: { ...BARE, ...spec } as unknown as TestFleet['spec'], customs: {} };
}

const broken: fc.Arbitrary<TestFleet> = fc
  .record({
    regions: fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1, maxLength: 4 }),
    agents: fc.uniqueArray(fc.constantFrom(...AGENTS), { minLength: 1, maxLength: 4 }),
    provider: fc.constantFrom('external-secrets', 'manual'),
    pinned: fc.boolean(),
    placed: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    breaks: fc.array(fc.tuple(fc.constantFrom(...(Object.keys(BREAKS) as (keyof typeof BREAKS)[])), fc.nat(), fc.nat(), fc.nat()), { maxLength: 2 }),
  })
  .map(({ regions, agents, provider, pinned, placed, breaks }) => {
    const customs: Record<string, unknown> = {};
    const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
    for (const [i, [name, a, b, r]] of breaks.entries()) {
      const [folder, component, data] = BREAKS[name](pick(agents, a), pick(agents, b), pick(regions, r)) as [string, string, unknown];
      const where = folder === 'extra' || r % 3 > 0 ? pick(regions, r) : 'all';
      customs[`${folder}/${where}/${component}/${name}${i}.yaml`] = data;
    }
    const spec = {
      components: { secrets: { provider } },
      regions: Object.fromEntries(regions.map((region) => [region, {}])),
      agents: Object.fromEntries(
        agents.map((agent, i): [string, Data] => [
          agent,
          {
            ref: `example/${agent}@1.0.0`,
            image: `registry.example.net/${agent}:v1.0.0${pinned ? DIGEST : ''}`,
            stateless: true,
            ...((placed[i] as number) % 3 === 0 ? { autoscale: { min: 2, max: 3 } } : {}),
            regions: regions.filter((_, n) => n === 0 || ((placed[i] as number) >> n) % 2 === 0),
          },
        ]),
      ),
    };
    return { ...fleetOf(spec), customs };
  });

/** What the whole cluster shows, every object as it will be: code, region, object and message. */
function seenWhole(overlays: readonly Overlay[], needs: ReadonlyMap<string, readonly SecretNeed[]>): string[] {
  const regions = new Map<Region, Overlay[]>();
  for (const overlay of overlays) regions.set(overlay.region, [...(regions.get(overlay.region) ?? []), overlay]);
  return [...regions].flatMap(([region, own]) => {
    const { cluster } = clusterOf(region, own, broughtInto(region, needs.get(region.name) ?? []));
    return faultsIn(cluster).map(({ code, object, message }) => `${code} ${objectTitle(object)} in ${region.name}: ${message}`);
  });
}

test('judging neighbourhoods finds what judging every cluster finds, and nothing else', () => {
  let [sound, faulty] = [0, 0];
  fc.assert(
    fc.property(broken, (random) => {
      const config = configOf(random);
      const { fleet } = compile(config);
      fc.pre(fleet !== undefined);
      const { customs } = readCustoms(readSources(config).customFiles, { fleet, components, facts: factsOf(fleet) });
      const built = build(fleet, components, customs);
      const { overlays, secrets } = built;
      const reports = checkObjects(fleet, customs, built);
      // An object that is wrong by itself ends the run before others are looked at.
      fc.pre(reports.every(({ code }) => CODES.has(code)));
      const whole = seenWhole(overlays, secrets);
      if (whole.length === 0) sound += 1;
      else faulty += 1;
      const shared = reports.map(({ code, message }) => `${code} ${message.replace(/ \(out\/[^)]*\)$/, '')}`);
      // What is the same in several regions is reported for the first of them.
      const names = fleet.regions.map(({ name }) => name).sort((a, b) => b.length - a.length);
      const unnamed = (line: string): string => names.reduce((text, name) => text.replaceAll(name, '*'), line);
      for (const line of shared) expect(whole).toContain(line);
      expect([...new Set(shared.map(unnamed))].sort()).toEqual([...new Set(whole.map(unnamed))].sort());
    }),
    { numRuns: 40 },
  );
  expect(sound).toBeGreaterThan(4);
  expect(faulty).toBeGreaterThan(4);
});

test('a region and an agent whose derived names meet are found', () => {
  const agents = { 'wildcard-x': { ref: 'example/wildcard-x@1.0.0', image: `registry.example.net/x:v1${DIGEST}`, regions: ['x-client', 'us-east'] } };
  const found = compile(configOf(fleetOf({ regions: { 'x-client': {}, 'us-east': {} }, agents })));
  expect(found.findings.map(({ code, message }) => [code, message])).toEqual([
    [
      'reference/certificate-clash',
      'Certificate agents/wildcard-x-agent-client in x-client: writes the Secret "wildcard-x-client-tls", as Certificate agents/wildcard-x-client does',
    ],
  ]);
});
