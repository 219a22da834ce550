// A fleet is edited key by key before a real cert-manager, which orders from a real Pebble by way of a real BIND: every setting that changes an
// issuer or a Certificate takes another value, and what is promised of them holds then. What is promised is told from the fleet alone, and what is
// issued anew from the words of the plan. Solvers are rfc2136 and cloudflare: a fleet has no other, and nobody here is Cloudflare, so that an edit to
// it shows that nothing is ordered anew.
// Judges: cert-manager, Kubernetes, Pebble, BIND, OpenSSL.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { CertsSettings } from '../../generator/components/certs/settings.generated.ts';
import { fullNames } from '../../generator/fleet/hosts.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { changesBetween } from '../../generator/plan/change.ts';
import { BASELINES, valuesFor } from '../support/key-values.ts';
import type { Data } from '../support/fleets.ts';
import { Authority } from '../system/servers/authority.ts';
import { WAYS, fleet as serversFleet } from '../system/servers/fleets.ts';
import type { Way } from '../system/servers/fleets.ts';
import type { Named } from '../system/servers/named.ts';
import { hours } from '../system/servers/openssl.ts';
import { CertifiedRegion, HOME } from './certified.ts';
import type { Conditioned } from './certified.ts';
import { accepted } from './cluster.ts';
import { namespace } from './delivered.ts';
import { CERT_MANAGER_KEYS, REGION, changed, edited, isCertManager, nameOf, walked, walksOf } from './edits.ts';
import type { Edited, Objects } from './edits.ts';

/** What is put in their places once the servers run. */
const [SERVER, OTHER_SERVER, BUNDLE, PORT] = ['https://acme.test/dir', 'https://acme.test/other', bundle(), 15_353];

function bundle(): string {
  const key = walked.find((one) => nameOf(one) === 'components.certs.caBundle');
  return String(key === undefined ? '' : valuesFor(key).find((value) => typeof value === 'string'));
}

const agents = BASELINES[0]?.['agents'] as Record<string, Data>;
const base = edited({
  ...BASELINES[0],
  zone: { ...(BASELINES[0]?.['zone'] as Data), rfc2136: { host: '127.0.0.1', port: PORT } },
  components: {
    ...(BASELINES[0]?.['components'] as Data),
    secrets: { provider: 'manual' },
    certs: { productionServer: SERVER, stagingServer: SERVER, caBundle: BUNDLE, email: 'admin@plugged.in' },
  },
}) as Edited;

const all = walksOf(base, CERT_MANAGER_KEYS, isCertManager, {
  // Not `null`: to take the address away cert-manager 1.21 sends an empty update, which Pebble refuses, and the issuer is not Ready from then on.
  'components.certs.email': ['ops@plugged.in', 'dns@plugged.in'],
  'components.certs.productionServer': [OTHER_SERVER],
  'components.certs.stagingServer': [OTHER_SERVER],
  'components.certs.caBundle': [`${BUNDLE}${BUNDLE}`],
  // Keys of the name server are made for those of the first generations alone.
  'components.certs.tsigKeys': [
    [1, 2],
    [2, 1],
  ],
});
/** Keys whose edits no test here follows. */
const NOT_WALKED: Readonly<Record<string, string>> = {
  'zone.name': 'another zone is the work of the operator of its name server',
  'zone.nameservers': 'the servers of this test are at zone.rfc2136.host',
  'components.certs.furtherClientCA': 'what the Station trusts is no object',
};
const walks = all.filter(({ key }) => !(key in NOT_WALKED));

/** A host outside of the region's part of the zone gets a certificate of its own. */
const further = edited({
  ...base.spec,
  agents: { ...agents, research: { ...agents['research'], regions: [REGION], hosts: { 'search.a.plugged.in': { paths: { '/': 'http' } } } } },
}) as Edited;
/** Public certificates are issued anew with these; then all is as before, since edits of solvers lead to servers that are not there. */
const PUBLIC = ['name', 'namespace', 'components.certs.environment'];
const STEPS: readonly (readonly [string, Edited])[] = [
  ...walks.flatMap(({ key, edits }) => [...edits, ...(PUBLIC.includes(key) ? [base] : [])].map((edit) => [key, edit] as const)),
  ['agents.*.hosts', further],
  ['all as before', base],
];

test('every setting that changes an issuer or a Certificate has an edit, or it is said why not', () => {
  expect(walks.filter(({ edits }) => edits.length === 0).map(({ key }) => key)).toEqual([]);
  expect(Object.keys(NOT_WALKED).filter((key) => !CERT_MANAGER_KEYS.includes(key))).toEqual([]);
});

let servers: Named;
let authority: Authority;
let at: CertifiedRegion;
let root: string;
let there: Objects = new Map();
let delivered = '';
/** Certificate → serial number. */
const serials = new Map<string, string>();

