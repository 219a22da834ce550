import { workloadName } from '../model/names.ts';
import type { Workload } from './region.ts';

export type AgentState = 'active' | 'draining' | 'suspended' | 'terminated';

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

/** Seconds between heartbeats (PAP-RFC-001 §6.2). */
export const HEARTBEAT_SECONDS: Readonly<Record<HeartbeatMode, number>> = { EMERGENCY: 5, IDLE: 30, SLEEP: 900 };

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
