import type { ClassRow } from './classes.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Move } from './moved.ts';
import type { Declared } from './declared/declared.ts';
import type { Freeze } from './freezes/freeze.ts';
import type { Policy } from './policies/policy.ts';
import type { Agent } from './agent.ts';
import type { Region } from './region.ts';

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
  /** Codes of warnings, or of notes, that count as errors. */
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

/** An agent in a region. */
export interface Placement {
  readonly agent: Agent;
  /** `<host>.<region>.<zone>` */
  readonly host: string;
  readonly at: Pointer;
}
