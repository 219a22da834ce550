import { describe, expect, test } from 'vitest';
import { explain } from '../../../generator/fleet/resolve/explain.ts';
import { get } from '../../../generator/model/data.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';

const HEAD = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
`;
const MOVED = 'moved: [{ from: agents.research, to: agents.analysis }]\n';
const DNS = 'components: { cluster: { images: tag } }\n';

/** A fleet with one agent that had another name. @param own lines of its file */
const fleet = (
  own = '',
  { moved = MOVED, components = DNS, more = {} }: { moved?: string; components?: string; more?: Record<string, string> } = {},
) =>
  compiled({
    'fleet.yaml': `${HEAD}${components}regions: { north: { ingressAddresses: [198.51.100.1] } }\n${moved}`,
    'agents/analysis.yaml': `ref: acme/research@1.0.0\nimage: r.example.net/research:1.0.0\nregions: [north]\n${own}`,
    ...more,
  });

/** Host and paths of every route. */
const routes = (made: ReturnType<typeof fleet>): string[] =>
  objectsOf(made, 'north', 'ingress').flatMap((object) =>
    object.kind === 'IngressRoute' ? (get(object, ['spec', 'routes']) as { match: string }[]).map(({ match }) => match) : [],
  );
const at = (host: string, path = '/hooks'): string =>
  path === '/' ? `Host(\`${host}.north.a.example.net\`)` : `Host(\`${host}.north.a.example.net\`) && (Path(\`${path}\`) || PathPrefix(\`${path}/\`))`;

describe('the old host leads to the agent as long as the entry stands', () => {
  test.each<[string, string, readonly string[]]>([
    ['plainly', '', [at('analysis'), at('research')]],
    ['with its paths', 'paths: { /status: http }\n', [at('analysis'), at('analysis', '/status'), at('research'), at('research', '/status')]],
    ['beside further ones', 'hosts: { docs: {} }\n', [at('analysis'), at('docs'), at('research')]],
    ['not where the host is what it was', 'host: research\n', [at('research')]],
    ['not where it had a host of its own', 'host: papers\n', [at('papers')]],
    ['not where somebody takes it away', 'hosts: { research: null }\n', [at('analysis')]],
    ['not where it serves nothing', 'mode: cp\n', []],
    ['also where it serves paths alone', 'mode: cp\npaths: { /status: http }\n', [at('analysis', '/status'), at('research', '/status')]],
  ])('%s', (_, own, expected) => {
    const made = fleet(own);
    expect(said(made)).toEqual([]);
    expect(routes(made).sort()).toEqual([...expected].sort());
    expect(routes(fleet(own, { moved: '' })).sort()).toEqual(
      expected.filter((match) => !match.includes('`research.') || own.includes('host: research')).sort(),
    );
  });

  test('explain says why', () => {
    const { spec } = fleet();
    const found = explain(spec as NonNullable<typeof spec>, { kind: 'agent', name: 'analysis' }, ['hosts']);
    expect(found.flatMap(({ layers }) => layers.map(({ name, at: place }) => [name, place]))).toEqual([
      ['agent analysis, which was research,', '/moved/0/hosts/research/paths/~1hooks'],
    ]);
  });

  test('another agent that takes the host is said', () => {
    const [first] = said(
      fleet('', { more: { 'agents/beta.yaml': 'ref: acme/beta@1.0.0\nimage: r.example.net/beta:1.0.0\nregions: [north]\nhost: research\n' } }),
    );
    expect(first).toMatch(/^fleet\/duplicate-host config\/.* host "research.north.a.example.net" is claimed by the agents "analysis" and "beta"/);
  });
});

describe('its records are what they were', () => {
  const records = (dns: string, moved = MOVED): string[] =>
    (
      get(
        objectsOf(fleet('', { moved, components: `components: { cluster: { images: tag }, dns: ${dns} }\n` }), 'north', 'dns').find(
          ({ kind }) => kind === 'DNSEndpoint',
        ),
        ['spec', 'endpoints'],
      ) as { dnsName: string; recordType: string }[]
    ).map(({ dnsName, recordType }) => `${recordType} ${dnsName.replace('.north.a.example.net', '')}`);
  test.each<[string, string, readonly string[]]>([
    ['the wildcard alone', '{ records: wildcard }', []],
    ['an alias', '{ records: per-agent }', ['CNAME research']],
    // Addresses and an alias cannot stand at one name, so a change between them is a gap.
    ['addresses, where they were announced', '{ records: wildcard, discovery: true }', ['A research']],
    ['addresses, in a handover', '{ records: wildcard, handover: addresses }', ['A research']],
    ['an alias, in a handover', '{ records: wildcard, handover: alias }', ['CNAME research']],
  ])('%s', (_, dns, expected) => {
    expect(records(dns).filter((record) => record.includes('research'))).toEqual(expected);
    expect(records(dns, '').filter((record) => record.includes('research'))).toEqual([]);
  });

  test('what is left below it is named for the operator of the name server', () => {
    const made = fleet('', { components: 'components: { cluster: { images: tag }, dns: { records: wildcard, discovery: true } }\n' });
    expect(made.files?.get('dns/north.cleanup.nsupdate')).toContain('_pap-hooks._tcp.research.north.a.example.net. SRV');
  });
});

describe('the volume is the one that is named', () => {
  const claims = (own: string): unknown[] => {
    const objects = objectsOf(fleet(own), 'north', 'agents');
    return [
      objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name),
      (
        get(
          objects.find(({ kind }) => kind === 'Deployment'),
          ['spec', 'template', 'spec', 'volumes'],
        ) as object[]
      )
        .flatMap((volume) => get(volume, ['persistentVolumeClaim', 'claimName']))
        .filter((name) => name !== undefined),
    ];
  };
  test.each<[string, string, string]>([
    ['the old one', 'storage: { size: 1Gi, claim: research-agent }\n', 'research-agent'],
    ['a new one', 'storage: { size: 1Gi, claim: analysis-agent }\n', 'analysis-agent'],
  ])('%s', (_, own, expected) => expect(claims(own)).toEqual([[expected], [expected]]));

  test('and it must be named', () => {
    expect(said(fleet('storage: { size: 1Gi }\n'))).toEqual([
      'fleet/moved config/agents/analysis.yaml:4 agent "analysis" was "research", and its storage does not say in which volume its data is (write "claim: research-agent" for the volume that it had, or "claim: analysis-agent" for one that is new)',
    ]);
    expect(said(fleet('storage: { size: 1Gi }\n', { moved: '' }))).toEqual([]);
  });
});

