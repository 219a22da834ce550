// cert-manager with the issuers, Certificates and Secrets of a fleet, in a cluster of each region: a real ACME server, Pebble, looks in a
// real BIND for the challenges that cert-manager writes there by RFC 2136 with the generated TSIG key. The fleet points to both by the
// settings that a user has for a private ACME server and for the name server.
//
// cert-manager is the service account of its own chart, and has the rights that the chart gives it and no others. Its webhook and its
// cainjector do not run: the webhook judges what is written, which the rules and the schemas do here, and the cainjector serves the webhook.
// No fleet has an HTTP-01 solver, so none is tried: a test below says that there is none.
// Judges: cert-manager, Kubernetes, Pebble, BIND, OpenSSL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { Authority } from '../system/servers/authority.ts';
import { HOSTS, REGIONS, fleet } from '../system/servers/fleets.ts';
import type { Named } from '../system/servers/named.ts';
import { hours } from '../system/servers/openssl.ts';
import { plain, unlike } from './answers.ts';
import { CertifiedRegion, HOME } from './certified.ts';
import type { Certified } from './certified.ts';
import { accepted } from './cluster.ts';
import { namespace } from './delivered.ts';

const WILDCARDS = fleet({ records: 'wildcard', discovery: false });
const ZONE = 'a.plugged.in';
const hostsIn = (region: string): string[] => (HOSTS[region] ?? []).map((host) => `${host}.${region}.${ZONE}`);
const EVERY_HOST = REGIONS.flatMap(hostsIn);
/** Somebody else in the same cluster. */
const ELSEWHERE = 'shop';

interface Spec {
  readonly dnsNames: readonly string[];
  readonly secretName: string;
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly acme?: { readonly solvers: readonly Readonly<Record<string, unknown>>[] };
}
const specOf = (object: KubeObject): Spec => object['spec'] as Spec;

let named: Named;
let authority: Authority;
let root: string;
const made = new Map<string, CertifiedRegion>();
/** Region → what is delivered of `certs`. */
const delivered = new Map<string, readonly KubeObject[]>();
/** Settings of `certs` in us-east, which tests change one after the other. */
const settings = new Map<string, string>();

const at = (region: string): CertifiedRegion => made.get(region) as CertifiedRegion;
const all = (region: string, kind: string): KubeObject[] => (delivered.get(region) ?? []).filter((object) => object.kind === kind);
const certificates = (region: string): KubeObject[] => all(region, 'Certificate');

/** The fleet with the servers of this test; in eu-west the private CA lies with the agents. */
function written(): string {
  const { directoryUrl, trust } = authority.pebble;
  const servers = `productionServer: "${directoryUrl}", stagingServer: "${directoryUrl}", caBundle: ${JSON.stringify(readFileSync(trust, 'utf8'))}, `;
  const more = [...settings].map(([name, value]) => `${name}: ${value}, `).join('');
  return WILDCARDS.replace('zone: { ', `zone: { rfc2136: { host: 127.0.0.1, port: ${named.port} }, `)
    .replace('certs: { ', `certs: { ${servers}`)
    .replace('us-east: { ', `us-east: { components: { certs: { ${more} } }, `)
    .replace('eu-west: { ', 'eu-west: { components: { certs: { clientIssuer: Issuer } }, ');
}

/** Another setting, delivered in us-east as Argo CD does it. */
async function change(changes: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(changes)) settings.set(name, value);
  named.generate(written());
  delivered.set('us-east', await at('us-east').deliver('certs'));
}

beforeAll(async () => {
  ({ named, authority } = await Authority.ofZone(WILDCARDS));
  named.generate(written());
  root = await authority.pebble.root();
  const started = await Promise.allSettled(
    REGIONS.map(async (region) => {
      const one = await CertifiedRegion.serve(named, region, authority.resolver.port);
      made.set(region, one);
      one.makeSecret(`${region === 'eu-west' ? 'agents' : HOME}/pap-agent-ca`);
      one.makeSecret(`${HOME}/rfc2136-tsig`, `cert-manager-${region}`);
      delivered.set(region, await one.deliver('certs'));
    }),
  );
  for (const one of started) if (one.status === 'rejected') throw one.reason;
  // Two clusters, a name server, a resolver and an authority.
}, 400_000);
afterAll(async () => {
  for (const one of made.values()) await one.stop();
  await authority?.stop();
  await named?.stop();
});

