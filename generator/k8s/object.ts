import { ordered } from '../model/order.ts';
import { shown } from '../model/quoted.ts';

/** A Kubernetes object as data: what `satisfies IDeployment` and its like have checked when it was written down. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  /** `spec`, `data` and the like: their shape is the kind's. */
  readonly [field: string]: unknown;
}

/** A kind as AppProjects name it: the group is empty for the core API. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
  readonly cluster?: true;
}

export function group(object: { readonly apiVersion: string }): string {
  const slash = object.apiVersion.indexOf('/');
  return slash === -1 ? '' : object.apiVersion.slice(0, slash);
}

export function version(object: { readonly apiVersion: string }): string {
  return object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
}

/**
 * What is known of a kind, worked out once. Version and kind are looked up one after the other: to put them together, for each of many thousand objects and
 * each who asks, costs more than both.
 */
export function knownByKind<V>(make: (apiVersion: string, kind: string) => V): (object: Pick<KubeObject, 'apiVersion' | 'kind'>) => V {
  const known = new Map<string, Map<string, V>>();
  return ({ apiVersion, kind }) => {
    let ofVersion = known.get(apiVersion);
    if (ofVersion === undefined) known.set(apiVersion, (ofVersion = new Map<string, V>()));
    const value = ofVersion.get(kind);
    if (value !== undefined || ofVersion.has(kind)) return value as V;
    const made = make(apiVersion, kind);
    ofVersion.set(kind, made);
    return made;
  };
}

/** Identity within a cluster. The version is no part of it: two versions of one object are one object. */
export function objectId(object: KubeObject): string {
  return `${group(object)}/${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Identity as people read it: `Deployment agents/research-agent`. */
export function objectTitle(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return `${called(object.kind)} ${namespace === undefined ? '' : `${called(namespace)}/`}${called(name)}`;
}

/** Longer than any legal name. */
const NO_NAME = 253;

function called(name: string): string {
  return typeof name === 'string' && name.length <= NO_NAME ? name : shown(String(name));
}

/** Kinds without a namespace among those a fleet may hold, as `group/Kind`. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/PersistentVolume',
  '/Node',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterSecretStore',
  'external-secrets.io/ClusterExternalSecret',
  'gateway.networking.k8s.io/GatewayClass',
  'keda.sh/ClusterTriggerAuthentication',
  'networking.k8s.io/IngressClass',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
]);

/** `apps/Deployment`; of the core API the kind alone, as policies and grants have it. */
export function kindName(object: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  const of = group(object);
  return of === '' ? object.kind : `${of}/${object.kind}`;
}

/** Keys that people look for first; all others are sorted, so that the order in which they are written reaches no file. */
const FIRST = { apiVersion: '', kind: '', metadata: { name: '', namespace: '', labels: {}, annotations: {} } };

/** An object that people or other programs wrote, with its keys in the order of ours. */
export function inOrder(object: KubeObject): KubeObject {
  return ordered(object, FIRST);
}

/** Whether objects of a kind that is known here have no namespace. */
export function isClusterKind(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return CLUSTER_SCOPED.has(`${group(object)}/${object.kind}`);
}

/**
 * Whether an object that is delivered has no namespace. Of kinds that people bring the object shows it: those that belong into a namespace were refused
 * without one.
 */
export function isClusterScoped(object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: unknown };
}): boolean {
  return isClusterKind(object) || (object.metadata.namespace === undefined && object.apiVersion.includes('/'));
}
