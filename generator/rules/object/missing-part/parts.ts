import { child, each, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

/** Something that must hold more than nothing. */
interface Part {
  /** Keys down to the maps that have it, as `each` reads them. */
  readonly of: string;
  readonly key: string;
  /** The types leave it out, and whoever reads the object does not. */
  readonly needed?: true;
  /** Keys beside it of which one will do as well. */
  readonly or?: string;
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

/** `ValidatePolicyRule` of pkg/apis/rbac/validation; what has nonResourceURLs needs neither. */
const RULES: readonly Part[] = [
  { of: 'rules[]', key: 'apiGroups', needed: true, or: 'nonResourceURLs' },
  { of: 'rules[]', key: 'resources', needed: true, or: 'nonResourceURLs' },
  { of: 'rules[]', key: 'verbs' },
];
const BINDING: readonly Part[] = [
  { of: 'roleRef', key: 'name' },
  { of: 'subjects[]', key: 'name' },
];

/** By `group/Kind`; each row was refused by an API server of 1.35 (test/cluster/). */
const PARTS: Readonly<Record<string, readonly Part[]>> = {
  [`${ADMISSION}/ValidatingAdmissionPolicy`]: [
    { of: 'spec', key: 'matchConstraints', needed: true },
    { of: 'spec.matchConstraints', key: 'resourceRules', needed: true },
    ...['apiGroups', 'apiVersions', 'operations', 'resources'].map((key) => ({
      of: 'spec.matchConstraints.resourceRules[]',
      key,
      needed: true as const,
    })),
    { of: 'spec', key: 'validations', needed: true, or: 'auditAnnotations' },
    { of: 'spec.validations[]', key: 'expression' },
    { of: 'spec.variables[]', key: 'expression' },
  ],
  [`${ADMISSION}/ValidatingAdmissionPolicyBinding`]: [
    { of: 'spec', key: 'policyName', needed: true },
    { of: 'spec', key: 'validationActions', needed: true },
  ],
  'autoscaling/HorizontalPodAutoscaler': [
    { of: 'spec.scaleTargetRef', key: 'kind' },
    { of: 'spec.scaleTargetRef', key: 'name' },
    { of: 'spec.behavior.scaleDown|scaleUp', key: 'policies' },
    { of: 'spec.metrics[].resource|containerResource', key: 'name' },
  ],
  'external-secrets.io/ExternalSecret': [
    { of: 'spec.data[]', key: 'secretKey' },
    { of: 'spec.secretStoreRef|target', key: 'name' },
  ],
  'monitoring.coreos.com/PrometheusRule': [{ of: 'spec.groups[]', key: 'name' }],
  [`${RBAC}/ClusterRole`]: RULES,
  [`${RBAC}/ClusterRoleBinding`]: BINDING,
  [`${RBAC}/Role`]: RULES,
  [`${RBAC}/RoleBinding`]: BINDING,
};

/** Of every pod: pkg/apis/core/validation. */
const OF_PODS: readonly Part[] = [
  { of: 'containers|initContainers[].volumeMounts[]', key: 'mountPath' },
  { of: 'containers|initContainers[].env[].valueFrom.configMapKeyRef|secretKeyRef', key: 'name', needed: true },
  { of: 'containers|initContainers[].env[].valueFrom.configMapKeyRef|secretKeyRef', key: 'key' },
  { of: 'containers|initContainers[].env[].valueFrom.fieldRef', key: 'fieldPath' },
  { of: 'containers|initContainers[].envFrom[].configMapRef|secretRef', key: 'name', needed: true },
  { of: 'topologySpreadConstraints[]', key: 'topologyKey' },
  { of: 'volumes[].configMap', key: 'name', needed: true },
  { of: 'volumes[].persistentVolumeClaim', key: 'claimName' },
  { of: 'volumes[].projected.sources[].configMap|secret', key: 'name', needed: true },
  { of: 'volumes[].secret', key: 'secretName', needed: true },
];

export const KINDS_WITH_PARTS: readonly string[] = Object.keys(PARTS);

/** What an object of a kind lacks. */
export const lacking = (object: KubeObject, kind: string): Iterable<FoundIn<'object'>> => lacks(object, PARTS[kind] ?? []);

export const lackingInPod = (pod: Placed): Iterable<FoundIn<'object'>> => lacks(pod, OF_PODS);

function* lacks(from: KubeObject | Placed, parts: readonly Part[]): Iterable<FoundIn<'object'>> {
  for (const { of, key, needed, or } of parts) {
    for (const { at, item } of each(from, of)) {
      const value = item[key];
      if (or !== undefined && holds(item[or])) continue;
      if (value === undefined && needed === true) yield { path: at, message: `needs ${key}` };
      else if (value !== undefined && !holds(value)) yield { path: child(at, key), message: 'must not be empty' };
    }
  }
}

const holds = (value: unknown): boolean => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
