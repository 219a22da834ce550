// Mutual TLS with the certificates that the generated Certificates describe: made by openssl, tried by a real TLS stack (Node's,
// which is OpenSSL too) in both roles. The CA is made with the command of secrets.md.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: OpenSSL.
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTS, REGIONS, fleet } from './fleets.ts';
import { Generated, only } from './generated.ts';
import type { Built } from './generated.ts';
import { hours, issue } from './openssl.ts';
import type { ClientCertificate, Tls } from './openssl.ts';
import { must } from './run.ts';

type Pod = { template: { spec: { volumes: { name: string; secret?: { secretName: string } }[] } } };

const EVERY = REGIONS.flatMap((region) => (HOSTS[region] ?? []).map((agent) => ({ region, agent, host: `${agent}.${region}.a.plugged.in` })));
const VERSIONS = { VersionTLS12: 'TLSv1.2', VersionTLS13: 'TLSv1.3' } as const;

let made: Generated;
/** Region → folder of its CA. */
const authorities = new Map<string, string>();
/** The Station's own. */
let stations: string;
/** What the Station and agents trust: the CAs of all regions, and that of the Station. */
let trusted: string;
const specs = new Map<string, ClientCertificate>();
const agents = new Map<string, Tls>();
const workloads = new Map<string, Built[]>();
let minVersion: 'TLSv1.2' | 'TLSv1.3';

/** A folder with a CA, made as secrets.md has it for a region. */
function makeAuthority(folder: string, region: string): string {
  mkdirSync(made.path(folder), { recursive: true });
  must('bash', ['-euc', [`REGION=${region}`, ...made.secretCommands('cert-manager/pap-agent-ca')].join('\n')], { cwd: made.path(folder) });
  return made.path(folder);
}

/** The CA of a region. */
const authorityOf = (region: string): string => authorities.get(region) as string;

beforeAll(async () => {
  made = new Generated(fleet({ records: 'wildcard', discovery: false }));
  mkdirSync(made.path('stations'), { recursive: true });
  stations = made.path('stations');
  must('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 'tls.key', '-out', 'tls.crt', '-days', '9', '-subj', '/CN=Stations'], {
    cwd: stations,
  });
  for (const region of REGIONS) authorities.set(region, makeAuthority(`authority-${region}`, region));
  trusted = [stations, ...authorities.values()].map((folder) => readFileSync(`${folder}/tls.crt`, 'utf8')).join('');
  for (const region of REGIONS) {
    const objects = await made.objects(region, 'certs');
    for (const { agent, host } of EVERY.filter((placement) => placement.region === region)) {
      const { spec } = only<ClientCertificate>(objects, 'Certificate', `${agent}-agent-client`);
      specs.set(host, spec);
      agents.set(host, { ...issue(made, spec, authorityOf(region)), ca: trusted });
      expect(only<{ ca: { secretName: string } }>(objects, spec.issuerRef.kind, spec.issuerRef.name).spec.ca.secretName).toBe('pap-agent-ca');
    }
    workloads.set(region, await made.objects(region, 'agents'));
  }
  const { spec } = only<{ minVersion: keyof typeof VERSIONS }>(await made.objects('us-east', 'ingress'), 'TLSOption');
  minVersion = VERSIONS[spec.minVersion];
});
afterAll(() => made.remove());

const of = (host: string): Tls => {
  const found = agents.get(host);
  if (found === undefined) throw new Error(`no agent ${host}`);
  return found;
};

/**
 * One request over mutual TLS. The server demands a certificate of its CA, speaks no older TLS than the generated TLSOption allows, and
 * answers whom it has recognised: the names in the certificate, which a Station holds against the agent that somebody says he is.
 */
async function call(
  server: { tls: Tls; name: string; claim?: string },
  client: { tls?: Partial<Tls>; ca: string; maxVersion?: 'TLSv1.2' },
): Promise<string> {
  const { cert, key, ca } = server.tls;
  const listener = https.createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion }, (request, response) => {
    const names = (request.socket as TLSSocket).getPeerX509Certificate()?.subjectAltName ?? '';
    response.statusCode = server.claim === undefined || names === `DNS:${server.claim}` ? 200 : 403;
    response.end(names);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    const { maxVersion, ca: trusted } = client;
    const { cert: own, key: secret } = client.tls ?? {};
    const options = { host: '127.0.0.1', port, servername: server.name, ca: trusted, cert: own, key: secret, agent: false as const };
    return await new Promise<string>((resolve, reject) => {
      const request = https.get({ ...options, ...(maxVersion === undefined ? {} : { maxVersion }) }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(`${String(response.statusCode)} ${text}`));
        response.on('error', reject);
      });
      request.on('error', reject);
    });
  } finally {
    listener.closeAllConnections();
    await new Promise((resolve) => listener.close(resolve));
  }
}

/** A Station: a server of its own with a certificate of its own CA. */
const station = (): Tls => ({
  ...issue(made, { ...(specs.get('research.us-east.a.plugged.in') as ClientCertificate), dnsNames: ['station.plugged.in'], secretName: 'station', usages: ['digital signature', 'server auth', 'client auth'] }, stations), // prettier-ignore
  ca: trusted,
});

