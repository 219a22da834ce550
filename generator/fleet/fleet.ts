import type { ClassRow } from './classes.ts';
import { workloadName } from '../model/names.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Move } from './moved.ts';
import type { Declared } from './declared/declared.ts';
import type { Freeze } from './freezes/freeze.ts';
import type { Policy } from './policies/policy.ts';

/** A fleet after resolution: every default filled in, names sorted, nothing optional but what may truly be absent (`null`). */
export interface Fleet {
  readonly name: string;
  /** Namespace the agents run in, in every region. */
  readonly namespace: string;
  readonly gitops: Gitops;
  readonly zone: Zone;
  /** How much may change without an approval, in per cent of the objects of a region or of the fleet. */
  readonly gate: { readonly maxDeletePercent: number; readonly maxUpdatePercent: number; readonly maxWorkPercent: number };
  /** What clusters have although the fleet does not make it. */
  readonly externals: readonly ExternalObject[];
  /** What may be added by hand besides what components write. */
  readonly grants: readonly Grant[];
  /** What components that the fleet brings may do beyond their namespaces. */
  readonly componentGrants: readonly ComponentGrant[];
  readonly waivers: readonly Waiver[];
  /** Agents that have another name now. */
  readonly moved: readonly Move[];
  /** Codes of warnings that count as errors. */
  readonly treatAsErrors: readonly string[];
  readonly regions: readonly Region[];
  /** Components that the fleet brings, sorted by name. */
  readonly declared: readonly Declared[];
  /** What the fleet says of changes of kinds that it brings. */
  readonly classes: readonly ClassRow[];
  /** Rules of its own. */
  readonly policies: readonly Policy[];
  /** Regions that stay as they are delivered for a time, by name. */
  readonly freezes: readonly Freeze[];
  /** Agent → the team that answers for it, sorted: every agent of the config, placed or not. */
  readonly teams: ReadonlyMap<string, string>;
}

export interface ExternalObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly keys?: readonly string[];
  /** Of a Host: networks. */
  readonly addresses?: readonly string[];
  /** Absent: every region. */
  readonly region?: string;
  readonly reason: string;
  /** The last day, `2027-03-31`. */
  readonly until: string;
}

/** Kinds that people may add by hand, and where. */
export interface Grant {
  /** `batch/CronJob`; of the core API, `Service`. */
  readonly kinds: readonly string[];
  readonly scope: 'namespace' | 'cluster';
  /** Empty for kinds that have none. */
  readonly namespaces: readonly string[];
  readonly regions: readonly string[];
  readonly reason: string;
  readonly at: Pointer;
}

/** The power that a component of the fleet's own may have. */
export interface ComponentGrant {
  readonly component: string;
  /** Digest of what its objects of power may do, `sha256:…`. */
  readonly rules: string;
  readonly regions: readonly string[];
  readonly reason: string;
  readonly at: Pointer;
}

/** A finding about an object that is borne with until a day. */
export interface Waiver {
  readonly code: string;
  /** `Service agents/research-agent` */
  readonly object: string;
  /** Absent: every region. */
  readonly region?: string;
  readonly reason: string;
  /** The last day, `2027-03-31`. */
  readonly until: string;
}

export interface Gitops {
  readonly repoURL: string;
  readonly branch: string;
  /** GitHub organisation of the teams that own agents, `@acme`. */
  readonly owners?: string;
  /** Path of out/ in the repository. */
  readonly path: string;
  /** The Argo CDs that deliver the fleet, sorted by name. */
  readonly hubs: readonly Hub[];
}

/** An Argo CD that delivers regions. */
export interface Hub {
  /** Empty where the fleet has one Argo CD, and so no name for it. */
  readonly name: string;
  readonly argocd: { readonly namespace: string; readonly version: string };
  readonly at: Pointer;
}

/** Who may issue certificates for the zone, for whom and how (RFC 8659, RFC 8657). */
export interface Authority {
  /** Its name in CAA records. */
  readonly issuer: string;
  /** The only ACME account, or any. */
  readonly accounturi: string | null;
  /** The only ways of validation; none: every way. */
  readonly validationmethods: readonly string[];
}

