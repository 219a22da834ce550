import { describe, expect, test } from 'vitest';
import { changes, differs } from '../../../generator/render/changes.ts';
import { Content, FileSet } from '../../../generator/render/files.ts';
import { isInside, lockText, parseLock } from '../../../generator/render/lock.ts';
import { sha256 } from '../../../generator/model/sha256.ts';
import { blobId, treeOf } from '../../../generator/render/tree.ts';
import { suggest } from '../../../generator/fleet/schema/suggest.ts';
import { apiProblem, deprecates, serves } from '../../../generator/fleet/versions/serves.ts';
import { assume, parseAssumption } from '../../../generator/fleet/versions/assume.ts';
import { isDnsLabel, isHost, isServiceName, isSubdomain } from '../../../generator/model/names.ts';
import { compareVersions } from '../../../generator/model/version.ts';
import { pointer, segments } from '../../../generator/model/pointer.ts';

describe('files are written once', () => {
  test('the same content twice is one file', () => {
    const files = new FileSet();
    files.add('b', '1');
    files.add('a', '1');
    files.add('b', '1');
    expect([...files.sorted().keys()]).toEqual(['a', 'b']);
  });
  test.each([
    ['another content', 'a/b'],
    ['a path that differs in case only', 'A/b'],
  ])('%s is a bug', (_, path) => {
    const files = new FileSet();
    files.add('a/b', '1');
    expect(() => files.add(path, '2')).toThrow(/two different files/);
  });
});

describe('what a file holds', () => {
  const made: string[] = [];
  const content = (text: string): Content => new Content(() => (made.push(text), text));
  const set = new FileSet();
  set.add('b', content('2'));
  set.add('a', '1');
  const files = set.sorted();
  test('is made when it is asked for, once', () => {
    expect([files.size, files.has('b'), files.has('c'), [...files.keys()], files.get('a'), files.get('c'), made]).toEqual([
      2,
      true,
      false,
      ['a', 'b'],
      '1',
      undefined,
      [],
    ]);
    expect([files.get('b'), files.get('b'), made]).toEqual(['2', '2', ['2']]);
  });
  test('is the same in whatever way it is asked for', () => {
    const told: [string, string][] = [];
    files.forEach((text, path) => told.push([path, text]));
    const all = [
      ['a', '1'],
      ['b', '2'],
    ];
    expect([[...files], [...files.entries()], told, [...files.values()]]).toEqual([all, all, all, ['1', '2']]);
  });
  test('is compared where a path comes twice', () => {
    set.add('b', '2');
    expect(() => set.add('b', content('3'))).toThrow(/two different files/);
  });
  test('has a digest', () => expect(content('x').hash).toBe(sha256('x')));
});

