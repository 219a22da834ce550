// A real Traefik, of the newest release and of the last minor of the major version before, ahead of the agents of a region: what docs/
// promise of routes, asked over real TLS by clients with addresses of their own.
// Judges: Kubernetes, Traefik, Traefik 2.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { RELEASES, minorOf } from '../../generator/fleet/versions/releases.ts';
import { serves } from '../../generator/fleet/versions/serves.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { accepted } from './cluster.ts';
import { inOrder, namespace, ofRegion } from './delivered.ts';
import { CLIENT, Edge, PORTS, flagsFor } from './edge.ts';
import type { Asked, Call, Reply, Traefik } from './edge.ts';
import { clustersOf } from './examples.ts';
import { eventually } from './pods.ts';

const REGION = 'us-east';
const ZONE = `${REGION}.a.plugged.in`;
const AGENTS = ['focus', 'memory', 'research'];
const hostOf = (agent: string): string => `${agent}.${ZONE}`;
const RESEARCH = hostOf('research');
/** The balancer of docs/operations.md, and what no balancer is. */
const [BALANCER, SECOND_BALANCER] = ['203.0.113.1', '203.0.113.2'];

interface FleetSpec {
  regions: Record<string, { versions: { traefik: string } }>;
  components: { ingress: Record<string, unknown> };
  agents: Record<string, object>;
}

/** The region of the repository's own fleet, with another Traefik, other settings of `ingress` and other agents. */
function regionWith(traefik: string, settings: object, agents: Readonly<Record<string, object>> = {}): readonly KubeObject[] {
  const fleet = parse(readFileSync('config/fleet.yaml', 'utf8')) as FleetSpec;
  Object.assign((fleet.regions[REGION] as FleetSpec['regions'][string]).versions, { traefik });
  Object.assign(fleet.components.ingress, settings);
  for (const [name, own] of Object.entries(agents)) Object.assign(fleet.agents[name] as object, own);
  const clusters = clustersOf(new Map([['fleet.yaml', Buffer.from(JSON.stringify(fleet))]]));
  const isRegion = (object: KubeObject): boolean => object.kind === 'ConfigMap' && (object['data'] as { region?: string }).region === REGION;
  return inOrder(clusters.find((objects) => objects.some(isRegion)) ?? []);
}

/** Program, and what it runs before: out/ as it is, or as it would be with that Traefik. */
const WORLDS: readonly (readonly [Traefik, (version: string) => Promise<readonly KubeObject[]>])[] = [
  ['traefik', () => ofRegion(REGION)],
  ['traefik-2', (version) => Promise.resolve(regionWith(version, {}))],
];

