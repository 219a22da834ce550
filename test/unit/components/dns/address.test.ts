import { expect, test } from 'vitest';
import { addressType, canonicalAddress } from '../../../../generator/k8s/ip.ts';
import { compile } from '../../../../generator/compile.ts';

test.each([
  ['198.51.100.10', 'A', '198.51.100.10'],
  ['2001:db8:0:0::1', 'AAAA', '2001:db8::1'],
  ['2001:0db8::0001', 'AAAA', '2001:db8::1'],
  ['::', 'AAAA', '::'],
])('%s', (address, type, canonical) => {
  expect(addressType(address)).toBe(type);
  expect(canonicalAddress(address)).toBe(canonical);
});

const accepts = (address: string): boolean => {
  const fleet = { apiVersion: 'fleet.plugged.in/v1alpha1', kind: 'Fleet', name: 'pap', gitops: { repoURL: 'https://git.example.net/fleet.git' } };
  const zone = { name: 'a.plugged.in', nameservers: ['ns1.plugged.in'] };
  const text = JSON.stringify({ ...fleet, zone, regions: { 'us-east': { ingressAddresses: [address] } } });
  return compile([{ path: 'fleet.yaml', relative: 'fleet.yaml', bytes: Buffer.from(text) }]).files !== undefined;
};

test.each(['1.2.3.4', '255.255.255.255', '::1', '::', '2001:db8::', '2001:db8::1', '1:2:3:4:5:6:7:8', '1::8', '1:2:3:4:5:6:7::'])(
  'the schema lets %s in',
  (a) => expect(accepts(a)).toBe(true),
);
test.each(['256.1.1.1', '01.2.3.4', '1.2.3', '1.2.3.4.5', '1::2::3', '12345::', ':1', '1:2:3:4:5:6:7:8:9', '::ffff:1.2.3.4', '2001:DB8::1', 'ns1'])(
  'the schema refuses %s',
  (a) => expect(accepts(a)).toBe(false),
);
