// The rules of the gate one by one, on changes made by hand; gate.test.ts asks the whole of it about whole fleets.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { excesses } from '../../../generator/plan/budgets.ts';
import { ARGOCD, DNS, FLEET, changesBetween } from '../../../generator/plan/change.ts';
import type { Change } from '../../../generator/plan/change.ts';
import { guarded } from '../../../generator/plan/guarded.ts';
import { newcomers } from '../../../generator/plan/newcomers.ts';
import { asksForCare, isKept } from '../../../generator/plan/protection.ts';
import { object } from './object.ts';

const options = (text: string): KubeObject => object('ConfigMap', undefined, { annotations: { 'argocd.argoproj.io/sync-options': text } });

describe('sync options', () => {
  test.each([
    ['Prune=false', true, true],
    ['Replace=true, Prune=false', true, true],
    ['Prune=confirm', false, true],
    ['Delete=false', false, true],
    ['Delete=confirm', false, true],
    ['Prune=true', false, false],
    ['NoPrune=false', false, false],
    ['Prune=falsehood', false, false],
    ['', false, false],
  ])('%s: kept %s, asks for care %s', (text, kept, care) => {
    expect([isKept(options(text)), asksForCare(options(text))]).toEqual([kept, care]);
  });
  test('an object without any is not protected', () =>
    expect([isKept(object('ConfigMap', {})), asksForCare(object('ConfigMap', {}))]).toEqual([false, false]));
});

function changed(before: KubeObject | undefined, after: KubeObject | undefined, component = 'agents', region = 'north'): Change {
  const [only, ...more] = changesBetween(region, component, before === undefined ? [] : [before], after === undefined ? [] : [after]);
  expect(more).toEqual([]);
  return only as Change;
}

const application = (spec: unknown): KubeObject => object('Application', spec, {}, 'argoproj.io/v1alpha1');
const zone = (...lines: string[]): KubeObject => ({ ...object('Zone', undefined), lines: Object.fromEntries(lines.map((line) => [line, true])) });

describe('always asks for an approval', () => {
  test.each<[string, () => Change, string]>([
    ...['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition', 'AppProject', 'Zone'].map(
      (kind): [string, () => Change, string] => [
        `${kind} that goes`,
        () => changed(object(kind, {}), undefined),
        ` ${kind === 'Zone' ? 'zone' : kind} is deleted`,
      ],
    ),
    [
      'a volume that becomes another',
      () => changed(object('PersistentVolumeClaim', { storageClassName: 'a' }), object('PersistentVolumeClaim', { storageClassName: 'b' })),
      'a PersistentVolumeClaim is replaced',
    ],
    ['the root Application', () => changed(application({}), undefined, ARGOCD, FLEET), 'the root Application is deleted'],
    [
      'another Secret of a certificate',
      () =>
        changed(
          object('Certificate', { secretName: 'a' }, {}, 'cert-manager.io/v1'),
          object('Certificate', { secretName: 'b' }, {}, 'cert-manager.io/v1'),
        ),
      "a certificate's Secret changes its name",
    ],
    ['what is protected', () => changed(options('Delete=confirm'), undefined), 'it is protected by its sync options'],
    ...(
      [
        ['Prune=false', 'Prune=true'],
        ['Prune=confirm', 'Replace=true'],
        ['Delete=false', ''],
        ['Prune=false,Delete=confirm', 'Prune=false'],
        ['Prune=false', 'Delete=false'],
      ] as const
    ).map(([before, after]): [string, () => Change, string] => [
      `protection that goes from ${before} to ${after}`,
      () => changed(options(before), options(after)),
      'its protection by sync options is taken away',
    ]),
    ['other name servers', () => changed(zone('@ NS ns1'), zone('@ NS ns2'), DNS, FLEET), 'the name servers of a zone change'],
    [
      'another server',
      () => changed(application({ destination: { server: 'a' } }), application({ destination: { server: 'b' } }), ARGOCD),
      'an Application goes to another cluster',
    ],
    [
      'another name of a cluster',
      () => changed(application({ destination: { name: 'a' } }), application({ destination: { name: 'b' } }), ARGOCD),
      'an Application goes to another cluster',
    ],
    [
      'other name servers among other lines',
      () => changed(zone('@ NS ns1', 'a A 1'), zone('@ NS ns2', 'b A 1'), DNS, FLEET),
      'the name servers of a zone change',
    ],
    [
      'another cluster among other things',
      () => changed(application({ a: 1, destination: { name: 'a' }, z: 1 }), application({ a: 2, destination: { name: 'b' }, z: 2 }), ARGOCD),
      'an Application goes to another cluster',
    ],
    [
      'another project among other things',
      () => changed(application({ a: 1, project: 'a', z: 1 }), application({ a: 2, project: 'b', z: 2 }), ARGOCD),
      'an Application goes to another project',
    ],
    [
      'another source of the root among other things',
      () => changed(application({ a: 1, source: { path: 'a' }, z: 1 }), application({ a: 2, source: { path: 'b' }, z: 2 }), ARGOCD, FLEET),
      'the root Application reads from elsewhere',
    ],
    [
      'a destination that comes',
      () => changed(application({ a: 1 }), application({ a: 1, destination: {} }), ARGOCD),
      'an Application goes to another cluster',
    ],
    ['all of an Application', () => changed(application(undefined), application({ a: 1 }), ARGOCD), 'an Application goes to another cluster'],
    [
      'another project',
      () => changed(application({ project: 'a' }), application({ project: 'b' }), ARGOCD),
      'an Application goes to another project',
    ],
    [
      'another source of the root',
      () => changed(application({ source: { repoURL: 'a' } }), application({ source: { repoURL: 'b' } }), ARGOCD, FLEET),
      'the root Application reads from elsewhere',
    ],
    [
      'other sources of the root',
      () => changed(application({ sources: [{ path: 'a' }] }), application({ sources: [{ path: 'b' }] }), ARGOCD, FLEET),
      'the root Application reads from elsewhere',
    ],
  ])('%s', (_, change, because) => expect(guarded(change())?.says).toContain(because));
});

