// The region's certificate, ordered as cert-manager orders it, from a real ACME server that asks our name server whether the
// challenge is there. Every field comes from the generated ClusterIssuer and Certificate and from secrets.md; replaced are only
// `server` by Pebble's directory and `nameserver` by the address of the name server on loopback.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND, Pebble, lego, OpenSSL.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import acme from 'acme-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { HOSTS, REGIONS, WAYS, fleet } from './fleets.ts';
import { only } from './generated.ts';
import { Named } from './named.ts';
import { must, run } from './run.ts';

interface Issuer {
  readonly acme: {
    readonly server: string;
    readonly email: string;
    readonly privateKeySecretRef: { readonly name: string };
    readonly solvers: readonly {
      readonly selector: { readonly dnsZones: readonly string[] };
      readonly dns01: {
        readonly cnameStrategy: string;
        readonly rfc2136: {
          readonly nameserver: string;
          readonly protocol: string;
          readonly tsigAlgorithm: string;
          readonly tsigKeyName: string;
          readonly tsigSecretSecretRef: { readonly name: string; readonly key: string };
        };
      };
    }[];
  };
}
interface Certificate {
  readonly dnsNames: readonly string[];
  readonly secretName: string;
  readonly issuerRef: { readonly kind: string; readonly name: string };
  readonly privateKey: { readonly algorithm: string; readonly size: number };
}
interface Route {
  readonly routes: readonly { readonly match: string }[];
  readonly tls: { readonly secretName: string };
}

/** How cert-manager's words are nsupdate's. */
const ALGORITHMS: Readonly<Record<string, string>> = { HMACSHA256: 'hmac-sha256', HMACSHA512: 'hmac-sha512' };
const EVERY_HOST = REGIONS.flatMap((region) => (HOSTS[region] ?? []).map((host) => `${host}.${region}.a.plugged.in`));

