import { flawOf } from '../k8s/deliverable.ts';
import { deliveryKeyChange } from '../k8s/delivery-keys.ts';
import { PatchFailure, applyPatch, type Operation } from '../k8s/json-patch.ts';
import { reservedChange } from '../k8s/reserved.ts';
import { objectId, objectTitle, type KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { SUSPENDED_ANNOTATION } from '../k8s/labels.ts';
import { equal, get, isMap } from '../model/data.ts';
import { ordered } from '../model/order.ts';
import type { Pointer } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import { fillIn } from '../model/placeholder.ts';
import { carriesNames, isPattern, lastTouch, meets } from './customs.ts';
import type { Patch } from './customs.ts';
import { isRoot, placeholdersOf } from './patch-roots.ts';
import { deliveryKey, failedPatch, noTarget, overlappingPatch } from './rules.ts';
import { quoted, shown } from '../model/quoted.ts';
import { renamedHint, type Move } from '../fleet/moved.ts';
import { hintFor } from '../fleet/schema/suggest.ts';

/** Why a patch is not applied, and where in it or in what it makes. */
interface Fault {
  readonly reason: string;
  /** Of the operation. */
  readonly index?: number;
  /** Within the object that it would make. */
  readonly at?: Pointer;
  readonly rule?: RuleInfo;
}

/** Where patches are applied. */
export interface Place {
  /** The region. */
  readonly name: string;
  /** What a placeholder stands for in an object; undefined where it has no value. */
  readonly valueOf?: (path: readonly string[], object: KubeObject) => unknown;
}

interface Origin {
  readonly before: KubeObject;
  readonly patches: readonly Patch[];
}

/** What happened to the patches of a run: an unused one is a finding once all regions are built. */
export class PatchLog {
  readonly #used = new Set<Patch>();
  readonly #reports = new Map<string, Unplaced>();
  readonly #origins = new Map<KubeObject, Origin>();
  readonly #overlaps = new Map<string, Unplaced>();

  /** What a patched object was before, and what changed it; undefined for one that no patch changed. */
  origin(object: KubeObject): Origin | undefined {
    return this.#origins.get(object);
  }

  /** Whether any patch may have carried the region's name from one place of an object to another. */
  carries = false;

  /** Whether one did in this object. */
  readonly isCarried = (object: KubeObject): boolean => this.#origins.get(object)?.patches.some(carriesNames) === true;

  /** Whether a patch could not be applied. */
  get hasFailed(): boolean {
    return this.#reports.size > 0;
  }

  /** What happened elsewhere; of equal failures the first counts. */
  add(other: PatchLog): void {
    for (const patch of other.#used) this.#used.add(patch);
    for (const [key, report] of other.#reports) if (!this.#reports.has(key)) this.#reports.set(key, report);
    for (const [object, origin] of other.#origins) this.#origins.set(object, origin);
    for (const [key, report] of other.#overlaps) if (!this.#overlaps.has(key)) this.#overlaps.set(key, report);
    this.carries ||= other.carries;
  }

  remember(object: KubeObject, origin: Origin): void {
    this.#origins.set(object, origin);
    this.carries ||= origin.patches.some(carriesNames);
  }

  use(patch: Patch): void {
    this.#used.add(patch);
  }

  fail(patch: Patch, { reason, index, at, rule = failedPatch }: Fault, object: KubeObject, region: string): void {
    const spot = patch.operationSpots[index ?? -1] ?? (at === undefined ? undefined : placeOf(patch, at)) ?? patch.spot;
    const key = `${spot.file} ${spot.path} ${objectTitle(object)}`;
    if (this.#reports.has(key)) return;
    this.#reports.set(key, {
      rule,
      ...spot,
      message: `the patch ${rule === failedPatch ? 'does not apply' : 'may not be applied'} to ${objectTitle(object)} in ${region}: ${reason.replaceAll(REGION_PLACEHOLDER, region)}`,
      hint: rule === failedPatch ? 'look at the object in out/ and correct the path or the expected value' : 'remove it from the patch',
    });
  }

  /** A later patch takes away what an earlier one wrote, unless it tests first what it finds there. */
  overlap(earlier: Patch, later: Patch, object: KubeObject): void {
    for (const [i, { op, path }] of later.operations.entries()) {
      if (op === 'test' || path.endsWith('/-')) continue;
      if (later.operations.slice(0, i).some((before) => before.op === 'test' && reaches(before.path, path))) continue;
      const lost = earlier.operations.findIndex((one) => one.op !== 'test' && !one.path.endsWith('/-') && reaches(one.path, path));
      if (lost === -1) continue;
      const [spot, other] = [later.operationSpots[i] as Spot, earlier.operationSpots[lost] as Spot];
      const key = `${other.file} ${other.path} ${spot.file} ${spot.path}`;
      if (this.#overlaps.has(key)) continue;
      this.#overlaps.set(key, {
        rule: overlappingPatch,
        ...spot,
        message: `two patches write ${quoted(path)} of ${objectTitle(object).replaceAll(REGION_PLACEHOLDER, '<region>')}; this one is applied last`,
        hint: `write it in one of them, or test in this one what the other wrote: {op: test, path: ${path}, value: …}`,
        related: [{ ...other, note: 'the other patch' }],
      });
    }
  }

  /**
   * @param all every patch there is
   * @param made all objects of a component, to say which names are near
   * @param moved agents that have another name now
   */
  reports(all: readonly Patch[], made: (component: string) => readonly KubeObject[] = () => [], moved: readonly Move[] = []): Unplaced[] {
    const unused = all.filter((patch) => !this.#used.has(patch)).map((patch) => withoutTarget(patch, made(patch.component), moved));
    return [...unused, ...this.#reports.values(), ...this.#overlaps.values()];
  }
}

/** Whether a path lies at another, or below it. */
function reaches(path: Pointer, other: Pointer): boolean {
  return path === other || path.startsWith(`${other}/`);
}

function withoutTarget(patch: Patch, made: readonly KubeObject[], moved: readonly Move[]): Unplaced {
  const { target, region, regions, component } = patch;
  const { kind, name, namespace, labelSelector } = target;
  const what = [
    `no ${shown(kind)}`,
    ...(name === undefined ? [] : [isPattern(name) ? `with a name like ${quoted(name)}` : quoted(name)]),
    ...(namespace === undefined ? [] : [`in the namespace ${quoted(namespace)}`]),
    ...(labelSelector === undefined ? [] : [`with the labels ${quoted(labelSelector)}`]),
  ].join(' ');
  const where = regions === undefined ? (region === 'all' ? '' : ` in ${region}`) : ` in the group ${region}`;
  const alike = made.filter((object) => object.kind === kind);
  const names = [...new Set(alike.map((object) => object.metadata.name))].filter((each) => !each.includes(REGION_PLACEHOLDER)).sort();
  const folder = region === 'all' || regions !== undefined ? '<region>' : region;
  const renamed = name === undefined ? undefined : renamedHint(name, moved);
  const hint =
    renamed !== undefined
      ? renamed
      : alike.length === 0
        ? hintFor(kind, [...new Set(made.map((object) => object.kind))].sort())
        : name !== undefined && !names.includes(name)
          ? hintFor(name, names)
          : undefined;
  return {
    rule: noTarget,
    ...patch.spot,
    message: `${what} is made by component ${component}${where}`,
    hint: hint ?? `the target must be an object of that component: kubectl kustomize out/overlays/${folder}/${component} shows them`,
  };
}

/** Where a patch says what an object then holds at a place: in the value of its last operation there, or that operation's path. */
function placeOf(patch: Patch, at: Pointer): Spot | undefined {
  const spot = lastTouch([patch], at);
  const operation = patch.operations[patch.operationSpots.findIndex((each) => each === spot)];
  if (spot === undefined || operation === undefined) return undefined;
  const inside = 'value' in operation && at.startsWith(`${operation.path}/`);
  return { ...spot, path: `${spot.path}${inside ? `/value${at.slice(operation.path.length)}` : '/path'}`, ...(inside ? { key: true } : {}) };
}

/** Apply to objects the patches that target them. Objects without a patch are returned as they are. */
export function patched(objects: readonly KubeObject[], patches: readonly Patch[], place: Place, log: PatchLog): readonly KubeObject[] {
  if (patches.length === 0) return objects;
  const { name: region } = place;
  // A test compares with what the cluster will see, also where a shared object holds a placeholder.
  const same = (a: unknown, b: unknown): boolean => equal(fillPlaceholders(a, region), fillPlaceholders(b, region));
  let changed = false;
  const out = objects.map((object) => {
    let current = object;
    const applied: Patch[] = [];
    for (const patch of patches) {
      if (!meets(patch, object)) continue;
      log.use(patch);
      const operations = filledFor(object, patch, place);
      if (!Array.isArray(operations)) {
        log.fail(patch, operations as Fault, object, region);
        continue;
      }
      const result = applyPatch(current, operations as Operation[], same);
      if (result instanceof PatchFailure) {
        log.fail(patch, result, object, region);
        continue;
      }
      const fault = faultOf(object, result, region);
      if (fault === undefined) {
        for (const earlier of applied) log.overlap(earlier, patch, object);
        current = result as KubeObject;
        applied.push(patch);
        changed = true;
      } else log.fail(patch, fault, object, region);
    }
    if (current === object) return object;
    const made = ordered(current, object);
    log.remember(made, { before: object, patches: applied });
    return made;
  });
  return changed ? out : objects;
}

/** A patch may change what an object says, not what it is: else it could bring in what `config/extra` may not. */
function faultOf(before: KubeObject, after: unknown, region: string): Fault | undefined {
  if (!isObject(after) || objectId(after) !== objectId(before))
    return { reason: 'it would become another object: group, kind, namespace and name stay' };
  const steering = deliveryKeyChange(before, after);
  if (steering !== undefined) return { rule: deliveryKey, at: steering.at, reason: steering.message };
  const flaw = flawOf(fillPlaceholders(after, region)) ?? reservedChange(before, after);
  return flaw === undefined ? started(after) : { at: flaw.at, reason: flaw.message };
}

/** Suspending an agent beats everything that says how many pods run, and so it beats patches. */
function started({ metadata, spec }: KubeObject): Fault | undefined {
  const runs = metadata.annotations?.[SUSPENDED_ANNOTATION] === 'true' && get(spec, ['replicas']) !== 0;
  return runs ? { at: '/spec/replicas', reason: 'the agent is suspended, and no patch starts it; change its state instead' } : undefined;
}

function isObject(value: unknown): value is KubeObject {
  if (!isMap(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string' || !isMap(value['metadata'])) return false;
  return ['string', 'undefined'].includes(typeof value['metadata']['namespace']);
}

/** The operations with the placeholders filled in that an object has values for. */
function filledFor(object: KubeObject, { operations, roots }: Patch, { valueOf }: Place): readonly Operation[] | Fault {
  if (roots === undefined || roots.length === 0) return operations;
  for (const [index, operation] of operations.entries()) {
    const missing = [...placeholdersOf(operation.value)].find(({ path }) => isRoot(path) && valueOf?.(path, object) === undefined);
    if (missing !== undefined) return { index, reason: `${missing.text} has no value here, as the object is not one of an agent` };
  }
  return operations.map((operation) =>
    'value' in operation
      ? { ...operation, value: fillIn(operation.value, (path) => (isRoot(path) ? valueOf?.(path, object) : undefined)) }
      : operation,
  );
}
