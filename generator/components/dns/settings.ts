import type { Region } from '../../fleet/fleet.ts';
import type { DnsSettings } from './settings.generated.ts';

/** Secret with the key of the region's ExternalDNS. */
export const TSIG_SECRET = { name: 'externaldns-tsig', key: 'secret' } as const;

export function dnsSettings(region: Pick<Region, 'components'>): DnsSettings {
  return region.components['dns'] as DnsSettings;
}

/** Whether anything is published for a region. */
export function managesDns(region: Pick<Region, 'components' | 'state'>): boolean {
  return region.state !== 'decommissioned' && dnsSettings(region).enabled !== false;
}
