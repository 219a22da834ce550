import { describe, expect, test } from 'vitest';
import { canonicalDuration } from '../../../generator/k8s/duration.ts';
import { applyPatch } from '../../../generator/k8s/json-patch.ts';
import type { Operation } from '../../../generator/k8s/json-patch.ts';
import { isClusterKind, objectId } from '../../../generator/k8s/object.ts';
import { canonicalQuantity, quantity } from '../../../generator/k8s/quantity.ts';
import { REGION_PLACEHOLDER, fillPlaceholders, placeholdersOf } from '../../../generator/k8s/region-placeholder.ts';
import { hostAndPath, hostSni } from '../../../generator/k8s/traefik-rule.ts';
import { equal } from '../../../generator/model/data.ts';

describe('quantities are written as the API server stores them', () => {
  // Quantity.CanonicalizeBytes of apimachinery 0.34 was asked about each of them, and about 40,000 put together at random.
  test.each([
    ['2000m', '2'],
    ['0.5', '500m'],
    ['1.5', '1500m'],
    ['0.57', '570m'],
    ['1.001', '1001m'],
    ['250m', '250m'],
    ['0', '0'],
    ['1', '1'],
    ['2500', '2500'],
    ['2000', '2k'],
    ['3000000m', '3k'],
    [77, '77'],
    [100_000, '100k'],
    [1_000_000, '1M'],
    ['1024Mi', '1Gi'],
    ['2048Ki', '2Mi'],
    ['1500Mi', '1500Mi'],
    ['1000M', '1G'],
    ['1024M', '1024M'],
    ['1Gi', '1Gi'],
    ['1Ki', '1Ki'],
    ['1024', '1024'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['0Ki', '0'],
    ['1.0001Ki', '1024102400u'],
    ['.5', '500m'],
    ['5.', '5'],
    ['+5', '5'],
    ['-1500m', '-1500m'],
    ['1e3', '1e3'],
    ['10000e0', '10e3'],
    ['1.5e-3', '1500e-6'],
    ['100u', '100u'],
    ['1.1n', '2n'],
  ])('%s is %s', (text, expected) => {
    expect(canonicalQuantity(text)).toBe(expected);
  });
  test.each(['', '.', '1e', '1ki', '1K', '1 Gi', '1Gi ', '1e3Ki', '--1', '0x1', 'NaN'])('"%s" is none', (text) => {
    expect(quantity(text)).toBeUndefined();
    expect(canonicalQuantity(text)).toBe(text);
  });
  test.each([
    ['720h', '720h0m0s'],
    ['90m', '1h30m0s'],
    ['1m', '1m0s'],
    ['45s', '45s'],
    ['1h30m10s', '1h30m10s'],
  ])('duration %s is %s', (text, expected) => expect(canonicalDuration(text)).toBe(expected));
});

describe('JSON Patch (RFC 6902, appendix A)', () => {
  const same = equal;
  const cases: [string, unknown, Operation[], unknown][] = [
    ['A.1 adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    ['A.2 adds an item', { foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    ['A.3 removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    ['A.4 removes an item', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    ['A.5 replaces a value', { baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    ['A.6 moves a value', { foo: { a: 1 }, qux: {} }, [{ op: 'move', from: '/foo/a', path: '/qux/b' }], { foo: {}, qux: { b: 1 } }],
    [
      'A.7 moves an item',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    ['A.8 tests values', { baz: 'qux', foo: ['a', 2] }, [{ op: 'test', path: '/foo/1', value: 2 }], { baz: 'qux', foo: ['a', 2] }],
    ['A.10 adds a map', { foo: 'bar' }, [{ op: 'add', path: '/child', value: { grandchild: {} } }], { foo: 'bar', child: { grandchild: {} } }],
    ['A.14 unescapes in the right order', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    ['A.16 appends', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    ['copies', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
  ];
  test.each(cases)('%s', (_, document, operations, expected) => {
    const before = structuredClone(document);
    expect(applyPatch(document, operations, same)).toEqual(expected);
    expect(document).toEqual(before);
  });

  const failures: [string, unknown, Operation[], number, RegExp][] = [
    ['A.9 a test that fails', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], 0, /is "qux", not "bar"/],
    ['A.12 a member of nothing', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 1 }], 0, /nothing at \/baz/],
    [
      'the second operation',
      { a: 1 },
      [
        { op: 'remove', path: '/a' },
        { op: 'remove', path: '/a' },
      ],
      1,
      /nothing at \/a/,
    ],
    ['the whole object, which cannot go', { a: 1 }, [{ op: 'remove', path: '' }], 0, /whole object/],
    ['A.15 a number is not its text', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], 0, /"10"/],
    ['an item beyond the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], 0, /no item 2/],
    ['an index with a leading zero', { a: [1, 2] }, [{ op: 'replace', path: '/a/01', value: 1 }], 0, /no item 01/],
    ['a path that is no pointer', { a: 1 }, [{ op: 'remove', path: 'a' }], 0, /not a JSON Pointer/],
    ['what every object inherits', {}, [{ op: 'test', path: '/toString', value: 1 }], 0, /nothing at/],
  ];
  test.each(failures)('says where it failed: %s', (_, document, operations, index, reason) => {
    const result = applyPatch(document, operations, same) as { index: number; reason: string };
    expect(result.index).toBe(index);
    expect(result.reason).toMatch(reason);
  });
});

describe('the placeholder of a region', () => {
  const value = { a: REGION_PLACEHOLDER, b: [`x.${REGION_PLACEHOLDER}.y`, 'plain'], 'c/d~e': { f: `${REGION_PLACEHOLDER}${REGION_PLACEHOLDER}` } };
  test('is found with its pointer', () => {
    expect(placeholdersOf(value)).toEqual([
      { path: '/a', template: REGION_PLACEHOLDER },
      { path: '/b/0', template: `x.${REGION_PLACEHOLDER}.y` },
      { path: '/c~1d~0e/f', template: REGION_PLACEHOLDER.repeat(2) },
    ]);
  });
  test('is filled everywhere', () => {
    expect(fillPlaceholders(value, 'eu')).toEqual({ a: 'eu', b: ['x.eu.y', 'plain'], 'c/d~e': { f: 'eueu' } });
  });
  test('may not stand in a key', () => {
    expect(() => placeholdersOf({ [REGION_PLACEHOLDER]: 1 })).toThrow();
  });
});

describe('Traefik rules', () => {
  test('match one host, and one path with what lies below it', () => {
    expect(hostAndPath('a.b.example', '/hooks')).toBe('Host(`a.b.example`) && (Path(`/hooks`) || PathPrefix(`/hooks/`))');
    expect(hostSni('a.b.example')).toBe('HostSNI(`a.b.example`)');
  });
  test.each(['a`b', 'a b', 'a)', '', 'a\nb', 'é'])('refuse %j, which could break out', (text) => {
    expect(() => hostAndPath(text, '/hooks')).toThrow();
    expect(() => hostAndPath('a', `/${text}`.replace(/^\/$/, '/ '))).toThrow();
  });
});

test('an object is known by group, kind, namespace and name, whatever its version', () => {
  const object = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a', namespace: 'n' } };
  expect(objectId({ ...object, apiVersion: 'autoscaling/v2' })).toBe(objectId(object));
  expect(objectId({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } })).toBe('/Namespace /n');
  expect(isClusterKind({ apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' })).toBe(true);
  expect(isClusterKind({ apiVersion: 'v1', kind: 'Service' })).toBe(false);
});
