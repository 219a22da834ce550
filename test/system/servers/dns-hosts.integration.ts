// A host of an agent outside of the regions' parts of the zone: what the keys of its region may write for it, and nobody else, against a real BIND.
// Seen to fail: with the grants of the name left out of named.conf, and with those of its challenge given to ExternalDNS.
// Judges: BIND.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REGIONS, WAYS, fleet } from './fleets.ts';
import { only, type Endpoint } from './generated.ts';
import { Named } from './named.ts';

const HOST = 'docs.a.plugged.in';
const DATA: Readonly<Record<string, string>> = {
  A: '192.0.2.1',
  CNAME: 'ingress-us-east.plugged.in.',
  CAA: '0 issue "evil.example"',
  NS: 'evil.example.',
  TXT: '"evil"',
};
const NAMES = [
  HOST,
  `_edns-cname.${HOST}`,
  `_edns-.${HOST}`,
  `_edns-a.${HOST}`,
  `_acme-challenge.${HOST}`,
  `below.${HOST}`,
  `_acme-challenge.below.${HOST}`,
  'other.a.plugged.in',
];
const ASKED = NAMES.flatMap((name) => Object.entries(DATA).map(([type, data]) => ({ name, type, data })));

/** What each key may write at and below the host. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'externaldns-us-east': [`${HOST} CNAME`, `_edns-.${HOST} TXT`, `_edns-cname.${HOST} TXT`],
  'cert-manager-us-east': [`_acme-challenge.${HOST} TXT`],
};

// With rules by name, and with rules for what lies below a region.
describe.each(WAYS.filter(({ records, discovery }) => (records === 'wildcard') !== discovery))('records $records, discovery $discovery', (way) => {
  let named: Named;
  beforeAll(async () => {
    const placed = 'regions: [us-east, eu-west]';
    named = await Named.serve(fleet(way).replace(placed, `${placed}, overrides: { us-east: { hosts: { ${HOST}: {} } } }`));
  });
  afterAll(() => named?.stop());

  test.each(REGIONS.flatMap((region) => [`externaldns-${region}`, `cert-manager-${region}`]))(
    '%s writes what is its own, and nothing else',
    (key) => {
      // One after the other, each taken back: beside an alias there is nothing.
      const answers = ASKED.map(({ name, type, data }) => {
        const [answer] = named.updates(key, [`update add ${name}. 60 ${type} ${data}`]);
        if (answer === 'NOERROR') expect(named.updates(key, [`update delete ${name}. ${type}`])).toEqual(['NOERROR']);
        return { written: `${name} ${type}`, answer };
      });
      expect(
        answers
          .filter(({ answer }) => answer === 'NOERROR')
          .map(({ written }) => written)
          .sort(),
      ).toEqual([...(ALLOWED[key] ?? [])].sort());
      expect(answers.filter(({ answer }) => answer !== 'NOERROR' && answer !== 'REFUSED')).toEqual([]);
    },
  );

  test('the records that the region publishes lead to its ingress', async () => {
    const { spec } = only<{ endpoints: readonly Endpoint[] }>(await named.objects('us-east', 'dns'), 'DNSEndpoint');
    const own = spec.endpoints.filter(({ dnsName }) => dnsName === HOST);
    expect(own).toEqual([{ dnsName: HOST, recordType: 'CNAME', recordTTL: 300, targets: ['ingress-us-east.plugged.in'] }]);
    const lines = own.flatMap(({ dnsName, recordTTL, recordType, targets }) =>
      targets.map((target) => `update add ${dnsName}. ${recordTTL} ${recordType} ${target}.`),
    );
    expect(named.updates('externaldns-us-east', lines)).toEqual(['NOERROR']);
    expect(named.answer(`${HOST}.`, 'CNAME').join('\n')).toMatch(/ CNAME ingress-us-east\.plugged\.in\./);
  });
});
