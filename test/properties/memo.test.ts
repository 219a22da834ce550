import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterReports } from '../../generator/check/cluster-reports.ts';
import { unlayered } from '../../generator/check/cause.ts';
import { faultsIn } from '../../generator/check/faults.ts';
import { Trace } from '../../generator/check/trace.ts';
import { compile } from '../../generator/compile.ts';
import { components } from '../../generator/components/index.ts';
import { Cluster } from '../../generator/k8s/cluster.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Unplaced } from '../../generator/model/finding.ts';
import { build } from '../../generator/render/build.ts';
import { readCustoms } from '../../generator/render/read-customs.ts';
import { rulesOf } from '../../generator/rules/rules.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { readSources } from '../../generator/yaml/read.ts';
import { BARE, configOf, fleets } from '../support/fleets.ts';
import type { Data, TestFleet } from '../support/fleets.ts';
import { runs } from '../support/runs.ts';

// What regions share is judged once, and finds what every rule finds in every cluster as it will be. Seen to fail: with keys
// of an index not filled in, without the doubt about literal names, with the facts of a region untold, with answers that
// are compared by their length, and with a rule that compares no other objects than those to judge.

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
  host: (agent: string, other: string, region: string) => [
    'extra',
    'ingress',
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRoute',
      metadata: { name: `extra-${agent}`, namespace: 'agents' },
      spec: {
        entryPoints: ['websecure'],
        routes: [{ kind: 'Rule', match: `Host(\`${agent}.${region}.a.example.net\`)`, services: [{ name: `${other}-agent`, port: 80 }] }],
        tls: { secretName: `wildcard-${region}-tls` },
      },
    },
  ],
  carried: (agent: string) => [
    'patches',
    'agents',
    [
      {
        target: { kind: 'Deployment', name: `${agent}-agent` },
        patch: [
          { op: 'copy', from: '/spec/template/spec/containers/0/env/6/value', path: '/spec/template/spec/serviceAccountName' },
          { op: 'test', path: '/kind', value: 'Deployment' },
        ],
      },
    ],
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

/** What is reported of a fleet, with what regions share judged once, and with every rule over every cluster. */
function bothWays(random: TestFleet): { shared: Unplaced[]; plain: Unplaced[] } | undefined {
  const config = configOf(random);
  const { fleet } = compile(config);
  if (fleet === undefined) return undefined;
  const { customs } = readCustoms(readSources(config).customFiles, { fleet, components });
  const { overlays, secrets, log, templated } = build(fleet, components, customs);
  const known = {
    extras: new Map(customs.extras.map((extra) => [extra.object, extra])),
    log,
    layers: unlayered,
    externals: fleet.externals,
    isWaived: () => false,
    requiredSecrets: ({ name }: { readonly name: string }) => secrets.get(name) ?? [],
    templated,
  };
  return { shared: clusterReports(overlays, known), plain: clusterReports(overlays, known, false) };
}

describe('judging what regions share once finds what judging every cluster finds, in the same order', () => {
  test('in broken fleets whose names collide', () => {
    let [sound, faulty] = [0, 0];
    fc.assert(
      fc.property(broken, (random) => {
        const both = bothWays(random);
        fc.pre(both !== undefined);
        if (both.plain.length === 0) sound += 1;
        else faulty += 1;
        expect(both.shared).toEqual(both.plain);
      }),
      { numRuns: runs(200) },
    );
    expect(sound).toBeGreaterThan(runs(200) / 12);
    expect(faulty).toBeGreaterThan(runs(200) / 12);
  });

  test('in fleets of every setting', () => {
    fc.assert(
      fc.property(fleets, (random) => {
        const both = bothWays(random);
        fc.pre(both !== undefined);
        expect(both.shared).toEqual(both.plain);
      }),
      { numRuns: runs(120) },
    );
  });

  test('in the example of every rule, each object a fragment of its own', () => {
    const rules = join(import.meta.dirname, '../../generator/rules');
    const examples = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^/]+\/[^/]+\/bad\.yaml$/.test(name));
    const found = examples.flatMap((name) => {
      const file = join(rules, name);
      const objects = parseManifests({ path: file, bytes: readFileSync(file) }).manifests.map(({ data }) => data as unknown as KubeObject);
      const surroundings = { externals: [], whole: true };
      const whole = new Set(faultsIn(new Cluster({ objects, ...surroundings })).map(({ rule }) => rule.code));
      const broken = new Trace(rulesOf('cluster'), ['us-east']).broken(
        objects.map((object) => [object]),
        { ...surroundings, region: 'us-east' },
      );
      expect([...broken].map(({ code }) => code).sort(), name).toEqual([...whole].sort());
      return [...whole];
    });
    expect(new Set(found).size).toBeGreaterThan(30);
  });
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
