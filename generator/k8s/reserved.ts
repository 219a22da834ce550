import { isMap } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';

/** A label or annotation that is not people's to set, and whose it is. */
interface Reserved {
  /** Within the object. */
  readonly at: Pointer;
  readonly message: string;
}

const OURS = /^pap\.plugged\.in\//;

/**
 * What Kubernetes' own controllers write: in Git it would be set back and forth for ever, or tell them what is not true
 * (https://kubernetes.io/docs/reference/labels-annotations-taints/).
 */
const KUBERNETES =
  /^(?:(?:deployment|statefulset|pv|volume(?:\.beta)?|endpoints|batch|control-plane\.alpha|autoscaling\.alpha)\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied-configuration$|kubernetes\.io\/metadata\.name$|(?:pod-template|controller-revision)-hash$|job-name$|meta\.helm\.sh\/)/;

type Maps = Iterable<{ readonly at: Pointer; readonly map: Readonly<Record<string, unknown>> }>;

/** The labels and annotations of an object and of the pods it makes. */
function* maps(object: unknown, at: Pointer = ''): Maps {
  if (!isMap(object)) return;
  for (const part of ['labels', 'annotations']) {
    const map = isMap(object['metadata']) ? object['metadata'][part] : undefined;
    if (isMap(map)) yield { at: `${at}/metadata/${part}`, map };
  }
  for (const key of ['spec', 'template', 'jobTemplate', 'secretTemplate', 'inheritedMetadata']) {
    if (object[key] !== undefined) yield* maps(object[key], child(at, key));
  }
}

/** The first reserved key that an object of people's own holds. */
export function reservedIn(object: unknown): Reserved | undefined {
  for (const { at, map } of maps(object)) {
    for (const [key, value] of Object.entries(map)) {
      if (OURS.test(key))
        return { at: child(at, key), message: `${quoted(key)} is for objects that pap-fleet makes: backups, policies and dashboards go by it` };
      if (KUBERNETES.test(key)) return { at: child(at, key), message: `${quoted(key)} is set by the cluster itself` };
      if (key === 'app.kubernetes.io/managed-by' && value === 'pap-fleet')
        return { at: child(at, key), message: 'only what pap-fleet makes is managed by it' };
    }
  }
  return undefined;
}

/** The first reserved key that a patch gave another value, or took away. */
export function reservedChange(before: unknown, after: unknown): Reserved | undefined {
  const old = new Map([...maps(before)].map(({ at, map }) => [at, map]));
  const now = new Map([...maps(after)].map(({ at, map }) => [at, map]));
  for (const at of new Set([...old.keys(), ...now.keys()])) {
    const [a = {}, b = {}] = [old.get(at), now.get(at)];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (a[key] === b[key] || !(OURS.test(key) || KUBERNETES.test(key) || isSign(at, key, a, b))) continue;
      const whose = KUBERNETES.test(key) ? 'is set by the cluster itself' : 'is for pap-fleet to set: backups, policies and dashboards go by it';
      return { at: child(at, key), message: `it would change ${quoted(key)}, which ${whose}` };
    }
  }
  return undefined;
}

const OWNER = 'pap.plugged.in/owner';

/** Whether a label of the object itself says that it is the fleet's, or which agent's: the gate goes by it, and so do rules. */
function isSign(at: Pointer, key: string, before: Labels, after: Labels): boolean {
  if (at !== '/metadata/labels') return false;
  if (key === 'app.kubernetes.io/managed-by') return [before, after].some((labels) => labels[key] === 'pap-fleet');
  return /^app\.kubernetes\.io\/(name|component)$/.test(key) && Object.hasOwn(before, OWNER);
}

type Labels = Readonly<Record<string, unknown>>;
