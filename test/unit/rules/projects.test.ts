import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { globMatches } from '../../../generator/k8s/glob.ts';
import { found, object } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// What Argo CD's projects allow and refuse. Seen to fail: the rows about several sources, `!`, in-cluster, spellings of addresses
// and open patterns, before the rules knew of them.

const REPOSITORY = 'https://git.example.net/shop.git';

const project = (spec: Fields): KubeObject =>
  object('argoproj.io/AppProject', 'argocd/shop', {
    spec: { sourceRepos: [REPOSITORY], destinations: [{ name: 'eu-west', namespace: 'shop' }], ...spec },
  });
const application = (spec: Fields): KubeObject =>
  object('argoproj.io/Application', 'argocd/shop', {
    spec: { project: 'shop', source: { repoURL: REPOSITORY, path: 'out' }, destination: { name: 'eu-west', namespace: 'shop' }, ...spec },
  });

test.each<[string, string, string | undefined, boolean]>([
  ['*', 'a/b', '/', true],
  ['**', 'a/b', '/', true],
  ['a/*', 'a/b', '/', true],
  ['a/*', 'a/b/c', '/', false],
  ['a/**', 'a/b/c', '/', true],
  ['a/*', 'a/b/c', undefined, true],
  ['a?c', 'abc', undefined, true],
  ['a?c', 'a/c', '/', false],
  ['a?c', 'ac', undefined, false],
  ['team-[ab]', 'team-b', undefined, true],
  ['team-[!ab]', 'team-b', undefined, false],
  ['team-[a-c]', 'team-b', undefined, true],
  ['team-[!a-c]', 'team-d', undefined, true],
  ['{eu,us}-*', 'us-east', undefined, true],
  ['{eu,us}-*', 'ap-south', undefined, false],
  ['a.c', 'abc', undefined, false],
  ['a\\*', 'a*', undefined, true],
  ['a\\*', 'ab', undefined, false],
  ['*b*', 'abc', undefined, true],
  ['', '', undefined, true],
  ['', 'a', undefined, false],
])('the pattern %j and the text %j, between %s: %s', (pattern, text, separator, matches) => {
  expect(globMatches(pattern, text, separator)).toBe(matches);
});

test('a pattern takes no time that grows out of hand', () => {
  const begin = performance.now();
  expect(globMatches(`${'*a'.repeat(900)}b`, 'a'.repeat(1900))).toBe(false);
  expect(globMatches('{a,b}'.repeat(300), 'a'.repeat(300))).toBe(true);
  expect(performance.now() - begin).toBeLessThan(2000);
});

describe('what a project refuses', () => {
  test.each<[string, readonly string[], Fields, readonly string[]]>([
    ['the repository it names', [REPOSITORY], {}, []],
    ['another one', ['https://git.example.net/other.git'], {}, ['/spec/source/repoURL']],
    ['its repository without .git and in capitals', ['https://GIT.example.net/Shop'], {}, []],
    ['git@host:path', ['ssh://git@git.example.net/shop.git'], { source: { repoURL: 'git@git.example.net:shop' } }, []],
    ['a pattern of one level', ['https://git.example.net/*'], {}, []],
    [
      'a pattern of one level, and two',
      ['https://git.example.net/*'],
      { source: { repoURL: 'https://git.example.net/a/b' } },
      ['/spec/source/repoURL'],
    ],
    ['a pattern of any level', ['https://git.example.net/**'], { source: { repoURL: 'https://git.example.net/a/b' } }, []],
    ['all but this', ['*', `!${REPOSITORY}`], {}, ['/spec/source/repoURL']],
    ['all but another', ['!https://git.example.net/other.git'], {}, []],
    [
      'one of several sources',
      [REPOSITORY],
      { source: undefined, sources: [{ repoURL: REPOSITORY }, { repoURL: 'https://charts.example.net' }] },
      ['/spec/sources/1/repoURL'],
    ],
    [
      'the source of a hydrator',
      [REPOSITORY],
      { source: undefined, sourceHydrator: { drySource: { repoURL: 'https://git.example.net/dry' } } },
      ['/spec/sourceHydrator/drySource/repoURL'],
    ],
  ])('sources: %s', (_, sourceRepos, spec, refused) => {
    expect(found([project({ sourceRepos }), application(spec)]).filter((fault) => fault.includes('Application'))).toEqual(
      refused.map((path) => `reference/project-refuses Application ${path}`),
    );
  });

  test.each<[string, readonly Fields[], Fields, boolean]>([
    ['its cluster and namespace', [{ name: 'eu-west', namespace: 'shop' }], {}, true],
    ['another namespace', [{ name: 'eu-west', namespace: 'other' }], {}, false],
    ['another cluster', [{ name: 'us-east', namespace: 'shop' }], {}, false],
    [
      'the one of two entries',
      [
        { name: 'us-east', namespace: 'shop' },
        { name: 'eu-west', namespace: 'shop' },
      ],
      {},
      true,
    ],
    [
      'half of each of two entries',
      [
        { name: 'us-east', namespace: 'shop' },
        { name: 'eu-west', namespace: 'other' },
      ],
      {},
      false,
    ],
    ['patterns', [{ name: 'eu-*', namespace: 'sh?p' }], {}, true],
    [
      'a namespace that is refused',
      [
        { name: 'eu-west', namespace: '*' },
        { name: 'eu-west', namespace: '!shop' },
      ],
      {},
      false,
    ],
    [
      'another namespace that is refused',
      [
        { name: 'eu-west', namespace: '*' },
        { name: 'eu-west', namespace: '!kube-system' },
      ],
      {},
      true,
    ],
    [
      'a cluster that is refused',
      [
        { name: '*', namespace: 'shop' },
        { name: '!eu-west', namespace: 'shop' },
      ],
      {},
      false,
    ],
    ['any but another cluster', [{ name: '!us-east', namespace: 'shop' }], {}, true],
    ['an address that nobody knows the name of', [{ server: 'https://192.0.2.1', namespace: 'shop' }], {}, true],
    ['another address', [{ server: 'https://192.0.2.1', namespace: 'shop' }], { server: 'https://192.0.2.2' }, false],
    ['the own cluster by its name', [{ server: 'https://kubernetes.default.svc', namespace: 'shop' }], { name: 'in-cluster' }, true],
    ['the own cluster by its address', [{ name: 'in-cluster', namespace: 'shop' }], { server: 'https://kubernetes.default.svc' }, true],
    ['the own cluster where another is allowed', [{ server: 'https://192.0.2.1', namespace: 'shop' }], { name: 'in-cluster' }, false],
    ['nothing', [], {}, false],
  ])('destinations: %s', (_, destinations, to, allowed) => {
    const destination = { ...('server' in to ? {} : { name: 'eu-west' }), namespace: 'shop', ...to };
    expect(found([project({ destinations }), application({ destination })]).filter((fault) => fault.includes('Application'))).toEqual(
      allowed ? [] : ['reference/project-refuses Application /spec/destination'],
    );
  });
});

