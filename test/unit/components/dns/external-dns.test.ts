import { describe, expect, test } from 'vitest';
import { committedObjects } from '../../../support/objects.ts';
import { whyDropped } from '../../../support/external-dns.ts';

type Endpoint = Parameters<typeof whyDropped>[0];

// Red with the target of an SRV without its final dot in dns-records.ts.
test('ExternalDNS would take every endpoint that is committed, services among them', () => {
  const endpoints = committedObjects()
    .filter(({ kind }) => kind === 'DNSEndpoint')
    .flatMap(({ spec }) => (spec as { endpoints: Endpoint[] }).endpoints);
  expect(endpoints.map(({ recordType }) => recordType)).toContain('SRV');
  expect(endpoints.flatMap((endpoint) => whyDropped(endpoint) ?? [])).toEqual([]);
});

// After source/crd_test.go and endpoint/endpoint_test.go of ExternalDNS 0.22.
describe('the port of what ExternalDNS looks at', () => {
  test.each([
    ['A', '192.0.2.1'],
    ['AAAA', '2001:db8::1'],
    ['AAAA', '::ffff:192.0.2.1'],
    ['CNAME', 'a.example.net'],
    ['CNAME', 'a.example.net.'],
    ['MX', '10 mail.example.net'],
    ['NAPTR', '10 10 "S" "" "" a.example.net.'],
    ['NS', 'ns1.example.net'],
    ['SRV', '10 5 65535 a.example.net.'],
    ['TXT', 'a text that ends.'],
  ])('%s %s is taken', (recordType, target) => {
    expect(whyDropped({ dnsName: 'x', recordType, targets: [target] })).toBeUndefined();
  });

  test.each([
    ['A', '2001:db8::1'],
    ['A', 'a.example.net'],
    ['A', '192.0.2.1.'],
    ['AAAA', '192.0.2.1'],
    ['MX', 'mail.example.net'],
    ['MX', '65536 mail.example.net'],
    ['NAPTR', '10 10 "S" "" "" a.example.net'],
    ['NS', 'ns1.example.net.'],
    ['SRV', '10 5 443 a.example.net'],
    ['SRV', '10 5 a.example.net.'],
    ['SRV', '10 -5 443 a.example.net.'],
    ['SRV', '10 5 65536 a.example.net.'],
  ])('%s %s is dropped', (recordType, target) => {
    expect(whyDropped({ dnsName: 'x', recordType, targets: [target] })).toContain(`x ${recordType} ${target}: `);
  });

  test('one target that is not taken drops those beside it', () => {
    expect(whyDropped({ dnsName: 'x', recordType: 'A', targets: ['192.0.2.1', '2001:db8::1'] })).toContain('2001:db8::1');
  });
});