describe('asks for none by itself', () => {
  test.each<[string, () => Change]>([
    ['a namespace that comes', () => changed(undefined, object('Namespace', {}))],
    ['protection of another degree', () => changed(options('Prune=false,Delete=confirm'), options('Delete=false, Prune=confirm'))],
    ['protection that comes', () => changed(options('Replace=true'), options('Replace=true,Prune=false'))],
    [
      'a field of another name',
      () =>
        changed(
          application({ x: { spec: { project: 'a', destination: 'a' } } }),
          application({ x: { spec: { project: 'b', destination: 'b' } } }),
          ARGOCD,
        ),
    ],
    ['a namespace that changes', () => changed(object('Namespace', { a: 1 }), object('Namespace', { a: 2 }))],
    ['an Application of a region that goes', () => changed(application({}), undefined, ARGOCD)],
    ['an object of the fleet that goes and is no Application of Argo CD', () => changed(object('ConfigMap', {}), undefined, DNS, FLEET)],
    [
      'a Deployment that becomes another',
      () => changed(object('Deployment', { selector: { a: '1' } }, {}, 'apps/v1'), object('Deployment', { selector: { a: '2' } }, {}, 'apps/v1')),
    ],
    ['a certificate that goes', () => changed(object('Certificate', { secretName: 'a' }, {}, 'cert-manager.io/v1'), undefined)],
    ['a record of a zone', () => changed(zone('@ NS ns1', 'a A 1'), zone('@ NS ns1', 'b A 1'), DNS, FLEET)],
    ['another line of a zone that is named like its name servers', () => changed(zone('a A 1'), zone('NS A 1'), DNS, FLEET)],
    ['another field of a zone', () => changed(object('Zone', { 'a NS b': 1 }), object('Zone', { 'a NS b': 2 }), DNS, FLEET)],
    ['lines of what is no zone', () => changed({ ...zone('@ NS ns1'), kind: 'View' }, { ...zone('@ NS ns2'), kind: 'View' }, DNS, FLEET)],
    [
      'another namespace of an Application',
      () => changed(application({ destination: { namespace: 'a' } }), application({ destination: { namespace: 'b' } }), ARGOCD),
    ],
    ['another source of a region', () => changed(application({ source: { path: 'a' } }), application({ source: { path: 'b' } }), ARGOCD)],
    ['another field that is named like a project', () => changed(application({ projects: 'a' }), application({ projects: 'b' }), ARGOCD)],
    [
      'another field of the root that is named like a source',
      () => changed(application({ sourceHydrator: 'a' }), application({ sourceHydrator: 'b' }), ARGOCD, FLEET),
    ],
    ['another policy of the root', () => changed(application({ syncPolicy: 'a' }), application({ syncPolicy: 'b' }), ARGOCD, FLEET)],
    ['a project of what is no Application', () => changed(object('Job', { project: 'a', x: 1 }), object('Job', { project: 'b', x: 1 }))],
  ])('%s', (_, change) => expect(guarded(change())).toBeUndefined());
});

