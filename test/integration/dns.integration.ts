// What the name server must do with the generated files, asked of a real one.
// Needs bind9, bind9-utils and bind9-dnsutils (Debian).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { Named, run } from './named.ts';

interface Endpoint {
  readonly dnsName: string;
  readonly recordType: string;
  readonly recordTTL: number;
  readonly targets: readonly string[];
}

const REGIONS = ['eu-west', 'us-east'];
const HOSTS = ['memory.us-east', 'research.us-east', 'research.eu-west', 'worker.us-east'];
const cases = ['wildcard', 'per-agent'].flatMap((records) => [false, true].map((discovery) => ({ records, discovery })));

const fleet = (records: string, discovery: boolean): string => `
apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.plugged.in, nameservers: [ns1.plugged.in, ns2.plugged.in], hostmaster: dns.admin@plugged.in, caa: [letsencrypt.org, pki.goog] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components: { dns: { records: ${records}, discovery: ${discovery} } }
regions:
  us-east: { ingressAddresses: [198.51.100.10, 198.51.100.11, "2001:db8:0::10"] }
  eu-west: { ${discovery ? 'ingressAddresses: [198.51.100.20]' : ''} }
agents:
  research: { ref: pluggedin/research@1.2.0, image: "plugged.in/agents/research:v1.2.0", regions: [us-east, eu-west] }
  memory: { ref: pluggedin/memory@1.0.3, image: "plugged.in/agents/memory:v1.0.3", regions: [us-east] }
  worker: { ref: pluggedin/worker@1.0.0, image: "plugged.in/agents/worker:v1.0.0", mode: cp, regions: [us-east] }
`;

function endpoints(named: Named, region: string): Endpoint[] {
  const objects = parseAllDocuments(named.read(`out/overlays/${region}/dns/objects.yaml`)).map((document) => document.toJS() as { kind: string });
  const found = objects.find(({ kind }) => kind === 'DNSEndpoint') as unknown as { spec: { endpoints: Endpoint[] } };
  return found.spec.endpoints;
}

/** The update that ExternalDNS makes of an endpoint, with its ownership record. */
function additions({ dnsName, recordType, recordTTL, targets }: Endpoint): string[] {
  const owner = `_edns-${recordType.toLowerCase()}.${dnsName.replace('*', '_any')}`;
  return [
    ...targets.map((target) => `update add ${dnsName}. ${recordTTL} ${recordType} ${target}${['CNAME', 'SRV'].includes(recordType) ? '.' : ''}`),
    `update add ${owner}. ${recordTTL} TXT "heritage=external-dns,external-dns/owner=pap"`,
  ];
}

