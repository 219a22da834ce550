// The real ExternalDNS with the arguments, the account and the key of out/, asked what docs/ promise of it, in front of a real BIND with
// the generated zone and named.conf. The comment of a test names a fault that made it red.
// Judges: ExternalDNS, Kubernetes, BIND.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { HOSTS, REGIONS, WAYS, fleet } from '../system/servers/fleets.ts';
import type { Way } from '../system/servers/fleets.ts';
import { only } from '../system/servers/generated.ts';
import { Named } from '../system/servers/named.ts';
import { Cluster, accepted } from './cluster.ts';
import { ExternalDns } from './external-dns.ts';

const FLEET = readFileSync(join(import.meta.dirname, '../../config/fleet.yaml'), 'utf8');
const { regions: entries, agents } = parse(FLEET) as { regions: object; agents: Record<string, { regions: string[] }> };

const clusters = new Map<string, Cluster>();
beforeAll(async () => {
  await Promise.all(Object.keys(entries).map(async (region) => clusters.set(region, await Cluster.serve())));
});
afterAll(() => Promise.all([...clusters.values()].map((cluster) => cluster.stop())));

const clusterOf = (region: string): Cluster => clusters.get(region) as Cluster;
const externalDns = (named: Named, region: string): Promise<ExternalDns> => ExternalDns.of(clusterOf(region), named, region);

/** A name server as README.md has it at the beginning, then every region's ExternalDNS until it has nothing to do. */
async function served(text: string, regions: readonly string[] = REGIONS): Promise<Named> {
  const named = await Named.serve(text);
  for (const script of ['a.plugged.in', ...regions]) expect(named.operator(`out/dns/${script}.nsupdate`)).toEqual({ code: 0, out: '' });
  await sync(named, regions);
  return named;
}

async function sync(named: Named, regions: readonly string[] = REGIONS): Promise<void> {
  await Promise.all(regions.map(async (region) => (await externalDns(named, region)).turns()));
}

/** A change of the fleet, installed at the name server, delivered and synced. */
async function become(named: Named, text: string): Promise<void> {
  named.generate(text);
  expect(named.reconfigure()).toMatchObject({ code: 0 });
  await sync(named);
}

/** Each with what it replaces, which must be there. */
function edited(text: string, ...edits: readonly (readonly [old: string | RegExp, now: string])[]): string {
  return edits.reduce((before, [old, now]) => {
    const after = before.replace(old, now);
    if (after === before) throw new Error(`the fleet has no ${String(old)}`);
    return after;
  }, text);
}

/** One more DNSEndpoint beside the generated one, as somebody who may write them there would make it. */
const endpoint = (name: string, ...endpoints: readonly object[]): KubeObject => ({
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: { name, namespace: 'external-dns' },
  spec: { endpoints },
});

const alias = (dnsName: string): object => ({ dnsName, recordType: 'CNAME', recordTTL: 300, targets: ['elsewhere.example.org'] });

async function remove(region: string, object: KubeObject): Promise<void> {
  const { code } = await clusterOf(region).ask('DELETE', (await clusterOf(region).path(object)) ?? '');
  expect(code).toBe(200);
}

let named: Named | undefined;
const running = (): Named => named as Named;
afterEach(async () => {
  await named?.stop();
  named = undefined;
});

