// How people change what a chart or a folder of Kustomize makes: nobody edits what is rendered, and the hint says what is right for each.
import { describe, expect, test } from 'vitest';
import { renderingInput, renderingKey } from '../../../generator/components/chart.ts';
import type { Declared } from '../../../generator/fleet/declared/declared.ts';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { emit, emitAll } from '../../../generator/k8s/emit.ts';
import { sha256 } from '../../../generator/model/sha256.ts';
import { fromChart } from '../../../generator/render/from-chart.ts';
import { compiled, said } from '../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
components: { notes: {}, cluster: { images: tag } }
regions: { north: {} }
`;
const COMPONENT = 'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: notes\nsummary: Notes for every region\nnamespaces: [notes]\n';
const CHART = `chart:\n  name: notes\n  version: 1.0.0\n  archives:\n    1.0.0: { file: charts/notes-1.0.0.tgz, sha256: "${'5'.repeat(64)}" }\n`;
const FOLDER = 'kustomize: ./kustomize/prod\n';

/** What is found in a component that was rendered to an object. */
function found(from: string, object: object): string {
  const files = {
    'fleet.yaml': FLEET,
    'components/notes/component.yaml': `${COMPONENT}${from}`,
    ...(from === FOLDER ? { 'components/notes/kustomize/prod/kustomization.yaml': 'resources: []\n' } : {}),
  };
  const { declared = [], fleet } = compiled(files);
  const settings = fleet?.regions[0]?.components['notes'];
  const input = renderingInput(
    declared[0] as Declared & { chart: NonNullable<Declared['chart']> },
    { ...fleet?.regions[0], settings, fleet } as never,
  );
  if (input === undefined) throw new Error('no archive');
  const objects = emitAll([object]);
  const folder = `components/notes/rendered/${renderingKey(input)}`;
  const head = emit({ version: from === FOLDER ? '' : '1.0.0', objects: `sha256:${sha256(objects)}`, of: input });
  return said(compiled({ ...files, [`${folder}/objects.yaml`]: objects, [`${folder}/rendering.yaml`]: head })).join('\n');
}

const LEAVE_OUT = 'let a value of the chart change it, or leave it out: leaveOut:';
const IN_FOLDER =
  'change it in config/components/notes/kustomize/prod, by a patch there or where it is written, and build it again: pap-fleet vendor notes';
const BY_VALUES = 'the chart makes this object: change it by values, and run pap-fleet vendor notes; or by a patch in config/patches/all/notes';
const BY_FOLDER =
  'Kustomize makes this object: change it in the folder kustomize/prod, and run pap-fleet vendor notes; or by a patch in config/patches/all/notes';

const map = (metadata: object, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'notes', ...metadata },
  ...more,
});
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'notes' },
  spec: { selector: { app: 'a' }, ports: [{ name: 'a', port: 80, protocol: 'TCP', targetPort: 80 }] },
};

test.each<[what: string, from: string, object: object, code: string, hint: string]>([
  [
    'no object that people may write, of a chart',
    CHART,
    map({ labels: { 'pap.plugged.in/x': 'a' } }),
    'extra/invalid-object',
    `(${LEAVE_OUT} ["ConfigMap/a"])`,
  ],
  ['no object that people may write, of a folder', FOLDER, map({ labels: { 'pap.plugged.in/x': 'a' } }), 'extra/invalid-object', `(${IN_FOLDER})`],
  ['what any rule refuses, of a chart', CHART, service, 'reference/selects-nothing', `; ${BY_VALUES})`],
  ['what any rule refuses, of a folder', FOLDER, service, 'reference/selects-nothing', `; ${BY_FOLDER})`],
])('%s', (_, from, object, code, hint) => {
  const text = found(from, object);
  expect(text).toContain(code);
  expect(text).toContain(hint);
});

describe('what is not taken', () => {
  const taken = (documents: readonly object[], folder?: string, leaveOut: readonly string[] = []) =>
    fromChart(documents, {
      namespace: 'notes',
      namespaces: ['notes'],
      crds: 'first',
      leaveOut,
      kinds: NO_KINDS,
      ...(folder === undefined ? {} : { folder }),
    });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token-7g2b9' } };
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate-5f8c', annotations: { 'helm.sh/hook': 'pre-install' } } };
  const words = (documents: readonly object[], folder?: string): string =>
    taken(documents, folder)
      .problems.map(({ message, hint }) => `${message} (${hint})`)
      .join('\n');

  test.each<[what: string, object: object]>([
    ['a Secret', secret],
    ['a Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } }],
    ['a hook', job],
    ['what is no object', { a: 'b' }],
    ['an object twice', {}],
  ])('%s: a folder has neither values nor leaveOut, and a chart has', (what, object) => {
    const documents = what === 'an object twice' ? [map({}), map({})] : [object];
    expect(words(documents)).not.toMatch(/folder|patch/);
    expect(words(documents, 'kustomize')).not.toMatch(/chart|value|leaveOut/);
    expect(words(documents, 'kustomize')).not.toBe('');
  });

  test.each<[entry: string, used: boolean]>([
    ['Job/migrate-5f8c', true],
    ['Job/migrate-*', true],
    ['Job/migrate', false],
    ['Job/*-5f8c', true],
    ['CronJob/migrate-*', false],
    ['Job/m?grate-5f8c', false],
  ])('leaveOut: %s', (entry, used) => {
    const { left, problems, used: fitted } = taken([job], undefined, [entry]);
    expect([left.length, problems.length, fitted.has(entry)]).toEqual(used ? [1, 0, true] : [0, 1, false]);
  });
});