describe.each(WORLDS)('%s', (program, objects) => {
  const version = minorOf(RELEASES[program].version);
  /** Whether the fleet limits the answer of the service that authenticates. */
  const limitsAnswer = serves({ traefik: version }, 'maxResponseBodySize');
  /** An object of the agents' namespace in the words of Traefik. */
  const nameOf = (name: string): string => `agents${safeNaming ? '_' : '-'}${name}@kubernetescrd`;
  const safeNaming = flagsFor(version).some((flag) => flag.includes('safeNaming=true'));
  /** Whether docs/operations.md has a flag that takes other spellings of a header away. */
  const takesAliases = flagsFor(version).some((flag) => flag.includes('aliasHeadersStrategy'));

  let edge: Edge;
  beforeAll(async () => {
    edge = await Edge.serve(program, await objects(version), [`*.${ZONE}`], flagsFor(version));
    // Certificate and endpoints are there.
    await eventually(async () => Promise.all(AGENTS.map((agent) => answer(hostOf(agent), '/hooks'))), AGENTS);
  });
  afterAll(() => edge?.stop());

  /** One call, that fails where there is no answer at all. */
  const answer = async (host: string, path: string, call?: Call): Promise<string> => {
    try {
      return edge.agentOf(await edge.call(host, path, call));
    } catch (error) {
      return `no answer: ${String((error as NodeJS.ErrnoException).code)}`;
    }
  };
  const seen = (reply: Reply): Asked => {
    expect(reply.code, reply.text).toBe(200);
    return JSON.parse(reply.text) as Asked;
  };
  /** What the service that authenticates was asked. */
  const question = (reply: Reply): Asked => JSON.parse(String(seen(reply).headers['x-auth-agent'])) as Asked;

  describe('routes', () => {
    test('are made of all objects, without a complaint', async () => {
      const routers = await edge.made<{ name: string; status: string; rule: string }[]>('http/routers');
      const ours = routers.filter(({ name }) => /^agents[-_]/.test(name));
      expect(ours.map(({ status }) => status)).toEqual(AGENTS.map(() => 'enabled'));
      // The entry point pap-cp hands connections on unopened: there are no headers on it to take away.
      const complaints = edge.complaints().filter((line) => /agents|pap-/.test(line) && !line.includes('"entryPointName":"pap-cp"'));
      // Traefik 2.11 has had the field since 2.11.38 (pkg/middlewares/auth/forward.go, NewForward), and a minor version does not say so much.
      expect(complaints.filter((line) => limitsAnswer || !line.includes('maxResponseBodySize is not configured'))).toEqual([]);
    });

    test.each(AGENTS)('lead /hooks and what lies below it, on the host of %s, to that agent', async (agent) => {
      for (const path of ['/hooks', '/hooks/', '/hooks?a=b', '/hooks/deep/er?a=b&c=%2F', '/hooks/%C3%A4']) {
        const reply = await edge.call(hostOf(agent), path, { method: 'POST' });
        expect(edge.agentOf(reply)).toBe(agent);
        expect(seen(reply)).toMatchObject({ method: 'POST', url: path, headers: { host: hostOf(agent) } });
      }
    });

    test.each(['/', '/hook', '/hooks-anything', '/hooksx/', '/Hooks', '/health', '/metrics', '/x/hooks', '/hooks/../health', '/hooks/%2e%2e/health'])(
      'lead %s nowhere',
      async (path) => {
        for (const agent of AGENTS) expect(await answer(hostOf(agent), path)).toBe('nobody: 404');
      },
    );

    test('lead hosts of no agent, of another region and of the zone nowhere', async () => {
      for (const host of [`nobody.${ZONE}`, 'research.eu-west.a.plugged.in', ZONE, `x.${RESEARCH}`, 'example.org']) {
        expect(await answer(host, '/hooks', { name: RESEARCH })).toMatch(/^nobody: (404|421)$/);
      }
    });

    test('answer for the host that is asked for, whatever the server name of TLS says', async () => {
      for (const host of AGENTS) {
        for (const name of AGENTS) expect(await answer(hostOf(host), '/hooks', { name: hostOf(name) })).toBe(host);
      }
    });

    test('are not on the entry point without TLS', async () => {
      for (const agent of AGENTS) expect((await edge.plain(hostOf(agent), '/hooks')).code).toBe(404);
    });
  });

  describe('TLS', () => {
    test('is ended with the certificate of the region', async () => {
      const socket = connect({ socket: edge.network.connect(CLIENT, `10.244.0.1:${PORTS.websecure}`), servername: RESEARCH, ca: wildcard() });
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      expect([socket.authorized, socket.getProtocol(), socket.getPeerCertificate().subject.CN]).toEqual([true, 'TLSv1.3', 'wildcard']);
      socket.destroy();
    });

    test.each(['TLSv1.2', 'TLSv1.1'] as const)('of version %s is refused on every host', async (maxVersion) => {
      const tls = { maxVersion, minVersion: maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
      for (const agent of AGENTS) expect(await answer(hostOf(agent), '/hooks', { tls })).toMatch(/^no answer: (ERR_SSL_|EPROTO|ECONNRESET)/);
    });

    test('of version 1.2 reaches no agent by another server name either, or by none', async () => {
      for (const name of ['', 'example.org', `nobody.${ZONE}`]) {
        const tls = { maxVersion: 'TLSv1.2', rejectUnauthorized: false } as const;
        expect(await answer(RESEARCH, '/hooks', { name, tls })).toMatch(/^(no answer: |nobody: 421)/);
      }
    });
  });

  describe('forward authentication', () => {
    test('is asked about every request: method, host, path and address of the client, and what the client brings', async () => {
      const reply = await edge.call(RESEARCH, '/hooks/deep?a=b', { method: 'PUT', headers: { authorization: 'Bearer 7', cookie: 'a=b' } });
      const { method, url, headers } = question(reply);
      expect({ method, url }).toEqual({ method: 'GET', url: '/verify' });
      expect(headers).toMatchObject({
        authorization: 'Bearer 7',
        cookie: 'a=b',
        host: 'auth.plugged.in',
        'x-forwarded-for': CLIENT,
        'x-forwarded-host': RESEARCH,
        'x-forwarded-method': 'PUT',
        'x-forwarded-proto': 'https',
        'x-forwarded-uri': '/hooks/deep?a=b',
      });
    });

    test('says who it is: the agent gets those headers of the answer that the fleet names, and no others', async () => {
      const { headers } = seen(await edge.call(RESEARCH, '/hooks'));
      expect(headers['x-auth-user']).toBe('alice');
      expect(headers).not.toHaveProperty('x-auth-other');
    });

    test('refuses: the client gets its answer, and no agent sees the request', async () => {
      for (const agent of AGENTS) {
        const reply = await edge.call(hostOf(agent), '/hooks', { headers: { authorization: 'nobody' } });
        expect([reply.code, reply.text, reply.headers['x-reason']]).toEqual([403, 'you are nobody', 'nobody']);
      }
    });

    test('lets nobody in when it fails', async () => {
      expect(await answer(RESEARCH, '/hooks', { headers: { authorization: 'hang up' } })).toBe('nobody: 500');
    });

    test.runIf(limitsAnswer)('lets nobody in with an answer of more than 1 MiB, the limit that the fleet writes from Traefik 3.7 on', async () => {
      expect(await answer(RESEARCH, '/hooks', { headers: { authorization: 'too much' } })).toBe('nobody: 401');
    });

    // pkg/middlewares/auth/forward.go, readResponseBodyBytes: no limit where the field is not set.
    test.skipIf(limitsAnswer)('reads an answer of any size in Traefik 2, for which the fleet writes no limit', async () => {
      expect(await answer(RESEARCH, '/hooks', { headers: { authorization: 'too much' } })).toBe('research');
    });
  });

  describe('headers that a client forges', () => {
    const FORGED = {
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'forged.example',
      'x-forwarded-method': 'FORGED',
      'x-forwarded-port': '1',
      'x-forwarded-prefix': '/forged',
      'x-forwarded-proto': 'forged',
      'x-forwarded-server': 'forged',
      'x-forwarded-uri': '/forged',
      'x-forwarded-tls-client-cert': 'forged',
      'x-forwarded-tls-client-cert-info': 'forged',
      'x-real-ip': '192.0.2.1',
    };

    test('about where a request comes from reach neither the service that authenticates nor an agent', async () => {
      const reply = await edge.call(RESEARCH, '/hooks', { headers: FORGED });
      for (const { headers } of [seen(reply), question(reply)]) {
        const kept = Object.keys(FORGED).filter((name) => /192\.0\.2\.1|forged|FORGED|^1$/.test(String(headers[name])));
        expect(kept).toEqual([]);
        expect(headers['x-forwarded-for']).toBe(CLIENT);
      }
    });

    test('about who somebody is are replaced by those of the answer', async () => {
      const forged = { 'x-auth-user': 'mallory', 'X-AUTH-USER': 'mallory' };
      expect(seen(await edge.call(RESEARCH, '/hooks', { headers: forged })).headers['x-auth-user']).toBe('alice');
    });

    test('about who somebody is are taken away where the answer has none', async () => {
      const headers = { authorization: 'without a name', 'x-auth-user': 'mallory', 'x-auth-agent': 'mallory' };
      expect(Object.keys(seen(await edge.call(RESEARCH, '/hooks', { headers })).headers).filter((name) => name.startsWith('x-auth'))).toEqual([]);
    });

    test('cannot take those of the answer away', async () => {
      const headers = { connection: 'keep-alive, X-Auth-User, X-Forwarded-For' };
      expect(seen(await edge.call(RESEARCH, '/hooks', { headers })).headers).toMatchObject({ 'x-auth-user': 'alice', 'x-forwarded-for': CLIENT });
    });

    const ALIASES = { x_auth_user: 'mallory', 'x.auth.user': 'mallory', x_forwarded_for: '192.0.2.1' };

    test.runIf(takesAliases)('under a name that some servers read as the same do not reach an agent behind aliasHeadersStrategy', async () => {
      const { headers } = seen(await edge.call(RESEARCH, '/hooks', { headers: ALIASES }));
      expect(Object.keys(ALIASES).filter((name) => name in headers)).toEqual([]);
    });

    // Traefik 2.11.43 and later take such names of X-Forwarded headers away (pkg/middlewares/forwardedheaders, isManagedXHeader), and no others.
    test.skipIf(takesAliases)('under a name that some servers read as the same reach an agent of Traefik 2, beside the right ones', async () => {
      const { headers } = seen(await edge.call(RESEARCH, '/hooks', { headers: ALIASES }));
      expect(headers).toMatchObject({ x_auth_user: 'mallory', 'x.auth.user': 'mallory', 'x-auth-user': 'alice' });
      expect(headers).not.toHaveProperty('x_forwarded_for');
    });

    test('are believed of the balancer that trustedIPs lists, as to where a request comes from', async () => {
      const headers = { 'x-forwarded-for': '192.0.2.1', 'x-auth-user': 'mallory' };
      const agent = seen(await edge.call(RESEARCH, '/hooks', { from: BALANCER, headers })).headers;
      expect(agent).toMatchObject({ 'x-forwarded-for': `192.0.2.1, ${BALANCER}`, 'x-auth-user': 'alice' });
    });
  });

  /** Applies the routes with other settings, and waits until Traefik has them: `average` tells them apart. */
  async function configure(settings: { rateLimit: { average: number; burst: number; period: string } }): Promise<void> {
    const own = regionWith(version, settings).filter(({ apiVersion }) => apiVersion === 'traefik.io/v1alpha1');
    for (const object of own) accepted(await edge.cluster.apply(object));
    const average = async (): Promise<number | undefined> =>
      (await edge.made<{ rateLimit?: { average: number } }>(`http/middlewares/${nameOf('pap-rate-limit')}`)).rateLimit?.average;
    await eventually(average, settings.rateLimit.average);
  }

  interface Counted {
    /** What an agent has answered. */
    readonly passed: number;
    readonly seconds: number;
    /** So long between two calls that Traefik forgets the client: a machine may be that busy. */
    readonly pauses: number;
  }

  /** So many calls one after the other over one connection. */
  async function count(calls: number, from: string, { headers, host = RESEARCH }: { headers?: (i: number) => Call['headers']; host?: string } = {}) {
    const agent = edge.client(from, host);
    const begun = performance.now();
    let [passed, pauses, last] = [0, 0, begun];
    for (let i = 0; i < calls; i++) {
      const { code } = await edge.call(host, '/hooks', { agent, headers: headers?.(i) ?? {} });
      expect([200, 429]).toContain(code);
      if (code === 200) passed++;
      if (performance.now() - last >= 1000) pauses++;
      last = performance.now();
    }
    agent.destroy();
    return { passed, pauses, seconds: (last - begun) / 1000 };
  }

  /**
   * So many calls of each side by side, as of one client. The first call is made alone: two at once that find no bucket make one each, of which one
   * is lost with what it has granted (pkg/middlewares/ratelimiter/in_memory_limiter.go, Allow).
   */
  async function together(clients: readonly (() => Promise<Counted>)[], first: () => Promise<Counted>): Promise<Counted> {
    const found = [await first(), ...(await Promise.all(clients.map((client) => client())))];
    return {
      passed: sum(found.map(({ passed }) => passed)),
      pauses: sum(found.map(({ pauses }) => pauses)),
      seconds: (found[0]?.seconds ?? 0) + Math.max(...found.slice(1).map(({ seconds }) => seconds)),
    };
  }

  /** As many as `burst`, and what `average` adds in the time that the calls take. */
  function expectLimit({ passed, seconds, pauses }: Counted, { average, burst }: { average: number; burst: number }): void {
    expect(passed).toBeGreaterThanOrEqual(burst);
    // Traefik lets a request wait for up to half a second.
    expect(passed).toBeLessThanOrEqual(burst * (1 + pauses) + Math.ceil((average / 60) * (seconds + 0.5)));
  }

  describe('the rate limit', () => {
    const LIMIT = { average: 60, burst: 10, period: '1m' };
    /** An average of its own for each test, so that a change can be waited for. */
    let average = 60;
    const limit = (sourceCriterion: object | null) => ({ rateLimit: { ...LIMIT, average: ++average, sourceCriterion } });

    test('of the fleet holds for each client by itself, and keeps what exceeds it from the service that authenticates', async () => {
      await configure({ rateLimit: { average: 100, burst: 200, period: '1m' } });
      const before = await edge.questions();
      const found = await count(260, '198.51.100.20');
      expectLimit(found, { average: 100, burst: 200 });
      expect((await edge.questions()) - before).toBe(found.passed);
      expect((await count(10, '198.51.100.21')).passed).toBe(10);
    });

    test('that is the default counts each address by itself, whatever X-Forwarded-For it writes', async () => {
      await configure(limit(null));
      for (const from of [CLIENT, '198.51.100.8'])
        expectLimit(await count(30, from, { headers: (i) => ({ 'x-forwarded-for': `192.0.2.${i}` }) }), LIMIT);
    });

    test('counts what a client asks of each agent by itself', async () => {
      await configure(limit(null));
      for (const agent of AGENTS) expectLimit(await count(20, CLIENT, { host: hostOf(agent) }), LIMIT);
    });

    test('with ipStrategy.depth 1 counts clients by what the balancer has put last', async () => {
      await configure(limit({ ipStrategy: { depth: 1 } }));
      for (const client of ['192.0.2.1', '192.0.2.2']) {
        expectLimit(await count(20, BALANCER, { headers: (i) => ({ 'x-forwarded-for': `198.18.0.${i}, ${client}` }) }), LIMIT);
      }
    });

    test('with ipStrategy.depth 2 counts clients behind two proxies', async () => {
      await configure(limit({ ipStrategy: { depth: 2 } }));
      for (const client of ['192.0.2.1', '192.0.2.2']) {
        expectLimit(await count(20, BALANCER, { headers: (i) => ({ 'x-forwarded-for': `198.18.0.${i}, ${client}, ${SECOND_BALANCER}` }) }), LIMIT);
      }
    });

    test('with ipStrategy counts all clients as one where trustedIPs does not list the balancer', async () => {
      await configure(limit({ ipStrategy: { depth: 1 } }));
      const calls = (many: number, from: string) => () => count(many, from, { headers: () => ({ 'x-forwarded-for': '192.0.2.1' }) });
      const clients = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
      expectLimit(
        await together(
          clients.map((from) => calls(10, from)),
          calls(1, CLIENT),
        ),
        LIMIT,
      );
    });

    test('with ipStrategy.excludedIPs counts by the first address from the right that is no proxy', async () => {
      await configure(limit({ ipStrategy: { excludedIPs: ['203.0.113.0/28'] } }));
      for (const client of ['192.0.2.1', '192.0.2.2']) {
        expectLimit(await count(20, BALANCER, { headers: (i) => ({ 'x-forwarded-for': `198.18.0.${i}, ${client}, ${SECOND_BALANCER}` }) }), LIMIT);
      }
    });

    test('with requestHeaderName counts by that header', async () => {
      await configure(limit({ requestHeaderName: 'X-Client-Id' }));
      for (const id of ['one', 'two']) expectLimit(await count(20, BALANCER, { headers: () => ({ 'x-client-id': id }) }), LIMIT);
    });

    test('with requestHost counts each host, whoever asks', async () => {
      await configure(limit({ requestHost: true }));
      for (const agent of AGENTS.slice(1)) {
        const calls = (many: number, from: string) => () => count(many, from, { host: hostOf(agent) });
        expectLimit(
          await together(
            [CLIENT, '198.51.100.8'].map((from) => calls(10, from)),
            calls(1, CLIENT),
          ),
          LIMIT,
        );
      }
    });

    test('grants the burst anew to a client that has paused for two seconds', async () => {
      await configure(limit(null));
      expectLimit(await count(20, CLIENT), LIMIT);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect((await count(20, CLIENT)).passed).toBeGreaterThanOrEqual(LIMIT.burst);
    });
  });

  describe('PAP-CP from outside', () => {
    beforeAll(async () => {
      const routes = regionWith(version, { grpc: {} }).filter(({ kind }) => kind === 'IngressRouteTCP');
      for (const object of routes) accepted(await edge.cluster.apply(object));
      await eventually(async () => (await edge.made<unknown[]>('tcp/routers')).length, AGENTS.length);
    });

    test('reaches the agent of the host, which ends TLS itself and sees the certificate of the client', async () => {
      for (const agent of AGENTS) {
        const { address, client } = JSON.parse(await edge.talk(hostOf(agent), 'station')) as { address: string; client: string };
        expect([edge.agentAt(address), client]).toEqual([agent, 'station']);
      }
    });

    test('reaches nobody without a certificate that the agent trusts, and no other host', async () => {
      expect(await edge.talk(RESEARCH, undefined)).toMatch(/^refused/);
      expect(await edge.talk(RESEARCH, 'stranger')).toMatch(/^refused/);
      expect(await edge.talk(`nobody.${ZONE}`, 'station')).toMatch(/^refused/);
    });
  });

  /** Applies what the fleet writes of these kinds with other settings. */
  async function write(kinds: readonly string[], settings: object): Promise<void> {
    for (const object of regionWith(version, settings).filter(({ kind }) => kinds.includes(kind))) accepted(await edge.cluster.apply(object));
  }

  describe('minTLSVersion VersionTLS12', () => {
    beforeAll(() => write(['TLSOption'], { minTLSVersion: 'VersionTLS12' }));
    afterAll(() => write(['TLSOption'], {}));
    const over = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') => (): Promise<string> =>
      answer(RESEARCH, '/hooks', { tls: { maxVersion: version, minVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } });

    test('takes TLS 1.2 and 1.3, and refuses TLS 1.1', async () => {
      await eventually(over('TLSv1.2'), 'research');
      expect(await over('TLSv1.3')()).toBe('research');
      expect(await over('TLSv1.1')()).toMatch(/^no answer: (ERR_SSL_|EPROTO|ECONNRESET)/);
    });
  });

  describe('trustForwardHeader true', () => {
    const auth = { address: 'https://auth.plugged.in/verify', responseHeaders: ['X-Auth-User', 'X-Auth-Agent'] };
    const trusts = async (): Promise<boolean | undefined> =>
      (await edge.made<{ forwardAuth: { trustForwardHeader?: boolean } }>(`http/middlewares/${nameOf('pap-forward-auth')}`)).forwardAuth
        .trustForwardHeader;
    const set = async (trustForwardHeader: boolean): Promise<void> => {
      await write(['Middleware'], { rateLimit: null, forwardAuth: { ...auth, trustForwardHeader } });
      await eventually(async () => (await trusts()) === true, trustForwardHeader);
    };
    afterAll(() => set(false));
    const CLAIMS = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'asked.example', 'x-forwarded-uri': '/asked' };
    const claimed = async (from: string): Promise<string[]> => {
      const { headers } = question(await edge.call(RESEARCH, '/hooks', { from, headers: CLAIMS }));
      return Object.keys(CLAIMS).map((name) => String(headers[name]));
    };

    test('has the service that authenticates told what the balancer says, and false what Traefik sees', async () => {
      await set(false);
      expect(await claimed(BALANCER)).toEqual([BALANCER, RESEARCH, '/hooks']);
      await set(true);
      expect(await claimed(BALANCER)).toEqual([`192.0.2.1, ${BALANCER}`, 'asked.example', '/asked']);
    });

    test('tells it nothing that a client says which is no balancer of trustedIPs', async () => {
      await set(true);
      expect(await claimed(CLIENT)).toEqual([CLIENT, RESEARCH, '/hooks']);
    });
  });

  describe('an Ingress beside the routes', () => {
    const HOST = `docs.${ZONE}`;
    const object = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: 'docs',
        namespace: 'agents',
        annotations: {
          'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
          'traefik.ingress.kubernetes.io/router.middlewares': nameOf('pap-forward-auth'),
          'traefik.ingress.kubernetes.io/router.tls': 'true',
          'traefik.ingress.kubernetes.io/router.tls.options': nameOf('pap-tls'),
        },
      },
      spec: {
        rules: [
          {
            host: HOST,
            http: { paths: [{ path: '/docs', pathType: 'Prefix', backend: { service: { name: 'memory-agent', port: { name: 'http' } } } }] },
          },
        ],
      },
    };
    beforeAll(async () => {
      accepted(await edge.cluster.apply(object));
      await eventually(() => answer(HOST, '/docs/a'), 'memory');
    });

    test('leads to its Service by the middlewares and the TLS options that its annotations name', async () => {
      expect(await answer(HOST, '/docs', { headers: { authorization: 'nobody' } })).toBe('nobody: 403');
      expect(await answer(HOST, '/docs', { tls: { maxVersion: 'TLSv1.2' } })).toMatch(/^no answer: /);
      expect(await answer(HOST, '/hooks')).toBe('nobody: 404');
    });

    test('leaves the routes of the agents as they are', async () => {
      for (const agent of AGENTS) expect(await answer(hostOf(agent), '/hooks')).toBe(agent);
    });
  });

  describe('a Middleware of another namespace', () => {
    const middleware = (name: string): KubeObject => ({
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'Middleware',
      metadata: { name, namespace: 'agents-pap' },
      spec: { headers: { customRequestHeaders: { 'X-Auth-User': 'mallory' } } },
    });
    const [other, marker] = [middleware('forward-auth'), middleware('marker')];
    const middlewares = async (): Promise<string[]> => (await edge.made<{ name: string }[]>('http/middlewares')).map(({ name }) => name);
    const isThere = async (): Promise<boolean> => (await middlewares()).some((name) => name.includes('marker'));
    beforeAll(async () => {
      for (const object of [namespace('agents-pap'), other, marker]) accepted(await edge.cluster.apply(object));
      await eventually(isThere, true);
    });
    afterAll(async () => {
      for (const object of [other, marker]) await edge.cluster.delete(object);
      await eventually(isThere, false);
    });
    const named = async (): Promise<string[]> => (await middlewares()).filter((name) => name.includes('forward-auth')).sort();

    test.runIf(safeNaming)('whose name reads as that of the fleet takes its place nowhere, with safeNaming', async () => {
      expect(await named()).toEqual(['agents-pap_forward-auth@kubernetescrd', 'agents_pap-forward-auth@kubernetescrd']);
      for (const agent of AGENTS) expect(await answer(hostOf(agent), '/hooks', { headers: { authorization: 'nobody' } })).toBe('nobody: 403');
    });

    // pkg/provider/kubernetes/crd/kubernetes.go, loadConfigurationFromCRD: the key of a middleware is provider.Normalize(namespace-name).
    test.skipIf(safeNaming)('whose name reads as that of the fleet has one name with it in Traefik 2: one is lost', async () => {
      expect(await named()).toEqual(['agents-pap-forward-auth@kubernetescrd']);
    });
  });

  describe('an agent of mode cp', () => {
    test('has no route: once its own is pruned, nobody answers on its host', async () => {
      const wanted = regionWith(version, {}, { research: { mode: 'cp' } }).filter(({ kind }) => kind === 'IngressRoute');
      const routes = (await objects(version)).filter(({ kind }) => kind === 'IngressRoute');
      const pruned = routes.filter(({ metadata }) => !wanted.some((other) => other.metadata.name === metadata.name));
      expect(pruned.map(({ metadata }) => metadata.name)).toEqual(['research-agent-hooks']);
      for (const object of pruned) await edge.cluster.delete(object);
      // Traefik 2 refuses a host by whose TLS options the connection was not made (pkg/middlewares/snicheck/snicheck.go), and Traefik 3 finds no route.
      const refused = async (): Promise<boolean> => /^nobody: (404|421)$/.test(await answer(RESEARCH, '/hooks', { name: hostOf('memory') }));
      await eventually(refused, true);
      expect(await answer(RESEARCH, '/hooks')).toMatch(/^(no answer: |nobody: (404|421)$)/);
      for (const agent of ['focus', 'memory']) expect(await answer(hostOf(agent), '/hooks')).toBe(agent);
    });
  });

  const wildcard = (): Buffer => readFileSync(edge.network.path('wildcard.crt'));
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
