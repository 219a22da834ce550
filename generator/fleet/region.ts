import type { Pointer } from '../model/pointer.ts';
import type { Hub, Placement, Settings, Station } from './fleet.ts';

export type RegionState = 'active' | 'draining' | 'decommissioning' | 'decommissioned';

/** Where the ingress of a region is, unless it says otherwise. */
export function usualIngressHost(region: string, parent: string): string {
  return `ingress-${region}.${parent}`;
}

export interface Region {
  readonly name: string;
  /** Name under which Argo CD knows the cluster. */
  readonly cluster: string;
  /** The Argo CD that delivers it. */
  readonly hub: Hub;
  /** The one whose Applications of the region no longer sync by themselves, because it goes to another or is about to. */
  readonly leaves: Hub | null;
  readonly ingressHost: string;
  readonly ingressAddresses: readonly string[];
  readonly state: RegionState;
  /** Version of the generator on whose output it stays, as `1.4` or `1.4.2`. */
  readonly generator: string | null;
  readonly versions: Versions;
  readonly clusterFacts: ClusterFacts;
  readonly station: Station;
  readonly components: Readonly<Record<string, Settings>>;
  readonly placements: readonly Placement[];
  /** Hosts outside of its part of the zone that agents have here or have had, sorted. */
  readonly names: readonly string[];
  /** Hosts of all agents of the fleet as they are here or would be, sorted: of those that are not placed here, some may have been. */
  readonly hosts: () => readonly string[];
  readonly at: Pointer;
}

/** Minor versions, such as `1.35`. */
export interface Versions {
  readonly kubernetes: string;
  readonly traefik: string;
  readonly 'cert-manager': string;
  readonly 'external-dns': string;
  readonly 'external-secrets': string;
}

/** Pods of the cluster's own systems, as a NetworkPolicy selects them. */
export interface Workload {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ClusterFacts {
  readonly dns: Workload & { readonly port: number; readonly nodeLocal: string | null };
  readonly ingress: Workload;
  readonly prometheus: Workload;
  readonly certManager: { readonly namespace: string };
  readonly velero: { readonly namespace: string };
  /** Networks in which the API server answers. */
  readonly apiServer: readonly string[];
  readonly storageClass: string | null;
}

/** Whether the agents of a region drain because of its state. */
export function drainsAgents(state: RegionState | undefined): boolean {
  return state === 'draining' || state === 'decommissioning';
}
