/** How the names of agents are published: every way there is. */
export const WAYS = ['wildcard', 'per-agent'].flatMap((records) => [false, true].map((discovery) => ({ records, discovery })));
export interface Way {
  readonly records: string;
  readonly discovery: boolean;
  readonly handover?: string;
}

/** Region → hosts below `<region>.a.plugged.in`. */
export const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'us-east': ['memory', 'research', 'worker'],
  'eu-west': ['research'],
  'ap-south': ['memory', 'research'],
};
export const REGIONS = ['eu-west', 'us-east'];

/** Two regions and three agents; with `ap-south` a third region, which joins later. */
export function fleet({ records, discovery, handover }: Way, regions: readonly string[] = REGIONS): string {
  const south = regions.includes('ap-south') ? ', ap-south' : '';
  return `
apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.plugged.in, nameservers: [ns1.plugged.in, ns2.plugged.in], hostmaster: dns.admin@plugged.in, caa: [letsencrypt.org, { issuer: pki.goog, accounturi: "https://dv.acme-v02.api.pki.goog/account/a_b-c", validationmethods: [dns-01] }] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components:
  dns: { records: ${records}, discovery: ${discovery}${handover === undefined ? '' : `, handover: ${handover}`} }
  certs: { email: admin@plugged.in }
  secrets: { provider: manual }
regions:
  us-east: { ingressAddresses: [198.51.100.10, 198.51.100.11, "2001:db8:0::10"] }
  eu-west: { ${discovery || handover === 'addresses' ? 'ingressAddresses: [198.51.100.20]' : ''} }
${south === '' ? '' : '  ap-south: { ingressAddresses: [198.51.100.30] }'}
agents:
  research: { ref: pluggedin/research@1.2.0, image: "plugged.in/agents/research:v1.2.0", regions: [us-east, eu-west${south}] }
  memory: { ref: pluggedin/memory@1.0.3, image: "plugged.in/agents/memory:v1.0.3", regions: [us-east${south}] }
  worker: { ref: pluggedin/worker@1.0.0, image: "plugged.in/agents/worker:v1.0.0", mode: cp, regions: [us-east] }
`;
}
