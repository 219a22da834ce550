// What the name server must do with the generated files, asked of a real one. Nothing is read but out/.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTS, REGIONS, WAYS, fleet } from './fleets.ts';
import { Named, records } from './named.ts';
import { must, run } from './run.ts';

const hosts = REGIONS.flatMap((region) => (HOSTS[region] ?? []).map((host) => `${host}.${region}`));

/** All of the bootstrap zone: what fleets.ts asks for, and not a record more. */
const BOOTSTRAP = [
  'a.plugged.in. 300 IN CAA 0 issue "letsencrypt.org"',
  'a.plugged.in. 300 IN CAA 0 issue "pki.goog; accounturi=https://dv.acme-v02.api.pki.goog/account/a_b-c; validationmethods=dns-01"',
  'a.plugged.in. 300 IN CAA 0 issuewild "letsencrypt.org"',
  'a.plugged.in. 300 IN CAA 0 issuewild "pki.goog; accounturi=https://dv.acme-v02.api.pki.goog/account/a_b-c; validationmethods=dns-01"',
  'a.plugged.in. 300 IN NS ns1.plugged.in.',
  'a.plugged.in. 300 IN NS ns2.plugged.in.',
];
const SOA = 'a.plugged.in. 300 IN SOA ns1.plugged.in. dns\\.admin.plugged.in. 1 3600 900 1209600 300';

/** The checker as a printer: a name without its final dot, or a record that came out of a value, it would not mind. */
const printed = (zone: string, path: string): string[] => records(must('named-checkzone', ['-D', '-q', zone, path])).sort();

