// From one way to publish agents to another: what the plan says, and what the gate does. That it is so, a real name server says
// in test/system/servers/dns-modes.integration.ts.
import { describe, expect, test } from 'vitest';
import { records } from '../../../../generator/components/dns/records.ts';
import type { Placement, Zone } from '../../../../generator/fleet/fleet.ts';
import { Cluster } from '../../../../generator/k8s/cluster.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { changesBetween } from '../../../../generator/plan/change.ts';
import { consequencesOf } from '../../../../generator/plan/consequences.ts';
import { names } from '../../../../generator/plan/gate/tables/names.ts';
import type { Spot } from '../../../../generator/plan/gate/rule.ts';
import { object } from '../../plan/object.ts';

type Settings = Parameters<typeof records>[0]['settings'];
const WILDCARD: Settings = { records: 'wildcard', discovery: false, handover: 'none' };
const PER_AGENT: Settings = { ...WILDCARD, records: 'per-agent' };
const DISCOVERY: Settings = { ...WILDCARD, discovery: true };
const BOTH: Settings = { ...PER_AGENT, discovery: true };
const ADDRESSES: Settings = { ...WILDCARD, handover: 'addresses' };
const ALIAS: Settings = { ...WILDCARD, handover: 'alias' };

const placement = (name: string): Placement =>
  ({ agent: { name, ref: `acme/${name}@1.0.0`, mode: 'dual', hosts: {} }, host: `${name}.north.a.example.net` }) as Placement;

function endpoint(settings: Settings, agents: readonly string[] = ['alpha', 'beta']): KubeObject {
  const zone = { name: 'a.example.net', ttl: 300 } as Zone;
  const region = { region: 'north', ingressHost: 'ingress.example.net', ingressAddresses: ['198.51.100.1'] };
  return object(
    'DNSEndpoint',
    { endpoints: records({ fleet: { name: 'pap', zone }, settings, ...region, placements: agents.map(placement) }) },
    {},
    'externaldns.k8s.io/v1alpha1',
  );
}

/** What the gate says of a change of all agents, or of one that ends. */
function danger(before: KubeObject, after: KubeObject, ended: readonly string[] = []): string | undefined {
  const [table] = names;
  const at = ({ spec }: KubeObject): unknown => (spec as { endpoints: unknown }).endpoints;
  const spot = { cluster: { endedHosts: new Set(ended) } } as unknown as Spot;
  return table?.fields['spec.endpoints']?.weigh(at(before), at(after), spot)?.says;
}

const said = (before: KubeObject, after: KubeObject): string => changesBetween('north', 'dns', [before], [after])[0]?.consequences.join('; ') ?? '';

describe('what becomes of the hosts', () => {
  test.each<[string, Settings, Settings, RegExp, RegExp]>([
    ['discovery ends at once', DISCOVERY, WILDCARD, /^hosts stop resolving: ExternalDNS never deletes/, /hosts stop resolving until the SRV records/],
    ['both end at once', BOTH, WILDCARD, /^hosts stop resolving: ExternalDNS never deletes/, /hosts stop resolving until the SRV records/],
    ['a record per agent ends at once', PER_AGENT, WILDCARD, /`handover: alias` keeps them/, /hosts resolve by the wildcard, unless/],
    ['a handover ends', ADDRESSES, WILDCARD, /as it is delivered now, must have been applied$/, /hosts resolve by the wildcard, unless/],
    ['another handover ends', ALIAS, WILDCARD, /as it is delivered now, must have been applied$/, /hosts resolve by the wildcard, unless/],
    ['addresses become an alias', BOTH, PER_AGENT, /^hosts do not resolve until ExternalDNS has looked again/, /hosts do not resolve until/],
    ['an alias becomes addresses', PER_AGENT, DISCOVERY, /^hosts do not resolve until ExternalDNS has looked again/, /hosts do not resolve until/],
    ['a handover of the wrong kind', DISCOVERY, ALIAS, /^hosts do not resolve until ExternalDNS has looked again/, /hosts do not resolve until/],
    ['the wildcard goes', WILDCARD, PER_AGENT, /^hosts no longer resolve: ExternalDNS deletes their records$/, /a DNS record goes/],
  ])('where %s', (_, before, after, gate, plan) => {
    expect(danger(endpoint(before), endpoint(after))).toMatch(gate);
    expect(said(endpoint(before), endpoint(after))).toMatch(plan);
  });

  test.each<[string, Settings, Settings]>([
    ['a handover after discovery', DISCOVERY, ADDRESSES],
    ['a handover after both', BOTH, ADDRESSES],
    ['a handover after a record per agent', PER_AGENT, ALIAS],
    ['discovery beside the wildcard', WILDCARD, DISCOVERY],
  ])('is nothing in %s', (_, before, after) => {
    expect(danger(endpoint(before), endpoint(after)) ?? '').not.toMatch(/^hosts/);
    expect(said(endpoint(before), endpoint(after))).not.toMatch(/hosts/);
  });

  test('of an agent that ends, its SRV record stays, and the plan names the script', () => {
    const [before, after] = [endpoint(DISCOVERY), endpoint(DISCOVERY, ['beta'])];
    expect(danger(before, after, ['alpha.north.a.example.net'])).toBeUndefined();
    expect(said(before, after)).toContain('out/dns/<region>.cleanup.nsupdate');
    expect(said(before, endpoint(BOTH, ['beta']))).toContain('out/dns/<region>.cleanup.nsupdate');
    expect(said(before, endpoint(ADDRESSES))).toContain('out/dns/<region>.cleanup.nsupdate');
    expect(said(before, endpoint(PER_AGENT))).toContain('SRV records stay in the zone until somebody deletes them');
    expect(said(endpoint(PER_AGENT), endpoint(PER_AGENT, ['beta']))).not.toContain('SRV');
  });

  test('is nothing where ExternalDNS deletes nothing: their own records stay', () => {
    const pods = (...args: string[]): Cluster =>
      new Cluster({
        objects: [object('Deployment', { template: { spec: { containers: [{ name: 'a', image: 'external-dns', args }] } } }, {}, 'apps/v1')],
        externals: [],
        whole: true,
      });
    const [change] = changesBetween('north', 'dns', [endpoint(DISCOVERY)], [endpoint(WILDCARD)]);
    if (change === undefined) throw new Error('nothing changes');
    expect(consequencesOf(change, pods('--policy=sync')).join()).toContain('hosts stop resolving');
    expect(consequencesOf(change, pods('--policy=upsert-only')).join()).not.toContain('hosts stop resolving');
  });
});