describe.each(REGIONS)('cert-manager in %s', (region) => {
  const own = hostsIn(region);
  const secret = (certificate: KubeObject): Promise<Certified> => at(region).secret(specOf(certificate).secretName);

  test('registers an account with the ACME server for both issuers', async () => {
    const issuers = all(region, 'ClusterIssuer').filter((issuer) => specOf(issuer).acme !== undefined);
    expect(issuers.map(({ metadata }) => metadata.name)).toEqual(['pap-letsencrypt-production', 'pap-letsencrypt-staging']);
    await at(region).ready(...issuers);
    const uris = await Promise.all(issuers.map(async ({ metadata }) => (await at(region).get('ClusterIssuer', metadata.name)).status?.acme?.uri));
    expect(new Set(uris).size).toBe(2);
    const keys = await at(region).cluster.ask('GET', `/api/v1/namespaces/${HOME}/secrets/pap-letsencrypt-production-account`);
    expect(keys.code).toBe(200);
  });

  test('is asked for no HTTP-01 challenge', () => {
    const solvers = all(region, 'ClusterIssuer').flatMap((issuer) => specOf(issuer).acme?.solvers ?? []);
    expect(solvers.length).toBeGreaterThan(0);
    expect(solvers.map((solver) => Object.keys(solver).sort())).toEqual(solvers.map(() => ['dns01', 'selector']));
  });

  test('makes every Certificate and every issuer Ready', async () => {
    expect(certificates(region).length).toBe(own.length + 1);
    await at(region).ready(...certificates(region), ...all(region, 'Issuer'), ...all(region, 'ClusterIssuer'));
  });

  test('has exactly the names certified that the fleet has in the region', async () => {
    for (const certificate of certificates(region)) {
      const { leaf } = await secret(certificate);
      expect(leaf.subjectAltName).toBe(
        specOf(certificate)
          .dnsNames.map((name) => `DNS:${name}`)
          .join(', '),
      );
    }
    const names = certificates(region).flatMap((certificate) => specOf(certificate).dnsNames);
    expect(names.sort()).toEqual([`*.${region}.${ZONE}`, ...own].sort());
  });

  test('gets a wildcard certificate that serves the hosts of the region and no other', async () => {
    const wildcard = await at(region).secret(`wildcard-${region}-tls`);
    expect(at(region).hostsOf(root, wildcard, EVERY_HOST)).toEqual(own);
    expect(wildcard.leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(at(region).matches(wildcard)).toBe(true);
  });

  test('takes its challenge out of the zone again', async () => {
    await at(region).until('no challenge is left', async () => {
      const left = await at(region).list('challenges', '');
      return left.length === 0 ? undefined : `${left.length} challenges`;
    });
    expect(named.answer(`_acme-challenge.${region}.${ZONE}`, 'TXT')).toEqual([]);
  });

  test('gives each agent a certificate for 90 days, with its key and the authority beside it, and renews it when the fleet says', async () => {
    const clients = certificates(region).filter(({ metadata }) => metadata.name.endsWith('-agent-client'));
    expect(clients.length).toBe(own.length);
    for (const certificate of clients) {
      const found = await secret(certificate);
      const { duration, renewBefore } = specOf(certificate);
      const [from, to] = [Date.parse(found.leaf.validFrom), Date.parse(found.leaf.validTo)];
      expect((to - from) / 3_600_000).toBe(hours(String(duration)));
      expect(hours(String(duration))).toBe(90 * 24);
      const { status } = await at(region).get('Certificate', certificate.metadata.name);
      expect((to - Date.parse(String(status?.renewalTime))) / 3_600_000).toBe(hours(String(renewBefore)));
      expect(found.leaf.publicKey.asymmetricKeyType).toBe('ed25519');
      expect(at(region).matches(found)).toBe(true);
      expect(at(region).verifies(found.ca, found)).toBe(true);
    }
  });

  test('writes into no field that the fleet sets, and applying all again changes nothing', async () => {
    for (const object of delivered.get(region) ?? []) {
      const before = await at(region).cluster.get(object);
      expect(unlike(object, plain(before))).toEqual([]);
      const after = accepted(await at(region).cluster.apply(object));
      expect((after.metadata as { resourceVersion?: string }).resourceVersion).toBe(
        (before.metadata as { resourceVersion?: string }).resourceVersion,
      );
    }
  });

  test('renews the certificate of an agent that an operator renews with cmctl, with a new key', async () => {
    const certificate = certificates(region).find(({ metadata }) => metadata.name === 'research-agent-client') as KubeObject;
    const before = await secret(certificate);
    await at(region).renew(certificate.metadata.name);
    isNew(await secret(certificate), before);
    expect(at(region).matches(await secret(certificate))).toBe(true);
  });

  test('keeps one request of each certificate', async () => {
    const names = certificates(region).map(({ metadata }) => metadata.name);
    await at(region).until('the old requests go', async () => {
      const requests = await at(region).list('certificaterequests');
      return requests.length === names.length ? undefined : `${requests.length} requests of ${names.length} certificates`;
    });
  });
});

/** A certificate for the same names, with another key. */
function isNew(after: Certified, before: Certified): void {
  expect(after.leaf.serialNumber).not.toBe(before.leaf.serialNumber);
  expect(after.leaf.subjectAltName).toBe(before.leaf.subjectAltName);
  expect(after.key).not.toBe(before.key);
}

/** What somebody asks an issuer of the fleet for. */
const request = (name: string, place: string, issuerRef: object, ...dnsNames: string[]): KubeObject => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name, namespace: place },
  spec: {
    dnsNames,
    issuerRef,
    secretName: name,
    usages: ['digital signature', 'client auth'],
    privateKey: { algorithm: 'Ed25519', encoding: 'PKCS8' },
  },
});

