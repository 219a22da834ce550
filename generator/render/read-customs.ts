import { quoted } from '../model/quoted.ts';
import type { Component } from '../components/component.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Operation } from '../k8s/json-patch.ts';
import { ordered, type KubeObject } from '../k8s/object.ts';
import { handWrittenFlaw } from '../k8s/hand-written.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { child } from '../model/pointer.ts';
import { isMap } from '../model/data.ts';
import { unknownComponent, unknownRegion } from '../fleet/schema/rules.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { CustomFile } from '../yaml/read.ts';
import type { Customs, Extra, Patch } from './customs.ts';
import { deliveryKey, invalidObject, invalidPatch } from './rules.ts';

interface Known {
  readonly fleet: Fleet;
  readonly components: readonly Component[];
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
    else readPatches(file, patches, reports);
  }
  return { customs: { extras, patches }, reports };
}

function misplacement({ region, component, path, role }: CustomFile, { fleet, components }: Known): Unplaced | undefined {
  const regions = fleet.regions.map(({ name }) => name);
  const spot: Spot = { file: path, path: '' };
  if (region !== 'all' && !regions.includes(region)) {
    return {
      rule: unknownRegion,
      ...spot,
      message: `config/${role}/${region} names a region that the fleet does not have`,
      hint: hintFor(region, [...regions, 'all']),
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
  const flaw = handWrittenFlaw(object, { agents: fleet.namespace, argocd: fleet.gitops.argocd.namespace }, kinds);
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

const OPS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function readPatches({ data, path, region, component }: CustomFile, patches: Patch[], reports: Unplaced[]): void {
  const spot = (at: string): Spot => ({ file: path, path: at });
  const refuse = (at: string, message: string, hint?: string): void => void reports.push({ rule: invalidPatch, ...spot(at), message, hint });
  if (!Array.isArray(data))
    return refuse('', 'this must be a list of patches', '- target: {kind: Deployment, name: x}\n  patch: [{op: replace, path: /spec/…, value: …}]');
  for (const [i, item] of (data as unknown[]).entries()) {
    const at = child('', i);
    if (!isMap(item) || !isMap(item['target']) || !Array.isArray(item['patch'])) {
      refuse(at, 'a patch needs "target" and "patch"');
      continue;
    }
    const stray = Object.keys(item).find((key) => key !== 'target' && key !== 'patch');
    if (stray !== undefined) {
      refuse(child(at, stray), `unknown key ${quoted(stray)} in a patch`, 'a patch has "target" and "patch"');
      continue;
    }
    const target = item['target'];
    const odd = Object.keys(target).find((key) => !['kind', 'name', 'group', 'namespace'].includes(key) || typeof target[key] !== 'string');
    if (odd !== undefined || typeof target['kind'] !== 'string' || typeof target['name'] !== 'string') {
      refuse(
        child(at, 'target'),
        odd === undefined ? 'a target needs "kind" and "name"' : `${quoted(odd)} is not part of a target, or is not text`,
        'kind, name, and where needed group and namespace',
      );
      continue;
    }
    const operations = item['patch'] as unknown[];
    const bad = operations.findIndex((operation) => !isOperation(operation));
    if (bad !== -1) {
      refuse(child(child(at, 'patch'), bad), 'this is not a JSON 6902 operation', '{op, path, value}, or {op, from, path} to move and copy');
      continue;
    }
    patches.push({
      region,
      component,
      spot: spot(child(at, 'target')),
      target: target as Patch['target'],
      operations: operations as Operation[],
      operationSpots: operations.map((_, n) => spot(child(child(at, 'patch'), n))),
    });
  }
}

function isOperation(value: unknown): value is Operation {
  if (!isMap(value) || typeof value['op'] !== 'string' || !OPS.includes(value['op']) || typeof value['path'] !== 'string') return false;
  if (['move', 'copy'].includes(value['op'])) return typeof value['from'] === 'string';
  return value['op'] === 'remove' || 'value' in value;
}
