/** Hosts that a Traefik rule names: `Host(`a`, `b`)`, `HostSNI(`a`)`. */
export function ruleHosts(rule: string): string[] {
  return [...rule.matchAll(/\bHost(?:SNI)?\(([^()]*)\)/g)].flatMap((match) =>
    [...(match[1] as string).matchAll(/[`"]([^`"]+)[`"]/g)].map((inner) => inner[1] as string),
  );
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
