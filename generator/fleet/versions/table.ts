import type { Versions } from '../region.ts';
import { RELEASES, minorOf } from './releases.ts';

/** What runs in a region, or beside Argo CD, and has versions. */
export type System = keyof Versions | 'argocd';

const tried = (system: keyof typeof RELEASES): string => minorOf(RELEASES[system].version);

/** Versions this release writes for; sources: the projects' own release notes and CRDs. */
export const SUPPORTED: Readonly<Record<System, { readonly from: string; readonly to: string }>> = {
  kubernetes: { from: '1.27', to: '1.36' },
  traefik: { from: '2.10', to: tried('traefik') },
  'cert-manager': { from: '1.13', to: tried('cert-manager') },
  'external-dns': { from: '0.14', to: tried('external-dns') },
  'external-secrets': { from: '0.16', to: '2.9' },
  argocd: { from: '2.13', to: tried('argocd') },
};

export interface Feature {
  readonly system: System;
  /** As its own documentation names it. */
  readonly what: string;
  /** First version that serves it; where the sources leave several, the earliest. */
  readonly since?: string;
  /** First version that does not. */
  readonly removed?: string;
  /** First version that warns of it. */
  readonly deprecated?: string;
  /** What to use in its place. */
  readonly instead?: string;
  readonly source: string;
}

/** Fields, flags and behaviours that not every supported version has. Components ask `serves` before they write one. */
export const FEATURES = {
  admissionPolicy: {
    system: 'kubernetes',
    what: 'ValidatingAdmissionPolicy v1',
    since: '1.30',
    source: 'KEP-3488',
  },
  sidecars: { system: 'kubernetes', what: 'restartPolicy of an init container', since: '1.29', source: 'KEP-753: on by default from 1.29' },
  trafficDistribution: {
    system: 'kubernetes',
    what: 'Service spec.trafficDistribution',
    since: '1.31',
    source: 'KEP-4444: on by default from 1.31',
  },
  preStopSleep: { system: 'kubernetes', what: 'lifecycle.preStop.sleep', since: '1.30', source: 'KEP-3960' },
  digitFirstService: { system: 'kubernetes', what: 'Service names that begin with a digit', since: '1.36', source: 'KEP-5311' },
  trustForwardHeader: {
    system: 'traefik',
    what: 'forwardAuth.trustForwardHeader',
    deprecated: '3.7',
    instead: 'forwardedHeaders.trustedIPs on the entry point',
    source: 'Traefik migration guide v3.6.14',
  },
  maxResponseBodySize: {
    system: 'traefik',
    what: 'forwardAuth.maxResponseBodySize',
    since: '3.7',
    // Patch releases 2.11.38 and 3.6.9 got it too, and `versions` has minors.
    source: 'Traefik 3.7, reference of the ForwardAuth middleware; without it Traefik warns at every route',
  },
  ipAllowList: { system: 'traefik', what: 'ipAllowList', since: '2.11', source: 'Traefik migration guide v2.11: ipWhiteList is its older name' },
  rejectStatusCode: { system: 'traefik', what: 'ipAllowList.rejectStatusCode', since: '3.0', source: 'traefik/traefik#10130' },
  renewBeforePercentage: { system: 'cert-manager', what: 'Certificate spec.renewBeforePercentage', since: '1.16', source: 'release notes 1.16' },
  rfc2136Protocol: { system: 'cert-manager', what: 'rfc2136.protocol', since: '1.19', source: 'release notes 1.19' },
  axfrFlag: { system: 'external-dns', what: '--rfc2136-axfr', since: '0.22', source: 'docs/flags.md v0.22.0' },
  ownsTxt: {
    system: 'external-dns',
    what: 'ownership of TXT records in the TXT registry; SRV from a DNSEndpoint, whose targets could not be right before',
    since: '0.22',
    source: 'kubernetes-sigs/external-dns#6435 (TXT), #6383 (SRV)',
  },
  tsigAxfrFlag: {
    system: 'external-dns',
    what: '--rfc2136-tsig-axfr',
    deprecated: '0.22',
    instead: '--rfc2136-axfr',
    source: 'docs/flags.md v0.22.0',
  },
  retryRefresh: {
    system: 'argocd',
    what: 'syncPolicy.retry.refresh',
    since: '3.2',
    source: 'argoproj/argo-cd#23038; manifests/crds/application-crd.yaml of v3.1.16 and v3.2.0',
  },
  tagPrefix: { system: 'argocd', what: 'tagPrefix of a source', since: '3.5', source: 'application-crd.yaml: not in v3.4.13, in v3.5.0' },
  hydratedRepository: {
    system: 'argocd',
    what: 'repoURL of sourceHydrator.syncSource',
    since: '3.5',
    source: 'application-crd.yaml: not in v3.4.13, in v3.5.0',
  },
  sourceIntegrity: { system: 'argocd', what: 'AppProject sourceIntegrity', since: '3.5', source: 'appproject-crd.yaml: not in v3.4.13, in v3.5.0' },
  syncOverrun: { system: 'argocd', what: 'syncOverrun of a sync window', since: '3.5', source: 'appproject-crd.yaml: not in v3.4.13, in v3.5.0' },
  renewal: { system: 'cert-manager', what: 'Certificate spec.renewal', since: '1.21', source: 'CRD: not in v1.20.2, in v1.21.2' },
  keystoreProfile2026: { system: 'cert-manager', what: 'the PKCS#12 profile Modern2026', since: '1.21', source: 'CRD: not in v1.20.2, in v1.21.2' },
  waitInsteadOfSelfCheck: {
    system: 'cert-manager',
    what: 'waitInsteadOfSelfCheck of a solver',
    since: '1.21',
    source: 'CRD: not in v1.20.2, in v1.21.2',
  },
  vaultByAws: { system: 'cert-manager', what: 'vault.auth.aws', since: '1.21', source: 'CRD: not in v1.20.2, in v1.21.2' },
  nextGenerationTrust: { system: 'cert-manager', what: 'venafi.ngts', since: '1.21', source: 'CRD: not in v1.20.2, in v1.21.2' },
  errorRequestHeaders: { system: 'traefik', what: 'errors.errorRequestHeaders', since: '3.7', source: 'CRD: not in v3.6.12, in v3.7.11' },
  finalizersOfSecret: {
    system: 'external-secrets',
    what: 'target.template.metadata.finalizers',
    since: '0.18',
    source: 'external-secrets/external-secrets#4933; CRD: not in v0.17.0, in v0.20.1',
  },
  mergedKeys: {
    system: 'external-secrets',
    what: 'dataFrom.rewrite.merge',
    since: '0.18',
    source: 'release notes 0.18.1, #4894; CRD: not in v0.17.0',
  },
  mergePriorityPolicy: {
    system: 'external-secrets',
    what: 'dataFrom.rewrite.merge.priorityPolicy',
    since: '0.20',
    source: 'external-secrets/external-secrets#5329; CRD: not in v0.20.1, in v0.20.4',
  },
  otherTarget: {
    system: 'external-secrets',
    what: 'target.manifest',
    since: '1.0',
    source: 'external-secrets/external-secrets#5470; CRD: not in v0.20.4, in v1.3.2',
  },
  nullBytePolicy: { system: 'external-secrets', what: 'nullBytePolicy', since: '2.3', source: 'release notes 2.3.0, #6194' },
  refreshWindows: {
    system: 'external-secrets',
    what: 'spec.syncWindows',
    since: '2.7',
    source: 'external-secrets/external-secrets#6452, begun after 2.6; CRD: in v2.9.0',
  },
  decodedTemplates: {
    system: 'external-secrets',
    what: 'templateFrom.valuesDecodingStrategy',
    since: '2.7',
    source: 'external-secrets/external-secrets#6482, begun after 2.6; CRD: in v2.9.0',
  },
  createOrMerge: {
    system: 'external-secrets',
    what: 'creationPolicy CreateOrMerge',
    since: '2.8',
    source: 'external-secrets/external-secrets#6641, begun after 2.7; CRD: in v2.9.0',
  },
  filledInStrategies: {
    system: 'external-secrets',
    what: 'strategies of remoteRef, extract and find that the CRD fills in',
    removed: '2.9',
    source: 'external-secrets/external-secrets#6798; CRD of v2.9.0',
  },
  deleteConfirm: { system: 'argocd', what: 'sync option Delete=confirm', since: '2.14', source: 'docs/user-guide/sync-options.md' },
} as const satisfies Record<string, Feature>;

