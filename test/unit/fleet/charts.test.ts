// What is said of charts without Helm: of what people write, and of what was rendered. What `vendor` makes is test/cluster/vendor.cluster.ts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../generator/fleet/resolve/explain.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';

const RULES = join(import.meta.dirname, '../../../generator/rules/component');

/** The files of an example of a rule, in which the chart is rendered as it should be. */
function example(): Record<string, string> {
  const folder = join(RULES, 'changed-rendering');
  const files = ['bad', 'good'].flatMap((side) =>
    readdirSync(join(folder, side), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [path.slice(join(folder, side).length + 1), readFileSync(path, 'utf8')]),
  );
  return Object.fromEntries(files);
}

const KEY = readdirSync(join(RULES, 'changed-rendering/bad/components/notes/rendered'))[0] as string;
const COMPONENT = 'components/notes/component.yaml';
const OBJECTS = `components/notes/rendered/${KEY}/objects.yaml`;
const HEAD = `components/notes/rendered/${KEY}/rendering.yaml`;

test('a chart that is rendered is a component like any other', () => {
  const made = compiled(example());
  expect(said(made)).toEqual([]);
  expect(objectsOf(made, 'north', 'notes').map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)).toEqual([
    'ConfigMap notes/notes',
  ]);
});

describe('a chart that installs a system', () => {
  const provides = (system: string, appVersion: string, regions = '  north: {}') => {
    const files = example();
    const component = (files[COMPONENT] as string).replace('  version: 1.0.0\n', `  version: 1.0.0\n  provides: ${system}\n`);
    return compiled({
      ...files,
      'fleet.yaml': (files['fleet.yaml'] as string).replace('  north: {}', regions),
      [COMPONENT]: component.replace('appVersion: "1.0.0"', `appVersion: "${appVersion}"`),
    });
  };

  test.each([
    ['cert-manager', 'v1.20.3', { versions: { 'cert-manager': '1.20' }, clusterFacts: { certManager: { namespace: 'notes' } } }],
    ['traefik', '3.5.1', { versions: { traefik: '3.5' }, clusterFacts: { ingress: { namespace: 'notes' } } }],
    ['external-dns', '0.19.0', { versions: { 'external-dns': '0.19' } }],
    ['external-secrets', 'v0.20.1', { versions: { 'external-secrets': '0.20' } }],
    ['prometheus-operator', 'v0.90.0', { clusterFacts: { prometheus: { namespace: 'notes' } } }],
    ['velero', '1.17.0', { clusterFacts: { velero: { namespace: 'notes' } } }],
  ])('%s %s says what the region has', (system, version, expected) => {
    const made = provides(system, version);
    expect(said(made).filter((text) => !text.startsWith('fleet/older-way'))).toEqual([]);
    expect(made.fleet?.regions[0]).toMatchObject(expected);
  });

  test('says nothing of a region that does not run it, and no version that its chart does not name', () => {
    const made = provides('cert-manager', 'latest', '  north: {}\n  south: { components: { notes: { enabled: false } } }');
    const [north, south] = made.fleet?.regions ?? [];
    expect(north?.versions['cert-manager']).toBe(south?.versions['cert-manager']);
    expect([north?.clusterFacts.certManager.namespace, south?.clusterFacts.certManager.namespace]).toEqual(['notes', 'cert-manager']);
  });

  test('is named by explain', () => {
    const { spec, declared } = provides('cert-manager', 'v1.20.3');
    const [version] = explain(spec as never, { kind: 'region', name: 'north' }, ['versions', 'cert-manager'], undefined, declared);
    expect(version?.layers.at(-1)).toEqual({ name: 'chart of notes', value: '1.20' });
  });

  test('of which a second one runs in the region is refused', () => {
    const files = example();
    const both = Object.fromEntries(
      ['notes', 'other'].flatMap((name) =>
        Object.entries(files)
          .filter(([path]) => path.startsWith('components/'))
          .map(([path, text]): [string, string] => [
            path.replace('components/notes/', `components/${name}/`),
            path === COMPONENT ? text.replaceAll('notes', name).replace('  version: 1.0.0\n', '  version: 1.0.0\n  provides: velero\n') : text,
          ]),
      ),
    );
    const made = compiled({ 'fleet.yaml': (files['fleet.yaml'] as string).replace('notes: {}', 'notes: {}, other: {}'), ...both });
    expect(said(made)).toContain(
      'fleet/stated-twice config/fleet.yaml:8 notes and other both install velero in north (run one of them there: regions.north.components.other: { enabled: false })',
    );
  });
});