describe('a lock', () => {
  const hash = sha256('x');
  test('is read back', () => expect(parseLock(JSON.stringify({ lockVersion: 1, files: { 'a/b.yaml': hash } }))?.files).toEqual({ 'a/b.yaml': hash }));
  test.each(['../x', '/x', 'a/../../x', 'a//b', './a', 'a\\b', '', 'a/.'])('that lists %j is no lock of ours', (path) => {
    expect(isInside(path)).toBe(false);
    expect(parseLock(JSON.stringify({ lockVersion: 1, files: { [path]: hash } }))).toBeUndefined();
  });
  test.each(['{', '[]', 'null', '{"lockVersion":2,"files":{}}', '{"lockVersion":1}', '{"lockVersion":1,"files":{"a":"short"}}'])(
    '%s is none',
    (text) => expect(parseLock(text)).toBeUndefined(),
  );
  const whole = {
    lockVersion: 1,
    region: 'north',
    generator: '1.0.0',
    gate: { maxDeletePercent: 0, maxUpdatePercent: 100 },
    objects: { agents: 0, dns: 3 },
    agents: ['a'],
    files: {},
  };
  test('says what it was made of', () => expect(parseLock(JSON.stringify(whole))).toEqual(whole));
  test.each<[string, object]>([
    ['objects that are no map', { objects: ['agents'] }],
    ['half an object', { objects: { agents: 1.5 } }],
    ['fewer objects than none', { objects: { agents: 3, dns: -1 } }],
    ['agents that are no list', { agents: { a: true } }],
    ['an agent without a name', { agents: ['a', 1] }],
    ['a generator that is no version', { generator: 1 }],
    ['limits that are no map', { gate: 10 }],
    ['one limit only', { gate: { maxDeletePercent: 10 } }],
    ['a limit above all', { gate: { maxDeletePercent: 10, maxUpdatePercent: 101 } }],
    ['a share of work above all', { gate: { maxDeletePercent: 10, maxUpdatePercent: 10, maxWorkPercent: 101 } }],
    ['trust that is no list', { trusts: 'all' }],
    ['trust in what is no text', { trusts: ['a', 1] }],
    ['a limit below none', { gate: { maxDeletePercent: -1, maxUpdatePercent: 10 } }],
    ['files that are null', { files: null }],
    ['a hash of another kind', { files: { a: sha256('x').slice(1) } }],
    ['a hash that is no text', { files: { a: 1 } }],
    ['a hash and more', { files: { a: `${sha256('x')}0` } }],
    ['more before a hash', { files: { a: `0${sha256('x')}` } }],
    ['one bad path among good ones', { files: { a: sha256('x'), '../b': sha256('x') } }],
  ])('with %s is none', (_, change) => expect(parseLock(JSON.stringify({ ...whole, ...change }))).toBeUndefined());
  // The example of FIPS 180-2.
  test('holds SHA-256 in hexadecimal digits', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'));
  });
  test('has the same bytes whenever it says the same', () => {
    expect(lockText({ lockVersion: 1, files: { a: 'x' } })).toBe('{\n  "lockVersion": 1,\n  "files": {\n    "a": "x"\n  }\n}\n');
  });
});

