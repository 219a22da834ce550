import type { Settings } from '../../fleet/fleet.ts';
import type { Region } from '../../fleet/region.ts';
import { publicAuthority } from '../../k8s/acme.ts';

/** A region that orders certificates, and where from. */
interface Order {
  readonly region: string;
  readonly certs: Settings;
  /** The setting of the component that names the ACME server. */
  readonly setting: 'stagingServer' | 'productionServer';
  /** The public authority that answers there. */
  readonly authority: NonNullable<ReturnType<typeof publicAuthority>>;
}

/** Which of the regions order from a public authority. */
export function publicOrders(regions: readonly Region[]): Order[] {
  return regions.flatMap(({ name, state, components }): Order[] => {
    const certs = components['certs'];
    if (state === 'decommissioned' || certs === undefined || certs.enabled === false) return [];
    const setting = certs['environment'] === 'staging' ? 'stagingServer' : 'productionServer';
    const authority = publicAuthority(certs[setting]);
    return authority === undefined ? [] : [{ region: name, certs, setting, authority }];
  });
}