export interface Zone {
  readonly name: string;
  /** Zone that delegates to this one. */
  readonly parent: string;
  /** Seconds. */
  readonly ttl: number;
  /** Primary first. */
  readonly nameservers: readonly string[];
  /** Mail address. */
  readonly hostmaster: string;
  readonly caa: readonly Authority[];
  /** Where dynamic updates go (RFC 2136). The host is absent when the zone names no server. */
  readonly rfc2136: { readonly host?: string; readonly port: number; readonly tsigAlgorithm: 'hmac-sha256' | 'hmac-sha512' };
  /** Generations of the key with which the other name servers fetch the zone: each is accepted. */
  readonly transferKeys: readonly number[];
}

export type RegionState = 'active' | 'draining' | 'decommissioning' | 'decommissioned';

export type AgentState = 'active' | 'draining' | 'suspended' | 'terminated';

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

export interface Station {
  readonly id: string;
  readonly controlPlane: string;
  readonly hooksGateway: string;
  readonly cidrs: readonly string[];
  readonly gatewayCidrs: readonly string[];
}

/** Settings of a component in a region; the shape of each is made from its schema. */
export interface Settings {
  readonly enabled?: boolean;
  readonly [key: string]: unknown;
}

export type HeartbeatMode = 'EMERGENCY' | 'IDLE' | 'SLEEP';

/** An agent as it runs in some regions: two regions without overrides share one value. */
export interface Agent {
  readonly name: string;
  readonly ref: string;
  /** Owner in `owner/name@version`. */
  readonly owner: string;
  /** Who answers for it, if somebody is named. */
  readonly answerable: { readonly team: string; readonly contact?: string } | null;
  /** Version in `owner/name@version`. */
  readonly version: string;
  readonly image: string;
  /**
   * One that drains has everything, and its routes refuse what is new. One that is suspended has everything but pods, and what counts or
   * watches them. One that has been terminated is placed nowhere.
   */
  readonly state: AgentState;
  /** First label of the agent's host. */
  readonly host: string;
  /** What its host serves besides PAP-Hooks: prefix → name of a port. */
  readonly paths: Readonly<Record<string, string>>;
  /** Further hosts: one label, below the region, or a whole name within the zone. */
  readonly hosts: Readonly<Record<string, { readonly paths: Readonly<Record<string, string>> }>>;
  /** Which of its further hosts is the one that it had under an old name. */
  readonly formerHost: string | null;
  readonly tier: string;
  readonly mode: 'dual' | 'cp' | 'hooks';
  readonly heartbeat: HeartbeatMode;
  readonly stateless: boolean;
  readonly replicas: number;
  readonly autoscale: Autoscale | null;
  readonly resources: Resources;
  readonly env: Readonly<Record<string, string | EnvSource>>;
  readonly storage: Storage | null;
  readonly egress: readonly Egress[];
  readonly ports: { readonly http: number; readonly grpc: number };
  readonly probes: { readonly liveness: string; readonly readiness: string; readonly startupSeconds: number };
  readonly terminationGracePeriodSeconds: number;
  readonly runAsUser: number;
  readonly imagePullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  /** As Kubernetes writes it. */
  readonly affinity: Readonly<Record<string, unknown>> | null;
  /** `null`: evenly over zones and nodes, where there are several replicas. */
  readonly topologySpreadConstraints: readonly SpreadConstraint[] | null;
  readonly priorityClassName: string | null;
  /** Of Deployment and pods, besides those of the fleet. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** By name of the volume. */
  readonly volumes: Readonly<Record<string, FileSource>>;
  /** TCP, by name. */
  readonly extraPorts: Readonly<Record<string, number>>;
  /** In the order in which they run, before the agent starts. */
  readonly initContainers: readonly FurtherContainer[];
  /** What runs beside it in every pod. */
  readonly sidecars: readonly Sidecar[];
  /** Empty: what the image says. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Generations of its signing key, the one in use first. */
  readonly signingKeys: readonly number[];
}

