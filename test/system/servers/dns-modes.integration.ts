// From every way to publish agents to every other, step by step, with what ExternalDNS leaves: whether each host resolves at each moment.
// The comment of a test names a fault in the generator that made it red.
// Judges: BIND.
import { afterEach, describe, expect, test } from 'vitest';
import { changesBetween } from '../../../generator/plan/change.ts';
import { memo } from '../../../generator/model/memo.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { ExternalDns } from './external-dns.ts';
import { HOSTS, REGIONS, WAYS, fleet } from './fleets.ts';
import type { Way } from './fleets.ts';
import { PROGRAM, only } from './generated.ts';
import { Named, records } from './named.ts';
import { run } from './run.ts';

const hosts = REGIONS.flatMap((region) => (HOSTS[region] ?? []).map((host) => `${host}.${region}.a.plugged.in`));
const nameOf = ({ records, discovery, handover }: Way): string =>
  `${records}${discovery ? ' with discovery' : ''}${handover === undefined ? '' : ` and handover ${handover}`}`;
const PAIRS = WAYS.flatMap((from) => WAYS.filter((to) => to !== from).map((to) => ({ from, to, name: `${nameOf(from)} → ${nameOf(to)}` })));

const CLEAN_UP = 'clean up';
type Step = Way | typeof CLEAN_UP;

/** As out/dns/README.md has it. */
function route(from: Way, to: Way): Step[] {
  const wildcard = { records: 'wildcard', discovery: false };
  const back = (handover: string): Step[] => [{ ...wildcard, handover }, CLEAN_UP, wildcard];
  if (from.records === 'wildcard' && !from.discovery) return [to];
  if (from.discovery && to.discovery) return [to];
  const way = back(from.discovery ? 'addresses' : 'alias');
  return to.records === 'wildcard' && !to.discovery ? way : [...way, to];
}

/** A zone as it is after a while in one way; without discovery, with what an earlier discovery and an earlier version have left. */
async function settled(way: Way): Promise<Named> {
  const named = await Named.serve(fleet(way));
  for (const region of REGIONS) {
    named.operator(`out/dns/${region}.nsupdate`);
    await new ExternalDns(named, region).turns();
  }
  if (way.records === 'per-agent' && !way.discovery) {
    const left = hosts.flatMap((host) => [
      `update add _pap-hooks._tcp.${host}. 300 SRV 10 10 443 ${host}.`,
      `update add _edns-srv._pap-hooks._tcp.${host}. 300 TXT "heritage=external-dns,external-dns/owner=pap"`,
      `update add _edns-.${host}. 300 TXT "heritage=external-dns,external-dns/owner=pap"`,
    ]);
    expect(named.atTheServer('a.plugged.in.', ...left)).toEqual({ code: 0, out: '' });
  }
  return named;
}

/** Hosts that have neither an address nor an alias that leads to one. All in one go: a moment is short. */
function silent(named: Named): string[] {
  const [first = '', ...others] = hosts;
  const lines = records(named.dig(first, 'A', '+noall', '+answer', ...others.flatMap((host) => [host, 'A'])));
  const answers = (host: string): boolean =>
    lines.some((line) => {
      const [name, , , type, data = ''] = line.split(' ');
      return name === `${host}.` && (type === 'A' || (type === 'CNAME' && leads(named, data)));
    });
  return hosts.filter((host) => !answers(host));
}

/** The zone with the addresses of the ingress does not change. */
const known = new WeakMap<Named, Map<string, boolean>>();
function leads(named: Named, target: string): boolean {
  return memo(
    memo(known, named, () => new Map<string, boolean>()),
    target,
    () => named.answer(target, 'A').length > 0,
  );
}

/** One step, delivered: hosts that did not resolve at some moment of it, each once. */
async function deliver(named: Named, way: Way): Promise<string[]> {
  named.generate(fleet(way));
  const found = new Set<string>();
  const look = (): void => {
    for (const host of silent(named)) found.add(host);
  };
  const tight = way.records === 'wildcard' && !way.discovery && way.handover === undefined;
  if (!tight) expect(named.reconfigure()).toMatchObject({ code: 0 });
  for (const region of REGIONS) await new ExternalDns(named, region).turns(look);
  if (tight) expect(named.reconfigure()).toMatchObject({ code: 0 });
  return [...found].sort();
}

