/** A release of a system: where its Go module is, and which version of it judges what this project writes. */
export interface Release {
  readonly title: string;
  readonly module: string;
  /** Patch release, without the `v`. */
  readonly version: string;
  /** Releases of other minors that judge when asked (docs/verification.md). */
  readonly others?: readonly string[];
}

/**
 * The releases that this project is tried against: test/cluster/ builds them and takes their CRDs, the version table ends
 * with them, `init` writes them and the documentation names them. A new release is entered here; the tests name every
 * other place that has to follow.
 */
export const RELEASES = {
  kubernetes: { title: 'Kubernetes', module: 'k8s.io/kubernetes', version: '1.35.4', others: ['1.34.4', '1.36.3'] },
  etcd: { title: 'etcd', module: 'go.etcd.io/etcd/server/v3', version: '3.6.6' },
  argocd: { title: 'Argo CD', module: 'github.com/argoproj/argo-cd/v3', version: '3.5.7' },
  'cert-manager': { title: 'cert-manager', module: 'github.com/cert-manager/cert-manager', version: '1.21.2' },
  'external-dns': { title: 'ExternalDNS', module: 'sigs.k8s.io/external-dns', version: '0.22.0' },
  traefik: { title: 'Traefik', module: 'github.com/traefik/traefik/v3', version: '3.7.13' },
  // The last minor of the major version before, whose rules are written in another way.
  'traefik-2': { title: 'Traefik 2', module: 'github.com/traefik/traefik/v2', version: '2.11.45' },
  helm: { title: 'Helm', module: 'helm.sh/helm/v3', version: '3.22.0' },
  kustomize: { title: 'Kustomize', module: 'sigs.k8s.io/kustomize/api', version: '0.21.1' },
  // Later ones are not published as this module: its go.mod does not end in /v2, as a second major version must.
  'external-secrets': { title: 'External Secrets', module: 'github.com/external-secrets/external-secrets', version: '1.3.2' },
  'prometheus-operator': { title: 'prometheus-operator', module: 'github.com/prometheus-operator/prometheus-operator', version: '0.93.0' },
  velero: { title: 'Velero', module: 'github.com/vmware-tanzu/velero', version: '1.18.3' },
  'sealed-secrets': { title: 'Sealed Secrets', module: 'github.com/bitnami-labs/sealed-secrets', version: '0.40.0' },
} as const satisfies Readonly<Record<string, Release>>;

/** `1.35` of `1.35.4`. */
export const minorOf = (version: string): string => version.split('.', 2).join('.');
