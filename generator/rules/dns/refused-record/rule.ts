import { dnsSettings, managesDns } from '../../fleet/dns.ts';
import type { Zone } from '../../../fleet/fleet.ts';
import type { Region } from '../../../fleet/region.ts';
import { fillPlaceholders } from '../../../k8s/region-placeholder.ts';
import { each, text } from '../../../k8s/look.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { objectTitle } from '../../../k8s/object.ts';
import type { Pointer } from '../../../model/pointer.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** With one wildcard for all agents named.conf lists what a key may write; ExternalDNS sends all its changes in one message. */
export const rule: Rule<'delivery'> = {
  code: 'dns/refused-record',
  severity: 'error',
  what: 'An extra record has a name that the name server does not let ExternalDNS write.',
  why: 'With `records: wildcard` the key of a region may write the wildcard and what `names` lists. ExternalDNS sends its changes together: with this record the name server refuses all of them.',
  fix: 'Add the name to `components.dns.names`, and install the new `named.conf`.',
  scope: 'delivery',
  order: 60,
  *run({ fleet, extras }) {
    for (const { object, region: scope, component, spot } of extras) {
      if (object.kind !== 'DNSEndpoint' || component !== 'dns') continue;
      const regions = fleet.regions.filter((region) => (scope === 'all' || scope === region.name) && managesDns(region));
      const told = new Set<Pointer>();
      for (const region of regions) {
        for (const { name, at, label } of refused(fillPlaceholders(object, region.name), region, fleet.zone)) {
          if (told.has(at)) continue;
          told.add(at);
          yield {
            ...spot,
            path: at,
            about: { object: objectTitle(object), region: region.name },
            message: `${objectTitle(object)}: the name server does not let ExternalDNS of ${region.name} write ${quoted(name)}`,
            hint: `add ${quoted(label)} to components.dns.names`,
          };
        }
      }
    }
  },
};

function* refused(object: KubeObject, region: Region, zone: Zone): Iterable<{ readonly name: string; readonly at: Pointer; readonly label: string }> {
  const { records, discovery, handover = 'none', names = [] } = dnsSettings(region);
  if (records !== 'wildcard' || discovery || handover !== 'none') return;
  const below = `.${region.name}.${zone.name}`;
  for (const { item, at } of each(object, 'spec.endpoints[]')) {
    const name = text(item['dnsName'])?.toLowerCase().replace(/\.$/, '');
    // Names elsewhere are not published at all, and hosts of agents are not for extras: both are other rules' to say.
    if (name?.endsWith(below) !== true || region.placements.some(({ host }) => host === name)) continue;
    const label = name.slice(0, -below.length);
    if (label !== '*' && !names.includes(label)) yield { name, at: `${at}/dnsName`, label };
  }
}
