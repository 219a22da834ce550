// DNSSEC as a validator sees it: the zone signed by BIND as the generated stanza says, the DS record made and published as
// the generated delegation says, and `delv` with the parent's key as its only trust.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND, delv.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTS, REGIONS, WAYS, fleet } from './fleets.ts';
import { Named } from './named.ts';
import { run } from './run.ts';

describe.each(WAYS)('records $records, discovery $discovery', (way) => {
  let named: Named;
  beforeAll(async () => {
    named = await Named.serve(fleet(way));
    for (const region of REGIONS) {
      named.operator(`out/dns/${region}.nsupdate`);
      await named.publish(region);
    }
  });
  afterAll(() => named.stop());

  /** What delv makes of a name, believing in the key of one zone. */
  function delv(root: string, name: string, type: string): string {
    const key = named.dig(root, 'DNSKEY', '+short').split('\n')[0]?.split(' ') ?? [];
    const anchor = `trust-anchors { ${root}. static-key ${key.slice(0, 3).join(' ')} "${key.slice(3).join('')}"; };`;
    const path = named.write('anchors.conf', anchor);
    return run('delv', ['@127.0.0.1', '-p', String(named.port), '-a', path, `+root=${root}`, name, type]).out;
  }

  // Red with `dnssec-policy none;` in named-conf.hbs: the server is never ready.
  test('the zone is signed, all of it', () => {
    const zone = named.dig('a.plugged.in', 'AXFR', '-k', named.path('keys/secondaries.key'), '+onesoa');
    const lines = zone.split('\n').filter((line) => !line.includes('TSIG'));
    const path = named.write('signed.zone', `${lines.join('\n')}\n`);
    expect(run('dnssec-verify', ['-z', '-o', 'a.plugged.in', path]).out).toContain('Zone fully signed');
  });

  // Red with the same fault.
  test('answers validate with the key of the zone itself: names, services, and that a name does not exist', () => {
    expect(delv('a.plugged.in', 'a.plugged.in', 'CAA')).toMatch(/^; fully validated/);
    expect(delv('a.plugged.in', 'research.us-east.a.plugged.in', way.discovery ? 'A' : 'CNAME')).toMatch(/^; fully validated/);
    expect(delv('a.plugged.in', 'nobody.nowhere.a.plugged.in', 'A')).toMatch(/^; negative response, fully validated[^]*ncache nxdomain/);
    if (way.discovery) {
      expect(delv('a.plugged.in', '_pap-hooks._tcp.research.us-east.a.plugged.in', 'SRV')).toMatch(/^; fully validated/);
      expect(delv('a.plugged.in', 'research.us-east.a.plugged.in', 'TXT')).toMatch(/^; fully validated/);
    }
  });

  // Red with another digest (`-1`) and with the parent's name in the command of parent-zone.hbs.
  test('from the parent down: nothing before the DS record is there, everything after, nothing with a wrong one', () => {
    const host = 'research.us-east.a.plugged.in';
    expect(delv('plugged.in', host, 'A')).toMatch(/^; unsigned answer/m);
    const ds = named.ds();
    expect(ds).toMatch(/^a\.plugged\.in\. IN DS [0-9]+ 13 2 [0-9A-F]{64}$/);
    const [, data] = ds.split(' IN DS ');
    expect(named.atTheServer('plugged.in.', `update add a.plugged.in. 60 DS ${data}`)).toEqual({ code: 0, out: '' });
    for (const region of REGIONS) {
      for (const agent of HOSTS[region] ?? []) {
        const answer = delv('plugged.in', `${agent}.${region}.a.plugged.in`, 'A');
        expect(answer).toMatch(/^; fully validated/);
        expect(answer).toMatch(/\sIN\s+A\s+198\.51\.100\./);
        expect(answer).not.toContain('unsigned');
      }
    }
    const wrong = String(data).replace(/[0-9A-F]{8}$/, '00000000');
    named.atTheServer('plugged.in.', 'update delete a.plugged.in. DS', `update add a.plugged.in. 60 DS ${wrong}`);
    expect(delv('plugged.in', host, 'A')).toMatch(/broken trust chain|no valid/);
  });
});