// Red with `duration: canonicalDuration(settings.clientRenewBefore)`, with another host in dnsNames, and with another secret in
// the Deployment.
test('what the certificates say: one host each, Ed25519, 90 days, renewed before they end, mounted by their agent', () => {
  expect(specs.size).toBe(EVERY.length);
  for (const { region, agent, host } of EVERY) {
    const spec = specs.get(host) as ClientCertificate;
    const certificate = new X509Certificate(of(host).cert);
    expect(certificate.subjectAltName).toBe(`DNS:${host}`);
    expect(certificate.publicKey.asymmetricKeyType).toBe('ed25519');
    expect((Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 3_600_000).toBe(hours(spec.duration));
    expect(hours(spec.duration)).toBe(90 * 24);
    expect(hours(spec.renewBefore)).toBeLessThan(hours(spec.duration) / 2);
    const pod = only<Pod>(workloads.get(region) ?? [], 'Deployment', `${agent}-agent`).spec.template.spec;
    expect(pod.volumes.find(({ name }) => name === 'client-tls')?.secret?.secretName).toBe(spec.secretName);
  }
});

// Red with `client auth` missing from usages, and with TLS 1.2 in the TLSOption (the last expectation).
test('every agent is let in by its Station, and recognised as itself', async () => {
  const own = station();
  for (const { host } of EVERY) {
    expect(await call({ tls: own, name: 'station.plugged.in', claim: host }, { tls: of(host), ca: own.ca })).toBe(`200 DNS:${host}`);
  }
  const older = { tls: of('research.us-east.a.plugged.in'), ca: own.ca, maxVersion: 'TLSv1.2' as const };
  await expect(call({ tls: own, name: 'station.plugged.in' }, older)).rejects.toThrow(/protocol version|EPROTO/);
});

// Red with `server auth` missing from usages: what calls an agent would not take the only certificate it has.
test('every agent answers for its own host to those who have a certificate, behind a route that passes TLS through', async () => {
  const caller = station();
  for (const { host } of EVERY) {
    expect(await call({ tls: of(host), name: host, claim: 'station.plugged.in' }, { tls: caller, ca: caller.ca })).toBe('200 DNS:station.plugged.in');
  }
  await expect(call({ tls: of('research.us-east.a.plugged.in'), name: 'research.us-east.a.plugged.in' }, { ca: caller.ca })).rejects.toThrow(
    /certificate required|ECONNRESET|socket hang up/i,
  );
});

// Red with the wildcard in place of each agent's own name.
test('an agent is never taken for another, of its region or elsewhere, in either role', async () => {
  const own = station();
  for (const { host } of EVERY) {
    for (const { host: other } of EVERY.filter((placement) => placement.host !== host)) {
      expect(await call({ tls: own, name: 'station.plugged.in', claim: other }, { tls: of(host), ca: own.ca })).toMatch(/^403 /);
      await expect(call({ tls: of(host), name: other }, { tls: own, ca: own.ca })).rejects.toThrow(/Hostname\/IP does not match/);
    }
  }
});

// Controls: a certificate with the right name that another CA signed, one of the right CA that is only for servers, and none.
test('a name alone lets nobody in', async () => {
  const own = station();
  const host = 'research.us-east.a.plugged.in';
  const spec = specs.get(host) as ClientCertificate;
  const server = { tls: own, name: 'station.plugged.in', claim: host };
  const stranger = issue(made, { ...spec, secretName: 'stranger' }, makeAuthority('another-authority', 'us-east'));
  await expect(call(server, { tls: stranger, ca: own.ca })).rejects.toThrow(/unknown ca|ECONNRESET|socket hang up/i);
  const server2 = issue(made, { ...spec, secretName: 'server-only', usages: ['digital signature', 'server auth'] }, authorityOf('us-east'));
  await expect(call(server, { tls: server2, ca: own.ca })).rejects.toThrow(/unsupported certificate|ECONNRESET|socket hang up/i);
  await expect(call(server, { ca: own.ca })).rejects.toThrow(/certificate required|ECONNRESET|socket hang up/i);
});

// Red with `nameConstraints` left out of the command of secrets.md.
test('the authority of a region signs nothing for another one', async () => {
  const own = station();
  const [host, foreign] = ['research.us-east.a.plugged.in', 'research.eu-west.a.plugged.in'];
  const spec = specs.get(host) as ClientCertificate;
  const forged = issue(made, { ...spec, dnsNames: [foreign], secretName: 'forged' }, authorityOf('us-east'));
  await expect(call({ tls: own, name: 'station.plugged.in', claim: foreign }, { tls: forged, ca: own.ca })).rejects.toThrow(
    /certificate|ECONNRESET|socket hang up/i,
  );
  const control = issue(made, { ...spec, secretName: 'control' }, authorityOf('us-east'));
  expect(await call({ tls: own, name: 'station.plugged.in', claim: host }, { tls: control, ca: own.ca })).toBe(`200 DNS:${host}`);
});
