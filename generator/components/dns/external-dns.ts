import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { DNS_NAMESPACE, DNS_REGISTRY, externalDnsKey } from '../../model/names.ts';
import { externalDnsArguments, patchRelease, type DnsFacts } from './arguments.ts';
import { tsigSecretRef } from './settings.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';

const NAME = 'external-dns';

/** `nonroot` of the distroless image. */
const USER = 65532;

/** ExternalDNS itself, with rights in its own namespace only. */
export function externalDns(facts: DnsFacts): KubeObject[] {
  return [serviceAccount(facts), role(facts), roleBinding(facts), deployment(facts)];
}

function metadata({ fleet }: DnsFacts) {
  return { name: NAME, namespace: DNS_NAMESPACE, labels: { ...fleetLabels(fleet.name), 'app.kubernetes.io/name': NAME } };
}

function serviceAccount(facts: DnsFacts): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(facts),
    automountServiceAccountToken: false,
  } satisfies IServiceAccount;
}

/**
 * With `--namespace` the crd source lists, watches and writes status in that namespace only, in every version since
 * 0.14 (source/crd.go), so no ClusterRole is needed.
 */
function role(facts: DnsFacts): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata(facts),
    rules: [
      { apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints/status'], verbs: ['update'] },
    ],
  } satisfies IRole;
}

function roleBinding(facts: DnsFacts): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata(facts),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: DNS_NAMESPACE }],
  } satisfies IRoleBinding;
}

function deployment(facts: DnsFacts): KubeObject {
  const { labels } = metadata(facts);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(facts),
    spec: {
      replicas: 1,
      revisionHistoryLimit: 3,
      selector: { matchLabels: { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/part-of': facts.fleet.name } },
      // It elects no leader: two at once would undo each other's work.
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: true,
          containers: [container(facts)],
          enableServiceLinks: false,
          securityContext: {
            fsGroup: USER,
            runAsGroup: USER,
            runAsNonRoot: true,
            runAsUser: USER,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          serviceAccountName: NAME,
        },
      },
    },
  } satisfies IDeployment;
}

function container(facts: DnsFacts): IContainer {
  const [used = 1] = facts.settings.tsigKeys;
  const probe = { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' as const }, timeoutSeconds: 5, failureThreshold: 3 };
  return {
    name: NAME,
    image: `${DNS_REGISTRY}/external-dns:v${patchRelease(facts.versions['external-dns'])}`,
    imagePullPolicy: 'IfNotPresent',
    args: externalDnsArguments(facts),
    env: [
      { name: 'EXTERNAL_DNS_RFC2136_TSIG_KEYNAME', value: externalDnsKey(facts.region, used) },
      { name: 'EXTERNAL_DNS_RFC2136_TSIG_SECRET', valueFrom: { secretKeyRef: tsigSecretRef(used) } },
    ],
    // Health and metrics.
    ports: [{ name: 'http', containerPort: 7979, protocol: 'TCP' }],
    livenessProbe: { ...probe, periodSeconds: 30 },
    readinessProbe: { ...probe, periodSeconds: 10 },
    resources: { limits: { memory: '256Mi' }, requests: { cpu: '20m', memory: '64Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}
