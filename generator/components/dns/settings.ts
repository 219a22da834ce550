import type { Region, Settings } from '../../fleet/fleet.ts';

export interface DnsSettings extends Settings {
  readonly records: 'wildcard' | 'per-agent';
  readonly discovery: boolean;
  readonly policy: 'sync' | 'upsert-only';
  readonly interval: string;
}

/** Namespace of ExternalDNS and of the records it reads: it needs no right anywhere else. */
export const DNS_NAMESPACE = 'external-dns';

/** Secret with the key of the region's ExternalDNS. */
export const TSIG_SECRET = { name: 'externaldns-tsig', key: 'secret' } as const;

export function dnsSettings(region: Pick<Region, 'components'>): DnsSettings {
  return region.components['dns'] as DnsSettings;
}

/** Whether anything is published for a region. */
export function managesDns(region: Pick<Region, 'components' | 'state'>): boolean {
  return region.state !== 'decommissioned' && dnsSettings(region).enabled !== false;
}
