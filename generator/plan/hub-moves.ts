import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { hubsAround } from '../fleet/resolve/hubs.ts';
import type { Weight } from '../components/weight.ts';
import { hubOf, isDelivery, subject } from './change.ts';
import type { Change } from './change.ts';
import type { KnownRegion, Memory } from './memory.ts';
import type { Omission } from './omissions.ts';

/** Hubs that come where there were none, or go altogether: each Argo CD reads one folder, and the root names it. */
export function hubsBegun({ hubs: known = [] }: Memory, { gitops: { hubs } }: Fleet): Omission[] {
  const [had, has] = [known.some((hub) => hub !== ''), hubs.some(({ name }) => name !== '')];
  if (known.length === 0 || had === has) return [];
  if (has)
    return hubs.length === 1
      ? []
      : [
          {
            what: `the fleet gets ${hubs.length} hubs at once, and the Argo CD that it has reads the folders of all of them`,
            instead: `begin with one hub for the Argo CD that is there, \`gitops.hubs: { ${(hubs[0] as { name: string }).name}: { regions: all } }\`; the others may follow once that has been delivered`,
          },
        ];
  return [
    {
      what: `gitops.hubs goes, and the root Application of ${known.join(', ')} would read a folder that is no longer there`,
      instead: `leave one hub with all regions, \`gitops.hubs: { ${known[0]}: { regions: all } }\`: it costs nothing`,
    },
  ];
}

/** A region that another Argo CD delivers, before the one that delivers it has stopped. */
export function hubSteps({ hubs: old = [] }: KnownRegion, region: Region): Omission[] {
  const { name, hub, leaves } = region;
  // The one Argo CD of a fleet gets a name: that it is the only one is seen to for the fleet.
  if (old.length === 0 || old.some((each) => each.hub === '') || hub.name === '') return [];
  const stays = new Set(hubsAround(region).map((each) => each.name));
  const active = leaves?.name === hub.name ? undefined : hub.name;
  const syncing = old.find((each) => each.syncs && each.hub !== active);
  if (syncing !== undefined && (active !== undefined || !stays.has(syncing.hub)))
    return [
      {
        what: `region ${name} goes from the hub ${syncing.hub} to ${hub.name}, and that of ${syncing.hub} still syncs it by itself`,
        instead: `${steps(syncing.hub, name)} first, and leave it among the regions of ${syncing.hub}; a region moves in three merges: it is named under \`leaving\`, it goes to the regions of ${hub.name}, its name under \`leaving\` goes`,
      },
    ];
  const quiet = old.find((each) => !each.syncs && !stays.has(each.hub));
  if (quiet !== undefined && !old.some((each) => each.syncs && stays.has(each.hub)))
    return [
      {
        what: `region ${name} goes to the hub ${hub.name}, and its Applications leave ${quiet.hub} in the same change`,
        instead: `${steps(quiet.hub, name)} until ${hub.name} has been seen to deliver it: a hub that has not heard yet that it shall not sync would go on for ever`,
      },
    ];
  return [];
}

/** What it means that the Applications of a region come to a hub, or leave it. @param others hubs that had them, or will */
export function moveWords(change: Change, others: readonly string[]): Change {
  const { verb, component } = change;
  const hub = hubOf(component);
  if (others.length === 0 || subject(change).kind !== 'Application' || verb === 'update' || verb === 'replace') return change;
  const says =
    verb === 'create'
      ? `the Argo CD of ${hub} takes over what that of ${others.join(', ')} has delivered`
      : `remove it from the Argo CD of ${hub} by hand, without its objects: ${others.join(', ')} delivers them`;
  return { ...change, consequences: [says] };
}

/** A region that another Argo CD gets to deliver. */
export function handedOver({ verb, component, before, after }: Change, known: KnownRegion | undefined): Weight | undefined {
  const had = known?.hubs ?? [];
  if (verb !== 'create' || !isDelivery(component) || subject({ before, after } as Change).kind !== 'Application') return undefined;
  if (had.length === 0 || had.some(({ hub }) => hub === '' || hub === hubOf(component))) return undefined;
  return { class: 'power', says: `the Argo CD of ${hubOf(component)} gets what that of ${had.map(({ hub }) => hub).join(', ')} delivers` };
}

function steps(hub: string, region: string): string {
  return `keep \`gitops.hubs.${hub}.leaving: [${region}]\``;
}
