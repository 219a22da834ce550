import type { Component } from '../components/component.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { KubeObject } from '../k8s/object.ts';
import { ordered } from '../model/order.ts';
import { argoCdNamespaces } from '../fleet/resolve/hubs.ts';
import { handWrittenFlaw } from '../k8s/hand-written.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { isMap } from '../model/data.ts';
import { unknownComponent, unknownRegion } from '../fleet/schema/rules.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { CustomFile } from '../yaml/read.ts';
import type { Customs, Extra, Patch } from './customs.ts';
import { readPatches } from './read-patches.ts';
import { deliveryKey, invalidObject } from './rules.ts';

interface Known {
  readonly fleet: Fleet;
  readonly components: readonly Component[];
  /** Group → its regions. */
  readonly groups?: ReadonlyMap<string, readonly string[]>;
  /** Kinds that the fleet brings. */
  readonly kinds: Kinds;
}

/** Understand hand-written objects and patches, and hold them to the rules our own objects obey. */
export function readCustoms(files: readonly CustomFile[], known: Known): { customs: Customs; reports: Unplaced[] } {
  const extras: Extra[] = [];
  const patches: Patch[] = [];
  const reports: Unplaced[] = [];
  for (const file of files) {
    const misplaced = misplacement(file, known);
    if (misplaced !== undefined) reports.push(misplaced);
    else if (file.role === 'extra') readExtra(file, known, extras, reports);
    else patches.push(...readPatches(file, known.groups?.get(file.region), reports));
  }
  // What is said of a region wins over what is said of its groups, and that over what is said of all.
  const rank = ({ region, regions }: Patch): number => (region === 'all' ? 0 : regions === undefined ? 2 : 1);
  patches.sort((a, b) => rank(a) - rank(b));
  return { customs: { extras, patches }, reports };
}

function misplacement({ region, component, path, role }: CustomFile, { fleet, components, groups }: Known): Unplaced | undefined {
  const regions = fleet.regions.map(({ name }) => name);
  const spot: Spot = { file: path, path: '' };
  const isGroup = groups?.has(region) === true;
  if (region !== 'all' && !regions.includes(region) && !(isGroup && role === 'patches')) {
    const known = role === 'patches' ? [...regions, ...(groups?.keys() ?? []), 'all'] : [...regions, 'all'];
    return {
      rule: unknownRegion,
      ...spot,
      message: isGroup
        ? `config/extra/${region} names a group: objects are added to one region, or to all`
        : `config/${role}/${region} names a region${role === 'patches' && groups !== undefined && groups.size > 0 ? ' or group' : ''} that the fleet does not have`,
      hint: hintFor(region, known),
    };
  }
  const names = components.map(({ name }) => name);
  if (names.includes(component)) return undefined;
  return {
    rule: unknownComponent,
    ...spot,
    message: `config/${role}/${region}/${component} names no component`,
    hint: hintFor(component, names),
  };
}

function readExtra({ data, path, region, component }: CustomFile, { fleet, kinds }: Known, extras: Extra[], reports: Unplaced[]): void {
  const spot = (at: string): Spot => ({ file: path, path: at });
  const refuse = (at: string, message: string, hint?: string): void => void reports.push({ rule: invalidObject, ...spot(at), message, hint });
  if (!isMap(data) || typeof data['apiVersion'] !== 'string' || typeof data['kind'] !== 'string' || !isMap(data['metadata'])) {
    return refuse('', 'this is not a Kubernetes object: it needs apiVersion, kind and metadata', 'one object per file');
  }
  const object = withoutTimestamps(data) as KubeObject;
  const flaw = handWrittenFlaw(object, { agents: fleet.namespace, argocd: argoCdNamespaces(fleet) }, kinds);
  if (flaw?.steers === true) return void reports.push({ rule: deliveryKey, ...spot(flaw.at), key: true, message: flaw.message, hint: flaw.hint });
  if (flaw !== undefined) return refuse(flaw.at, flaw.message, flaw.hint);
  extras.push({ region, component, spot: spot(''), object: ordered(object) });
}

/** Tools that print objects, such as kubeseal, leave `creationTimestamp: null` behind, which Kustomize drops. */
function withoutTimestamps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimestamps);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !(key === 'creationTimestamp' && item === null))
      .map(([key, item]) => [key, withoutTimestamps(item)]),
  );
}
