import { get } from '../model/data.ts';
import { maps, text } from './look.ts';
import type { KubeObject } from './object.ts';
import { hostsOfRule } from './rule-hosts.ts';

/** Hosts that a Traefik rule is for. What it says of them in the negative, it is not for. */
export function ruleHosts(rule: string): string[] {
  return [...hostsOfRule(rule).hosts];
}

/** Hosts that a route of Traefik is for. @param route IngressRoute or IngressRouteTCP */
export function routeHosts(route: KubeObject | undefined): string[] {
  return maps(get(route, ['spec', 'routes']), '').flatMap(({ item }) => ruleHosts(text(item['match']) ?? ''));
}

/** Whether a name is a domain or lies below it. Both as they are compared: in lower case, without a final dot. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** Whether a name of a certificate stands for a host: exactly, or as a wildcard of one label (RFC 6125 §6.4.3). */
export function covers(name: string, host: string): boolean {
  return coveringNames(host).includes(name.toLowerCase());
}

/** The names of certificates that stand for a host, in lower case. */
export function coveringNames(host: string): readonly [string, string] {
  const low = host.toLowerCase();
  return [low, wildcardOf(low)];
}

/** The wildcard of one label that stands for a host. */
export function wildcardOf(host: string): string {
  return `*.${host.slice(host.indexOf('.') + 1)}`;
}
