import { afterAll, describe, expect, test } from 'vitest';
import { Desk } from '../../support/program.ts';
import { treeFindings } from '../../support/manifest-tree.ts';

// Seen to fail: with each condition of lint/checkout.ts, lint/deliveries.ts and of the lists in world/project.ts left out in turn.

const REPOSITORY = 'https://git.example.net/shop.git';
const application = (name: string, source: string, more = 'project: store'): string =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec: { ${more}, source: { repoURL: ${REPOSITORY}, ${source} }, destination: { name: eu-west, namespace: shop } }
`;
const map = (name: string, namespace = 'shop'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;
const found = (files: Readonly<Record<string, string>>, origin?: string): string[] =>
  treeFindings(new Map(Object.entries(files)), origin).map(({ code, message }) => `${code} ${message}`);

/** A tree that is known to be one of the repository: an Application takes its objects from a folder of it. */
const KNOWN = { 'apps/cache.yaml': application('cache', 'path: deploy/cache'), 'deploy/cache/map.yaml': map('cache') };
const MISSING = [expect.stringContaining('reference/missing-path Application argocd/web: takes its objects from ')];

describe('a folder that an Application takes its objects from', () => {
  const web = (source: string): Record<string, string> => ({ ...KNOWN, 'apps/web.yaml': application('web', source) });

  test.each<[string, Record<string, string>]>([
    ['is not there', web('path: deploy/web')],
    ['lies outside of the repository', web('path: ../web')],
    ['begins with a slash', web('path: /deploy/cache')],
    ['is a file', web('path: deploy/cache/map.yaml')],
    ['is asked for on a branch that others ask for too', web('path: web, targetRevision: HEAD')],
    [
      'is one of several',
      { ...KNOWN, 'apps/web.yaml': application('web', '').replace('source: {', 'sources: [{ path: web,').replace(/, +}/, ' }]') },
    ],
    [
      'stands in a template',
      {
        ...KNOWN,
        'apps/web.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: web, namespace: argocd }\nspec: { generators: [], template: { metadata: { name: web }, spec: { project: store, source: { repoURL: ${REPOSITORY}, path: web } } } }\n`,
      },
    ],
  ])('is missed where it %s', (_, files) => {
    expect(found(files)).toEqual([expect.stringMatching(/^reference\/missing-path Application(?:Set)? argocd\/web: takes its objects from /)]);
  });

  test.each<[string, Record<string, string>, string?]>([
    ['nothing shows which repository this is', { 'apps/web.yaml': application('web', 'path: deploy/web'), 'deploy/cache/map.yaml': map('cache') }],
    ['the folder holds what lint does not read', { ...web('path: deploy/web'), 'deploy/web/main.jsonnet': '{}' }],
    ['the repository is another', { ...KNOWN, 'apps/web.yaml': application('web', 'path: deploy/web').replace('shop.git', 'web.git') }],
    ['the working copy is one of another repository', web('path: deploy/web'), 'git@git.example.net:infra.git'],
    [
      'a tag is meant, which may lie far back',
      {
        ...web('path: deploy/web, targetRevision: v1.2.0'),
        'apps/cache.yaml': application('cache', 'path: deploy/cache, targetRevision: v1.2.0'),
      },
    ],
    ['another branch is meant, of which nothing is known', web('path: deploy/web, targetRevision: stage')],
    ['a generator fills it in', web('path: "deploy/{{name}}"')],
    ['it comes as a chart', web('path: deploy/web, chart: web, targetRevision: 1.2.3')],
    ['documentation shows it', { ...KNOWN, 'apps/web.md': `\`\`\`yaml\n${application('web', 'path: deploy/web')}\`\`\`\n` }],
    ['the folder that shows it holds documentation alone', { ...web('path: deploy/web'), 'deploy/cache/map.yaml': '', 'deploy/cache/a.md': '# a' }],
    ['it is the root', web('path: .')],
    ['it lies below the folder of the Application', { ...web('path: web'), 'apps/web/map.yaml': map('web') }],
  ])('is not missed where %s', (_, files, origin) => {
    expect(found(files, origin)).toEqual([]);
  });

  test('is missed in a clone of a fork', () => {
    expect(found(web('path: deploy/web'), 'git@git.example.org:somebody/shop.git')).toEqual(MISSING);
  });
});

