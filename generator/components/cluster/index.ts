// Pod Security Admission: https://kubernetes.io/docs/concepts/security/pod-security-admission/
// ValidatingAdmissionPolicy: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
import type { IValidatingAdmissionPolicy } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy';
import type { IValidatingAdmissionPolicyBinding } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { canonicalAmounts, canonicalQuantity } from '../../k8s/quantity.ts';
import { serves } from '../../fleet/versions/serves.ts';
import { defineComponent } from '../component.ts';
import type { SharedContext } from '../component.ts';
import type { ClusterSettings } from './settings.generated.ts';

/** The foundation every region has, even one without agents: all other components put objects into its namespaces. */
export const cluster = defineComponent<ClusterSettings>({
  name: 'cluster',
  summary: 'Namespaces, Pod Security, admission policy, quota and default limits',
  order: 10,
  requires: [],
  optional: false,
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
    ...imagePolicy(context),
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

function imagePolicy({ fleet, settings, versions }: Context): KubeObject[] {
  if (!serves(versions, 'admissionPolicy')) return [];
  const name = `${fleet.name}-agent-images`;
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
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'], scope: '*' },
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'], scope: '*' },
          ],
        },
        // The Deployment is judged as well, so that a bad image is refused at sync and not only when pods fail to appear.
        variables: [
          { name: 'pod', expression: `request.resource.resource == 'pods' ? object.spec : object.spec.template.spec` },
          {
            name: 'images',
            expression: `variables.pod.containers.map(c, c.image) + (has(variables.pod.initContainers) ? variables.pod.initContainers.map(c, c.image) : [])`,
          },
        ],
        validations: [IMAGE_RULES[settings.images], ...registryRule(settings.registries)].map((rule) => ({ ...rule, reason: 'Forbidden' })),
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
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': fleet.namespace } },
        },
      },
    } satisfies IValidatingAdmissionPolicyBinding,
  ];
}