/** Whether something is left below hosts, by the command of preflight, which knows no more than the name of the script. */
function isClean(named: Named, region: string): boolean {
  const { out } = run('node', [PROGRAM, 'preflight', region, '--config', named.path('config'), '--json']);
  const { regions } = JSON.parse(out) as { regions: { items: { what: string; command: string }[] }[] };
  const found = regions.flatMap(({ items }) => items).filter(({ what }) => what.includes(`out/dns/${region}.cleanup.nsupdate`));
  expect(found).toHaveLength(1);
  const command = String(found[0]?.command).replaceAll('dig ', `dig @127.0.0.1 -p ${named.port} `);
  return run('sh', ['-c', command], { cwd: named.folder }).code === 0;
}

let named: Named | undefined;
afterEach(async () => {
  await named?.stop();
  named = undefined;
});

describe.each(PAIRS)('$name', ({ from, to }) => {
  // Red with `handover` left out of records.ts, with recordsBelow() naming nothing, and with `writes` of index.ts not asking for a handover.
  test('every host resolves at each moment, and nothing is left in the end', async () => {
    named = await settled(from);
    expect(silent(named)).toEqual([]);
    for (const step of route(from, to)) {
      if (step === CLEAN_UP) {
        for (const region of REGIONS) {
          expect(isClean(named, region)).toBe(false);
          expect(named.operator(`out/dns/${region}.cleanup.nsupdate`)).toEqual({ code: 0, out: '' });
          expect(isClean(named, region)).toBe(true);
        }
        expect(silent(named)).toEqual([]);
      } else expect(await deliver(named, step), nameOf(step)).toEqual([]);
    }
    const after = named.contents().filter((line) => !line.startsWith('a.plugged.in.') && !line.startsWith('_acme-challenge.'));
    const wanted = (await Promise.all(REGIONS.map((region) => (named as Named).endpoints(region)))).flatMap(({ additions }) => additions);
    expect(after.map((line) => line.replace(' IN ', ' ').replaceAll('"', ''))).toEqual(wanted.map((line) => line.replaceAll('"', '')).sort());
  });

  if (route(from, to).length === 1) return;

  test('at once, hosts stop resolving, and the plan says so', async () => {
    named = await settled(from);
    const before = await endpoint(named);
    const lost = await deliver(named, to);
    expect(lost).not.toEqual([]);
    const [change] = changesBetween('us-east', 'dns', [before], [await endpoint(named)]);
    expect(change?.consequences.join('\n')).toMatch(/hosts (stop resolving until|do not resolve until|resolve by the wildcard, unless)/);
    // What is hidden stays so; what only waits for the old record to go does not.
    expect(silent(named).length > 0).toBe(to.records === 'wildcard' && !to.discovery);
  });
});

async function endpoint(of: Named): Promise<KubeObject> {
  return only(await of.objects('us-east', 'dns'), 'DNSEndpoint') as unknown as KubeObject;
}

describe.each(WAYS.filter(({ discovery }) => discovery))('an agent leaves while discovery is on, records $records', (way) => {
  // Red with leftBelow() naming the hosts that are announced.
  test('its SRV record stays, harms no other host, and is deleted by the script', async () => {
    named = await settled(way);
    const left = fleet(way).replace('regions: [us-east] }\n  worker', 'regions: [us-east], state: terminated }\n  worker');
    expect(left).not.toBe(fleet(way));
    named.generate(left);
    await new ExternalDns(named, 'us-east').turns();
    const gone = 'memory.us-east.a.plugged.in';
    expect(silent(named)).toEqual([gone]);
    expect(named.answer(`_pap-hooks._tcp.${gone}`, 'SRV')).toHaveLength(1);
    expect(named.read('out/dns/us-east.cleanup.nsupdate').match(/^update delete \S+ SRV$/gm)).toEqual(
      ['memory', 'worker'].map((host) => `update delete _pap-hooks._tcp.${host}.us-east.a.plugged.in. SRV`),
    );
    expect(isClean(named, 'us-east')).toBe(false);
    expect(named.operator('out/dns/us-east.cleanup.nsupdate')).toEqual({ code: 0, out: '' });
    expect(isClean(named, 'us-east')).toBe(true);
    expect(named.contents().filter((line) => line.includes('memory.us-east'))).toEqual([]);
    expect(named.answer('_pap-hooks._tcp.research.us-east.a.plugged.in', 'SRV')).toHaveLength(1);
    // With a wildcard the name is like any other again.
    expect(silent(named)).toEqual(way.records === 'wildcard' ? [] : [gone]);
  });
});