describe('an object in the folder of an Application', () => {
  const project = (more: string): Record<string, string> => ({
    'apps/store.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: store, namespace: argocd }\nspec: { sourceRepos: [${REPOSITORY}], destinations: [{ name: eu-west, namespace: shop }]${more} }\n`,
  });
  const only = (kind: string, group = '""'): string => `, namespaceResourceWhitelist: [{ group: ${group}, kind: ${kind} }]`;
  const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }\nrules: []\n';
  const OWN = 'apiVersion: example.net/v1\nkind: Zone\nmetadata: { name: a }\n';
  const KINDS = 'reference/project-refuses ConfigMap shop/cache: is of a kind that AppProject argocd/store does not allow';

  test.each<[string, Record<string, string>, string]>([
    ['its kind is not in the list', { ...KNOWN, ...project(only('Secret')) }, KINDS],
    ['its kind is refused by name', { ...KNOWN, ...project(', namespaceResourceBlacklist: [{ group: "*", kind: ConfigMap }]') }, KINDS],
    ['it is of another group', { ...KNOWN, ...project(only('ConfigMap', 'apps')) }, KINDS],
    [
      'more of its kind are',
      { ...KNOWN, ...project(only('Secret')), 'deploy/cache/b.yaml': map('b'), 'deploy/cache/c.yaml': map('c') },
      `reference/project-refuses ConfigMap shop/cache: is of a kind that AppProject argocd/store does not allow, and so in 2 more of this folder`,
    ],
    [
      'it goes to another namespace',
      { ...KNOWN, ...project(''), 'deploy/cache/b.yaml': map('b', 'shops') },
      'reference/project-refuses ConfigMap shops/b: goes to the namespace "shops", which AppProject argocd/store does not allow',
    ],
    [
      'it surely has a namespace, and that is what no list allows',
      { ...KNOWN, ...project(`${only('Secret')}, clusterResourceWhitelist: [{ group: "", kind: ConfigMap }]`) },
      KINDS,
    ],
    [
      'its Application goes astray as a whole, which is said once',
      { ...KNOWN, ...project(''), 'apps/cache.yaml': application('cache', 'path: deploy/cache').replace('eu-west', 'us-east') },
      'reference/project-refuses Application argocd/cache: goes to us-east, shop, which AppProject argocd/store does not allow',
    ],
    [
      'it has no namespace, and no list allows that',
      { ...KNOWN, ...project(''), 'deploy/cache/b.yaml': ROLE },
      'reference/project-refuses ClusterRole a: is of a kind that AppProject argocd/store does not allow',
    ],
    [
      'it lies below, and the Application goes that deep',
      {
        ...KNOWN,
        ...project(''),
        'apps/cache.yaml': application('cache', 'path: deploy/cache, directory: { recurse: true }'),
        'deploy/cache/x/b.yaml': map('b', 'shops'),
      },
      'reference/project-refuses ConfigMap shops/b: goes to the namespace "shops", which AppProject argocd/store does not allow',
    ],
  ])('is refused where %s', (_, files, expected) => {
    expect(found(files)).toEqual([expected]);
  });

  test.each<[string, Record<string, string>, string?]>([
    ['the list allows it', { ...KNOWN, ...project(only('Config*', '""')) }],
    ['there is no list', { ...KNOWN, ...project('') }],
    ['nobody knows whether its kind has a namespace, and one list allows it', { ...KNOWN, ...project(''), 'deploy/cache/b.yaml': OWN }],
    ['it lies below, where the Application does not look', { ...KNOWN, ...project(''), 'deploy/cache/x/b.yaml': map('b', 'shops') }],
    ['documentation lies beside it', { ...KNOWN, ...project(''), 'deploy/cache/b.md': `\`\`\`yaml\n${map('b', 'shops')}\`\`\`\n` }],
    [
      'a plugin makes the objects',
      { ...KNOWN, ...project(only('Secret')), 'apps/cache.yaml': application('cache', 'path: deploy/cache, plugin: {}') },
    ],
    [
      'the project is one of another Argo CD',
      { ...KNOWN, 'apps/store.yaml': (project(only('Secret'))['apps/store.yaml'] as string).replace('argocd', 'argo') },
    ],
    [
      'it has no namespace, whatever is written',
      {
        ...KNOWN,
        ...project(', clusterResourceWhitelist: [{ group: rbac.authorization.k8s.io, kind: ClusterRole }]'),
        'deploy/cache/b.yaml': ROLE.replace('name: a', 'name: a, namespace: shops'),
      },
    ],
    [
      'the Application takes others',
      {
        ...KNOWN,
        ...project(''),
        'apps/cache.yaml': application('cache', 'path: deploy/cache, directory: { include: "m*" }'),
        'deploy/cache/b.yaml': map('b', 'shops'),
      },
    ],
    ['a chart makes the objects', { ...KNOWN, ...project(only('Secret')), 'deploy/cache/Chart.yaml': 'name: a\n' }],
    ['another kustomization is made of the folder', { ...KNOWN, ...project(only('Secret')), 'deploy/cache/kustomization.yaml': 'resources: []\n' }],
    ['the working copy is one of another repository', { ...KNOWN, ...project(only('Secret')) }, 'https://git.example.net/infra'],
    [
      'kustomize is told another namespace',
      {
        ...KNOWN,
        ...project(''),
        'apps/cache.yaml': application('cache', 'path: deploy/cache, kustomize: { namespace: shop }'),
        'deploy/cache/map.yaml': map('b', 'shops'),
      },
    ],
    [
      'the Application leaves it out',
      {
        ...KNOWN,
        ...project(''),
        'apps/cache.yaml': application('cache', 'path: deploy/cache, directory: { exclude: "b.*" }'),
        'deploy/cache/b.yaml': map('b', 'shops'),
      },
    ],
    ['another project of the name allows it', { ...KNOWN, ...project(only('Secret')), 'b/store.yaml': project('')['apps/store.yaml'] as string }],
  ])('is not refused where %s', (_, files, origin) => {
    expect(found(files, origin)).toEqual([]);
  });
});

