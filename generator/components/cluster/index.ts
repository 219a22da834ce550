// Pod Security Admission: https://kubernetes.io/docs/concepts/security/pod-security-admission/
// ValidatingAdmissionPolicy: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
import type { IValidatingAdmissionPolicy } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy';
import type { IValidatingAdmissionPolicyBinding } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { DNS_REGISTRY } from '../../model/names.ts';
import { byCodeUnit } from '../../model/order.ts';
import { canonicalAmounts, canonicalQuantity } from '../../k8s/quantity.ts';
import { serves } from '../../fleet/versions/serves.ts';
import { defineComponent } from '../component.ts';
import type { SharedContext } from '../component.ts';
import { clusterProtection } from './protection.ts';
import type { ClusterSettings } from './settings.generated.ts';

/** The foundation every region has, even one without agents: all other components put objects into its namespaces. */
export const cluster = defineComponent<ClusterSettings>({
  name: 'cluster',
  summary: 'Namespaces, Pod Security, admission policy, quota and default limits',
  order: 10,
  requires: [],
  optional: false,
  protection: clusterProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [
    { group: '', kind: 'Namespace', cluster: true },
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy', cluster: true },
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding', cluster: true },
    // Of people's own, but for the dashboard and the facts about a region: everybody may put one beside the agents.
    { group: '', kind: 'ConfigMap' },
    { group: '', kind: 'LimitRange' },
    { group: '', kind: 'ResourceQuota' },
  ],
  causes: {
    settings: [
      ['/ResourceQuota', /^\/spec/, 'quota'],
      ['/LimitRange', /^\/spec/, 'limits'],
      ['/Namespace', /pod-security/, 'podSecurity'],
    ],
  },
  common: (context) => [
    ...context.namespaces.map((name) => namespace(context, name)),
    limitRange(context),
    resourceQuota(context),
    ...imagePolicies(context),
  ],
});

type Context = SharedContext<ClusterSettings>;

function namespace({ fleet, settings, versions }: Context, name: string): KubeObject {
  const level = settings.podSecurity;
  // Pinned: at `latest` an upgrade of the cluster would change the rules under running agents.
  const pinned = `v${versions.kubernetes}`;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      // Nothing that Argo CD does by itself may take a namespace, and all that is in it, away.
      annotations: {
        'argocd.argoproj.io/sync-options': `Prune=false,Delete=${serves({ argocd: fleet.argocd }, 'deleteConfirm') ? 'confirm' : 'false'}`,
      },
      labels: {
        ...fleetLabels(fleet.name),
        'pod-security.kubernetes.io/audit': level,
        'pod-security.kubernetes.io/audit-version': pinned,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': pinned,
        'pod-security.kubernetes.io/warn': level,
        'pod-security.kubernetes.io/warn-version': pinned,
      },
    },
  } satisfies INamespace;
}

function limitRange({ fleet, settings }: Context): KubeObject {
  const { defaultRequest, default: defaults, max } = settings.limits;
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: `${fleet.name}-limits`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: {
      limits: [
        { type: 'Container', default: canonicalAmounts(defaults), defaultRequest: canonicalAmounts(defaultRequest), max: canonicalAmounts(max) },
      ],
    },
  } satisfies ILimitRange;
}

function resourceQuota({ fleet, settings }: Context): KubeObject {
  const { pods } = settings.quota;
  const { cpu, memory } = canonicalAmounts(settings.quota);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `${fleet.name}-quota`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: { hard: { pods: canonicalQuantity(pods), 'requests.cpu': cpu, 'requests.memory': memory } },
  } satisfies IResourceQuota;
}

/** CEL that every container image must satisfy, and what the API server says when one does not. */
const IMAGE_RULES = {
  tag: {
    expression: String.raw`variables.images.all(i, i.matches('(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$') && !i.endsWith(':latest'))`,
    message: 'every image must carry a tag other than latest, or a digest',
  },
  digest: {
    expression: String.raw`variables.images.all(i, i.matches('@sha256:[0-9a-f]{64}$'))`,
    message: 'every image must be pinned by digest',
  },
} as const;

