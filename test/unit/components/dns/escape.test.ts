import { describe, expect, test } from 'vitest';
import { absoluteName, characterStrings, ipAddress, mailbox, oneString, quotedName, seconds } from '../../../../generator/components/dns/escape.ts';

const label63 = 'a'.repeat(63);
const longest = `${[label63, label63, label63].join('.')}.${'a'.repeat(61)}`;

test.each([
  ['a.plugged.in', 'a.plugged.in.'],
  ['*.us-east.a.plugged.in', '*.us-east.a.plugged.in.'],
  ['_acme-challenge.us-east.a.plugged.in', '_acme-challenge.us-east.a.plugged.in.'],
  ['_edns-.x.net', null], // ExternalDNS may write it; we never do
  [longest, `${longest}.`],
  [`${longest}a`, null],
  [`${label63}a.net`, null],
  ['', null],
  ['a..b', null],
  ['a.net.', null],
  ['A.net', null],
  ['x.*.net', null],
  ['-a.net', null],
  ['a-.net', null],
  ['a b.net', null],
  ['a;b.net', null],
  ['a"b.net', null],
  ['a\n.net', null],
  ['ä.net', null],
])('absolute name of %j', (name, expected) => {
  if (expected === null) expect(() => absoluteName(name)).toThrow('not a legal DNS name');
  else expect(absoluteName(name)).toBe(expected);
});

test('a name in quotes has no final dot and can hold no quote', () => {
  expect(quotedName('externaldns-us-east')).toBe('"externaldns-us-east"');
  expect(() => quotedName('x"; include "/etc/passwd')).toThrow();
});

describe('character-strings', () => {
  test.each([
    ['', '""'],
    ['letsencrypt.org', '"letsencrypt.org"'],
    [';', '";"'],
    ['say "no"', String.raw`"say \"no\""`],
    ['a\\b', String.raw`"a\\b"`],
    ['line\nbreak', String.raw`"line\010break"`],
    ['é', String.raw`"\195\169"`],
    ['x'.repeat(255), `"${'x'.repeat(255)}"`],
    ['x'.repeat(256), `"${'x'.repeat(255)}" "x"`],
    ['"'.repeat(256), `"${'\\"'.repeat(255)}" "\\""`],
  ])('of %j', (text, expected) => expect(characterStrings(text)).toBe(expected));
});

test.each([
  ['admin@plugged.in', 'admin.plugged.in.'],
  ['dns.admin@plugged.in', String.raw`dns\.admin.plugged.in.`],
  ['first.last+dns@plugged.in', String.raw`first\.last+dns.plugged.in.`],
  ['@plugged.in', null],
  ['admin', null],
  ['a b@plugged.in', null],
  [`${'a'.repeat(64)}@plugged.in`, null],
  ['admin@plugged..in', null],
])('mailbox of %j', (address, expected) => {
  if (expected === null) expect(() => mailbox(address)).toThrow();
  else expect(mailbox(address)).toBe(expected);
});

test.each([300, 0, 2147483647])('TTL %d', (value) => expect(seconds(value)).toBe(String(value)));
test.each([-1, 1.5, Number.NaN, 2147483648])('no TTL: %d', (value) => expect(() => seconds(value)).toThrow());

test('addresses', () => {
  expect(ipAddress('198.51.100.10')).toBe('198.51.100.10');
  expect(ipAddress('2001:db8::1')).toBe('2001:db8::1');
  for (const bad of ['', 'ns1.plugged.in', '1.2.3', '1.2.3.4 ; x']) expect(() => ipAddress(bad)).toThrow();
});

test('one character-string holds 255 octets, and no more', () => {
  expect(oneString('a"b')).toBe('"a\\"b"');
  expect(oneString('a'.repeat(255))).toHaveLength(257);
  expect(() => oneString('a'.repeat(256))).toThrow('longer than a character-string');
  expect(() => oneString('ä'.repeat(128))).toThrow('longer than a character-string');
});