describe.each(cases)('records $records, discovery $discovery', ({ records, discovery }) => {
  let named: Named;
  beforeAll(async () => {
    named = new Named(fleet(records, discovery));
    await named.start();
  });
  afterAll(() => named.stop());

  test('BIND accepts the configuration, the zone and the fragment for the parent', () => {
    const { code, out } = run('named-checkconf', ['-z', named.path('named.conf')]);
    expect(out).not.toMatch(/named\.conf:[0-9]+|not loaded|bad zone/);
    expect(code).toBe(0);
    expect(run('named-checkzone', ['-i', 'full-sibling', 'a.plugged.in', named.path('out/dns/a.plugged.in.zone')]).out).toMatch(/OK$/);
    expect(run('named-checkzone', ['plugged.in', named.path('zones/parent.zone')]).out).toMatch(/OK$/);
    expect(named.answer('a.plugged.in', 'SOA')[0]).toContain('ns1.plugged.in. dns\\.admin.plugged.in.');
    expect(named.answer('a.plugged.in', 'CAA')).toHaveLength(4);
  });

  test('scripts of the operator apply, and again without a trace', () => {
    for (const script of ['a.plugged.in', ...REGIONS]) expect(named.operator(`out/dns/${script}.nsupdate`)).toEqual({ code: 0, out: '' });
    const serial = named.serial();
    for (const script of ['a.plugged.in', ...REGIONS]) expect(named.operator(`out/dns/${script}.nsupdate`)).toEqual({ code: 0, out: '' });
    expect(named.serial()).toBe(serial);
  });

  test('each region publishes its records with its own key, and every one of them is there', () => {
    for (const region of REGIONS) {
      for (const endpoint of endpoints(named, region)) {
        expect(named.update(`externaldns-${region}`, ...additions(endpoint))).toEqual({ code: 0, out: '' });
        // A CNAME beside other data would have been passed over in silence (RFC 2136 §3.4.2.2).
        expect(named.answer(endpoint.dnsName, endpoint.recordType)).toHaveLength(endpoint.targets.length);
      }
    }
  });

  test('every agent resolves', () => {
    for (const host of HOSTS) {
      expect(named.resolve(`${host}.a.plugged.in`, 'A').at(-1), host).toMatch(/ IN A 198\.51\.100\./);
      expect(
        named.resolve(`${host}.a.plugged.in`, 'AAAA').some((line) => line.endsWith(' 2001:db8::10')),
        host,
      ).toBe(host.endsWith('us-east'));
      expect(named.answer(`${host}.a.plugged.in`, 'CNAME')).toHaveLength(discovery ? 0 : 1);
    }
    expect(named.answer('nobody.us-east.a.plugged.in', 'A').length > 0).toBe(records === 'wildcard');
    if (!discovery) return;
    expect(named.answer('research.us-east.a.plugged.in', 'TXT').join('\n')).toMatch(
      /"agent-id=pluggedin\/research@1\.2\.0"\n.*"pap-version=1\.0"|"pap-version=1\.0"\n.*"agent-id=/,
    );
    expect(named.answer('_pap-hooks._tcp.research.us-east.a.plugged.in', 'SRV')[0]).toContain('SRV 10 10 443 research.us-east.a.plugged.in.');
    expect(named.answer('_pap-hooks._tcp.worker.us-east.a.plugged.in', 'SRV')).toEqual([]);
  });

  test('the ACME challenge is never an alias, before, during and after', () => {
    const name = '_acme-challenge.us-east.a.plugged.in';
    expect(named.answer(name, 'TXT')).toEqual([]);
    expect(named.update('cert-manager-us-east', `update add ${name}. 60 TXT token`)).toEqual({ code: 0, out: '' });
    expect(named.answer(name, 'TXT')).toEqual([`${name}. 60 IN TXT "token"`]);
    expect(named.update('cert-manager-us-east', `update delete ${name}. TXT`)).toEqual({ code: 0, out: '' });
    expect(named.dig(name, 'TXT')).toContain('status: NOERROR');
    expect(named.answer(name, 'TXT')).toEqual([]);
  });

  test.each([
    ['a name of another region', 'externaldns-us-east', 'x.eu-west.a.plugged.in. 60 A 192.0.2.1'],
    ['the wildcard of another region', 'externaldns-us-east', '*.eu-west.a.plugged.in. 60 CNAME evil.example.'],
    ['the apex of the zone', 'externaldns-us-east', 'a.plugged.in. 60 A 192.0.2.1'],
    ['the apex of the region', 'externaldns-us-east', 'us-east.a.plugged.in. 60 A 192.0.2.1'],
    ['a delegation', 'externaldns-us-east', 'x.us-east.a.plugged.in. 60 NS evil.example.'],
    ['a CAA record', 'externaldns-us-east', 'x.us-east.a.plugged.in. 60 CAA 0 issue "evil.example"'],
    ['the challenge of its own region', 'externaldns-us-east', '_acme-challenge.us-east.a.plugged.in. 60 TXT evil'],
    ['a region that only looks alike', 'externaldns-us-east', 'x.us-east-2.a.plugged.in. 60 A 192.0.2.1'],
    ['the challenge of another region', 'cert-manager-us-east', '_acme-challenge.eu-west.a.plugged.in. 60 TXT evil'],
    ['another type at the challenge', 'cert-manager-us-east', '_acme-challenge.us-east.a.plugged.in. 60 CNAME evil.example.'],
    ['an agent', 'cert-manager-us-east', 'research.us-east.a.plugged.in. 60 TXT evil'],
    ['anything, for those who only read', 'secondaries', 'x.us-east.a.plugged.in. 60 A 192.0.2.1'],
  ])('refused: %s', (_, key, record) => {
    const { code, out } = named.update(key, `update add ${record}`);
    expect(out).toContain('REFUSED');
    expect(code).not.toBe(0);
  });

  test('refused: removing what keeps the challenge from being an alias', () => {
    const name = '_acme-challenge.us-east.a.plugged.in.';
    for (const key of ['externaldns-us-east', 'cert-manager-us-east']) {
      for (const line of [`update delete ${name} CAA`, `update delete ${name}`]) named.update(key, line);
    }
    expect(named.answer(name, 'CAA')).toHaveLength(1);
  });

  test('the zone is signed, and only keys may transfer it', () => {
    for (const key of ['externaldns-us-east', 'secondaries']) {
      const zone = named.dig('a.plugged.in', 'AXFR', '-k', named.path(`keys/${key}.key`), '+onesoa');
      named.write(
        'signed.zone',
        `${zone
          .split('\n')
          .filter((line) => !line.includes('TSIG'))
          .join('\n')}\n`,
      );
      expect(run('dnssec-verify', ['-z', '-o', 'a.plugged.in', named.path('signed.zone')]).out).toContain('Zone fully signed');
    }
    expect(named.dig('a.plugged.in', 'AXFR')).toContain('Transfer failed');
    expect(named.dig('a.plugged.in', 'AXFR', '-k', named.path('keys/cert-manager-us-east.key'))).toContain('Transfer failed');
    const keys = named.dig('a.plugged.in', 'DNSKEY', '+noall', '+answer');
    expect(run('dnssec-dsfromkey', ['-2', '-f', '-', 'a.plugged.in'], `${keys}\n`).out).toMatch(/^a\.plugged\.in\. IN DS [0-9]+ 13 2 [0-9A-F]{64}$/);
  });

  test.runIf(records === 'wildcard' && discovery)('without discovery the wildcard answers again, once README.md has been followed', () => {
    const host = 'research.us-east.a.plugged.in';
    for (const type of ['A', 'AAAA', 'TXT']) named.update('externaldns-us-east', `update delete ${host}. ${type}`);
    named.update('externaldns-us-east', ...['a', 'aaaa', 'txt'].map((type) => `update delete _edns-${type}.${host}. TXT`));
    expect(named.answer(host, 'CNAME')).toEqual([]);
    const commands = named.instructions('_edns-srv').replaceAll('HOST', 'research').replaceAll('REGION', 'us-east');
    expect(named.shell(commands)).toEqual({ code: 0, out: '' });
    expect(named.answer(host, 'CNAME')).toHaveLength(1);
  });

  test('of a region that has left nothing remains, once README.md has been followed', () => {
    const commands = named.instructions('AXFR').replaceAll('REGION', 'us-east');
    const updates = named.shell(commands);
    expect(updates.out).not.toContain('eu-west');
    expect(named.shell(`${commands.replace(/ +#.*/, '')} | nsupdate -4 -l`)).toEqual({ code: 0, out: '' });
    const zone = named.dig('a.plugged.in', 'AXFR', '-k', named.path('keys/secondaries.key'));
    expect(zone).not.toMatch(/^\S*us-east\.a\.plugged\.in\.\s.*\s(A|AAAA|CAA|CNAME|SRV|TXT)\s/m);
    expect(zone).toContain('eu-west.a.plugged.in.');
  });
});