describe('budgets', () => {
  const limits = { maxDeletePercent: 10, maxUpdatePercent: 30, maxWorkPercent: 20 };
  const memory = {
    limits,
    generator: '0',
    path: 'out',
    regions: new Map([
      ['north', { state: 'active' as const, agents: [], objects: { agents: 6, dns: 4 } }],
      ['south', { state: 'active' as const, agents: [], objects: { agents: 90 } }],
    ]),
  };
  const maps = (n: number, value: string): KubeObject[] =>
    Array.from({ length: n }, (_, i) => ({ ...object('ConfigMap', undefined), metadata: { name: `c${i}` }, data: { value } }));
  const kept = object('ConfigMap', undefined, { name: 'kept' });
  const over = (changes: readonly Change[], argocd = 10): string[] =>
    excesses({ memory, counts: { argocd } }, changes, limits).map(
      ({ scope, isRegion, what, count, of, limit }) => `${scope}${isRegion ? ' (region)' : ''} ${what} ${count}/${of} > ${limit}`,
    );
  const gone = (n: number, region = 'north', component = 'agents'): Change[] => changesBetween(region, component, [...maps(n, 'a'), kept], [kept]);
  const updated = (n: number, region = 'north', component = 'agents'): Change[] => changesBetween(region, component, maps(n, 'a'), maps(n, 'b'));

  test.each<[string, () => Change[], string[]]>([
    ['nothing', () => [], []],
    ['one of ten deleted', () => gone(1), []],
    ['two of ten deleted', () => gone(2), ['north (region) deleted 2/10 > 10']],
    ['three of ten updated', () => updated(3), []],
    ['four of ten updated', () => updated(4), ['north (region) updated 4/10 > 30']],
    ['a tenth of the fleet and its region, and no more', () => gone(9, 'south'), []],
    ['more than a tenth of both', () => gone(11, 'south'), ['south (region) deleted 11/90 > 10', 'the fleet deleted 11/100 > 10']],
    ['what comes', () => changesBetween('north', 'agents', [kept], [...maps(99, 'a'), kept]), []],
    ['what goes from a region nobody knows', () => gone(1, 'west'), ['west (region) deleted 1/0 > 10']],
    ['files of the name server', () => gone(9, FLEET, DNS), []],
    ["Argo CD's own", () => gone(2, 'north', ARGOCD), ['Argo CD deleted 2/10 > 10']],
    ["Argo CD's own, to the limit", () => gone(1, 'north', ARGOCD), []],
    [
      'replacements count as deletions',
      () => changesBetween('north', 'agents', services('10.0.0.1'), services('10.0.0.2')),
      ['north (region) deleted 2/10 > 10'],
    ],
    ['finalizers of Applications', () => changesBetween('north', ARGOCD, applications(undefined), applications(['a'])), []],
    ['annotations of Applications', () => changesBetween('north', ARGOCD, annotated('a'), annotated('b')), ['Argo CD updated 4/10 > 30']],
    ['finalizers and more', () => changesBetween('north', ARGOCD, annotated('a'), applications(['a'])), ['Argo CD updated 4/10 > 30']],
    [
      'finalizers of what is not Argo CD',
      () => changesBetween('north', 'agents', applications(undefined), applications(['a'])),
      ['north (region) updated 4/10 > 30'],
    ],
  ])('%s', (_, changes, expected) => expect(over(changes())).toEqual(expected));

  test('the changes of an excess are its own', () => {
    const [one] = excesses({ memory, counts: { argocd: 0 } }, [...gone(2), ...updated(1, 'south')], limits);
    expect(one?.changes.map(({ verb, region }) => `${verb} ${region}`)).toEqual(['delete north', 'delete north']);
  });

  function services(clusterIP: string): KubeObject[] {
    return [1, 2].map((n) => object('Service', { clusterIP }, { name: `s${n}` }));
  }
  function applications(finalizers: string[] | undefined): KubeObject[] {
    return [1, 2, 3, 4].map((n) => object('Application', {}, { name: `a${n}`, ...(finalizers === undefined ? {} : { finalizers }) }));
  }
  function annotated(value: string): KubeObject[] {
    return [1, 2, 3, 4].map((n) => object('Application', {}, { name: `a${n}`, annotations: { value } }));
  }
});

