// Who makes an object: a component, people, or a component with patches of people.
import { describe, expect, test } from 'vitest';
import type { Customs, Extra, Patch } from '../../../../generator/render/customs.ts';
import { Makers, isWritten } from '../../../../generator/plan/gate/maker.ts';
import type { Maker } from '../../../../generator/plan/gate/maker.ts';
import { object } from '../object.ts';

const deployment = object('Deployment', {}, {}, 'apps/v1');
const extra = (region: string, component = 'agents', of = deployment): Extra => ({ region, component, object: of }) as Extra;
const patch = (region: string, target: Partial<Patch['target']>, paths: readonly string[] = ['/spec/replicas'], op = 'replace'): Patch =>
  ({
    region,
    component: 'agents',
    target: { kind: 'Deployment', name: 'x', ...target },
    operations: paths.map((path) => ({ op, path })),
  }) as unknown as Patch;
const of = (customs: Partial<Customs> | undefined, region = 'north', component = 'agents', made = deployment): Maker =>
  new Makers(customs === undefined ? undefined : { extras: [], patches: [], ...customs }).of(region, component, made);

describe('an object is made by', () => {
  test.each<[string, () => Maker, Maker]>([
    ['people, as nobody knows what they wrote', () => of(undefined), 'people'],
    ['a component, where people write nothing', () => of({}), 'component'],
    ['people, who added it to the region', () => of({ extras: [extra('north')] }), 'people'],
    ['people, who added it to all regions', () => of({ extras: [extra('all')] }), 'people'],
    ['a component, where people added it to another region', () => of({ extras: [extra('south')] }), 'component'],
    ['a component, where people added it to another component', () => of({ extras: [extra('north', 'dns')] }), 'component'],
    ['a component, where people added one of another kind', () => of({ extras: [extra('north', 'agents', object('Deployment', {}))] }), 'component'],
    ['people, who patched it too', () => of({ extras: [extra('north')], patches: [patch('north', {})] }), 'people'],
    ['a component, of which people patched a field', () => of({ patches: [patch('north', {})] }), ['spec.replicas']],
    ['a component, of which people patched a field in all regions', () => of({ patches: [patch('all', {})] }), ['spec.replicas']],
    ['a component, where people patched it in another region', () => of({ patches: [patch('south', {})] }), 'component'],
    ['a component, where people patched another kind', () => of({ patches: [patch('north', { kind: 'Service' })] }), 'component'],
    ['a component, where people patched another name', () => of({ patches: [patch('north', { name: 'y' })] }), 'component'],
    ['a component, which people patched by its group', () => of({ patches: [patch('north', { group: 'apps' })] }), ['spec.replicas']],
    ['a component, where people patched another group', () => of({ patches: [patch('north', { group: 'batch' })] }), 'component'],
    ['a component, which people patched by its namespace', () => of({ patches: [patch('north', { namespace: 'agents' })] }), ['spec.replicas']],
    ['a component, where people patched another namespace', () => of({ patches: [patch('north', { namespace: 'other' })] }), 'component'],
    ['a component, where people only tested it', () => of({ patches: [patch('north', {}, ['/spec/replicas'], 'test')] }), 'component'],
    [
      'a component, with patches of several files',
      () =>
        of({ patches: [patch('north', {}, ['/spec/a/0/b', '/spec/list/-']), patch('all', {}, ['/metadata/annotations/a~1b~0c', '/spec/x0', ''])] }),
      ['spec.a', 'spec.list', 'metadata.annotations.a/b~c', 'spec.x0', ''],
    ],
    ['a component, of a key that looks like an escape', () => of({ patches: [patch('north', {}, ['/data/a~01'])] }), ['data.a~1']],
    [
      'a component, of keys that begin or end with a digit',
      () => of({ patches: [patch('north', {}, ['/data/0a', '/data/a0', '/data/a-', '/data/12/x'])] }),
      ['data.0a', 'data.a0', 'data.a-', 'data'],
    ],
  ])('%s', (_, maker, expected) => expect(maker()).toEqual(expected));

  test('the same in every answer', () => {
    const makers = new Makers({ extras: [], patches: [patch('north', {}), patch('south', {}, ['/spec/paused'])] });
    const ask = (region: string, component = 'agents'): Maker => makers.of(region, component, deployment);
    expect([ask('north'), ask('south'), ask('north'), ask('west'), ask('north', 'dns')]).toEqual([
      ['spec.replicas'],
      ['spec.paused'],
      ['spec.replicas'],
      'component',
      'component',
    ]);
  });
});

test('all objects of a component that the fleet brings are made by people, and belong to the component', () => {
  const makers = new Makers({ extras: [], patches: [] }, new Set(['queue']));
  expect([makers.of('north', 'queue', deployment), makers.of('north', 'agents', deployment)]).toEqual(['people', 'component']);
  expect(makers.isAdded('north', 'queue', deployment)).toBe(false);
});

test('what people add to a region is counted with what they add to all', () => {
  const makers = new Makers({ extras: [extra('north'), extra('north', 'dns'), extra('south'), extra('all')], patches: [] });
  expect(['north', 'south', 'west'].map((region) => makers.count(region))).toEqual([3, 2, 1]);
  expect(new Makers(undefined).count('north')).toBe(0);
});

describe('a patch wrote', () => {
  test.each<[string, string, boolean]>([
    ['spec.replicas', 'spec.replicas', true],
    ['spec.replicas', 'spec.replicasMore', false],
    ['spec.replicasMore', 'spec.replicas', false],
    ['spec.template', 'spec.template.spec.containers[x].image', true],
    ['spec.template.spec.containers', 'spec.template.spec.containers[x].image', true],
    ['spec.template.spec', 'spec.template', true],
    ['spec.template', 'spec.selector', false],
    ['', 'spec', true],
    ['spec.a.c', 'spec.a[x][y].c', true],
    ['spec.containers.image', 'spec.containers[agent].image', true],
  ])('%j: what lies at %s: %j', (own, path, expected) => {
    expect(isWritten([own], path)).toBe(expected);
    expect(isWritten(['other', own], path)).toBe(expected);
  });
  test('nothing where there is none', () => expect(isWritten([], 'spec')).toBe(false));
});
