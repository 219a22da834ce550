import { compareVersions } from '../../model/version.ts';
import { sortedKeys } from '../../model/order.ts';
import { pointer } from '../../model/pointer.ts';
import type { Fleet, Hub } from '../fleet.ts';
import type { Region } from '../region.ts';
import type { FleetSpec, HubSpec } from '../spec.ts';

/** The Argo CDs of a fleet, sorted by name: at least one. @param usual what holds where a hub says nothing else */
export function hubsOf({ gitops }: FleetSpec, usual: Hub['argocd']): Hub[] {
  if (gitops.hubs === undefined) return [{ name: '', argocd: usual, at: pointer('gitops') }];
  return sortedKeys(gitops.hubs).map((name) => {
    const { argocd = {} } = gitops.hubs?.[name] as HubSpec;
    return { name, argocd: { ...usual, ...argocd }, at: pointer('gitops', 'hubs', name) };
  });
}

/** Which hub each region is in, and which it leaves. No region is in two, and each is in one. */
export function regionHubs({ gitops }: FleetSpec, hubs: readonly Hub[]): (region: string) => { readonly hub: Hub; readonly leaves: Hub | null } {
  const [only] = hubs as [Hub];
  if (gitops.hubs === undefined) return () => ({ hub: only, leaves: null });
  const [own, left] = [new Map<string, Hub>(), new Map<string, Hub>()];
  for (const hub of hubs) {
    const { regions = [], leaving = [] } = gitops.hubs[hub.name] as HubSpec;
    for (const region of regions) own.set(region, hub);
    for (const region of leaving) left.set(region, hub);
  }
  return (region) => ({ hub: own.get(region) ?? only, leaves: left.get(region) ?? null });
}

/** The hubs that have Applications of a region: the one that delivers it, and one that it leaves. */
export function hubsAround({ hub, leaves }: Pick<Region, 'hub' | 'leaves'>): readonly Hub[] {
  return leaves === null || leaves.name === hub.name ? [hub] : [hub, leaves];
}

/** The version that every Argo CD of the fleet has at least: what a region gets must not change because it moves. */
export function leastArgoCd({ gitops }: Pick<Fleet, 'gitops'>): string {
  return gitops.hubs.map(({ argocd }) => argocd.version).reduce((least, version) => (compareVersions(version, least) < 0 ? version : least));
}

/** The namespaces in which an Argo CD of the fleet runs. */
export function argoCdNamespaces({ gitops }: Pick<Fleet, 'gitops'>): readonly string[] {
  return [...new Set(gitops.hubs.map(({ argocd }) => argocd.namespace))];
}
