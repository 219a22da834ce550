import { addressType, canonicalAddress } from '../../k8s/ip.ts';
import type { Zone } from '../../fleet/fleet.ts';
import { byCodeUnit } from '../../model/order.ts';
import { absoluteName, ipAddress, seconds } from './escape.ts';
import { template } from '../text.ts';
import source from './parent-zone.hbs';

/** A region whose records are managed. */
export interface DnsRegion {
  readonly name: string;
  readonly ingressHost: string;
  readonly ingressAddresses: readonly string[];
  /** Hosts of its agents below it, sorted. */
  readonly hosts: readonly string[];
  /** Hosts outside of its part of the zone that its agents have or have had, sorted. */
  readonly names: readonly string[];
  /** Generations of its keys that the name server accepts, the one in use first. */
  readonly keys: { readonly externalDns: readonly number[]; readonly certManager: readonly number[] };
  /** The records that its ExternalDNS writes, where they are known; undefined: any below the region but challenges. */
  readonly writes: readonly { readonly name: string; readonly types: readonly string[] }[] | undefined;
  /** Hosts below which records may be left that nothing deletes, sorted. */
  readonly leftBelow: readonly string[];
}

const render = template(source);

/** What the parent zone must say, region by region. The ingress hosts that lie elsewhere are somebody else's. */
export function parentZone(zone: Zone, regions: readonly DnsRegion[]): string {
  return render({
    parent: zone.parent,
    zone: zone.name,
    at: absoluteName(zone.name),
    ttl: seconds(zone.ttl),
    nameservers: zone.nameservers.map(absoluteName),
    hosts: regions
      .filter(({ ingressHost }) => ingressHost.endsWith(`.${zone.parent}`))
      .map(({ name, ingressHost, ingressAddresses }) => ({
        region: name,
        name: absoluteName(ingressHost),
        unknown: ingressAddresses.length === 0,
        addresses: [...new Set(ingressAddresses.map(canonicalAddress))]
          .sort(byCodeUnit)
          .map((address) => ({ type: addressType(address), address: ipAddress(address) })),
      })),
  });
}
