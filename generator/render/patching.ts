import { flawOf } from '../k8s/deliverable.ts';
import { deliveryKeyChange } from '../k8s/delivery-keys.ts';
import { PatchFailure, applyPatch } from '../k8s/json-patch.ts';
import { reservedChange } from '../k8s/reserved.ts';
import { group, objectId, objectTitle, ordered, type KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { SUSPENDED_ANNOTATION } from '../k8s/labels.ts';
import { equal, get, isMap } from '../model/data.ts';
import type { Pointer } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import { lastTouch } from './customs.ts';
import type { Patch } from './customs.ts';
import { deliveryKey, failedPatch, noTarget } from './rules.ts';
import { quoted, shown } from '../model/quoted.ts';

/** Why a patch is not applied, and where in it or in what it makes. */
interface Fault {
  readonly reason: string;
  /** Of the operation. */
  readonly index?: number;
  /** Within the object that it would make. */
  readonly at?: Pointer;
  readonly rule?: RuleInfo;
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

  /** What a patched object was before, and what changed it; undefined for one that no patch changed. */
  origin(object: KubeObject): Origin | undefined {
    return this.#origins.get(object);
  }

  /** Whether any patch may have carried the region's name from one place of an object to another. */
  carries = false;

  /** Whether one did in this object. */
  readonly isCarried = (object: KubeObject): boolean => this.#origins.get(object)?.patches.some(carries) === true;

  /** Whether a patch could not be applied. */
  get hasFailed(): boolean {
    return this.#reports.size > 0;
  }

  /** What happened elsewhere; of equal failures the first counts. */
  add(other: PatchLog): void {
    for (const patch of other.#used) this.#used.add(patch);
    for (const [key, report] of other.#reports) if (!this.#reports.has(key)) this.#reports.set(key, report);
    for (const [object, origin] of other.#origins) this.#origins.set(object, origin);
    this.carries ||= other.carries;
  }

  remember(object: KubeObject, origin: Origin): void {
    this.#origins.set(object, origin);
    this.carries ||= origin.patches.some(carries);
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

  /** @param all every patch there is @param known titles of all objects, by component, for the hint */
  reports(all: readonly Patch[]): Unplaced[] {
    const unused = all
      .filter((patch) => !this.#used.has(patch))
      .map((patch): Unplaced => {
        const { kind, name } = patch.target;
        return {
          rule: noTarget,
          ...patch.spot,
          message: `no ${shown(kind)} ${quoted(name)} is made by component ${patch.component}${patch.region === 'all' ? '' : ` in ${patch.region}`}`,
          hint: `the target must be an object of that component: kubectl kustomize out/overlays/${patch.region === 'all' ? '<region>' : patch.region}/${patch.component} shows them`,
        };
      });
    return [...unused, ...this.#reports.values()];
  }
}

/** Where a patch says what an object then holds at a place: in the value of its last operation there, or that operation's path. */
function placeOf(patch: Patch, at: Pointer): Spot | undefined {
  const spot = lastTouch([patch], at);
  const operation = patch.operations[patch.operationSpots.findIndex((each) => each === spot)];
  if (spot === undefined || operation === undefined) return undefined;
  const inside = 'value' in operation && at.startsWith(`${operation.path}/`);
  return { ...spot, path: `${spot.path}${inside ? `/value${at.slice(operation.path.length)}` : '/path'}`, ...(inside ? { key: true } : {}) };
}

function carries({ operations }: Patch): boolean {
  return operations.some(({ op }) => op === 'copy' || op === 'move');
}

/** Apply to objects the patches that target them. Objects without a patch are returned as they are. */
export function patched(objects: readonly KubeObject[], patches: readonly Patch[], region: string, log: PatchLog): readonly KubeObject[] {
  if (patches.length === 0) return objects;
  // A test compares with what the cluster will see, also where a shared object holds a placeholder.
  const same = (a: unknown, b: unknown): boolean => equal(fillPlaceholders(a, region), b);
  let changed = false;
  const out = objects.map((object) => {
    let current = object;
    const applied: Patch[] = [];
    for (const patch of patches) {
      if (!matches(patch, object)) continue;
      log.use(patch);
      const result = applyPatch(current, patch.operations, same);
      if (result instanceof PatchFailure) {
        log.fail(patch, result, object, region);
        continue;
      }
      const fault = faultOf(object, result, region);
      if (fault === undefined) {
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

function matches({ target }: Patch, object: KubeObject): boolean {
  return (
    object.kind === target.kind &&
    object.metadata.name === target.name &&
    (target.group === undefined || target.group === group(object)) &&
    (target.namespace === undefined || target.namespace === object.metadata.namespace)
  );
}
