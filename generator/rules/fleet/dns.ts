import type { Region } from '../../fleet/region.ts';

/** What rules read of the settings of the component `dns`; nothing where there is no such component. */
export function dnsSettings({ components }: Pick<Region, 'components'>): {
  readonly enabled?: boolean;
  readonly discovery?: boolean;
  readonly handover?: string;
  readonly records?: string;
  readonly names?: readonly string[];
} {
  return components['dns'] ?? { enabled: false };
}

/** Whether anything is published for a region. */
export function managesDns(region: Pick<Region, 'components' | 'state'>): boolean {
  return region.state !== 'decommissioned' && dnsSettings(region).enabled !== false;
}