/** The fleet with the servers of this test. */
function real({ spec }: Edited): Edited {
  const { directoryUrl, trust } = authority.pebble;
  const places: readonly (readonly [string, string])[] = [
    [SERVER, directoryUrl],
    [OTHER_SERVER, directoryUrl.replace('localhost', '127.0.0.1')],
    [JSON.stringify(BUNDLE).slice(1, -1), JSON.stringify(readFileSync(trust, 'utf8')).slice(1, -1)],
    [`"port":${PORT}`, `"port":${servers.port}`],
  ];
  const text = places.reduce((before, [from, to]) => before.replaceAll(from, to), JSON.stringify(spec));
  return edited(JSON.parse(text) as Data) as Edited;
}

beforeAll(async () => {
  ({ named: servers, authority } = await Authority.ofZone(serversFleet(WAYS[0] as Way)));
  root = await authority.pebble.root();
  at = await CertifiedRegion.serve(servers, REGION, authority.resolver.port);
  // Requests of a Certificate that goes are in the way of one of the same name.
  await at.cluster.startControllers(['garbage-collector-controller']);
  await sync(real(base));
  await at.ready(...certificates(), ...issuers());
}, 400_000);
afterAll(async () => {
  await at?.stop();
  await authority?.stop();
  await servers?.stop();
});

const ofKind = (...kinds: readonly string[]): KubeObject[] => [...there.values()].filter(({ kind }) => kinds.includes(kind));
const certificates = (): KubeObject[] => ofKind('Certificate');
const issuers = (): KubeObject[] => ofKind('ClusterIssuer', 'Issuer');

/** What operators do when out/dns and out/secrets.md are others. */
async function install({ spec, files, objects }: Edited): Promise<void> {
  const text = [...files].filter(([path]) => /^(dns\/|secrets\.md$)/.test(path)).map(([, bytes]) => String(bytes));
  if (text.join('\n') !== delivered) {
    servers.generate(JSON.stringify(spec));
    expect(servers.reconfigure().code).toBe(0);
    // A region that has gone has none.
    if (files.has(`dns/${REGION}.nsupdate`)) expect(servers.operator(`out/dns/${REGION}.nsupdate`)).toEqual({ code: 0, out: '' });
    delivered = text.join('\n');
  }
  for (const issuer of [...objects.values()].filter(({ kind }) => /Issuer$/.test(kind))) await makeSecrets(issuer);
}

interface IssuerSpec {
  readonly ca?: { readonly secretName: string };
  readonly acme?: { readonly solvers: readonly { readonly dns01: Solver }[] };
}

interface Solver {
  readonly cloudflare?: { readonly apiTokenSecretRef: { readonly name: string; readonly key: string } };
  readonly rfc2136?: { readonly tsigKeyName: string; readonly tsigSecretSecretRef: { readonly name: string } };
}

async function makeSecrets(issuer: KubeObject): Promise<void> {
  const place = issuer.kind === 'Issuer' ? String(issuer.metadata.namespace) : HOME;
  const { ca, acme } = issuer['spec'] as IssuerSpec;
  const keys = (acme?.solvers ?? []).flatMap(({ dns01: { rfc2136 } }) => (rfc2136 === undefined ? [] : [rfc2136]));
  const wanted = new Map<string, string | undefined>(keys.map((key) => [key.tsigSecretSecretRef.name, key.tsigKeyName]));
  if (ca !== undefined) wanted.set(ca.secretName, undefined);
  accepted(await at.cluster.apply(namespace(place)));
  for (const { dns01 } of acme?.solvers ?? []) {
    if (dns01.cloudflare === undefined) continue;
    const { name, key } = dns01.cloudflare.apiTokenSecretRef;
    accepted(await at.cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: place }, stringData: { [key]: 'of nobody' } }));
  }
  for (const [name, key] of wanted) {
    if ((await at.cluster.ask('GET', `/api/v1/namespaces/${place}/secrets/${name}`)).code === 404) at.makeSecret(`${place}/${name}`, key);
  }
}

/** As Argo CD does it: what cert-manager reads, and no more. */
async function sync(edit: Edited): Promise<void> {
  const objects: Objects = new Map([...edit.objects].filter(([, object]) => isCertManager(object)));
  await install(edit);
  const titles = changed(there, objects);
  for (const [title, object] of objects) {
    if (!titles.includes(title)) continue;
    if (object.metadata.namespace !== undefined) accepted(await at.cluster.apply(namespace(object.metadata.namespace)));
    accepted(await at.cluster.apply(object));
  }
  for (const [title, object] of there) if (!objects.has(title)) await at.cluster.delete(object);
  there = objects;
}

interface CertificateSpec {
  readonly dnsNames: readonly string[];
  readonly secretName: string;
}