test('the id of a content is what Git gives it', () => {
  // git hash-object, in repositories of either format.
  expect(blobId('hello\n', '0'.repeat(40))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(blobId('hello\n', '0'.repeat(64))).toBe('2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4');
  expect(blobId('é', '0'.repeat(40))).toBe('4b04fff51468d8ab5201ab02b725dc477bc7cb45');
});

test('a tree in memory has the files it was given', () => {
  const tree = treeOf(new Map([['a', 'x']]));
  expect([tree.title, [...tree.paths], tree.read('a'), tree.holds('a', 'x'), tree.holds('a', 'y'), tree.holds('b', 'x')]).toEqual([
    'out',
    ['a'],
    'x',
    true,
    false,
    false,
  ]);
});

test('changes tell what is wanted from what is there, and ours from what others made', () => {
  const there: Record<string, string> = { same: '1', old: '1', edited: 'by hand', gone: '1', 'gone-edited': 'by hand', foreign: '?', blocked: '?' };
  const lock = (path: string): [string, string] => [path, sha256('1')];
  const result = changes(new Map(['same', 'old', 'edited', 'new', 'blocked'].map((path) => [path, path === 'same' ? '1' : '2'])), {
    paths: Object.keys(there),
    special: new Set(),
    locked: new Map(['same', 'old', 'edited', 'gone', 'gone-edited'].map(lock)),
    read: (path) => Buffer.from(there[path] as string),
  });
  expect(result).toEqual({
    created: ['new'],
    updated: ['old', 'edited'],
    deleted: ['gone'],
    unchanged: 1,
    edited: ['edited', 'gone-edited'],
    foreign: ['gone-edited', 'foreign'],
    blocked: ['blocked'],
  });
});

// Seen to fail: with the hash of what is there, and with a file that was edited as well taken for one with other line endings.
test('line endings of another system are no edit', () => {
  const there: Record<string, string> = { windows: 'a\r\nb\r\n', edited: 'a\r\nc\r\n' };
  const { edited, lineEndings } = changes(new Map(Object.keys(there).map((path) => [path, 'a\nb\n'])), {
    paths: Object.keys(there),
    special: new Set(),
    locked: new Map(Object.keys(there).map((path) => [path, sha256('a\nb\n')])),
    read: (path) => Buffer.from(there[path] as string),
  });
  expect({ edited, lineEndings }).toEqual({ edited: ['edited', 'windows'], lineEndings: ['windows'] });
});

test('nor are those of a lock, which nothing locks but itself', () => {
  const read = (path: string): Buffer => Buffer.from(path === 'lock' ? '{\r\n}\r\n' : '{ }\r\n');
  const present = {
    paths: ['lock', 'other'],
    special: new Set<string>(),
    locked: new Map(['lock', 'other'].map((path) => [path, sha256(read(path))])),
    read,
  };
  const { edited, updated, lineEndings } = changes(new Map(['lock', 'other'].map((path) => [path, '{\n}\n'])), present);
  expect({ edited, updated, lineEndings }).toEqual({ edited: [], updated: ['lock', 'other'], lineEndings: ['lock'] });
});

describe('what is in the way', () => {
  // Seen to fail: "there is something of that name already", and no name.
  test('is an empty folder in the place of a file, or below it', () => {
    const present = { paths: [], special: new Set<string>(), locked: new Map<string, string>(), read: () => Buffer.alloc(0) };
    const blocked = (...emptyFolders: string[]) => changes(new Map([['a/b', '1']]), { ...present, emptyFolders }).blocked;
    expect(blocked('a/b')).toEqual(['a/b']);
    expect(blocked('a/b/c')).toEqual(['a/b/c']);
    expect(blocked('a/c', 'a')).toEqual([]);
  });

  const seen = (wanted: readonly string[], there: readonly string[], { special = [] as string[], ours = [] as string[] } = {}) =>
    changes(new Map(wanted.map((path) => [path, '1'])), {
      paths: there,
      special: new Set(special),
      locked: new Map(ours.map((path) => [path, sha256('1')])),
      read: (path) => {
        if (special.includes(path)) throw new Error(`${path} must not be read`);
        return Buffer.from('1');
      },
    });
  const none = { created: [], updated: [], deleted: [], unchanged: 0, edited: [], foreign: [], blocked: [] };
  test.each<[string, ReturnType<typeof changes>, object]>([
    ['a pipe where a file must go', seen(['a'], ['a'], { special: ['a'], ours: ['a'] }), { blocked: ['a'] }],
    ['a pipe where nothing of ours goes, whatever a lock says', seen([], ['a'], { special: ['a'], ours: ['a'] }), { foreign: ['a'] }],
    ['a file where a folder must be', seen(['a/b/c'], ['a']), { created: ['a/b/c'], blocked: ['a'] }],
    ['a file where a folder further in must be', seen(['a/b/c'], ['a/b']), { created: ['a/b/c'], blocked: ['a/b'] }],
    ['a file in a folder where a file must be', seen(['a'], ['a/b/c']), { created: ['a'], blocked: ['a/b/c'] }],
    ['the same, but it is ours and goes', seen(['a'], ['a/b/c'], { ours: ['a/b/c'] }), { created: ['a'], deleted: ['a/b/c'] }],
    ['a file beside them', seen(['a/b'], ['a/c', 'ab']), { created: ['a/b'], foreign: ['a/c', 'ab'] }],
    ['a file of the same content that no lock names', seen(['a'], ['a']), { unchanged: 1 }],
  ])('%s', (_, result, expected) => expect(result).toEqual({ ...none, ...expected }));
});

describe('out/ differs', () => {
  const same = { created: [], updated: [], deleted: [], unchanged: 3, edited: [], foreign: [], blocked: [] };
  test('not when every file is as it should be', () => expect(differs(same)).toBe(false));
  test.each(['created', 'updated', 'deleted', 'foreign', 'blocked'])('when a file is %s', (kind) => {
    expect(differs({ ...same, [kind]: ['a'] })).toBe(true);
  });
});

describe('names', () => {
  test.each([
    ['research', true],
    ['a-1', true],
    ['1a', true],
    ['-a', false],
    ['a-', false],
    ['A', false],
    ['a_b', false],
    ['a.b', false],
    ['', false],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
  ])('%s as a DNS label: %s', (text, legal) => expect(isDnsLabel(text)).toBe(legal));
  test('a Service may not begin with a digit', () => expect([isServiceName('1a'), isServiceName('a1')]).toEqual([false, true]));
  test('hosts and subdomains are labels with dots', () => {
    expect([isHost('a.b'), isHost('a..b'), isHost(`${'a'.repeat(63)}.`.repeat(4) + 'a')]).toEqual([true, false, false]);
    expect([isSubdomain('a.b'), isSubdomain('a.B')]).toEqual([true, false]);
  });
  test.each([
    ['heartbeet', 'heartbeat'],
    ['regoins', 'regions'],
    ['xyz', undefined],
    ['Image', 'image'],
  ])('%s may mean %s', (word, expected) => expect(suggest(word, ['heartbeat', 'regions', 'image'])).toBe(expected));
});

test('pointers escape what RFC 6901 says', () => {
  expect(pointer('a/b', 'c~d', 0)).toBe('/a~1b/c~0d/0');
  expect(segments('/a~1b/c~0d/0')).toEqual(['a/b', 'c~d', '0']);
  expect(segments('')).toEqual([]);
});

describe('versions', () => {
  test('compare by number, not by text', () => {
    expect(compareVersions('1.9', '1.27')).toBeLessThan(0);
    expect(compareVersions('2.0', '1.36')).toBeGreaterThan(0);
    expect(compareVersions('1.30', '1.30')).toBe(0);
  });
  test.each([
    ['1.29', false],
    ['1.30', true],
    ['1.36', true],
  ])('Kubernetes %s serves admission policies: %s', (kubernetes, expected) => expect(serves({ kubernetes }, 'admissionPolicy')).toBe(expected));
  test('what is deprecated still works', () => {
    expect([
      serves({ traefik: '3.7' }, 'trustForwardHeader'),
      deprecates({ traefik: '3.7' }, 'trustForwardHeader'),
      deprecates({ traefik: '3.5' }, 'trustForwardHeader'),
    ]).toEqual([true, true, false]);
  });
  test.each([
    ['policy/v1beta1', 'PodSecurityPolicy', { kubernetes: '1.27' }, 'unserved'],
    ['traefik.containo.us/v1alpha1', 'IngressRoute', { traefik: '3.0' }, 'unserved'],
    ['traefik.containo.us/v1alpha1', 'IngressRoute', { traefik: '2.11' }, 'deprecated'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', { kubernetes: '1.29' }, 'unserved'],
    ['apps/v1', 'Deployment', { kubernetes: '1.29' }, undefined],
  ])('%s %s at %j: %s', (apiVersion, kind, versions, severity) => expect(apiProblem({ apiVersion, kind }, versions)?.severity).toBe(severity));
  test.each([
    ['us-east.kubernetes=1.36', { region: 'us-east', system: 'kubernetes', version: '1.36' }],
    ['argocd=3.5', { system: 'argocd', version: '3.5' }],
    ['us-east.argocd=3.5', expect.stringContaining('argocd=VERSION')],
    ['kubernetes=1.36', expect.stringContaining('REGION.kubernetes=1.36')],
    ['x.y=1', expect.stringContaining('no system "y"')],
  ])('--assume %s', (text, expected) => expect(parseAssumption(text)).toEqual(expected));
  test('supposing changes a copy', () => {
    const fleet = { regions: { a: { versions: { kubernetes: '1.30' } }, b: {} } };
    expect(assume(fleet, [{ region: 'a', system: 'kubernetes', version: '1.36' }])).toEqual({
      regions: { a: { versions: { kubernetes: '1.36' } }, b: {} },
    });
    expect(fleet.regions.a.versions.kubernetes).toBe('1.30');
  });
});
