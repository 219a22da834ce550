// Small edits of fleets: each key of the schema with other values, and what a region gets then, in memory.
import { compile } from '../../generator/compile.ts';
import type { Fleet, Region } from '../../generator/fleet/fleet.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { Memory } from '../../generator/model/memory.ts';
import { regionObjects, rootObjects } from '../../generator/render/argocd.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import type { Overlay } from '../../generator/render/overlay.ts';
import { keys, valuesFor, variants } from '../support/key-values.ts';
import type { Key } from '../support/key-values.ts';
import { configOf } from '../support/fleets.ts';
import type { Data } from '../support/fleets.ts';
import { inOrder } from './delivered.ts';

/** `Kind namespace/name` → object, in the order of a sync. */
export type Objects = ReadonlyMap<string, KubeObject>;

/** What a fleet is in one of its regions. */
export interface Edited {
  readonly spec: Data;
  readonly objects: Objects;
  readonly fleet: Fleet;
  readonly region: Region;
  /** Of all regions. */
  readonly overlays: readonly Overlay[];
}

export const REGION = 'us-east';

export const byTitle = (objects: readonly KubeObject[]): Objects => new Map(inOrder(objects).map((object) => [objectTitle(object), object]));

export const same = (a: KubeObject | undefined, b: KubeObject | undefined): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Titles of what is another object in the one than in the other, or is not there. */
export function changed(a: Objects, b: Objects): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((title) => !same(a.get(title), b.get(title)));
}

/** A fleet changes by little from one question to the next. */
const memory = new Memory();

/** A fleet that the checks take, or undefined. */
export function edited(spec: Data): Edited | undefined {
  const { fleet, files, overlays } = compile(configOf({ spec: spec as never, customs: {} }), [], memory);
  const region = fleet?.regions.find(({ name }) => name === REGION);
  if (files === undefined || fleet === undefined || region === undefined || overlays === undefined) return undefined;
  const objects = overlays.filter((overlay) => overlay.region === region).flatMap(overlayObjects);
  // Through JSON: a key that is undefined is not there.
  return { spec, fleet, region, overlays, objects: byTitle(JSON.parse(JSON.stringify(objects)) as KubeObject[]) };
}

/** The same with what Argo CD gets for all regions. */
export function withArgocd({ fleet, overlays, objects }: Edited): Objects {
  const roots = fleet.gitops.hubs.flatMap((hub) => rootObjects(fleet, hub));
  const own = fleet.regions.flatMap((region) =>
    regionObjects(
      fleet,
      region,
      overlays.filter((overlay) => overlay.region === region),
    ),
  );
  return byTitle([...objects.values(), ...(JSON.parse(JSON.stringify([...roots, ...own])) as KubeObject[])]);
}

/** The same settings of another layer give the same objects. */
const LAYERS =
  /^(groups\.\*\.(components|agentOverrides|agents|station)|regions\.\*\.(components|agentOverrides|station)|agents\.\*\.overrides|tiers)\./;

export const nameOf = ({ path }: Key): string => path.join('.');

/** Each key in one layer. */
export const walked = keys.filter((key) => !LAYERS.test(nameOf(key)));

/** Who reads some objects of a region: an edit that changes none of them is nothing to it. */
export type Reader = (object: KubeObject) => boolean;

const readBy = (objects: Objects, reads: Reader): Objects => new Map([...objects].filter(([, object]) => reads(object)));

export interface Walk {
  readonly key: string;
  /** At most as many as were asked for. */
  readonly edits: readonly Edited[];
}

/** Of every key with which objects change that somebody reads: other values, each beside a fleet in which all else is as in the base. */
export function walksOf(base: Edited, reads: Reader, values: Readonly<Record<string, readonly unknown[]>> = {}, most = 2): Walk[] {
  const before = readBy(base.objects, reads);
  return walked.flatMap((key): Walk[] => {
    const edits: Edited[] = [];
    for (const specs of variants(base.spec, key, values[nameOf(key)] ?? valuesFor(key))) {
      for (const spec of specs) {
        const after = edits.length < most ? edited(spec) : undefined;
        if (after !== undefined && changed(before, readBy(after.objects, reads)).length > 0) edits.push(after);
      }
    }
    return edits.length === 0 ? [] : [{ key: nameOf(key), edits }];
  });
}

/** Keys of a component's own schema: a setting that no edit of these changes is one that nobody walks. */
export function settingsOf(component: string): string[] {
  return walked.map(nameOf).filter((name) => name.startsWith(`components.${component}.`));
}
