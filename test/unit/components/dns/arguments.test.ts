import { describe, expect, test } from 'vitest';
import { ownershipName } from '../../../../generator/k8s/dns-names.ts';
import { externalDnsArguments, patchRelease } from '../../../../generator/components/dns/arguments.ts';
import type { DnsSettings } from '../../../../generator/components/dns/settings.generated.ts';
import type { Zone } from '../../../../generator/fleet/fleet.ts';

const zone: Zone = {
  name: 'a.plugged.in',
  parent: 'plugged.in',
  ttl: 120,
  nameservers: ['ns1.plugged.in', 'ns2.plugged.in'],
  hostmaster: 'admin@plugged.in',
  caa: [],
  rfc2136: { host: 'hidden.plugged.in', port: 5300, tsigAlgorithm: 'hmac-sha512' },
  transferKeys: [1],
};
const settings: DnsSettings = {
  enabled: true,
  records: 'wildcard',
  discovery: false,
  handover: 'none',
  names: [],
  policy: 'sync',
  interval: '1m',
  tsigKeys: [1],
};
const of = (version: string, changed: Partial<DnsSettings> = {}): string[] =>
  externalDnsArguments({
    fleet: { name: 'pap', zone },
    settings: { ...settings, ...changed },
    versions: { 'external-dns': version },
    region: 'us-east',
    names: [],
  });
const valuesOf = (args: readonly string[], flag: string): string[] =>
  args.filter((arg) => arg.startsWith(`--${flag}=`)).map((arg) => arg.slice(flag.length + 3));

describe.each(['0.14', '0.15', '0.16', '0.17', '0.18', '0.19', '0.20', '0.21', '0.22'])('ExternalDNS %s', (version) => {
  const args = of(version);
  test('is a patch release of that version', () => expect(patchRelease(version)).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.[0-9]$`)));
  test('transfers the zone by the flag it knows', () => {
    expect(args.filter((arg) => arg.includes('axfr'))).toEqual([version === '0.22' ? '--rfc2136-axfr' : '--rfc2136-tsig-axfr']);
  });
  test('manages the types it can own', () => {
    expect(valuesOf(args, 'managed-record-types')).toEqual(['A', 'AAAA', 'CNAME', ...(version === '0.22' ? ['SRV', 'TXT'] : [])]);
  });
  test.each([
    ['policy', 'sync'],
    ['txt-owner-id', 'pap-us-east'],
    ['domain-filter', 'us-east.a.plugged.in'],
    ['namespace', 'external-dns'],
    ['rfc2136-host', 'hidden.plugged.in'],
    ['rfc2136-port', '5300'],
    ['rfc2136-zone', 'a.plugged.in'],
    ['rfc2136-min-ttl', '120s'],
    ['rfc2136-tsig-secret-alg', 'hmac-sha512'],
    ['interval', '1m'],
  ])('--%s=%s, once', (flag, value) => expect(valuesOf(args, flag)).toEqual([value]));
  test('carries no secret', () => expect(args.join(' ')).not.toMatch(/tsig-secret(=| )|keyname/));
});

test('settings have an effect', () => {
  expect(of('0.22', { policy: 'upsert-only', interval: '10m' })).toEqual(expect.arrayContaining(['--policy=upsert-only', '--interval=10m']));
});

test.each([
  ['CNAME', '*.us-east.a.plugged.in', '_edns-cname._any.us-east.a.plugged.in'],
  ['AAAA', 'x.us-east.a.plugged.in', '_edns-aaaa.x.us-east.a.plugged.in'],
])('ownership of %s %s is beside it and inside the region', (type, name, expected) => expect(ownershipName(type, name)).toBe(expected));

test('of a version that is not known yet the first release is taken', () => expect(patchRelease('0.99')).toBe('0.99.0'));
