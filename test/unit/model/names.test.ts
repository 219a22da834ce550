import { describe, expect, test } from 'vitest';
import { endpointPort } from '../../../generator/model/endpoint.ts';
import * as names from '../../../generator/model/names.ts';
import { isIn, pathSteps, pathText } from '../../../generator/model/path.ts';
import { child, pointer, segments } from '../../../generator/model/pointer.ts';
import { atLeast, compareVersions } from '../../../generator/model/version.ts';

const { isDnsLabel, isHost, isLabelKey, isLabelValue, isServiceName, isSubdomain } = names;
const x = (n: number): string => 'x'.repeat(n);
/** A name of labels that are as long as may be, of so many characters in all. */
const dotted = (n: number): string =>
  Array.from({ length: 5 }, () => x(63))
    .join('.')
    .slice(0, n - 1) + 'x';
const yes = true;
const no = false;

describe('what a name may be', () => {
  test.each([
    // as a    label, Service, subdomain, host, value of a label
    ['a', yes, yes, yes, yes, yes],
    ['a-b', yes, yes, yes, yes, yes],
    ['a--9', yes, yes, yes, yes, yes],
    ['0', yes, no, yes, yes, yes],
    ['9a', yes, no, yes, yes, yes],
    ['a9', yes, yes, yes, yes, yes],
    ['', no, no, no, no, yes],
    ['-a', no, no, no, no, no],
    ['a-', no, no, no, no, no],
    ['-', no, no, no, no, no],
    ['A', no, no, no, no, yes],
    ['a_b', no, no, no, no, yes],
    ['_a', no, no, no, no, no],
    ['a_', no, no, no, no, no],
    ['a.b', no, no, yes, yes, yes],
    ['a..b', no, no, no, no, yes],
    ['.a', no, no, no, no, no],
    ['a.', no, no, no, no, no],
    ['a.-b', no, no, no, no, yes],
    ['a b', no, no, no, no, no],
    ['a\n', no, no, no, no, no],
    ['\na', no, no, no, no, no],
    ['a/b', no, no, no, no, no],
    ['ä', no, no, no, no, no],
    [x(63), yes, yes, yes, yes, yes],
    [x(64), no, no, yes, no, no],
    [dotted(253), no, no, yes, yes, no],
    [dotted(254), no, no, no, no, no],
  ])('%j', (text, label, service, subdomain, host, value) => {
    expect([isDnsLabel(text), isServiceName(text), isSubdomain(text), isHost(text), isLabelValue(text)]).toEqual([
      label,
      service,
      subdomain,
      host,
      value,
    ]);
  });

  test.each([
    ['a', yes],
    ['A_b.c-9', yes],
    ['a.b/c', yes],
    [`a.b/${x(63)}`, yes],
    [`${dotted(253)}/c`, yes],
    [x(63), yes],
    ['', no],
    ['a/', no],
    ['/a', no],
    ['a_b/c', no],
    ['A/c', no],
    ['a/b/c', no],
    ['a/-c', no],
    [`a.b/${x(64)}`, no],
    [`${dotted(254)}/c`, no],
    [x(64), no],
  ])('%j as the key of a label: %s', (text, expected) => expect(isLabelKey(text)).toBe(expected));
});

test('names that are derived from the fleet', () => {
  expect(names.workloadName('research')).toBe('research-agent');
  expect(names.applicationName('pap', 'north', 'dns')).toBe('pap-north-dns');
  expect(names.projectName('pap', 'north')).toBe('pap-north');
  expect(names.rootName('pap')).toBe('pap-root');
  expect(names.signingKeySecret('research')).toBe('research-signing-keys');
  expect(names.clientTlsSecret('research')).toBe('research-client-tls');
  expect(names.STATION_SECRET).toBe('station-credentials');
  expect(names.certManagerKey('north')).toBe('cert-manager-north');
  expect(names.externalDnsKey('north')).toBe('externaldns-north');
  expect(names.wildcardSecret('north')).toBe('wildcard-north-tls');
});

test.each([
  ['storage.size', ['storage', 'size']],
  ['agents', ['agents']],
  ['a."b.c".d', ['a', 'b.c', 'd']],
  ['a."".b', ['a', '', 'b']],
  ['""', ['']],
  ['"."', ['.']],
])('the path %s', (text, steps) => {
  expect(pathSteps(text)).toEqual(steps);
  expect(pathText(steps)).toBe(text);
});

test('a pointer (RFC 6901) is made of keys and taken apart into them', () => {
  expect(pointer()).toBe('');
  expect(segments('')).toEqual([]);
  expect(segments('/')).toEqual(['']);
  expect(pointer('a', 0, 'b/c~d', '')).toBe('/a/0/b~1c~0d/');
  expect(segments('/a/0/b~1c~0d/')).toEqual(['a', '0', 'b/c~d', '']);
  expect(segments('/~01/~10')).toEqual(['~1', '/0']);
  expect(child('/a', '~~//')).toBe('/a/~0~0~1~1');
});

test.each([
  ['1.27', '1.35', -1],
  ['1.35', '1.27', 1],
  ['1.9', '1.10', -1],
  ['2.0', '1.99', 1],
  ['1.27', '1.27', 0],
  ['1', '1.0', 0],
  ['1.0', '1', 0],
  ['1', '1.1', -1],
  ['1.1', '1', 1],
  ['1.2', '1.2.3', -1],
  ['1.2.3', '1.2', 1],
])('version %s against %s', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
  expect(atLeast(a, b)).toBe(expected >= 0);
});

test.each([
  ['grpc://station.plugged.in', 50051],
  ['grpcs://station.plugged.in', 443],
  ['ws://gateway.plugged.in/hooks', 80],
  ['wss://gateway.plugged.in/hooks', 443],
  ['http://a', 80],
  ['https://a/b:9', 443],
  ['grpc://station.plugged.in:9000', 9000],
  ['wss://gateway.plugged.in:8443/hooks', 8443],
])('%s is reached at port %i', (endpoint, port) => expect(endpointPort(endpoint)).toBe(port));

test.each([
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/ab', '/a', false],
  ['/a', '/a/b', false],
  // The root of a disk ends with a slash by itself.
  ['/a', '/', true],
])('%s is in %s: %s', (path, folder, expected) => expect(isIn(path, folder)).toBe(expected));