describe('the fleet of this repository', () => {
  const regions = Object.keys(entries);
  const ACCOUNT = 'system:serviceaccount:external-dns:external-dns';
  let at: Named;
  beforeAll(async () => {
    at = await served(FLEET, regions);
    // Of the two ingresses that fleet.yaml has no addresses for, one is there.
    expect(at.atTheServer('plugged.in.', 'update add ingress-ap-south.plugged.in. 60 A 198.51.100.77')).toEqual({ code: 0, out: '' });
  });
  afterAll(() => at.stop());

  test('every host of every agent leads to the ingress of its region', () => {
    const ingress: Readonly<Record<string, string>> = { 'us-east': '198.51.100.10', 'eu-west': '198.51.100.99', 'ap-south': '198.51.100.77' };
    const hosts = Object.entries(agents).flatMap(([agent, placed]) => placed.regions.map((region) => ({ agent, region })));
    expect(hosts).toHaveLength(6);
    for (const { agent, region } of hosts) {
      const answer = at.resolve(`${agent}.${region}.a.plugged.in`, 'A');
      expect(answer.at(-1), `${agent} in ${region}`).toMatch(new RegExp(` ${String(ingress[region])}$`));
    }
  });

  // Red with the CAA record of <region>.nsupdate at another name.
  test('the ACME challenge is never an alias, and ExternalDNS leaves it alone', async () => {
    for (const region of regions) {
      const name = `_acme-challenge.${region}.a.plugged.in`;
      expect(at.dig(name, 'TXT')).toContain('status: NOERROR');
      expect(at.answer(name, 'TXT')).toEqual([]);
      expect(at.update(`cert-manager-${region}`, `update add ${name}. 60 TXT token`)).toEqual({ code: 0, out: '' });
      expect(await (await externalDns(at, region)).turn()).toMatchObject({ code: 0 });
      expect(at.answer(name, 'TXT')).toEqual([`${name}. 60 IN TXT "token"`]);
      expect(at.update(`cert-manager-${region}`, `update delete ${name}. TXT`)).toEqual({ code: 0, out: '' });
      expect(at.answer(name, 'TXT')).toEqual([]);
    }
  });

  // Red with `dnsendpoints/status` left out of the Role.
  test('its account may read DNSEndpoints of its namespace and say that it has seen them, and nothing else', async () => {
    for (const region of regions) {
      const { log } = await (await externalDns(at, region)).turn();
      expect(log).not.toMatch(/forbidden|level=(error|warning)/i);
      const endpoints = await clusterOf(region).get(endpoint('pap-agents'));
      const { generation } = endpoints.metadata as unknown as { generation: number };
      expect(endpoints['status']).toMatchObject({ observedGeneration: generation });
    }
    const cluster = clusterOf('us-east');
    const asked = async (method: string, path: string): Promise<number> => (await cluster.ask(method, path, { as: ACCOUNT })).code;
    const own = '/apis/externaldns.k8s.io/v1alpha1/namespaces/external-dns/dnsendpoints';
    expect(await asked('GET', own)).toBe(200);
    expect(await asked('DELETE', `${own}/pap-agents`)).toBe(403);
    for (const path of [
      '/apis/externaldns.k8s.io/v1alpha1/dnsendpoints',
      '/api/v1/namespaces/external-dns/secrets',
      '/api/v1/namespaces/external-dns/configmaps',
      '/api/v1/services',
      '/api/v1/nodes',
      '/apis/networking.k8s.io/v1/ingresses',
    ])
      expect(await asked('GET', path), path).toBe(403);
  });

  test('starts with the longest and the shortest interval that fleet.yaml may have, and not with one that it refuses', async () => {
    const of = await externalDns(at, 'us-east');
    const { properties } = JSON.parse(readFileSync('schemas/components/dns.schema.json', 'utf8')) as {
      properties: { interval: { pattern: string; maxLength: number } };
    };
    const taken = (interval: string): boolean =>
      interval.length <= properties.interval.maxLength && new RegExp(properties.interval.pattern).test(interval);
    for (const interval of ['1ms', '1h30m', '999999h999999h99999h', '9999999h', '9999999999h']) {
      const args = (all: readonly string[]): string[] => all.map((each) => (each.startsWith('--interval=') ? `--interval=${interval}` : each));
      const { code, log } = await of.turn({ args });
      if (taken(interval)) expect({ interval, code, log }).toMatchObject({ code: 0 });
      else expect(log, interval).toMatch(/flag parsing error/);
    }
  });

  test('as in its pod it answers its probes, publishes what comes and ends when it is told to', async () => {
    const of = await externalDns(at, 'us-east');
    const { containers } = only<{ template: { spec: { containers: { livenessProbe: { httpGet: { path: string } } }[] } } }>(
      await at.objects('us-east', 'dns'),
      'Deployment',
    ).spec.template.spec;
    const { server, port } = await of.serve('1s');
    try {
      await server.ready(async () => {
        try {
          return (await fetch(`http://127.0.0.1:${port}${String(containers[0]?.livenessProbe.httpGet.path)}`)).status === 200;
        } catch {
          return false;
        }
      }, 30);
      expect(at.update('externaldns-us-east', 'update delete *.us-east.a.plugged.in. CNAME')).toEqual({ code: 0, out: '' });
      await server.ready(() => at.answer('*.us-east.a.plugged.in', 'CNAME').length === 1, 30);
    } finally {
      await server.stop();
    }
  });
});

