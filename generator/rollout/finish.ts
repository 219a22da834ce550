import type { Rollout } from '../fleet/rollouts/rollout.ts';
import { targetOf } from '../fleet/target.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { get, isMap, leaves } from '../model/data.ts';
import { sortedKeys } from '../model/order.ts';
import { child, pointer, type Pointer } from '../model/pointer.ts';
import type { FileMap } from '../render/files.ts';
import type { ConfigFile } from '../yaml/read.ts';
import type { Sources } from '../yaml/sources.ts';
import { editsOf, type ConfigEdits, type Wanted } from './config-edits.ts';

/** Where a rollout is written: path below the config folder. */
export function rolloutPath(name: string): string {
  return `rollouts/${name}.yaml`;
}

/** What a rollout set, written where it belongs, and its file taken away. */
export function finishEdits(
  rollout: Rollout,
  { spec, sources, config }: { spec: FleetSpec; sources: Sources; config: readonly ConfigFile[] },
): ConfigEdits {
  const wanted = Object.entries(rollout.set).flatMap(([key, value]): Wanted[] => {
    const [section, name = ''] = targetOf(key);
    // The release that runs is the one that every region is on now: nothing has to say so.
    if (section === 'generator') return [];
    if (section === 'versions') return sortedKeys(spec.regions).flatMap((region) => below(pointer('regions', region, 'versions'), value));
    const at = pointer(section, name);
    if (Object.keys(value).length === 0) return get(spec, [section, name]) === undefined ? [{ at, value: {} }] : [];
    return below(at, value);
  });
  return new Map([...editsOf(config, sources, wanted), [rolloutPath(rollout.name), null]]);
}

/** Keys are written one by one: what else stands beside them stays. */
function below(at: Pointer, value: Readonly<Record<string, unknown>>): Wanted[] {
  return [...leaves(value)].map(([path, leaf]) => ({ at: path.reduce<Pointer>(child, at), value: isMap(leaf) ? { ...leaf } : leaf }));
}

/** Files that are not the same in both: sorted. */
export function differing(before: FileMap, after: FileMap): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