describe('open projects', () => {
  const about = (spec: Fields): string[] => found([project(spec)]).map((fault) => fault.replace('security/open-project AppProject ', ''));

  test.each<[string, boolean]>([
    ['*', true],
    ['**', true],
    ['https://*', true],
    ['https://**', true],
    ['https://*/*', true],
    ['*://*', true],
    ['https://github.com/*/*', true],
    ['https://github.com/**', true],
    ['https://github.com/example/*', false],
    ['https://git.example.net/**', false],
    ['!*', false],
  ])('the source %s', (source, open) => {
    expect(about({ sourceRepos: [source] })).toEqual(open ? ['/spec/sourceRepos/0'] : []);
  });

  test.each<[Fields, readonly string[]]>([
    [{ namespace: '*' }, ['/namespace']],
    [{ namespace: '**' }, ['/namespace']],
    [{ namespace: '*-*' }, ['/namespace']],
    [{ namespace: 'shop-*' }, []],
    [{ namespace: 'kube-system' }, ['/namespace']],
    [{ namespace: 'kube-*' }, ['/namespace']],
    [{ namespace: '*-system' }, ['/namespace']],
    [{ namespace: 'argo*' }, ['/namespace']],
    [{ namespace: '!kube-system' }, []],
    [{ name: '*' }, ['/name']],
    [{ name: '?*' }, ['/name']],
    [{ name: 'eu-*' }, []],
    [{ server: 'https://*' }, ['/server']],
    [{ server: 'https://*.example.net' }, []],
  ])('the destination %j', (to, paths) => {
    expect(about({ destinations: [{ name: 'eu-west', namespace: 'shop', ...to }] })).toEqual(paths.map((path) => `/spec/destinations/0${path}`));
  });

  test('a pattern whose systems are refused reaches none', () => {
    const to = (namespace: string): Fields => ({ name: 'eu-west', namespace });
    expect(about({ destinations: [to('kube-*'), to('!kube-system')] })).toEqual([]);
    expect(about({ destinations: [to('kube-*'), to('!kube-public')] })).toEqual(['/spec/destinations/0/namespace']);
  });

  test('what holds nothing but Applications may write where Argo CD is, and nowhere else', () => {
    const kinds = (kind: string, group: string): Fields => ({ namespaceResourceWhitelist: [{ group, kind }] });
    const to = (namespace: string): Fields => ({ destinations: [{ name: 'in-cluster', namespace }] });
    expect(about({ ...kinds('Application', 'argoproj.io'), ...to('argocd') })).toEqual([]);
    expect(about({ ...kinds('Application', 'argoproj.io'), ...to('kube-system') })).toEqual(['/spec/destinations/0/namespace']);
    expect(about({ ...kinds('ConfigMap', ''), ...to('argocd') })).toEqual(['/spec/destinations/0/namespace']);
  });

  test.each<[Fields, boolean]>([
    [{ group: '*', kind: '*' }, true],
    [{ group: 'apps', kind: '*' }, true],
    [{ group: '*', kind: 'Deployment' }, true],
    [{ group: 'apps', kind: '**' }, true],
    [{ group: '', kind: 'ConfigMap' }, false],
    [{ group: '*.example.net', kind: 'Widget' }, false],
  ])('the kinds %j', (kind, open) => {
    expect(about({ clusterResourceWhitelist: [kind] })).toEqual(open ? ['/spec/clusterResourceWhitelist/0'] : []);
  });
});