export interface Autoscale {
  readonly min: number;
  readonly max: number;
  /** Per cent of the request. */
  readonly cpu: number;
  readonly memory: number | null;
  /** Whether the Deployment keeps its count, which Argo CD then ignores, until the autoscaler has set one. */
  readonly handover: boolean;
}

export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** Where the value of a variable comes from. */
export interface EnvSource {
  /** `secret/research-db/url` */
  readonly from: string;
}

/** A container besides the agent's own. */
export interface FurtherContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | EnvSource>>;
  readonly resources: Resources;
  /** Volume of the pod → where it is seen. */
  readonly mounts: Readonly<Record<string, string>>;
}

/** What runs beside an agent. */
export interface Sidecar extends FurtherContainer {
  /** TCP, by name: the Service has them too. */
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: {
    readonly port: string;
    readonly liveness: string | null;
    readonly readiness: string | null;
    readonly startupSeconds: number;
  } | null;
}

/** A Secret or ConfigMap that is read as files. */
export interface FileSource {
  /** `configMap/research-rules` */
  readonly from: string;
  readonly keys: readonly string[];
  readonly mountPath: string;
}

/** Taints that do not keep an agent away. */
export interface Toleration {
  readonly key: string | null;
  readonly operator: 'Equal' | 'Exists' | null;
  readonly value: string | null;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
  readonly tolerationSeconds: number | null;
}

/** How replicas are spread over places. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly whenUnsatisfiable: 'ScheduleAnyway' | 'DoNotSchedule';
}

/** What an agent may reach besides what PAP needs. */
export interface Egress {
  readonly cidr: string | null;
  /** Another agent of the region. */
  readonly agent: string | null;
  /** A host that `externals` declares. */
  readonly host: string | null;
  /** A component that the fleet brings, and labels of those of its pods that are meant. */
  readonly component: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Networks: the one that is named, or those of the host. */
  readonly cidrs: readonly string[];
  /** Pods of the component. */
  readonly pods: readonly Workload[];
  /** TCP. */
  readonly ports: readonly number[];
}

export interface Storage {
  readonly size: string;
  /** Name of its claim where it is not that of the agent. */
  readonly claim: string | null;
  readonly class: string | null;
  readonly mountPath: string;
}

/** An agent in a region. */
export interface Placement {
  readonly agent: Agent;
  /** `<host>.<region>.<zone>` */
  readonly host: string;
  readonly at: Pointer;
}

/** Seconds between heartbeats (PAP-RFC-001 §6.2). */
export const HEARTBEAT_SECONDS: Readonly<Record<HeartbeatMode, number>> = { EMERGENCY: 5, IDLE: 30, SLEEP: 900 };

/** Whether the agents of a region drain because of its state. */
export function drainsAgents(state: RegionState | undefined): boolean {
  return state === 'draining' || state === 'decommissioning';
}

/** What a Deployment says about its count; undefined where it is the autoscaler's alone. */
export function writtenReplicas({ state, replicas, autoscale }: Agent): number | undefined {
  if (state === 'suspended') return 0;
  return autoscale === null || autoscale.handover ? replicas : undefined;
}

/** The autoscaler that acts: none on an agent that is suspended. */
export function activeAutoscale({ state, autoscale }: Agent): Autoscale | null {
  return state === 'suspended' ? null : autoscale;
}

/** The most replicas an agent may reach while it runs. */
export function maxReplicas(agent: Agent): number {
  return agent.autoscale === null ? agent.replicas : agent.autoscale.max;
}

/** The fewest replicas an agent runs as while it runs. */
export function minReplicas(agent: Agent): number {
  return agent.autoscale === null ? agent.replicas : agent.autoscale.min;
}

/** The claim of an agent with a volume. */
export function claimOf({ name, storage }: Pick<Agent, 'name' | 'storage'>): string {
  return storage?.claim ?? workloadName(name);
}

/** What `secret/research-db/url` and `configMap/research-rules` name; the schema has accepted them. */
export function sourceOf(from: string): { readonly kind: 'Secret' | 'ConfigMap'; readonly name: string; readonly key: string } {
  const [kind, name = '', key = ''] = from.split('/');
  return { kind: kind === 'secret' ? 'Secret' : 'ConfigMap', name, key };
}
