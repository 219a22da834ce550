/** Hosts that a Traefik rule names: `Host(`a`, `b`)`, `HostSNI(`a`)`. */
export function ruleHosts(rule: string): string[] {
  return [...rule.matchAll(/\bHost(?:SNI)?\(([^)]*)\)/g)].flatMap((match) =>
    [...(match[1] as string).matchAll(/[`"]([^`"]+)[`"]/g)].map((inner) => inner[1] as string),
  );
}

/** Whether a name of a certificate stands for a host: exactly, or as a wildcard of one label (RFC 6125 §6.4.3). */
export function covers(name: string, host: string): boolean {
  if (name.toLowerCase() === host.toLowerCase()) return true;
  return name.startsWith('*.') && host.slice(host.indexOf('.') + 1).toLowerCase() === name.slice(2).toLowerCase();
}

/** A name that PAP gives to an agent: `research.us-east.a.plugged.in`. */
export function isAgentHost(host: string): boolean {
  return /^[^.*]+\.[^.]+\.a\./.test(host);
}