function registryRule(registries: readonly string[]): { expression: string; message: string }[] {
  if (registries.length === 0) return [];
  // CEL knows no escaped dot in a text; a class of one character needs none.
  const prefixes = registries.map((registry) => registry.replaceAll('.', '[.]')).join('|');
  return [{ expression: `variables.images.all(i, i.matches('^(${prefixes})/'))`, message: `images come from ${registries.join(', ')}` }];
}

/** Images of the agents, and of what runs beside them in namespaces of the fleet: that is ours, and not pinned by digest. */
function imagePolicies(context: Context): KubeObject[] {
  const { fleet, settings, versions, namespaces } = context;
  if (!serves(versions, 'admissionPolicy')) return [];
  const others = namespaces.filter((namespace) => namespace !== fleet.namespace);
  const ofAgents = { name: `${fleet.name}-agent-images`, namespaces: [fleet.namespace], images: settings.images, registries: settings.registries };
  const ofOthers = {
    name: `${fleet.name}-system-images`,
    namespaces: others,
    images: 'tag' as const,
    registries: settings.registries.length === 0 ? [] : [...new Set([...settings.registries, DNS_REGISTRY])].sort(byCodeUnit),
  };
  return [ofAgents, ...(others.length === 0 ? [] : [ofOthers])].flatMap((policy) => imagePolicy(context, policy));
}

/** Everything that runs pods, judged as well as the pods, so that a bad image is refused at sync and not only when pods fail to appear. */
const WORKLOADS = [
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'] },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  // Ephemeral containers come by a way of their own.
  { apiGroups: [''], resources: ['pods', 'pods/ephemeralcontainers', 'replicationcontrollers'] },
] as const;

/** CEL: of every container of a pod, and of volumes that are images. */
const imagesOf = (pod: string): string =>
  [
    `${pod}.containers.map(c, c.image)`,
    ...['initContainers', 'ephemeralContainers'].map((key) => `(has(${pod}.${key}) ? ${pod}.${key}.map(c, c.image) : [])`),
    `(has(${pod}.volumes) ? ${pod}.volumes.filter(v, has(v.image) && has(v.image.reference)).map(v, v.image.reference) : [])`,
  ].join(' + ');

/** CEL: what is said of the pod in any of the workloads. */
const podOf = (object: string): string =>
  `request.resource.resource == 'pods' ? ${object}.spec : request.resource.resource == 'cronjobs' ? ${object}.spec.jobTemplate.spec.template.spec : ${object}.spec.template.spec`;

/**
 * Images that an object has already are not judged again: else no controller could scale the ReplicaSet of an older image down, or
 * take its finalizer off a pod, once the rules have become stricter, and no new image could be rolled out.
 */
const VARIABLES = [
  { name: 'pod', expression: podOf('object') },
  // Variables are evaluated when they are asked for: there is no old object on CREATE.
  { name: 'oldPod', expression: podOf('oldObject') },
  { name: 'before', expression: `request.operation == 'UPDATE' ? ${imagesOf('variables.oldPod')} : []` },
  { name: 'images', expression: `(${imagesOf('variables.pod')}).filter(i, !(i in variables.before))` },
];

interface ImagePolicy {
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly images: keyof typeof IMAGE_RULES;
  readonly registries: readonly string[];
}

function imagePolicy({ fleet }: Context, { name, namespaces, images, registries }: ImagePolicy): KubeObject[] {
  const labels = fleetLabels(fleet.name);
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          resourceRules: WORKLOADS.map(({ apiGroups, resources }) => ({
            apiGroups: [...apiGroups],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: [...resources],
            scope: '*' as const,
          })),
        },
        variables: VARIABLES.map((variable) => ({ ...variable })),
        validations: [IMAGE_RULES[images], ...registryRule(registries)].map((rule) => ({ ...rule, reason: 'Forbidden' })),
      },
    } satisfies IValidatingAdmissionPolicy,
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name, labels },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: {
          matchPolicy: 'Equivalent',
          namespaceSelector:
            namespaces.length === 1
              ? { matchLabels: { 'kubernetes.io/metadata.name': namespaces[0] as string } }
              : { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }] },
        },
      },
    } satisfies IValidatingAdmissionPolicyBinding,
  ];
}