describe('issuers', () => {
  const clientCertificates = (region: string): Promise<Certified[]> =>
    Promise.all(
      certificates(region)
        .filter(({ metadata }) => metadata.name.endsWith('-agent-client'))
        .map((certificate) => at(region).secret(specOf(certificate).secretName)),
    );

  test('a client certificate verifies by the private CA of its own region, and by that of no other', async () => {
    const regions = await Promise.all(REGIONS.map(async (region) => ({ region, own: await clientCertificates(region) })));
    for (const { region, own } of regions) {
      for (const other of regions) {
        const ca = String(other.own[0]?.ca);
        expect(own.map((certificate) => at(region).verifies(ca, certificate))).toEqual(own.map(() => other.region === region));
      }
    }
  });

  test('the private CA of a region signs for another region what nobody takes', async () => {
    const { cluster } = at('us-east');
    const issuer = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'pap-client-ca' };
    const [own, foreign] = ['us-east', 'eu-west'].map((region) => request(`asked-${region}`, 'agents', issuer, `research.${region}.${ZONE}`));
    for (const object of [own, foreign] as KubeObject[]) accepted(await cluster.apply(object));
    await at('us-east').ready(own as KubeObject, foreign as KubeObject);
    const [good, bad] = [await at('us-east').secret('asked-us-east'), await at('us-east').secret('asked-eu-west')];
    expect(at('us-east').verifies(good.ca, good)).toBe(true);
    expect(at('us-east').verifies(bad.ca, bad)).toBe(false);
  });

  test('a ClusterIssuer of the private CA signs for every namespace of the cluster, an Issuer for that of the agents alone', async () => {
    for (const [region, kind] of [
      ['us-east', 'ClusterIssuer'],
      ['eu-west', 'Issuer'],
    ] as const) {
      const object = request('asked', ELSEWHERE, { group: 'cert-manager.io', kind, name: 'pap-client-ca' }, `research.${region}.${ZONE}`);
      for (const one of [namespace(ELSEWHERE), object]) accepted(await at(region).cluster.apply(one));
      if (kind === 'ClusterIssuer') await at(region).ready(object);
      else {
        await at(region).until('the request waits for an issuer that is not there', async () => {
          const conditions = (await at(region).list('certificaterequests', ELSEWHERE)).flatMap(({ status }) => status?.conditions ?? []);
          const found = conditions.some(({ type, status, message }) => type === 'Ready' && status === 'False' && message?.includes('not found'));
          return found ? undefined : JSON.stringify(conditions);
        });
      }
    }
  });

  test('the ACME issuers take no name outside the zone of the region', async () => {
    const issuer = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'pap-letsencrypt-production' };
    const object = request('outside', ELSEWHERE, issuer, `research.eu-west.${ZONE}`);
    for (const one of [namespace(ELSEWHERE), object]) accepted(await at('us-east').cluster.apply(one));
    await at('us-east').until('the order finds no solver', async () => {
      const { body } = await at('us-east').cluster.ask('GET', `/api/v1/namespaces/${ELSEWHERE}/events`);
      const messages = (body['items'] as { message: string }[]).map(({ message }) => message);
      return messages.some((message) => message.includes('no configured challenge solvers')) ? undefined : messages.join('; ');
    });
    expect(await at('us-east').list('challenges', ELSEWHERE)).toEqual([]);
  });
});

