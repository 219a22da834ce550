import { describe, expect, test } from 'vitest';
import { compiled, said } from '../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components: { cluster: { images: tag }, secrets: { provider: external-secrets, store: vault } }
regions:
  north: { clusterFacts: { dns: { nodeLocal: 169.254.20.10 }, apiServer: [198.51.100.128/28] } }
  south: {}
agents:
  alpha: { ref: acme/alpha@1.0.0, image: "r.example.net/alpha:1.0.0", regions: [north, south] }
`;
const codes = (files: Record<string, string>): string[] =>
  said(compiled({ 'fleet.yaml': FLEET, ...files })).map((text) => text.split(' ').slice(0, 2).join(' '));

/** Ways to let a pod through to a network. */
const WAYS: readonly (readonly [name: string, files: (cidr: string, port: number) => Record<string, string>, place: string])[] = [
  [
    'an agent',
    (cidr, port) => ({
      'fleet.yaml': FLEET.slice(0, FLEET.indexOf('agents:\n')),
      'agents/alpha.yaml': `ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\nregions: [north]\negress:\n  - cidr: ${cidr}\n    ports: [${port}]\n`,
    }),
    'config/agents/alpha.yaml:5',
  ],
  [
    'an extra policy',
    (cidr, port) => ({
      'extra/north/policies/x.yaml': `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: own, namespace: agents }\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n    - to:\n        - ipBlock:\n            cidr: ${cidr}\n      ports: [{ port: ${port}, protocol: TCP }]\n`,
    }),
    'config/extra/north/policies/x.yaml:10',
  ],
  [
    'a patch',
    (cidr, port) => ({
      'patches/north/policies/x.yaml': `- target: { kind: NetworkPolicy, name: alpha-agent }\n  patch:\n    - op: add\n      path: /spec/egress/-\n      value: { to: [{ ipBlock: { cidr: ${cidr} } }], ports: [{ port: ${port}, protocol: TCP }] }\n`,
    }),
    'config/patches/north/policies/x.yaml:3',
  ],
];

describe.each(WAYS)('egress of %s', (_, files, place) => {
  test.each([
    ['169.254.169.254/32', 80],
    ['169.254.0.0/16', 443],
    ['169.254.170.2/32', 80], // credentials of a task of ECS
    ['169.0.0.0/8', 443],
    ['169.254.20.10/32', 80], // the resolver of the node, but not its port
    ['169.254.20.11/32', 53],
    ['127.0.0.1/32', 10250],
    ['127.0.0.0/8', 443],
    ['0.0.0.0/8', 443],
    ['168.63.129.16/32', 80],
    ['100.100.100.200/32', 80],
    ['fe80::/10', 443],
    ['fe80::1/128', 443],
    ['::1/128', 443],
    ['fd00:ec2::254/128', 80],
    ['::ffff:a9fe:a9fe/128', 80], // 169.254.169.254, mapped
    ['64:ff9b::a9fe:a9fe/128', 80], // and translated
    ['10.96.0.1/32', 443],
    ['10.43.0.0/24', 443],
    ['198.51.100.130/32', 6443], // declared
    ['198.51.100.0/24', 443], // holds what is declared
  ])('to %s on %i is refused at its line', (cidr, port) => {
    expect(codes(files(cidr, port))).toEqual([`network/forbidden-egress ${place}`]);
  });

  test.each([
    ['0.0.0.0/0', 443],
    ['128.0.0.0/1', 443],
    ['10.0.0.0/7', 443],
    ['::/0', 443],
    ['2000::/3', 443],
  ])('to %s is a warning', (cidr, port) => {
    const made = compiled({ 'fleet.yaml': FLEET, ...files(cidr, port) });
    expect(made.files).toBeDefined();
    expect(said(made).map((text) => text.split(' ')[0])).toEqual(['network/broad-egress']);
  });

  test.each([
    ['203.0.113.0/24', 443],
    ['198.51.100.7/32', 443],
    ['10.0.0.0/8', 443],
    ['169.253.0.0/16', 443],
    ['2001:db8::/32', 443],
    ['fd00::/16', 443],
    ['10.96.0.2/32', 443],
  ])('to %s is nobody else’s business', (cidr, port) => expect(codes(files(cidr, port))).toEqual([]));
});

describe('egress', () => {
  test('of the Station and the gateway is held to the same', () => {
    for (const [from, to, line] of [
      ['cidrs: [192.0.2.1/32]', 'cidrs: [192.0.2.1/32, 169.254.169.254/32]', 6],
      ['gatewayCidrs: [192.0.2.2/32]', 'gatewayCidrs: [127.0.0.1/32]', 6],
      ['south: {}', 'south: { station: { cidrs: [10.96.0.1/32] } }', 10],
    ] as const)
      expect(codes({ 'fleet.yaml': FLEET.replace(from, to) })).toEqual([`network/forbidden-egress config/fleet.yaml:${line}`]);
  });

  test('to the resolver of the node is what policies are made with', () => expect(codes({})).toEqual([]));

  test('may take out what stays closed, and only that', () => {
    const policy = (except: string): Record<string, string> => ({
      'extra/all/policies/x.yaml': `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: own, namespace: agents }\nspec: { podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 169.0.0.0/8, except: [${except}] } }] }] }\n`,
    });
    expect(codes(policy('169.254.0.0/16'))).toEqual([]);
    expect(codes(policy('169.254.169.254/32'))).toEqual(['network/forbidden-egress config/extra/all/policies/x.yaml:4']);
  });

  test('to everybody is a warning', () => {
    const policy =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: own, namespace: agents }\nspec: { podSelector: {}, policyTypes: [Egress], egress: [{}] }\n';
    expect(codes({ 'extra/all/policies/x.yaml': policy })).toEqual(['network/broad-egress config/extra/all/policies/x.yaml:4']);
  });
});

describe('a Secret of another region', () => {
  const secret = (spec: string): string =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: own, namespace: agents }\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: vault }\n  target: { name: own }\n  ${spec}\n`;
  const DEFAULTS = 'conversionStrategy: Default, decodingStrategy: None';
  const ref = (key: string): string => `data: [{ secretKey: a, remoteRef: { key: ${key}, property: a, metadataPolicy: None, ${DEFAULTS} } }]`;
  test.each([
    [ref('pap/south/agents/alpha')],
    [ref('/pap/south/agents/alpha')],
    [ref('pap/north/../south/agents/alpha')],
    [ref('pap//south/agents/alpha')],
    [ref('kv/data/south/x')],
    [`dataFrom: [{ extract: { key: pap/south/agents/alpha, metadataPolicy: None, ${DEFAULTS} } }]`],
    [`dataFrom: [{ find: { path: pap/south, name: { regexp: ".*" }, ${DEFAULTS} } }]`],
    [`dataFrom: [{ find: { path: pap, name: { regexp: ".*" }, ${DEFAULTS} } }]`],
    [`dataFrom: [{ find: { name: { regexp: ".*" }, ${DEFAULTS} } }]`],
    [`dataFrom: [{ find: { tags: { team: a }, ${DEFAULTS} } }]`],
  ])('is refused: %s', (spec) => {
    expect(codes({ 'extra/north/secrets/x.yaml': secret(spec) })).toEqual(['security/other-region-secret config/extra/north/secrets/x.yaml:7']);
  });

  test.each([
    [ref('pap/north/agents/alpha')],
    [ref('shared/agents/alpha')],
    [ref('pap/north/south/x')],
    [`dataFrom: [{ find: { path: pap/north/agents, name: { regexp: ".*" }, ${DEFAULTS} } }]`],
    [`dataFrom: [{ find: { path: shared, name: { regexp: ".*" }, ${DEFAULTS} } }]`],
  ])('and its neighbour is not: %s', (spec) => expect(codes({ 'extra/north/secrets/x.yaml': secret(spec) })).toEqual([]));

  test('by a patch of ours, at its line', () => {
    const patch =
      '- target: { kind: ExternalSecret, name: alpha-signing-keys }\n  patch:\n    - op: replace\n      path: /spec/dataFrom/0/extract/key\n      value: pap/south/agents/alpha-signing-keys\n';
    expect(said(compiled({ 'fleet.yaml': FLEET, 'patches/north/secrets/x.yaml': patch }))).toEqual([
      expect.stringContaining('security/other-region-secret config/patches/north/secrets/x.yaml:3'),
    ]);
  });
});