describe.each(WAYS)('records $records, discovery $discovery', (way) => {
  // Red with a record of <region>.nsupdate that nobody has planned.
  test('the zone gets the records that are planned and notes about their owner, and a second turn writes nothing', async () => {
    named = await served(fleet(way));
    const planned = (await Promise.all(REGIONS.map((region) => running().endpoints(region)))).flatMap(({ additions }) => additions);
    const found = named.contents().filter((line) => !/^(a\.plugged\.in|_acme-challenge\.)/.test(line));
    expect(found.map((line) => line.replace(' IN ', ' ').replaceAll('"', ''))).toEqual(planned.map((line) => line.replaceAll('"', '')).sort());
    const serial = named.serial();
    named.troubles();
    for (const region of REGIONS) {
      const { code, log } = await (await externalDns(named, region)).turn();
      expect({ code, log }).toMatchObject({ code: 0 });
      // SRV records it does not see, and adds them each time; the name server finds them there.
      expect(/already up to date/.test(log), log).toBe(!way.discovery);
    }
    expect(named.serial()).toBe(serial);
    expect(named.troubles()).toEqual([]);
  });
});

describe('an agent', () => {
  const PER_AGENT: Way = { records: 'per-agent', discovery: false };
  const ANNOUNCED: Way = { records: 'per-agent', discovery: true };
  const GONE = [[/ {2}memory: .*\n/, '']] as const;
  const ofHost = (line: string): boolean => /(^|\.)memory\.us-east\.a\.plugged\.in\. /.test(line);

  // Red with `--policy=upsert-only`.
  test('that leaves takes its records and the notes about them, and nobody else’s', async () => {
    named = await served(fleet(PER_AGENT));
    const before = named.contents();
    expect(before.filter(ofHost)).toHaveLength(2);
    await become(named, edited(fleet(PER_AGENT), ...GONE));
    expect(named.contents()).toEqual(before.filter((line) => !ofHost(line)));
  });

  // Red with `--policy=upsert-only`.
  test('that leaves while it is announced leaves its SRV record, which the script deletes before its entry goes', async () => {
    named = await served(fleet(ANNOUNCED));
    const before = named.contents();
    expect(before.filter(ofHost).length).toBeGreaterThan(6);
    await become(named, edited(fleet(ANNOUNCED), [/(memory: .*us-east\])/, '$1, state: terminated']));
    expect(
      named
        .contents()
        .filter(ofHost)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['_edns-srv._pap-hooks._tcp.memory.us-east.a.plugged.in.', '_pap-hooks._tcp.memory.us-east.a.plugged.in.']);
    expect(named.operator('out/dns/us-east.cleanup.nsupdate')).toEqual({ code: 0, out: '' });
    await become(named, edited(fleet(ANNOUNCED), ...GONE));
    expect(named.contents()).toEqual(before.filter((line) => !ofHost(line)));
  });

  test('that leaves keeps its records with policy upsert-only', async () => {
    const keeps = edited(fleet(PER_AGENT), ['discovery: false', 'discovery: false, policy: upsert-only']);
    named = await served(keeps);
    const before = named.contents();
    await become(named, edited(keeps, ...GONE));
    expect(named.contents()).toEqual(before);
  });

  test('gets new addresses, another version in its text and another TTL in place', async () => {
    named = await served(fleet(ANNOUNCED));
    const changed = edited(
      fleet(ANNOUNCED),
      ['198.51.100.10, 198.51.100.11', '198.51.100.12'],
      ['memory@1.0.3', 'memory@2.0.0'],
      ['zone: { ', 'zone: { ttl: 60, '],
    );
    await become(named, changed);
    const host = 'memory.us-east.a.plugged.in';
    expect(named.answer(host, 'A')).toEqual([`${host}. 60 IN A 198.51.100.12`]);
    expect(named.answer(host, 'AAAA')).toEqual([`${host}. 60 IN AAAA 2001:db8::10`]);
    expect(named.answer(host, 'TXT').sort()).toEqual([
      `${host}. 60 IN TXT "agent-id=pluggedin/memory@2.0.0"`,
      `${host}. 60 IN TXT "pap-version=1.0"`,
    ]);
    expect(named.answer(`_edns-a.${host}`, 'TXT')).toHaveLength(1);
    const serial = named.serial();
    await sync(named);
    expect(named.serial()).toBe(serial);
  });
});