describe.each(WAYS)('records $records, discovery $discovery', (way) => {
  const { records: names, discovery } = way;
  let named: Named;
  beforeAll(async () => {
    named = await Named.serve(fleet(way));
  });
  afterAll(() => named.stop());

  // Red with a `;` missing in named-conf.hbs: the server does not start.
  test('BIND accepts the configuration, the zone and the fragment for the parent', () => {
    const { code, out } = run('named-checkconf', ['-z', named.path('named.conf')]);
    expect(out).not.toMatch(/named\.conf:[0-9]+|not loaded|bad zone/);
    expect(code).toBe(0);
    expect(run('named-checkzone', ['-i', 'full-sibling', 'a.plugged.in', named.path('out/dns/a.plugged.in.zone')]).out).toMatch(/OK$/);
    expect(run('named-checkzone', ['plugged.in', named.path('zones/plugged.in.zone')]).out).toMatch(/OK$/);
  });

  // Red with absoluteName() returning a name without its dot, and with `issuewild` left out of dns-files.ts.
  test('the zone holds the records that were planned and no other', () => {
    expect(printed('a.plugged.in', named.path('out/dns/a.plugged.in.zone'))).toEqual([...BOOTSTRAP, SOA].sort());
    const elsewhere = discovery ? ['ingress-eu-west.plugged.in. 300 IN A 198.51.100.20'] : [];
    // The fragment is no zone; with an apex it is one.
    const apex = ['plugged.in. 60 IN NS ns1.example.', 'plugged.in. 60 IN SOA ns1.example. a.example. 1 2 3 4 5'];
    const parent = named.write('checked.zone', `${apex.join('\n')}\n${named.read('out/dns/parent.zone')}`);
    expect(printed('plugged.in', parent)).toEqual(
      [
        ...apex,
        'a.plugged.in. 3600 IN NS ns1.plugged.in.',
        'a.plugged.in. 3600 IN NS ns2.plugged.in.',
        'ingress-us-east.plugged.in. 300 IN A 198.51.100.10',
        'ingress-us-east.plugged.in. 300 IN A 198.51.100.11',
        'ingress-us-east.plugged.in. 300 IN AAAA 2001:db8::10',
        ...elsewhere,
      ].sort(),
    );
  });

  // Red with `send` left out of nsupdate.hbs.
  test('scripts of the operator apply, and again without a trace', () => {
    for (const script of ['a.plugged.in', ...REGIONS]) expect(named.operator(`out/dns/${script}.nsupdate`)).toEqual({ code: 0, out: '' });
    const challenges = REGIONS.map((region) => `_acme-challenge.${region}.a.plugged.in. 300 IN CAA 0 issue ";"`);
    expect(named.contents()).toEqual([...BOOTSTRAP, ...challenges].sort());
    expect(named.answer('a.plugged.in', 'CAA').sort()).toEqual(BOOTSTRAP.filter((line) => line.includes(' CAA ')));
    const serial = named.serial();
    for (const script of ['a.plugged.in', ...REGIONS]) expect(named.operator(`out/dns/${script}.nsupdate`)).toEqual({ code: 0, out: '' });
    expect(named.serial()).toBe(serial);
  });

  // Red with CNAME beside TXT (discovery giving an alias as well): BIND drops that without a word to the client
  // (RFC 2136 §3.4.2.2). Red with SRV missing from the grant in named-conf.hbs, and with the target of an SRV without its final dot.
  test('each region publishes its records with its own key: none is refused, none is dropped, none is added', async () => {
    const expected = new Set(named.contents());
    named.troubles();
    for (const region of REGIONS) {
      expect(await named.publish(region)).toEqual({ code: 0, out: '' });
      const { records: endpoints, dropped, additions } = await named.endpoints(region);
      expect(dropped).toEqual([]);
      for (const record of additions) expected.add(asServed(record));
      for (const { dnsName, recordType, targets } of endpoints) expect(named.answer(dnsName, recordType)).toHaveLength(targets.length);
    }
    expect(named.troubles()).toEqual([]);
    expect(named.contents()).toEqual([...expected].sort());
    // ExternalDNS sees it by its own transfer, and would have nothing to do but for SRV: that its RFC 2136 provider never reads back,
    // so it adds it anew at every turn. The server then has nothing to do.
    for (const region of REGIONS) expect(named.contents('a.plugged.in', `externaldns-${region}`)).toEqual([...expected].sort());
    const serial = named.serial();
    for (const region of REGIONS) expect(await named.publish(region)).toEqual({ code: 0, out: '' });
    expect(named.serial()).toBe(serial);
  });

  // Red with another target of the alias in dns-records.ts, and with discovery giving no AAAA.
  test('every agent resolves to the ingress of its region', () => {
    for (const host of hosts) {
      const region = host.slice(host.indexOf('.') + 1);
      const here = { 'us-east': /198\.51\.100\.1[01]$/, 'eu-west': discovery ? /198\.51\.100\.20$/ : /198\.51\.100\.99$/ }[region] as RegExp;
      expect(named.resolve(`${host}.a.plugged.in`, 'A').at(-1), host).toMatch(here);
      expect(
        named.resolve(`${host}.a.plugged.in`, 'AAAA').some((line) => line.endsWith(' 2001:db8::10')),
        host,
      ).toBe(region === 'us-east');
      expect(named.answer(`${host}.a.plugged.in`, 'CNAME')).toEqual(
        discovery ? [] : [`${host}.a.plugged.in. 300 IN CNAME ingress-${region}.plugged.in.`],
      );
    }
    expect(named.answer('nobody.us-east.a.plugged.in', 'A').length > 0).toBe(names === 'wildcard');
    if (!discovery) return;
    expect(named.answer('research.us-east.a.plugged.in', 'TXT').sort()).toEqual([
      'research.us-east.a.plugged.in. 300 IN TXT "agent-id=pluggedin/research@1.2.0"',
      'research.us-east.a.plugged.in. 300 IN TXT "pap-version=1.0"',
    ]);
    expect(named.answer('_pap-hooks._tcp.research.us-east.a.plugged.in', 'SRV')[0]).toContain('SRV 10 10 443 research.us-east.a.plugged.in.');
    expect(named.answer('_pap-hooks._tcp.worker.us-east.a.plugged.in', 'SRV')).toEqual([]);
  });

  // Red (wildcard) with the CAA record of the sentinel at another name: the wildcard answers in its place.
  test('the ACME challenge is never an alias, before, during and after', () => {
    const name = '_acme-challenge.us-east.a.plugged.in';
    expect(named.answer(name, 'TXT')).toEqual([]);
    expect(named.update('cert-manager-us-east', `update add ${name}. 60 TXT token`)).toEqual({ code: 0, out: '' });
    expect(named.answer(name, 'TXT')).toEqual([`${name}. 60 IN TXT "token"`]);
    expect(named.update('cert-manager-us-east', `update delete ${name}. TXT`)).toEqual({ code: 0, out: '' });
    expect(named.dig(name, 'TXT')).toContain('status: NOERROR');
    expect(named.answer(name, 'TXT')).toEqual([]);
  });

  // Red with CAA granted to ExternalDNS at the challenge.
  test('refused: removing what keeps the challenge from being an alias', () => {
    const name = '_acme-challenge.us-east.a.plugged.in.';
    for (const key of ['externaldns-us-east', 'cert-manager-us-east']) {
      for (const line of [`update delete ${name} CAA`, `update delete ${name}`]) named.update(key, line);
    }
    expect(named.answer(name, 'CAA')).toHaveLength(1);
  });

  // Red with `any` in allow-transfer.
  test('only those who need it may transfer the zone', () => {
    for (const key of ['externaldns-us-east', 'externaldns-eu-west', 'secondaries']) {
      expect(named.contents('a.plugged.in', key).length).toBeGreaterThan(BOOTSTRAP.length);
    }
    expect(named.dig('a.plugged.in', 'AXFR')).toContain('Transfer failed');
    expect(named.dig('a.plugged.in', 'AXFR', '-k', named.path('keys/cert-manager-us-east.key'))).toContain('Transfer failed');
  });

  if (names === 'wildcard' && discovery) {
    // Red with the second `update delete` left out of dns-readme.hbs.
    test('without discovery the wildcard answers again, once README.md has been followed', () => {
      const host = 'research.us-east.a.plugged.in';
      for (const type of ['A', 'AAAA', 'TXT']) named.update('externaldns-us-east', `update delete ${host}. ${type}`);
      named.update('externaldns-us-east', ...['a', 'aaaa', 'txt'].map((type) => `update delete _edns-${type}.${host}. TXT`));
      expect(named.answer(host, 'CNAME')).toEqual([]);
      const commands = named.instructions('_edns-srv').replaceAll('HOST', 'research').replaceAll('REGION', 'us-east');
      expect(named.shell(commands)).toEqual({ code: 0, out: '' });
      expect(named.answer(host, 'CNAME')).toHaveLength(1);
    });
  }

  // Red with `update delete` left out of nsupdate.hbs.
  test('an authority that is no longer wanted loses its leave by the script', () => {
    named.generate(fleet(way).replace(/, \{ issuer: pki\.goog.*?\}\s*\]/, ']'));
    expect(named.operator('out/dns/a.plugged.in.nsupdate')).toEqual({ code: 0, out: '' });
    expect(named.answer('a.plugged.in', 'CAA').sort()).toEqual(BOOTSTRAP.filter((line) => line.includes('letsencrypt')));
  });

  // Red with TXT left out of the pattern in dns-readme.hbs.
  test('of a region that has left nothing remains, once README.md has been followed', () => {
    const commands = named.instructions('AXFR').replaceAll('REGION', 'us-east');
    const updates = named.shell(commands);
    expect(updates.out).not.toContain('eu-west');
    expect(named.shell(`${commands.replace(/ +#.*/, '')} | nsupdate -4 -l`)).toEqual({ code: 0, out: '' });
    const left = named.contents();
    expect(left.filter((line) => line.includes('us-east'))).toEqual([]);
    expect(left.some((line) => line.includes('eu-west.a.plugged.in.'))).toBe(true);
  });
});

/** A record as it was sent, in the form in which dig prints it. */
function asServed(record: string): string {
  const [name, ttl, type, ...data] = record.split(' ');
  const text = data.join(' ');
  return `${name} ${ttl} IN ${type} ${type === 'TXT' && !text.startsWith('"') ? `"${text}"` : text}`;
}
