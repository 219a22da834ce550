import * as fc from 'fast-check';
import { BARE } from './fleets.ts';
import type { Data, TestFleet } from './fleets.ts';

export const DIGEST = `@sha256:${'0'.repeat(64)}`;

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

export function fleetOf(spec: Data): TestFleet {
  return { spec: { ...BARE, ...spec } as unknown as TestFleet['spec'], customs: {} };
}

/** Fleets in which names collide and objects do not fit together. */
export const brokenFleets: fc.Arbitrary<TestFleet> = fc
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
