import type { KubeObject } from '../k8s/object.ts';
import { group } from '../k8s/object.ts';
import { quantity } from '../k8s/quantity.ts';
import { isMap } from '../model/data.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';

type Rule = (path: string, change: FieldChange, before: KubeObject) => boolean;

const within =
  (...roots: readonly string[]): Rule =>
  (path, { before, after }) =>
    roots.some((root) => path === root || below(path, root) || (below(root, path) && (touches(before, path, root) || touches(after, path, root))));
const specBut =
  (...free: readonly string[]): Rule =>
  (path) =>
    (path === 'spec' || below(path, 'spec')) && !free.some((root) => path === `spec.${root}` || below(path, `spec.${root}`));

/** Whether a map that came or went as a whole, at a path, had something at a root below it. */
function touches(value: unknown, path: string, root: string): boolean {
  const [first] = root.slice(path.length + 1).split('.');
  return isMap(value) && Object.hasOwn(value, first as string);
}

function below(path: string, root: string): boolean {
  return path.startsWith(`${root}.`) || path.startsWith(`${root}[`);
}

/**
 * Fields that the API server refuses to change: https://kubernetes.io/docs/reference/kubernetes-api/. Argo CD does not
 * delete by itself to get around that, so the sync fails until a person has deleted the object.
 */
const RULES: Readonly<Record<string, Rule>> = {
  'apps/Deployment': within('spec.selector'),
  'apps/DaemonSet': within('spec.selector'),
  'apps/ReplicaSet': within('spec.selector'),
  'apps/StatefulSet': specBut(
    'replicas',
    'template',
    'updateStrategy',
    'minReadySeconds',
    'ordinals',
    'persistentVolumeClaimRetentionPolicy',
    'revisionHistoryLimit',
  ),
  'batch/Job': within('spec.selector', 'spec.template', 'spec.completions', 'spec.completionMode', 'spec.podFailurePolicy', 'spec.manualSelector'),
  '/PersistentVolumeClaim': (path, change) => specBut('volumeAttributesClassName')(path, change, NOTHING) && !grows(path, change),
  '/PersistentVolume': specBut(
    'capacity',
    'accessModes',
    'persistentVolumeReclaimPolicy',
    'mountOptions',
    'claimRef',
    'storageClassName',
    'volumeAttributesClassName',
  ),
  '/Service': (path, { before, after }) =>
    (/^spec\.clusterIPs?\b/.test(path) && (before !== undefined || after === 'None')) ||
    (path === 'spec.type' && (before === 'ExternalName' || after === 'ExternalName')),
  '/ConfigMap': (path, _, before) => before['immutable'] === true && /^(data|binaryData|immutable)\b/.test(path),
  '/Secret': (path, _, before) => path === 'type' || (before['immutable'] === true && /^(data|stringData|immutable)\b/.test(path)),
  'rbac.authorization.k8s.io/RoleBinding': within('roleRef'),
  'rbac.authorization.k8s.io/ClusterRoleBinding': within('roleRef'),
  'storage.k8s.io/StorageClass': within('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'),
  'scheduling.k8s.io/PriorityClass': within('value', 'preemptionPolicy'),
  'networking.k8s.io/IngressClass': within('spec.controller'),
  'apiextensions.k8s.io/CustomResourceDefinition': within('spec.group', 'spec.names.plural', 'spec.names.kind', 'spec.scope'),
  // cert-manager accepts it; the Secret that pods mount is then another one.
  'cert-manager.io/Certificate': within('spec.secretName'),
};

const NOTHING: KubeObject = { apiVersion: '', kind: '', metadata: { name: '' } };

/** Those of the changes that make it another object. */
export function immutableChanges(before: KubeObject, fields: readonly FieldChange[]): FieldChange[] {
  const rule = RULES[`${group(before)}/${before.kind}`];
  return rule === undefined ? [] : fields.filter((field) => rule(pathText(field.path), field, before));
}

/** A claim may ask for more, never for less. */
function grows(path: string, { before, after }: FieldChange): boolean {
  if (path !== 'spec.resources.requests.storage') return false;
  const [old, now] = [quantity(before), quantity(after)];
  return old !== undefined && now !== undefined && now >= old;
}