// The way in which a wildcard could answer for the challenge, and the one most unlike it.
describe.each(WAYS.filter(({ records, discovery }) => (records === 'wildcard') !== discovery))('records $records, discovery $discovery', (way) => {
  let named: Named;
  let authority: Authority;
  beforeAll(async () => {
    named = await Named.serve(fleet(way));
    for (const region of REGIONS) {
      named.operator(`out/dns/${region}.nsupdate`);
      await named.publish(region);
    }
    const ds = named.atTheServer('plugged.in.', `update add a.plugged.in. 60 DS ${String(named.ds().split(' DS ')[1])}`);
    expect(ds).toEqual({ code: 0, out: '' });
    authority = await Authority.serve(named);
  });
  afterAll(async () => {
    await authority?.stop();
    await named?.stop();
  });

  /** What a region asks for, and with which means. */
  async function wanted(region: string) {
    const objects = await named.objects(region, 'certs');
    const { spec: certificate } = only<Certificate>(objects, 'Certificate', `wildcard-${region}`);
    const { spec: issuer } = only<Issuer>(objects, certificate.issuerRef.kind, certificate.issuerRef.name);
    // cert-manager takes the solver with the longest zone that the name lies in.
    const solver = issuer.acme.solvers.find(({ selector }) =>
      certificate.dnsNames.every((name) => selector.dnsZones.some((zone) => name === zone || name.endsWith(`.${zone}`))),
    );
    if (solver === undefined) throw new Error(`no solver for ${certificate.dnsNames.join(', ')}`);
    const { tsigSecretSecretRef: ref, tsigKeyName, tsigAlgorithm, protocol } = solver.dns01.rfc2136;
    // The secret that the name server knows goes through the commands of secrets.md, not a new one.
    const folder = named.path(`secrets/${region}`);
    const commands = named.secretCommands(`cert-manager/${ref.name}`).filter((line) => !line.startsWith('tsig-keygen '));
    named.write(`secrets/${region}/${tsigKeyName}.key`, named.read(`keys/${tsigKeyName}.key`));
    must('bash', ['-euc', commands.join('\n')], { cwd: folder, env: { REGION: region } });
    const secret = readFileSync(`${folder}/${ref.key}`, 'utf8');
    const algorithm = String(ALGORITHMS[tsigAlgorithm]);
    const key = named.write(`secrets/${region}/key.conf`, `key "${tsigKeyName}" { algorithm ${algorithm}; secret "${secret}"; };`);
    const nsupdate = (...lines: string[]): string =>
      must('nsupdate', [...(protocol === 'TCP' ? ['-v'] : []), '-k', key], {
        input: [`server 127.0.0.1 ${named.port}`, `zone ${zoneOf(`_acme-challenge.${region}.a.plugged.in.`)}`, ...lines, 'send', ''].join('\n'),
      });
    return { certificate, issuer, solver, secret, nsupdate };
  }

  /** As cert-manager finds it: from the name up, the first that has an SOA record and is no alias. */
  function zoneOf(name: string): string {
    const labels = name.split('.');
    for (let i = 0; i < labels.length - 1; i++) {
      const zone = labels.slice(i).join('.');
      const answer = named.answer(zone, 'SOA');
      if (answer.some((line) => line.includes(' SOA ')) && !answer.some((line) => line.includes(' CNAME '))) return zone;
    }
    throw new Error(`no zone for ${name}`);
  }

  async function order(region: string, solve: (lines: { add: string; remove: string }) => { add(): void; remove(): void }): Promise<string> {
    const { certificate, issuer } = await wanted(region);
    expect(certificate.privateKey).toMatchObject({ algorithm: 'ECDSA' });
    const curve = `P-${certificate.privateKey.size}` as 'P-256';
    const client = new acme.Client({ directoryUrl: authority.pebble.directoryUrl, accountKey: await acme.crypto.createPrivateEcdsaKey('P-256') });
    const [, csr] = await acme.crypto.createCsr({ altNames: [...certificate.dnsNames] }, await acme.crypto.createPrivateEcdsaKey(curve));
    const steps = (identifier: string, value: string) =>
      solve({
        add: `update add _acme-challenge.${identifier}. 60 TXT "${value}"`,
        remove: `update delete _acme-challenge.${identifier}. TXT "${value}"`,
      });
    return client.auto({
      csr,
      email: issuer.acme.email,
      termsOfServiceAgreed: true,
      challengePriority: ['dns-01'],
      // Pebble asks; the client's own look would go to the machine's resolver.
      skipChallengeVerification: true,
      challengeCreateFn: (authz, _, value) => Promise.resolve(steps(authz.identifier.value, value).add()),
      challengeRemoveFn: (authz, _, value) => Promise.resolve(steps(authz.identifier.value, value).remove()),
    });
  }

  /** For which of all hosts openssl takes a chain. */
  async function hostsOf(chain: string): Promise<string[]> {
    const [path, root] = [named.write('chain.pem', chain), named.write('root.pem', await authority.pebble.root())];
    return EVERY_HOST.filter((host) => run('openssl', ['verify', '-CAfile', root, '-untrusted', path, '-verify_hostname', host, path]).code === 0);
  }

  // Red with the command for the DS record in parent-zone.hbs given the parent's name.
  test('the resolver that the authority asks validates every agent', () => {
    for (const host of EVERY_HOST) {
      const answer = named.dig(host, 'A', '-p', String(authority.resolver.port), '+recurse', '+adflag');
      expect(answer).toMatch(/;; flags: [a-z ]*\bad\b/);
      expect(answer).toMatch(/\sIN\s+A\s+198\.51\.100\./);
    }
  });

  describe.each(REGIONS)('%s', (region) => {
    // Red with the name server given without its port, and with `production` pointing at the staging server.
    test('the issuer names the real authority, our name server and the key that is for it', async () => {
      const { issuer, solver } = await wanted(region);
      expect(issuer.acme.server).toBe('https://acme-v02.api.letsencrypt.org/directory');
      expect(solver.dns01.rfc2136).toMatchObject({ nameserver: 'ns1.plugged.in:53', tsigKeyName: `cert-manager-${region}` });
      expect(solver.dns01.cnameStrategy).toBe('None');
    });

    // Red with the key of another region in certs.ts, with `*.${fleet.zone.name}` as its name, with 521 as key size, with the
    // grant of cert-manager left out of named-conf.hbs, with another `sed` in secrets.md, and with the algorithm spelt as ExternalDNS spells it.
    test('a certificate is issued, for the hosts of the region and no other', async () => {
      const { certificate, nsupdate } = await wanted(region);
      const chain = await order(region, ({ add, remove }) => ({ add: () => nsupdate(add), remove: () => nsupdate(remove) }));
      expect(await hostsOf(chain)).toEqual(EVERY_HOST.filter((host) => host.endsWith(`.${region}.a.plugged.in`)));
      const leaf = new X509Certificate(chain);
      expect(leaf.subjectAltName).toBe(certificate.dnsNames.map((name) => `DNS:${name}`).join(', '));
      expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
      expect(named.answer(`_acme-challenge.${region}.a.plugged.in`, 'TXT')).toEqual([]);
    });

    // Red with another secretName in ingress.ts.
    test('every route serves with that certificate, and every host lies below it', async () => {
      const { certificate } = await wanted(region);
      const routes = (await named.objects(region, 'ingress')).filter(({ kind }) => kind === 'IngressRoute');
      const hosts = routes.map(({ spec }) => {
        const { routes: [route] = [], tls } = spec as Route;
        expect(tls.secretName).toBe(certificate.secretName);
        return /^Host\(`([^`]+)`\)/.exec(String(route?.match))?.[1];
      });
      // An agent that only speaks PAP-CP has no route.
      expect(hosts.sort()).toEqual(EVERY_HOST.filter((host) => host.endsWith(`.${region}.a.plugged.in`) && !host.startsWith('worker.')));
    });

    // Red with `issuewild` left out of dns-files.ts.
    test('CAA lets the authority issue wildcards (RFC 8659: the closest ancestor that has such records)', () => {
      const labels = `${region}.a.plugged.in`.split('.');
      const closest = labels.map((_, i) => named.answer(labels.slice(i).join('.'), 'CAA')).find((found) => found.length > 0);
      expect(closest).toContain('a.plugged.in. 300 IN CAA 0 issuewild "letsencrypt.org"');
    });
  });

  // A control: without it the tests above would pass with an authority that believes everything.
  test('no certificate without the challenge, nor with the key of another region', async () => {
    const nothing = { add: () => undefined, remove: () => undefined };
    await expect(order('us-east', () => nothing)).rejects.toThrow(/TXT|unauthorized/i);
    const { nsupdate } = await wanted('eu-west');
    await expect(order('us-east', ({ add }) => ({ ...nothing, add: () => nsupdate(add) }))).rejects.toThrow(/REFUSED/);
  });

  // Without a wildcard nothing could answer for the challenge.
  if (way.records === 'per-agent') return;

  /** lego follows aliases from the challenge's name to where it writes; cert-manager would with `cnameStrategy: Follow`. */
  async function lego(region: string) {
    const { certificate, issuer, solver, secret } = await wanted(region);
    const folder = named.path('lego');
    const options = ['--server', authority.pebble.directoryUrl, '--email', issuer.acme.email, '--accept-tos', '--path', folder];
    const key = `${certificate.privateKey.algorithm === 'ECDSA' ? 'ec' : 'rsa'}${certificate.privateKey.size}`;
    const dns = ['--dns', 'rfc2136', '--dns.resolvers', `127.0.0.1:${named.port}`, '--dns.disable-cp', '--key-type', key];
    const names = certificate.dnsNames.flatMap((name) => ['--domains', name]);
    const ran = run('lego', [...options, ...dns, ...names, 'run'], {
      env: {
        LEGO_CA_CERTIFICATES: authority.pebble.trust,
        RFC2136_NAMESERVER: `127.0.0.1:${named.port}`,
        RFC2136_TSIG_ALGORITHM: `${ALGORITHMS[solver.dns01.rfc2136.tsigAlgorithm]}.`,
        RFC2136_TSIG_KEY: solver.dns01.rfc2136.tsigKeyName,
        RFC2136_TSIG_SECRET: secret,
      },
    });
    return { ...ran, chain: () => readFileSync(`${folder}/certificates/_.${region}.a.plugged.in.crt`, 'utf8') };
  }

  describe.each(REGIONS)('%s', (region) => {
    const own = EVERY_HOST.filter((host) => host.endsWith(`.${region}.a.plugged.in`));

    // Red (wildcard) with the CAA record of the sentinel at another name: the client is led to the ingress host and refused.
    test('a client that follows aliases gets one too, for the challenge is none', async () => {
      const { code, out, chain } = await lego(region);
      expect(out).toContain('Server responded with a certificate');
      expect(code).toBe(0);
      expect(await hostsOf(chain())).toEqual(own);
    });

    // Red with the operator's grant in named-conf.hbs narrowed to CAA and TXT.
    test('and also where the operator has delegated the challenge to a name elsewhere', async () => {
      const name = `_acme-challenge.${region}.a.plugged.in.`;
      const elsewhere = `${region}.challenges.plugged.in.`;
      const delegated = named.atTheServer('a.plugged.in.', `update delete ${name} CAA`, `update add ${name} 60 CNAME ${elsewhere}`);
      expect(delegated).toEqual({ code: 0, out: '' });
      const { code, out, chain } = await lego(region);
      expect(out).toContain('Server responded with a certificate');
      expect(code).toBe(0);
      expect(await hostsOf(chain())).toEqual(own);
    });
  });
});
