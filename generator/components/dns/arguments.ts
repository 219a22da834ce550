// Flags of ExternalDNS: https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/
// TXT registry: https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
import { OWNERSHIP } from '../../k8s/dns-names.ts';
import { DNS_NAMESPACE } from '../../model/names.ts';
import type { Zone } from '../../fleet/fleet.ts';
import type { Versions } from '../../fleet/region.ts';
import { serves } from '../../fleet/versions/serves.ts';
import type { DnsSettings } from './settings.generated.ts';

export interface DnsFacts {
  readonly fleet: { readonly name: string; readonly zone: Zone };
  readonly settings: DnsSettings;
  readonly versions: Pick<Versions, 'external-dns'>;
  /** Stands for the region's name inside a string. */
  readonly region: string;
  /** Names outside of the region's part of the zone that it writes as well. */
  readonly names: readonly string[];
}

/** The last patch release of each minor version. */
const PATCH_RELEASES: Readonly<Record<string, string>> = {
  '0.14': '0.14.2',
  '0.15': '0.15.1',
  '0.16': '0.16.1',
  '0.17': '0.17.0',
  '0.18': '0.18.0',
  '0.19': '0.19.0',
  '0.20': '0.20.0',
  '0.21': '0.21.0',
  '0.22': '0.22.0',
};

/** A minor version that is not known yet (fleet/unknown-version) has at least its first release. */
export function patchRelease(minor: string): string {
  return PATCH_RELEASES[minor] ?? `${minor}.0`;
}

/** Types that may be or may once have been written: a type that is not managed is never cleaned up either. */
function managedTypes(versions: DnsFacts['versions']): string[] {
  return ['A', 'AAAA', 'CNAME', ...(serves(versions, 'ownsTxt') ? ['SRV', 'TXT'] : [])];
}

export function externalDnsArguments({ fleet, settings, versions, region, names }: DnsFacts): string[] {
  const { name, zone } = fleet;
  const { host, port, tsigAlgorithm } = zone.rfc2136;
  if (host === undefined) throw new Error('the zone has no name server'); // fleet/no-nameserver
  return [
    '--source=crd',
    `--namespace=${DNS_NAMESPACE}`,
    '--provider=rfc2136',
    `--rfc2136-host=${host}`,
    `--rfc2136-port=${port}`,
    `--rfc2136-zone=${zone.name}`,
    // Without the transfer it does not see what exists, and so can neither change nor delete it.
    serves(versions, 'axfrFlag') ? '--rfc2136-axfr' : '--rfc2136-tsig-axfr',
    `--rfc2136-tsig-secret-alg=${tsigAlgorithm}`,
    // Ownership records would get TTL 0. Above the records' own TTL it would override that for ever.
    `--rfc2136-min-ttl=${zone.ttl}s`,
    // What it looks at; what it may write is decided by the name server (update-policy).
    `--domain-filter=${region}.${zone.name}`,
    ...names.map((name) => `--domain-filter=${name}`),
    ...managedTypes(versions).map((type) => `--managed-record-types=${type}`),
    `--policy=${settings.policy}`,
    '--registry=txt',
    `--txt-owner-id=${name}-${region}`,
    `--txt-prefix=${OWNERSHIP.prefix}`,
    `--txt-wildcard-replacement=${OWNERSHIP.wildcard}`,
    `--interval=${settings.interval}`,
  ];
}
