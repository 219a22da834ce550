import { isDeliveryKey } from '../k8s/delivery-keys.ts';
import { isClusterKind } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isMap } from '../model/data.ts';

/** Fields of `metadata` that the API server writes, or that say who made the object. */
const WRITTEN = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
  'ownerReferences',
];

/** Labels and annotations that controllers and tools write about what they did. */
const OF_TOOLS =
  /^(?:kubectl\.kubernetes\.io\/|(?:deployment|statefulset|pv|volume(?:\.beta)?|endpoints|batch|control-plane\.alpha|autoscaling\.alpha|autoscaling)\.kubernetes\.io\/|kubernetes\.io\/metadata\.name$|(?:pod-template|controller-revision)-hash$|pod-template-generation$|meta\.helm\.sh\/|cattle\.io\/|field\.cattle\.io\/|objectset\.rio\.cattle\.io\/)/;

/** By which Argo CD knows what it delivers. */
const TRACKING = /^argocd\.argoproj\.io\/(?:tracking-id|refresh)$/;

/** What the cluster chooses for an object, besides `status`; by kind, as dotted paths. */
const CHOSEN: Readonly<Record<string, readonly string[]>> = {
  Service: ['spec.clusterIP', 'spec.clusterIPs', 'spec.ipFamilies', 'spec.ipFamilyPolicy', 'spec.healthCheckNodePort'],
  PersistentVolumeClaim: ['spec.volumeName'],
  Namespace: ['spec.finalizers'],
  ServiceAccount: ['secrets'],
};

/** An object without what a cluster wrote into it, and the names of what was taken away. */
export function cleaned(data: Readonly<Record<string, unknown>>): { readonly object: KubeObject; readonly dropped: readonly string[] } {
  const dropped: string[] = [];
  const without = (map: Readonly<Record<string, unknown>>, gone: (key: string, value: unknown) => boolean, at: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(map).filter(([key, value]) => {
        if (!gone(key, value)) return true;
        dropped.push(`${at}${key}`);
        return false;
      }),
    );
  const keys = (map: Readonly<Record<string, unknown>>, at: string): Record<string, unknown> => {
    const out = { ...map };
    for (const part of ['labels', 'annotations']) {
      if (!isMap(out[part])) continue;
      const kept = without(out[part], isWritten, `${at}${part} `);
      if (Object.keys(kept).length > 0) out[part] = kept;
      else delete out[part];
    }
    return out;
  };
  const { status, metadata, ...rest } = withoutNulls(data) as Record<string, unknown>;
  if (status !== undefined) dropped.push('status');
  const own = without(
    metadata as Record<string, unknown>,
    (key, value) => WRITTEN.includes(key) || (key === 'finalizers' && isProtection(value)),
    'metadata.',
  );
  const object = { ...rest, metadata: keys(own, 'metadata.') } as unknown as KubeObject;
  for (const path of CHOSEN[object.kind] ?? []) removeAt(object, path, dropped);
  const template = isMap(object['spec']) && isMap(object['spec']['template']) ? object['spec']['template'] : undefined;
  if (template !== undefined && isMap(template['metadata'])) {
    const { creationTimestamp: _, ...inner } = template['metadata'];
    (object['spec'] as Record<string, unknown>)['template'] = { ...template, metadata: keys(inner, 'spec.template.metadata.') };
  }
  // What has no namespace needs none said; tools that print may leave an empty one.
  if (object.metadata.namespace === '' || (isClusterKind(object) && object.metadata.namespace !== undefined))
    delete (object.metadata as { namespace?: string }).namespace;
  return { object, dropped };
}

function isWritten(key: string, value: unknown): boolean {
  return OF_TOOLS.test(key) || TRACKING.test(key) || (key === 'app.kubernetes.io/managed-by' && value === 'Helm');
}

/** Finalizers of Kubernetes itself come again by themselves. */
function isProtection(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((each) => typeof each === 'string' && /^(?:kubernetes(?:\.io\/.*)?|foregroundDeletion|orphan)$/.test(each))
  );
}

function removeAt(object: KubeObject, path: string, dropped: string[]): void {
  const steps = path.split('.');
  let at: Record<string, unknown> = object;
  for (const step of steps.slice(0, -1)) {
    if (!isMap(at[step])) return;
    at[step] = { ...at[step] };
    at = at[step] as Record<string, unknown>;
  }
  const last = steps.at(-1) as string;
  // A headless Service is one because somebody said so.
  if (!(last in at) || at['clusterIP'] === 'None') return;
  dropped.push(path);
  delete at[last];
  if (steps.length === 2 && Object.keys(at).length === 0) delete (object as Record<string, unknown>)[steps[0] as string];
}

/** To the API server null is as good as absent, but in lists. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])));
}

/** The same for people's own use: without labels and annotations that only tools and the fleet may set. */
export function ownKeys(object: KubeObject): KubeObject {
  const clean = (value: unknown): unknown => {
    if (!isMap(value)) return value;
    const out: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if ((key === 'labels' || key === 'annotations') && isMap(item)) {
        const kept = Object.entries(item).filter(([name, text]) => {
          const goes = /^pap\.plugged\.in\//.test(name) || (name === 'app.kubernetes.io/managed-by' && text === 'pap-fleet') || steers(name);
          return !goes;
        });
        if (kept.length > 0) out[key] = Object.fromEntries(kept);
      } else out[key] = ['metadata', 'spec', 'template', 'jobTemplate', 'secretTemplate', 'inheritedMetadata'].includes(key) ? clean(item) : item;
    }
    return out;
  };
  return clean(object) as KubeObject;
}

/** By which Argo CD knows what it delivers, unless it is told otherwise: other tools label their objects with it. */
export function withoutInstance(object: KubeObject): KubeObject {
  const { 'app.kubernetes.io/instance': instance, ...labels } = object.metadata.labels ?? {};
  return instance === undefined ? object : { ...object, metadata: { ...object.metadata, labels } };
}

const HARMLESS = new Set(['helm.sh/chart', 'argocd.argoproj.io/sync-options', 'argocd.argoproj.io/sync-wave']);

function steers(key: string): boolean {
  return isDeliveryKey(key) && !HARMLESS.has(key);
}
