import type { CommitFacts, Entry } from './commit.ts';

/** What a base is called in out/: `1.2.0-2883fdd7` is version 1.2.0, and the hash of what is in it. */
export interface Revision {
  /** Empty where the objects bear none. */
  readonly version: string;
  readonly hash: string;
}

/** How a base of an agent changes in a region. */
export interface Move {
  readonly region: string;
  readonly component: string;
  readonly unit: string;
  /** `null`: it was not there, or is no longer. */
  readonly from: Revision | null;
  readonly to: Revision | null;
}

/** A commit of the main line that changed what clusters get. */
export interface Delivery {
  readonly commit: CommitFacts;
  readonly moves: readonly Move[];
  /** Region → components that changed, as far as locks of regions say so. */
  readonly components: ReadonlyMap<string, ReadonlySet<string>>;
}

const FILE = /^(?:---|\+\+\+) (?:[ab]\/)?(.+?)\t?$/;
const BASE = /^([+-])- (?:\.\.\/)+base\/([^/]+)\/([^/]+)\/(.+)$/;
const LOCKED = /^[+-]\s+"([^"/]+)\/[^"]+": "/;

/** What a patch of overlays says. @param out from the root of the repository */
export function deliveryIn({ commit, rest }: Entry, out: string): Delivery {
  const places = new Map<string, { from: Revision | null; to: Revision | null }>();
  const components = new Map<string, Set<string>>();
  let at: { readonly region: string; readonly component?: string } | undefined;
  for (const line of rest.split('\n')) {
    const path = FILE.exec(line)?.[1];
    if (path !== undefined) at = path === '/dev/null' ? at : placeOf(path, out);
    else if (line.startsWith('diff ')) at = undefined;
    else if (at !== undefined) {
      const [, sign, component, unit, folder] = BASE.exec(line) ?? [];
      if (component !== undefined && unit !== undefined && folder !== undefined) {
        const key = [at.region, component, unit].join('\0');
        const place = places.get(key) ?? { from: null, to: null };
        places.set(key, place);
        place[sign === '-' ? 'from' : 'to'] = revisionOf(folder);
      }
      const locked = at.component === undefined ? LOCKED.exec(line)?.[1] : at.component;
      if (locked !== undefined && /^[+-]/.test(line)) components.set(at.region, (components.get(at.region) ?? new Set()).add(locked));
    }
  }
  return {
    commit,
    components,
    moves: [...places].map(([key, sides]) => {
      const [region = '', component = '', unit = ''] = key.split('\0');
      return { region, component, unit, ...sides };
    }),
  };
}

function placeOf(path: string, out: string): { readonly region: string; readonly component?: string } | undefined {
  if (!path.startsWith(`${out}/overlays/`)) return undefined;
  const [region, component, file] = path.slice(out.length + '/overlays/'.length).split('/');
  if (region === undefined || component === undefined) return undefined;
  return file === undefined ? { region } : { region, component };
}

function revisionOf(folder: string): Revision {
  const [, version = '', hash = folder] = /^(?:(.+)-)?([0-9a-f]{8})$/.exec(folder) ?? [];
  return { version, hash };
}

/** Regions that a delivery held. */
export function heldBy({ trailers }: CommitFacts): string[] {
  return (trailers['Held'] ?? '').split(', ').filter((name) => name !== '');
}

/** Approvals that a delivery relied on: the name of the file, without the digest of who gave it. */
export function approvalsOf({ trailers }: CommitFacts): string[] {
  const ids = (trailers['Approvals'] ?? '').split(', ').flatMap((id) => /^([0-9a-f]+)-[0-9a-f]+(?:\/|$)/.exec(id)?.[1] ?? []);
  return [...new Set(ids)];
}