describe('what still says the old name', () => {
  const WRITER = 'ref: acme/writer@1.0.0\nimage: r.example.net/writer:1.0.0\nregions: [north]\n';
  test('egress means the agent, and is told', () => {
    const egress = 'egress: [{ agent: research, ports: [8080] }]\n';
    const made = fleet('', { more: { 'agents/writer.yaml': WRITER + egress } });
    expect(said(made)).toEqual(['fleet/former-name config/agents/writer.yaml:4 the agent "research" is called "analysis" now (write analysis)']);
    expect(objectsOf(made, 'north', 'policies').map(({ metadata }) => metadata.name)).toContain('writer-agent.to.analysis');
    expect(said(fleet('', { moved: '', more: { 'agents/writer.yaml': WRITER + egress } }))).toEqual([
      expect.stringMatching(/^fleet\/egress-target .* may reach the agent "research", which does not run in north/),
    ]);
  });

  test.each<[string, string, Record<string, string>, string]>([
    [
      'fields of a group',
      `${MOVED}groups: { some: { regions: all, agents: { research: { replicas: 1 } } } }\n`,
      {},
      'fleet/unknown-agent config/fleet.yaml:10 group "some" has fields for the agent "research", which the fleet does not have (it is called analysis now)',
    ],
    [
      'a patch',
      MOVED,
      {
        'patches/all/ingress/a.yaml':
          '- target: { kind: IngressRoute, name: research-agent-hooks }\n  patch: [{ op: add, path: /spec/routes/0/priority, value: 5 }]\n',
      },
      'patch/no-target config/patches/all/ingress/a.yaml:1 no IngressRoute "research-agent-hooks" is made by component ingress (agent research is called analysis now, so write analysis-agent-hooks)',
    ],
    [
      'a waiver',
      `${MOVED}waivers: [{ code: network/egress-blocked, object: Deployment agents/research-agent, reason: it is so, until: "2027-01-01" }]\n`,
      {},
      'waiver/unused config/fleet.yaml:10 there is no finding network/egress-blocked about Deployment agents/research-agent to be waived (agent research is called analysis now, so write Deployment agents/analysis-agent)',
    ],
  ])('%s is found, with the new name', (_, moved, more, expected) => expect(said(fleet('', { moved, more }))).toEqual([expected]));
});

test.each([
  ['{ from: research, to: agents.analysis }', 'schema/format'],
  ['{ from: agents.Research, to: agents.analysis }', 'schema/format'],
  ['{ from: agents., to: agents.analysis }', 'schema/format'],
  ['{ from: groups.a, to: agents.analysis }', 'schema/format'],
  ['{ from: agents.research }', 'schema/required'],
  ['{ from: agents.research, to: agents.analysis, by: me }', 'schema/unknown-key'],
  ['agents.research', 'schema/type'],
  ['{ from: components.dns, to: components.names }', 'fleet/moved'],
  ['{ from: agents.research, to: regions.north }', 'fleet/moved'],
  ['{ from: agents.__proto__, to: agents.analysis }', 'schema/format'],
  ['{ from: agents.constructor, to: agents.analysis }', ''],
  ['{ from: agents.research, to: agents.constructor }', 'fleet/moved'],
])('bad input: %s', (entry, code) => {
  const made = fleet('', { moved: `moved: [${entry}]\n` });
  expect(made.findings.map((finding) => finding.code)).toEqual(code === '' ? [] : [code]);
});
