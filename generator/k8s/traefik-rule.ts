/**
 * Traefik rules (v3 syntax, also read by v2.10 and later): a matcher takes its text in backticks, which the text must
 * therefore not hold. https://doc.traefik.io/traefik/reference/routing-configuration/http/router/rules-and-priority/
 */

function literal(text: string): string {
  // The region's placeholder stands for a DNS label.
  if (!/^[A-Za-z0-9._~/\u0091-]+$/.test(text)) throw new Error(`"${text}" cannot stand in a Traefik rule`);
  return `\`${text}\``;
}

/** One host, and one path with everything below it, but not `/hooks-anything` as `PathPrefix` alone would have it; `/` is every path. */
export function hostAndPath(host: string, path: string): string {
  if (path === '/') return `Host(${literal(host)}) && PathPrefix(${literal(path)})`;
  return `Host(${literal(host)}) && (Path(${literal(path)}) || PathPrefix(${literal(`${path}/`)}))`;
}

/** One host by its TLS server name, for connections that are not opened. */
export function hostSni(host: string): string {
  return `HostSNI(${literal(host)})`;
}
