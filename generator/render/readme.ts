import { objectCount } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { template } from '../components/text.ts';
import source from './out-readme.hbs';

interface Row {
  readonly region: string;
  readonly cluster: string;
  readonly state: string;
  readonly component: string;
  readonly objects: number | string;
}

const render = template<{
  readonly fleet: string;
  readonly path: string;
  /** Whether there are several Argo CDs. */
  readonly hubs: boolean;
  readonly first: { readonly region: string; readonly component: string };
  readonly rows: readonly Row[];
}>(source);

/** `out/README.md`: for a person who lands there. */
export function readme(fleet: Fleet, overlays: readonly Overlay[]): string {
  const byRegion = new Map<string, Overlay[]>();
  for (const overlay of overlays) memo(byRegion, overlay.region.name, () => []).push(overlay);
  const rows = fleet.regions.flatMap(({ name, cluster, state }): Row[] => {
    const own = byRegion.get(name);
    if (own === undefined) return [{ region: name, cluster, state, component: '–', objects: '–' }];
    return own.map((overlay) => ({ region: name, cluster, state, component: overlay.component.name, objects: objectCount(overlay) }));
  });
  const first = overlays[0];
  return render({
    fleet: fleet.name,
    path: fleet.gitops.path,
    hubs: fleet.gitops.hubs.some(({ name }) => name !== ''),
    first: { region: first?.region.name ?? '<region>', component: first?.component.name ?? '<component>' },
    rows,
  });
}
