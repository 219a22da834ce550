/** Names that are derived from the fleet, and the rules of Kubernetes and DNS they must obey. */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** RFC 1123 label: what most namespaced names and every DNS label must be; at most 63 characters. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** RFC 1035 label: a Service name before Kubernetes 1.36 (KEP-5311) may not begin with a digit. */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && !/^[0-9]/.test(text);
}

/** DNS-1123 subdomain: the name of most Kubernetes objects; at most 253 characters. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => LABEL.test(part));
}

const HOST = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** A host name that DNS can hold: labels of at most 63, 253 characters in all (RFC 1035 §2.3.4). */
export function isHost(text: string): boolean {
  return text.length <= 253 && HOST.test(text);
}

/** A key of labels or annotations: a name of at most 63 characters, with or without a DNS prefix and a slash before it. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  return (slash === -1 || isSubdomain(text.slice(0, slash))) && text.length > slash + 1 && isLabelValue(text.slice(slash + 1));
}

/** A label's value: at most 63 characters, or none. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text));
}

/** IANA service name (RFC 6335 §5.1) as Kubernetes wants it of a container's port. */
export function isPortName(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && text.length <= 15 && /[a-z]/.test(text) && !text.includes('--');
}

/** Deployment, Service, HPA and so on of one agent. */
export function workloadName(agent: string): string {
  return `${agent}-agent`;
}

/** Middleware that refuses what is new to an agent that drains. */
export function drainingMiddleware(agent: string): string {
  return `${workloadName(agent)}-draining`;
}

/** The Argo CD Application of one component in one region. */
export function applicationName(fleet: string, region: string, component: string): string {
  return `${fleet}-${region}-${component}`;
}

/** The AppProject that confines one region. */
export function projectName(fleet: string, region: string): string {
  return `${fleet}-${region}`;
}

export function rootName(fleet: string): string {
  return `${fleet}-root`;
}

/** Secret with a generation of an agent's Ed25519 signing key. */
export function signingKeySecret(agent: string, generation = 1): string {
  return generationName(`${agent}-signing-keys`, generation);
}

/** The name of what holds the first generation of a key, whichever generation this is. */
export function firstGeneration(name: string): string {
  return name.replace(/-[1-9][0-9]{0,2}$/, '');
}

/** Secret with an agent's PAP-CP client certificate. */
export function clientTlsSecret(agent: string): string {
  return `${agent}-client-tls`;
}

/** Secret with the certificate of an agent's hosts that the region's wildcard does not stand for. */
export function hostsTlsSecret(agent: string): string {
  return `${agent}-hosts-tls`;
}

/** Secret with what an agent needs to trust and address its Station. */
export const STATION_SECRET = 'station-credentials';

/**
 * The name of a generation of a key on the name server. No region's key can be called so: a region has no dot in its name.
 * @param generation from 1 on; the first has no number
 */
function keyName(name: string, generation: number): string {
  return generation === 1 ? name : `${name}.${generation}`;
}

/** The name of an object that holds a generation of a key. @param generation from 1 on; the first has no number */
export function generationName(name: string, generation: number): string {
  return generation === 1 ? name : `${name}-${generation}`;
}

/** TSIG key by which cert-manager answers the challenges of a region. */
export function certManagerKey(region: string, generation = 1): string {
  return keyName(`cert-manager-${region}`, generation);
}

/** TSIG key with which the other name servers fetch the zone. No region's key can be called so: those contain a hyphen. */
export function transferKey(generation: number): string {
  return keyName('secondaries', generation);
}

/** Namespace of ExternalDNS and of the records it reads: it needs no right anywhere else. */
export const DNS_NAMESPACE = 'external-dns';

/** Where the image of ExternalDNS comes from. */
export const DNS_REGISTRY = 'registry.k8s.io/external-dns';

/** TSIG key by which ExternalDNS updates a region's records. */
export function externalDnsKey(region: string, generation = 1): string {
  return keyName(`externaldns-${region}`, generation);
}

/** Below out/: the script for the name server that deletes what ExternalDNS leaves of a region's records. */
export function cleanupPath(region: string): string {
  return `dns/${region}.cleanup.nsupdate`;
}

/** Secret with a region's wildcard certificate. */
export function wildcardSecret(region: string): string {
  return `wildcard-${region}-tls`;
}