const specOf = (object: KubeObject): CertificateSpec => object['spec'] as CertificateSpec;
const secretOf = (object: KubeObject) => at.secret(specOf(object).secretName, object.metadata.namespace);

/** Waits until cert-manager has seen all as it is now, and has nothing to do. @param anew what shall be issued again */
async function settled(anew: ReadonlySet<string>): Promise<void> {
  for (const object of [...issuers(), ...certificates()]) {
    const title = objectTitle(object);
    await at.until(`${title} is settled`, async () => {
      const { metadata, status } = (await at.cluster.get(object)) as Conditioned;
      const { generation } = metadata as unknown as { generation: number };
      const conditions = (status?.conditions ?? []) as readonly { type: string; status: string; observedGeneration?: number }[];
      const ready = conditions.some((one) => one.type === 'Ready' && one.status === 'True' && (one.observedGeneration ?? 0) >= generation);
      const busy = conditions.some((one) => one.type === 'Issuing' && one.status === 'True');
      if (!ready || busy) return JSON.stringify(conditions);
      return anew.has(title) && (await secretOf(object)).leaf.serialNumber === serials.get(title) ? 'not issued again yet' : undefined;
    });
  }
  await at.until('no challenge is left', async () => {
    const left = (await at.list('challenges', '')).length;
    return left === 0 ? undefined : `${left} challenges`;
  });
}

/** Certificates of which a plan says that they are issued anew. */
function reissued(before: Objects): Set<string> {
  const changes = changesBetween(REGION, 'certs', [...before.values()], [...there.values()]);
  const said = changes.filter(({ consequences }) => consequences.includes('a certificate is reissued'));
  return new Set(said.flatMap(({ before: object }) => (object === undefined ? [] : [objectTitle(object)])));
}

/** What docs/fleet.md says of the certificates of a region. */
async function wrongIn({ fleet, region }: Edited): Promise<string[]> {
  const settings = region.components['certs'] as unknown as CertsSettings;
  const zone = fleet.zone.name;
  const clients = region.placements.filter(({ agent }) => agent.mode !== 'hooks').map(({ host }) => host);
  const wholeNames = region.placements.flatMap(({ agent }) => (fullNames(agent).length === 0 ? [] : [fullNames(agent).join()]));
  const wanted = settings.enabled && region.state !== 'decommissioned' ? [`*.${region.name}.${zone}`, ...clients, ...wholeNames] : [];
  const wrong: string[] = [];
  const names: string[] = [];
  for (const certificate of certificates()) {
    const title = objectTitle(certificate);
    const secret = await secretOf(certificate);
    const certified = String(secret.leaf.subjectAltName).replaceAll('DNS:', '').replaceAll(', ', ',');
    names.push(certified);
    if (!at.matches(secret)) wrong.push(`${title}: the key is not its own`);
    if (clients.includes(certified)) {
      const [from, to] = [Date.parse(secret.leaf.validFrom), Date.parse(secret.leaf.validTo)];
      if ((to - from) / 3_600_000 !== hours(settings.clientDuration)) wrong.push(`${title}: ${(to - from) / 3_600_000} h`);
      const { status } = (await at.cluster.get(certificate)) as Conditioned;
      const before = (to - Date.parse(String(status?.renewalTime))) / 3_600_000;
      if (before !== hours(settings.clientRenewBefore)) wrong.push(`${title}: is renewed ${before} h before its end`);
      if (!at.verifies(secret.ca, secret)) wrong.push(`${title}: no client certificate of its authority`);
    } else {
      const hosts = certified.startsWith('*.') ? region.placements.map(({ host }) => host) : certified.split(',');
      if (at.hostsOf(root, secret, hosts).length !== hosts.length) wrong.push(`${title}: serves not all of ${hosts.join()}`);
    }
  }
  if (names.sort().join(' ') !== wanted.sort().join(' ')) wrong.push(`certified are ${names.join(' ')} instead of ${wanted.join(' ')}`);
  return wrong;
}

test.each(STEPS)(
  '%s takes another value: all is Ready for the names of the fleet, and issued anew is what the plan says, and nothing else',
  async (_, step) => {
    const edit = real(step);
    for (const certificate of certificates()) serials.set(objectTitle(certificate), (await secretOf(certificate)).leaf.serialNumber);
    const before = there;
    await sync(edit);
    const anew = reissued(before);
    await settled(anew);
    const again: string[] = [];
    for (const certificate of certificates()) {
      const title = objectTitle(certificate);
      if (before.has(title) && (await secretOf(certificate)).leaf.serialNumber !== serials.get(title)) again.push(title);
    }
    expect(again.sort()).toEqual([...anew].sort());
    expect(await wrongIn(edit)).toEqual([]);
  },
);