/**
 * APIs of other systems that came or went within, or shortly before, the supported versions, and what the source of Kubernetes does not say where it says
 * it of all others (lifecycle.ts). `kind` absent: every kind of the group version.
 */
export const APIS: readonly (Feature & { readonly apiVersion: string; readonly kind?: string })[] = [
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    system: 'kubernetes',
    what: 'v1 Endpoints',
    deprecated: '1.33',
    instead: 'discovery.k8s.io/v1 EndpointSlice',
    source: 'KEP-4974; kubernetes, pkg/registry/core/endpoint/strategy.go',
  },
  ...['ExternalSecret', 'SecretStore', 'ClusterSecretStore'].map((kind) => ({
    apiVersion: 'external-secrets.io/v1alpha1',
    kind,
    system: 'external-secrets' as const,
    what: `external-secrets.io/v1alpha1 ${kind}`,
    removed: '0.16',
    instead: 'external-secrets.io/v1',
    source: 'external-secrets/external-secrets#4633',
  })),
  {
    apiVersion: 'external-secrets.io/v1beta1',
    system: 'external-secrets',
    what: 'external-secrets.io/v1beta1',
    deprecated: '0.16',
    removed: '0.17',
    instead: 'external-secrets.io/v1',
    source: 'release notes 0.17.0; CRD of v0.16.2, where both have the same fields',
  },
  {
    apiVersion: 'traefik.containo.us/v1alpha1',
    system: 'traefik',
    what: 'traefik.containo.us/v1alpha1',
    deprecated: '2.10',
    removed: '3.0',
    instead: 'traefik.io/v1alpha1',
    source: 'Traefik migration guide v2 to v3',
  },
];

/** What does the work of a kind of Kubernetes that is gone and has no successor. */
export const WAYS: Readonly<Record<string, string>> = { PodSecurityPolicy: 'Pod Security labels on the Namespace' };
