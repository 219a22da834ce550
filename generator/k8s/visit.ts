import { group } from './object.ts';
import type { KubeObject } from './object.ts';
import { isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';

export type Data = Readonly<Record<string, unknown>>;

/** A map inside an object, and where it stands. */
export interface Placed {
  readonly path: Pointer;
  readonly value: Data;
}

let lastRoot: unknown;
let lastFields = new Map<string, Placed[]>();
/** Fields that a rule has asked for: of all others no index is made. */
const asked = new Set<string>();
const NONE: readonly Placed[] = [];

/** Every map inside an object that has a field, from outside in. Rule after rule asks about one object: its index is kept until the next one's. */
export function having(object: unknown, field: string): readonly Placed[] {
  const isNew = !asked.has(field);
  if (isNew) asked.add(field);
  if (object !== lastRoot || isNew) {
    lastFields = new Map();
    collect(object, '');
    lastRoot = object;
  }
  return lastFields.get(field) ?? NONE;
}

function collect(value: unknown, path: Pointer): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (typeof value[i] === 'object') collect(value[i], `${path}/${i}`);
  } else if (value !== null) {
    const map = value as Data;
    for (const key of Object.keys(map)) {
      if (asked.has(key)) memo(lastFields, key, () => []).push({ path, value: map });
      const inner = map[key];
      if (typeof inner === 'object' && inner !== null) collect(inner, child(path, key));
    }
  }
}

/** The map at the end of a path of keys, if there is one. */
export function mapAt(value: unknown, ...keys: string[]): Placed | undefined {
  let here: unknown = value;
  for (const key of keys) {
    if (!isMap(here)) return undefined;
    here = here[key];
  }
  return isMap(here) ? { path: keys.reduce(child, ''), value: here } : undefined;
}

/** The maps of a list under a key; what is no map there is the schema's to find. */
export function itemsOf({ path, value }: Placed, key: string): Placed[] {
  const list = value[key];
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).flatMap((item, i) => (isMap(item) ? [{ path: `${child(path, key)}/${i}`, value: item }] : []));
}

/** The map under a key of a map. */
export function within({ path, value }: Placed, key: string): Placed[] {
  const inner = value[key];
  return isMap(inner) ? [{ path: child(path, key), value: inner }] : [];
}

const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Kinds that run pods, as rules name them. */
export const POD_KINDS: readonly string[] = Object.keys(POD_SPECS);

/** The specification of the pods that an object runs. */
export function podSpec(object: KubeObject): Placed | undefined {
  const keys = POD_SPECS[`${group(object)}/${object.kind}`];
  return keys === undefined ? undefined : mapAt(object, ...keys);
}

/** Containers of every sort. */
export function containers(object: KubeObject): Placed[] {
  const pod = podSpec(object);
  return pod === undefined ? [] : ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) => itemsOf(pod, key));
}
