import type { Cause } from '../components/component.ts';
import { group, type KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import type { Spot } from '../model/finding.ts';
import { pointer, segments, type Pointer } from '../model/pointer.ts';
import { lastTouch, type Extra } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Layers } from '../rules/rule.ts';
import type { PatchLog } from '../render/patching.ts';

/** Where no one asks for layers: the agent, or the component, as a whole. */
export const unlayered: Layers = {
  agent: (agent) => pointer('agents', agent),
  setting: (component) => pointer('components', component),
  station: () => pointer('station'),
  region: (region, ...path) => pointer('regions', region, ...path),
};

/** What is needed to say by which line of the fleet an object is as it is. */
export interface Causes {
  readonly extras: ReadonlyMap<KubeObject, Extra>;
  readonly log: PatchLog;
  readonly layers: Layers;
}

/** Whether a spot is the field of an object itself, in a file that holds the object: alone, or among others. */
export function isAt({ file, path }: Spot, field: Pointer): boolean {
  return path === field || (file !== undefined && path.endsWith(field));
}

/** The character of a text that is wrong, where its cause is that text itself. Placeholders are filled in here, and not in the file. */
export function characterOf(
  { object, path, offset }: { readonly object: KubeObject; readonly path: Pointer; readonly offset?: number | undefined },
  cause: Spot,
): Pick<Spot, 'offset' | 'of'> {
  if (offset === undefined || !isAt(cause, path)) return {};
  const of = segments(path).reduce<unknown>((value, key) => (Object(value) as Readonly<Record<string, unknown>>)[key], object);
  return typeof of === 'string' ? { offset, of } : {};
}

/**
 * The line by which people caused what an object holds at a path: in an extra object, in a patch, or in the layer of the
 * fleet that set it.
 */
export function causeAt(object: KubeObject, path: Pointer, overlay: Overlay, causes: Causes): Spot {
  const extra = causes.extras.get(object);
  if (extra !== undefined) return { ...extra.spot, path: `${extra.spot.path}${path}` };
  const origin = causes.log.origin(object);
  if (origin !== undefined) {
    return lastTouch(origin.patches, path) ?? causeAt(origin.before, path, overlay, causes);
  }
  return ours(object, path, overlay, causes.layers);
}

/** The line that caused what an object of a component holds at a path. */
export function ours(object: KubeObject, path: Pointer, { region, component }: Overlay, layers: Layers): Spot {
  const agent = object.metadata.labels?.['app.kubernetes.io/name'];
  if (agent !== undefined && region.placements.some((placement) => placement.agent.name === agent)) {
    const header = pointer('agents', agent);
    const key = keyOf(component.causes?.agent, object, path);
    if (key === undefined) return { path: header, key: true };
    // Resources have the same fields in the fleet as in the object.
    const fields = key === 'resources' ? path.slice(path.indexOf('/resources/') + 1).split('/') : [key];
    for (let depth = fields.length; depth > 0; depth--) {
      const at = layers.agent(agent, region.name, ...fields.slice(0, depth));
      if (at !== header) return { path: at };
    }
    return { path: header, key: true };
  }
  const name = object.metadata.name;
  const key = keyOf(component.causes?.settings, object, path);
  if (key !== undefined) {
    const at = layers.setting(component.name, region.name, key);
    return { path: at, ...(at === region.at ? { key: true } : {}) };
  }
  const regional = name.includes(REGION_PLACEHOLDER) || name.includes(region.name);
  return { path: regional ? region.at : layers.setting(component.name, region.name), key: true };
}

function keyOf(causes: readonly Cause<string>[] | undefined, object: KubeObject, path: Pointer): string | undefined {
  return causes?.find(([kind, pattern]) => kind === `${group(object)}/${object.kind}` && pattern.test(path))?.[2];
}