describe('newcomers', () => {
  const deployment = (image: string, version?: string, name: string | undefined = 'a', kind = 'Deployment'): KubeObject =>
    object(
      kind,
      { template: { spec: { containers: [{ image }] } } },
      {
        labels: {
          ...(name === '' ? {} : { 'app.kubernetes.io/name': name }),
          ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
        },
      },
    );
  const fleet = (homes: Readonly<Record<string, readonly string[]>>): Parameters<typeof newcomers>[1] =>
    ({
      moved: [],
      regions: Object.entries(homes).map(([name, agents]) => ({ name, placements: agents.map((agent) => ({ agent: { name: agent } })) })),
    }) as never;
  const both = fleet({ north: ['a'], south: ['a'] });
  const [v1, v2] = [deployment('x:1', '1'), deployment('x:2', '2')];

  test.each<[string, () => Change[], ReturnType<typeof fleet>, unknown[]]>([
    [
      'everywhere at once',
      () => [changed(v1, v2), changed(v1, v2, 'agents', 'south')],
      both,
      [{ agent: 'a', what: ['version 2', 'image x:2'], regions: 2 }],
    ],
    [
      'an agent that comes',
      () => [changed(undefined, v1), changed(undefined, v1, 'agents', 'south')],
      both,
      [{ agent: 'a', what: ['version 1', 'image x:1'], regions: 2 }],
    ],
    [
      'no version',
      () => [changed(deployment('x:1'), deployment('x:2')), changed(deployment('x:1'), deployment('x:2'), 'agents', 'south')],
      both,
      [{ agent: 'a', what: ['image x:2'], regions: 2 }],
    ],
    ['one of two regions', () => [changed(v1, v2)], both, []],
    ['the only region', () => [changed(v1, v2)], fleet({ north: ['a'], south: [] }), []],
    [
      'tried in one region',
      () => [changed(v2, { ...v2, spec: { replicas: 2, ...(v2['spec'] as object) } }), changed(v1, v2, 'agents', 'south')],
      both,
      [],
    ],
    ['back to what one region had', () => [changed(v1, v2), changed(v2, v1, 'agents', 'south')], both, []],
    ['an agent that goes', () => [changed(v1, undefined), changed(v1, undefined, 'agents', 'south')], both, []],
    [
      'a Deployment by hand',
      () => [changed(undefined, deployment('x:1', '1', 'other')), changed(undefined, deployment('x:1', '1', 'other'), 'agents', 'south')],
      both,
      [],
    ],
    [
      'a Deployment without a name',
      () => [changed(undefined, deployment('x:1', '1', '')), changed(undefined, deployment('x:1', '1', ''), 'agents', 'south')],
      both,
      [],
    ],
    [
      'another kind',
      () => [changed(undefined, deployment('x:1', '1', 'a', 'Job')), changed(undefined, deployment('x:1', '1', 'a', 'Job'), 'agents', 'south')],
      both,
      [],
    ],
    [
      'no containers',
      () => [
        changed(undefined, object('Deployment', {}, { labels: { 'app.kubernetes.io/name': 'a' } })),
        changed(undefined, object('Deployment', {}, { labels: { 'app.kubernetes.io/name': 'a' } }), 'agents', 'south'),
      ],
      both,
      [],
    ],
  ])('%s', (_, changes, homes, expected) => expect(newcomers(changes(), homes)).toEqual(expected));
});
