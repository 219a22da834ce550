import { hostsOfRule } from './rule-hosts.ts';

/** Hosts that a Traefik rule is for. What it says of them in the negative, it is not for. */
export function ruleHosts(rule: string): string[] {
  return [...hostsOfRule(rule).hosts];
}

/** Whether a name of a certificate stands for a host: exactly, or as a wildcard of one label (RFC 6125 §6.4.3). */
export function covers(name: string, host: string): boolean {
  return coveringNames(host).includes(name.toLowerCase());
}

/** The names of certificates that stand for a host, in lower case. */
export function coveringNames(host: string): readonly [string, string] {
  const low = host.toLowerCase();
  return [low, `*.${low.slice(low.indexOf('.') + 1)}`];
}