describe('step by step as docs/operations.md says', () => {
  const region = 'us-east';
  const serials = async (): Promise<string[]> =>
    Promise.all(certificates(region).map(async (certificate) => (await at(region).secret(specOf(certificate).secretName)).leaf.serialNumber));
  const blocks = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^ *```sh\n([^`]+)```/gm)].map(([, block]) => String(block));
  /** The one block of the document that contains a text. */
  const block = (text: string): string => {
    const found = blocks.filter((one) => one.includes(text));
    expect(found.length).toBe(1);
    return String(found[0]);
  };

  test('another private CA takes the place of the old one, and only its certificates are left', async () => {
    const leftOver = (): string => {
      const { code, out } = at(region).shell(block('> new.pem'), 'rotation-ca');
      expect(code, out).toBe(0);
      return out;
    };
    const clients = (): KubeObject[] => certificates(region).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'agent');
    expect(clients().length).toBe(hostsIn(region).length);
    await change({ furtherClientCA: 'pap-agent-ca-2' });
    at(region).makeSecret(`${HOME}/pap-agent-ca-2`);
    const bundle = named.read(`secrets/${region}/${HOME}/pap-agent-ca-2/agents-${region}.pem`);
    const before = await serials();
    await change({ clientCA: 'pap-agent-ca-2', furtherClientCA: 'pap-agent-ca' });
    await at(region).ready(...all(region, 'ClusterIssuer'));
    expect(await serials()).toEqual(before);
    expect(leftOver().split('\n').sort()).toEqual([...clients().map((certificate) => `secret/${specOf(certificate).secretName}`)].sort());
    for (const certificate of clients()) {
      await at(region).renew(certificate.metadata.name);
      expect(at(region).verifies(bundle, await at(region).secret(specOf(certificate).secretName))).toBe(true);
    }
    expect(leftOver()).toBe('');
    await change({ furtherClientCA: 'null' });
    await at(region).ready(...all(region, 'ClusterIssuer'), ...certificates(region));
  });

  test('another ACME account takes the place of the old one, and no certificate is ordered anew', async () => {
    const uri = async (name: string): Promise<string | undefined> => (await at(region).get('ClusterIssuer', name)).status?.acme?.uri;
    const first = await uri('pap-letsencrypt-production');
    const before = await serials();
    await change({ accounts: '[1, 2]' });
    await at(region).ready(...all(region, 'ClusterIssuer'));
    const second = await uri('pap-letsencrypt-production-2');
    expect(second).toMatch(/^https:/);
    expect(second).not.toBe(first);
    await change({ accounts: '[2]' });
    await at(region).until('the issuer has the second account', async () => {
      const now = await uri('pap-letsencrypt-production');
      return now === second ? undefined : `it has ${now}`;
    });
    await at(region).ready(...all(region, 'ClusterIssuer'), ...certificates(region));
    expect(await serials()).toEqual(before);
    const deleted = await at(region).cluster.ask('DELETE', `/api/v1/namespaces/${HOME}/secrets/pap-letsencrypt-production-account`);
    expect(deleted.code).toBe(200);
  });

  test('another TSIG key takes the place of the old one', async () => {
    await change({ tsigKeys: '[1, 2]' });
    expect(named.reconfigure().code).toBe(0);
    at(region).makeSecret(`${HOME}/rfc2136-tsig-2`, `cert-manager-${region}.2`);
    await change({ tsigKeys: '[2, 1]' });
    await change({ tsigKeys: '[2]' });
    expect(named.reconfigure().code).toBe(0);
    expect((await at(region).cluster.ask('DELETE', `/api/v1/namespaces/${HOME}/secrets/rfc2136-tsig`)).code).toBe(200);
  });

  test('the wildcard certificates are renewed as before, in us-east with the other account and the other TSIG key, and without a restart', async () => {
    await Promise.all(
      REGIONS.map(async (one) => {
        const before = await at(one).secret(`wildcard-${one}-tls`);
        await at(one).renew(`wildcard-${one}`);
        const after = await at(one).secret(`wildcard-${one}-tls`);
        isNew(after, before);
        expect(at(one).hostsOf(root, after, EVERY_HOST)).toEqual(hostsIn(one));
      }),
    );
  });
});
