// What ExternalDNS leaves in a zone. Its provider for RFC 2136 never reads SRV records back (provider/rfc2136/rfc2136.go, Records),
// so it deletes neither them nor the notes about their owner; since 0.18 it no longer knows the notes of the format before.
import type { Zone } from '../../fleet/fleet.ts';
import { hooksService, oldOwnershipName, ownershipName } from '../../k8s/dns-names.ts';
import { speaksHooks } from '../agent-facts.ts';
import type { RegionContext } from '../component.ts';
import { template } from '../text.ts';
import source from './cleanup.hbs';
import { absoluteName } from './escape.ts';
import type { DnsRegion } from './parent-zone.ts';
import type { DnsSettings } from './settings.generated.ts';

/** So many hosts in one message: RFC 2136 has it in one DNS message, of at most 65,535 octets. */
const HOSTS_PER_MESSAGE = 50;

const render = template(source);

/**
 * Hosts below which something may be left: with `discovery` those that are not announced, in a handover all. It follows from the
 * config alone, so it also names hosts that never had such a record: to delete what is not there does nothing (RFC 2136 §3.4.2.3).
 */
export function leftBelow({ settings, hosts, placements }: RegionContext<DnsSettings>): readonly string[] {
  if (settings.discovery) {
    const announced = new Set(placements.filter(({ agent }) => speaksHooks(agent)).map(({ host }) => host));
    return hosts().filter((host) => !announced.has(host));
  }
  return settings.handover === 'none' ? [] : hosts();
}

/** The script that deletes it. No record of these names is wanted, and ExternalDNS would write anew what is. */
export function cleanup(zone: Zone, { name, leftBelow: hosts }: DnsRegion): string {
  const messages: string[][] = [];
  for (let start = 0; start < hosts.length; start += HOSTS_PER_MESSAGE)
    messages.push(hosts.slice(start, start + HOSTS_PER_MESSAGE).flatMap((host) => recordsBelow(host)));
  return render({ region: name, at: absoluteName(zone.name), messages });
}

/** Name and type of the records, as nsupdate reads them. */
function recordsBelow(host: string): string[] {
  const service = hooksService(host);
  return [`${absoluteName(service)} SRV`, `${absoluteName(ownershipName('SRV', service))} TXT`, `${oldOwnershipName(host)}. TXT`];
}
