import { dnsEndpoint } from './records.ts';
import { tsigSecretRef } from './settings.ts';
import { dnsProtection } from './protection.ts';
import type { DnsSettings } from './settings.generated.ts';
import { externalDns } from './external-dns.ts';
import { DNS_NAMESPACE, cleanupPath, externalDnsKey } from '../../model/names.ts';
import { furtherHosts } from '../../fleet/hosts.ts';
import type { Fleet, Placement } from '../../fleet/fleet.ts';
import type { RequiredSecret } from '../../model/required-secret.ts';
import { leftBelow } from './cleanup.ts';
import { dnsFiles } from './files.ts';
import { byCodeUnit } from '../../model/order.ts';
import { defineComponent, type FleetContext, type RegionContext, type SharedContext, type TextFile } from '../component.ts';
import { dnsConsequences } from './consequences.ts';
import { dnsMixed } from './mixed.ts';
import type { DnsRegion } from './parent-zone.ts';

/** Names of the agents: ExternalDNS writes them, each region with a key that lets it write its own names only. */
export const dns = defineComponent<DnsSettings>({
  name: 'dns',
  summary: 'ExternalDNS with the records of the agents, and the files of the authoritative name server',
  order: 30,
  requires: ['cluster'],
  optional: true,
  protection: dnsProtection,
  namespaces: () => [DNS_NAMESPACE],
  // The name server's operator grants them, by the files in out/dns.
  rights: ({ names }) => names.map((name) => `ExternalDNS may write ${name} below a region`),
  kinds: [
    { group: '', kind: 'ServiceAccount' },
    { group: 'apps', kind: 'Deployment' },
    { group: 'externaldns.k8s.io', kind: 'DNSEndpoint' },
    { group: 'rbac.authorization.k8s.io', kind: 'Role' },
    { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
  ],
  consequences: dnsConsequences,
  secrets: (context) => context.settings.tsigKeys.map((generation) => tsigSecret(context, generation)),
  common: externalDns,
  region: (context) => [dnsEndpoint(context)],
  files,
  regionFiles: (region) => [`dns/${region}.nsupdate`, cleanupPath(region)],
  mixed: dnsMixed,
});

function tsigSecret({ fleet, region }: SharedContext<DnsSettings>, generation: number): RequiredSecret {
  const key = externalDnsKey(region, generation);
  const ref = tsigSecretRef(generation);
  return {
    namespace: DNS_NAMESPACE,
    name: ref.name,
    type: 'Opaque',
    keys: [{ key: ref.key, what: `secret of the TSIG key ${key}, in base64 as tsig-keygen prints it` }],
    consumer: `ExternalDNS, which updates the zone ${fleet.zone.name}`,
    make: [
      `tsig-keygen -a ${fleet.zone.rfc2136.tsigAlgorithm} ${key} > ${key}.key   # also goes to the name server`,
      String.raw`sed -n 's/.*secret "\(.*\)";.*/\1/p' ${key}.key | tr -d '\n' > ${ref.key}`,
    ],
  };
}

function files({ fleet, regions }: FleetContext<DnsSettings>): TextFile[] {
  const managed = regions.filter(({ enabled }) => enabled);
  if (managed.length === 0) return [];
  return dnsFiles(
    fleet.zone,
    managed.map((context) => ({
      name: context.region,
      ingressHost: context.ingressHost,
      ingressAddresses: context.ingressAddresses,
      hosts: context.placements.flatMap((placement) => hostsBelow(placement, context)).sort(byCodeUnit),
      names: context.names,
      keys: { externalDns: context.settings.tsigKeys, certManager: certManagerKeys(fleet, context.region) },
      writes: writes(context),
      leftBelow: leftBelow(context),
    })),
  );
}

/** Hosts of an agent in the region's part of the zone. */
function hostsBelow({ agent, host }: Placement, { region, fleet }: RegionContext<DnsSettings>): string[] {
  const further = furtherHosts(agent, region, fleet.zone.name).filter(({ full }) => !full);
  return [host, ...further.map(({ name }) => name)];
}

/** Generations of cert-manager's key, which the name server knows whether or not the region uses it. */
function certManagerKeys({ regions }: Fleet, name: string): readonly number[] {
  const settings = regions.find((region) => region.name === name)?.components['certs'];
  return (settings?.['tsigKeys'] as readonly number[] | undefined) ?? [1];
}

/**
 * With one wildcard for all agents it is known what is written: whoever has the key may then write no name of an agent, and no
 * text by which an authority would believe that it is one.
 */
function writes({ settings, region, fleet }: RegionContext<DnsSettings>): DnsRegion['writes'] {
  if (settings.records !== 'wildcard' || settings.discovery || settings.handover !== 'none') return undefined;
  const apex = `${region}.${fleet.zone.name}`;
  return [
    { name: `*.${apex}`, types: ['CNAME'] },
    ...settings.names.map((name) => ({ name: `${name}.${apex}`, types: ['A', 'AAAA', 'CNAME', 'SRV', 'TXT'] })),
  ];
}