describe('the program', () => {
  const made = new Desk();
  afterAll(() => made.remove());
  made.write({
    'fleet/out/argocd/cache.yaml': application('cache', 'path: out/cache'),
    'fleet/out/argocd/web.yaml': application('web', 'path: out/wbe'),
    'fleet/out/cache/kustomization.yaml': 'resources: [map.yaml]\nnamespace: shops\n',
    'fleet/out/cache/map.yaml': map('cache'),
    'fleet/out/argocd/store.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: store, namespace: argocd }\nspec: { sourceRepos: [${REPOSITORY}], destinations: [{ name: eu-west, namespace: shop }] }\n`,
  });
  const codes = (folder: string, ...paths: string[]): string[] => {
    const { out } = made.line(`cd ${folder} && $PAP_FLEET lint --json ${paths.join(' ')}`);
    return (JSON.parse(out) as { findings: { code: string; place: { file: string; line: number } }[] }).findings.map(
      ({ code, place: { file, line } }) => `${file}:${line} ${code}`,
    );
  };

  test('takes the folder that is handed in for the repository, or the root of its working copy', () => {
    const refused = 'out/cache/kustomization.yaml:2 reference/project-refuses';
    expect(codes('fleet', '.')).toEqual(['out/argocd/web.yaml:4 reference/missing-path', refused]);
    expect(codes('fleet/out', '.'), 'nothing shows that this is the folder out of anything').toEqual([]);
    made.line('git init -q fleet');
    expect(codes('fleet/out', '.')).toEqual(['argocd/web.yaml:4 reference/missing-path', 'cache/kustomization.yaml:2 reference/project-refuses']);
    expect(codes('.', 'fleet/out/cache', 'fleet/out/argocd/*')).toHaveLength(2);
    made.line('mkdir fleet/sub');
    made.write({ 'fleet/out/argocd/web.yaml': application('web', 'path: sub/web') });
    expect(codes('fleet', '.'), 'a submodule that is not checked out').toEqual([refused]);
    made.write({ 'fleet/out/argocd/web.yaml': application('web', 'path: out/web') });
    expect(codes('fleet', '.')).toHaveLength(2);
    made.line('git -C fleet config core.sparseCheckout true');
    expect(codes('fleet', '.'), 'a part of the repository').toEqual([refused]);
    made.line('git -C fleet config core.sparseCheckout false');
    expect(codes('fleet', '.')).toHaveLength(2);
    made.line('git -C fleet remote add origin git@git.example.net:somebody/other.git');
    expect(codes('fleet', '.')).toEqual([]);
  });
});