describe('an instance cannot write the names of another region', () => {
  const PER_AGENT: Way = { records: 'per-agent', discovery: false };
  const THEIRS = (HOSTS['eu-west'] ?? []).map((host) => `${host}.eu-west.a.plugged.in`);
  const strange = endpoint('strange', alias('new.eu-west.a.plugged.in'), ...THEIRS.map(alias));
  let at: Named;
  let before: string[];
  let mine: ExternalDns;
  beforeAll(async () => {
    at = await served(fleet(PER_AGENT));
    before = at.contents();
    mine = await externalDns(at, 'us-east');
    accepted(await clusterOf('us-east').apply(strange));
  });
  afterAll(async () => {
    await remove('us-east', strange);
    await at.stop();
  });
  const wider = (args: readonly string[]): string[] =>
    args.map((argument) => (argument.startsWith('--domain-filter=') ? '--domain-filter=a.plugged.in' : argument));
  const asOther = (args: readonly string[]): string[] =>
    wider(args).map((argument) => (argument.startsWith('--txt-owner-id=') ? '--txt-owner-id=pap-eu-west' : argument));

  // Red with a domain filter of the whole zone.
  test('its domain filter passes over them', async () => {
    const { code, log } = await mine.turn();
    expect({ code, log }).toMatchObject({ code: 0 });
    expect(log).toMatch(/already up to date/);
    expect(at.contents()).toEqual(before);
  });

  // Red with a grant for the whole zone in rulesBelow().
  test('without the filter the name server refuses what it sends', async () => {
    const { code, log } = await mine.turn({ args: wider });
    expect(log).toMatch(/REFUSED/);
    expect(code).not.toBe(0);
    expect(at.contents()).toEqual(before);
  });

  // The same.
  test('as the owner of the other it would delete and change them; the name server refuses that too', async () => {
    const { code, log } = await mine.turn({ args: asOther });
    expect(log).toMatch(/(Removing|Adding) RR: .*eu-west/);
    expect(log).toMatch(/REFUSED/);
    expect(code).not.toBe(0);
    expect(at.contents()).toEqual(before);
  });

  test('even with the key of the other it leaves alone what is not its own', async () => {
    const key = /secret "(.*)"/.exec(at.read('keys/externaldns-eu-west.key'))?.[1] ?? '';
    const env = { EXTERNAL_DNS_RFC2136_TSIG_KEYNAME: 'externaldns-eu-west', EXTERNAL_DNS_RFC2136_TSIG_SECRET: key };
    const theirs = (args: readonly string[]): string[] =>
      args.map((argument) => (argument.startsWith('--domain-filter=') ? '--domain-filter=eu-west.a.plugged.in' : argument));
    const { code, log } = await mine.turn({ args: theirs, env });
    expect({ code, log }).toMatchObject({ code: 0 });
    // The name that nobody has yet it takes; those of agents stay.
    expect(at.contents().filter((line) => !/\bnew\.eu-west\./.test(line))).toEqual(before);
    expect(at.contents().filter((line) => /^new\.eu-west\./.test(line))).toHaveLength(1);
  });
});

describe('with the wildcard', () => {
  const WILDCARD: Way = { records: 'wildcard', discovery: false };
  const docs = endpoint('docs', alias('docs.us-east.a.plugged.in'));
  const publish = async (): Promise<string> => {
    accepted(await clusterOf('us-east').apply(docs));
    const { log } = await (await externalDns(running(), 'us-east')).turn();
    await remove('us-east', docs);
    return log;
  };

  // Red with `names` left out of writes() in index.ts.
  test('no name but the wildcard is written, until components.dns.names has it', async () => {
    named = await served(fleet(WILDCARD));
    const before = named.contents();
    expect(await publish()).toMatch(/REFUSED/);
    expect(named.contents()).toEqual(before);
    named.generate(edited(fleet(WILDCARD), ['discovery: false', 'discovery: false, names: [docs]']));
    expect(named.reconfigure()).toMatchObject({ code: 0 });
    expect(await publish()).not.toMatch(/level=(error|warning)/);
    expect(named.answer('docs.us-east.a.plugged.in', 'CNAME')).toHaveLength(1);
    await sync(named);
    expect(named.contents()).toEqual(before);
  });

  // Red with the first generation in the environment whatever tsigKeys says.
  test('a new key takes over and the old one goes, and no update is refused', async () => {
    named = await served(fleet(WILDCARD));
    const before = named.contents();
    for (const keys of ['[1, 2]', '[2, 1]', '[2]']) {
      named.troubles();
      await become(named, edited(fleet(WILDCARD), ['discovery: false', `discovery: false, tsigKeys: ${keys}`]));
      expect(named.troubles()).toEqual([]);
    }
    expect(named.contents('a.plugged.in', 'externaldns-us-east.2')).toEqual(before);
  });
});
