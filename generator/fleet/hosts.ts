// Hosts at which agents answer, and what they serve there. The region may be its placeholder: what is made of it is the same.
import { byCodeUnit } from '../model/order.ts';
import type { Agent } from './agent.ts';
import type { Placement } from './fleet.ts';

/** A host besides the agent's own. */
export interface FurtherHost {
  readonly name: string;
  /** Key below `hosts`. */
  readonly key: string;
  /** Whether it is written in full: then it lies outside of the region's part of the zone, where no wildcard stands for it. */
  readonly full: boolean;
  /** Prefix → name of a port. */
  readonly paths: Paths;
}

export type Paths = Readonly<Record<string, string>>;

/** What every agent serves that speaks PAP-Hooks. */
export const HOOKS_PATH = '/hooks';

/** A name with a dot is a host; one label is a host of the region. */
export function isFull(key: string): boolean {
  return key.includes('.');
}

/** The host of an agent in a region. */
export function hostIn(label: string, region: string, zone: string): string {
  return `${label}.${region}.${zone}`;
}

export function furtherHosts({ hosts }: Pick<Agent, 'hosts'>, region: string, zone: string): FurtherHost[] {
  return Object.entries(hosts).map(([key, { paths }]) => {
    const full = isFull(key);
    return { name: full ? key : hostIn(key, region, zone), key, full, paths };
  });
}

/** Hosts of an agent outside of the region's part of the zone, sorted. */
export function fullNames({ hosts }: Pick<Agent, 'hosts'>): string[] {
  return Object.keys(hosts).filter(isFull).sort(byCodeUnit);
}

/** Every host of a placement, the agent's own first. */
export function hostsOf({ agent, host }: Pick<Placement, 'agent' | 'host'>, region: string, zone: string): string[] {
  return [host, ...furtherHosts(agent, region, zone).map(({ name }) => name)];
}

/** Names of the ports that clients reach by paths, besides that of PAP-Hooks: sorted, each once. */
export function portsOfPaths({ paths, hosts }: Pick<Agent, 'paths' | 'hosts'>): string[] {
  const all = [paths, ...Object.values(hosts).map((host) => host.paths)];
  return [...new Set(all.flatMap((each) => Object.values(each)))].sort(byCodeUnit);
}

/** Ports of an agent's pods that paths may lead to, by name. */
export function httpPorts({ ports, extraPorts, sidecars }: Pick<Agent, 'ports' | 'extraPorts' | 'sidecars'>): Readonly<Record<string, number>> {
  return Object.assign({ http: ports.http }, extraPorts, ...sidecars.map((sidecar) => sidecar.ports)) as Record<string, number>;
}