describe('is refused, with a way out:', () => {
  const edited = (path: string, from: string, to: string) => (files: Record<string, string>) => ({
    ...files,
    [path]: (files[path] as string).replace(from, to),
  });
  const without = (path: string) => (files: Record<string, string>) => Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));
  const withFiles = (more: Record<string, string>) => (files: Record<string, string>) => ({ ...files, ...more });
  const values = (text: string) => (files: Record<string, string>) =>
    withFiles({ 'components/notes/values.yaml': text })(edited(COMPONENT, '  name: notes\n', '  name: notes\n  values: values.yaml\n')(files));
  test.each<[what: string, edit: (files: Record<string, string>) => Record<string, string>, expected: string]>([
    [
      'neither objects nor a chart',
      (files) =>
        without(HEAD)(
          without(OBJECTS)(edited(COMPONENT, (files[COMPONENT] as string).slice((files[COMPONENT] as string).indexOf('chart:')), '')(files)),
        ),
      'component/invalid config/components/notes/component.yaml:1 the component makes nothing',
    ],
    [
      'a rendering without a chart',
      (files) =>
        edited(COMPONENT, (files[COMPONENT] as string).slice((files[COMPONENT] as string).indexOf('chart:')), 'objects: [common/a.yaml]\n')(files),
      'component.yaml names no chart that this could come from',
    ],
    ['a rendering without a component', without(COMPONENT), 'config/components/notes has no component.yaml'],
    [
      'objects without what they are of',
      without(HEAD),
      `component/changed-rendering config/${OBJECTS}:1 there is no rendering.yaml beside it (render it again: pap-fleet vendor notes)`,
    ],
    ['what it is of, without objects', without(OBJECTS), `component/changed-rendering config/${HEAD}:1 there is no objects.yaml beside it`],
    [
      'an edited object',
      edited(OBJECTS, 'hello', 'edited'),
      `component/changed-rendering config/${OBJECTS}:1 this is not what pap-fleet vendor wrote`,
    ],
    ['an edited head', edited(HEAD, 'kubernetes: "1.35"', 'kubernetes: "1.36"'), `component/changed-rendering config/${HEAD}:1 this is not what`],
    ['a head that says nothing', withFiles({ [HEAD]: '- a\n' }), `component/changed-rendering config/${HEAD}:1 this is not what`],
    ['another archive', edited(COMPONENT, 'sha256: "', 'sha256: "ab'), 'must be 64 hexadecimal digits'],
    [
      'a version of which there is no archive',
      edited('fleet.yaml', 'notes: {}', 'notes: { version: 2.0.0 }'),
      'north wants notes 2.0.0, of which there is no archive (fetch and render it: pap-fleet vendor notes --version 2.0.0)',
    ],
    ['a version that is none', edited('fleet.yaml', 'notes: {}', 'notes: { version: latest }'), 'must be a version of the chart'],
    [
      'values that were not rendered',
      values('text: other\n'),
      'notes 1.0.0 is not rendered for north with these values and Kubernetes 1.35 (render it: pap-fleet vendor notes)',
    ],
    [
      'a file of values that is not there',
      edited(COMPONENT, '  name: notes\n', '  name: notes\n  values: values.yaml\n'),
      'there is no file "values.yaml" (write it, or leave out values)',
    ],
    ['values that are a list', values('- a\n'), 'values of a chart are one map'],
    ['values for an agent', values('text: "{agent.name}"\n'), '{agent.name} has no value in common/'],
    ['a value that is no setting', values('text: "{settings.text}"\n'), '{settings.text} has no value, or not always'],
    [
      'a setting with the name of the chart’s',
      withFiles({
        'components/notes/settings.schema.json':
          '{ "type": "object", "additionalProperties": false, "properties": { "version": { "type": "string", "default": "1" } } }',
      }),
      'settings.schema.json has a setting "version", which is the chart\'s',
    ],
    [
      'two versions in one archive',
      edited(COMPONENT, '    1.0.0: ', '    0.9.0: { file: charts/notes-1.0.0.tgz, sha256: "' + '0'.repeat(64) + '" }\n    1.0.0: '),
      'the versions 0.9.0 and 1.0.0 have one archive',
    ],
    [
      'an address with a password',
      edited(COMPONENT, '  name: notes\n', '  name: notes\n  repository: https://me:pw@charts.example.net\n'),
      'secret/in-config config/components/notes/component.yaml:8 this looks like a password in a URL',
    ],
  ])('%s', (_, edit, expected) => expect(said(compiled(edit(example()))).join('\n')).toContain(expected));
});

describe('a folder of Kustomize', () => {
  const folder = (files: Record<string, string>, kustomize = 'kustomize: ./kustomize\n'): string[] =>
    said(
      compiled({
        'fleet.yaml': example()['fleet.yaml'] as string,
        [COMPONENT]: `${(example()[COMPONENT] as string).replace(/^chart:[^]*/m, '')}${kustomize}`,
        ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`components/notes/${path}`, text])),
      }),
    );
  const FILES = { 'kustomize/kustomization.yaml': 'resources: [a.yaml]\n', 'kustomize/a.properties': 'a=b\n' };

  test.each<[what: string, files: Record<string, string>, kustomize: string | undefined, expected: string]>([
    [
      'that is not built',
      FILES,
      undefined,
      'component/not-rendered config/components/notes/component.yaml:6 the folder kustomize of notes is not built as it is now (render it: pap-fleet vendor notes)',
    ],
    [
      'that is not there',
      {},
      undefined,
      'there is no kustomization.yaml in "./kustomize" (put the folder there as it is: it is built where it lies)',
    ],
    ['that nobody names', FILES, '', 'component.yaml does not name the folder kustomize/ (add "kustomize: ./kustomize", or remove the folder)'],
    [
      'beside a chart',
      FILES,
      'kustomize: ./kustomize\nchart: { name: a, version: 1.0.0 }\n',
      'a component has a chart or a folder of Kustomize (make two components of it)',
    ],
    ['elsewhere', FILES, 'kustomize: ../other\n', 'must be ./kustomize, or a folder below it'],
    [
      'with a secret',
      { ...FILES, 'kustomize/a.properties': `token=ghp_${'a1B2'.repeat(9)}\n` },
      undefined,
      'secret/in-config config/components/notes/kustomize/a.properties:1',
    ],
  ])('%s is refused', (_, files, kustomize, expected) => expect(folder(files, kustomize).join('\n')).toContain(expected));
});
