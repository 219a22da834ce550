// What a fleet says of changes of kinds that it brings: heard by the gate once it is delivered, and not before.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../../generator/compile.ts';
import type { ClassRow } from '../../../../generator/fleet/classes.ts';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { changesBetween } from '../../../../generator/plan/change.ts';
import type { Change } from '../../../../generator/plan/change.ts';
import { ownTables } from '../../../../generator/plan/gate/own-kinds.ts';
import { newTrusts } from '../../../../generator/plan/gate/trusts.ts';
import { weightsOf } from '../../../../generator/plan/gate/weigh.ts';
import { memoryOf } from '../../../../generator/plan/memory.ts';
import { treeOf } from '../../../../generator/render/tree.ts';
import { trustLine } from '../../../../generator/render/trusts.ts';
import { object } from '../object.ts';

const KIND = 'example.com/Thing';
const ROWS: readonly ClassRow[] = [
  { kind: KIND, field: 'spec.size', class: 'work' },
  { kind: KIND, field: 'spec.note', class: 'none' },
  { kind: KIND, field: 'spec.store', class: 'loss' },
  { kind: KIND, when: 'brought', class: 'none' },
];
const thing = (spec: object, labels?: Record<string, string>): KubeObject =>
  object('Thing', spec, labels === undefined ? {} : { labels }, 'example.com/v1');

function told(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  trusts: readonly string[] = ROWS.map((row) => trustLine('class', row)),
): string[] {
  const [change] = changesBetween('north', 'agents', before === undefined ? [] : [before], after === undefined ? [] : [after]);
  return weightsOf(change as Change, {
    maker: 'people',
    own: ownTables({ classes: ROWS }, { trusts } as never),
    cluster: {
      refersTo: () => false,
      endedHosts: new Set(),
      domain: 'example.net',
      agent: undefined,
      own: { kinds: new Set(), namespaces: new Set() },
    },
    isKnown: () => false,
    twins: () => ({ own: after as KubeObject, others: [] }),
  }).map(({ class: kind, says }) => `${kind}: ${says}`);
}

const NOBODY = 'power: nobody has said yet what such a change does';

describe('of a kind that the fleet brings', () => {
  test('what is classified is judged so, and what is not is power', () => {
    expect(told(thing({ size: 1 }), thing({ size: 2 }))).toEqual(['work: the fleet says that it stops, restarts or weakens what runs (spec.size)']);
    expect(told(thing({ note: 'a' }), thing({ note: 'b' }))).toEqual([]);
    expect(told(thing({ store: 'a' }), thing({ store: 'b' }))).toEqual(['loss: the fleet calls it a loss of data, or of what keeps it (spec.store)']);
    expect(told(thing({ other: 1 }), thing({ other: 2 }))).toEqual(['power: nobody has said yet what the field does (spec.other)']);
    expect(told(undefined, thing({ note: 'a' }))).toEqual([]);
    expect(told(thing({}), undefined)).toEqual([NOBODY]);
  });

  test('labels and annotations are judged as those of any other', () => {
    expect(told(thing({}, { 'example.org/a': 'b' }), thing({}, { 'example.org/a': 'c' })).length).toBe(1);
  });

  test('a row counts once it is delivered', () => {
    expect(told(thing({ note: 'a' }), thing({ note: 'b' }), [])).toEqual([NOBODY]);
    const [size] = ROWS.map((row) => trustLine('class', row));
    expect(told(thing({ note: 'a' }), thing({ note: 'b' }), [size as string])).toEqual([
      'power: nobody has said yet what the field does (spec.note)',
    ]);
  });
});

test('the lock has each row, and a new one asks for an approval', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  names: { kind: Thing, plural: things }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
`;
  const fleet = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: { north: {} }
agents: {}
components: { cluster: { images: tag } }
`;
  const made = (classes?: string) =>
    compile(
      Object.entries({
        'fleet.yaml': fleet,
        'schemas/things.yaml': definition,
        ...(classes === undefined ? {} : { 'schemas/things.classes.yaml': classes }),
      }).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) })),
    );
  const [without, with_] = [made(), made(`kind: ${KIND}\nfields: { spec.size: work }\n`)];
  expect(without.files?.get('fleet.lock.json')).not.toContain('class ');
  expect(with_.files?.get('fleet.lock.json')).toContain(
    'class {\\"class\\":\\"work\\",\\"field\\":\\"spec.size\\",\\"kind\\":\\"example.com/Thing\\"}',
  );
  const memory = memoryOf(treeOf(without.files as ReadonlyMap<string, string>));
  expect([...newTrusts(memory, with_.fleet as Fleet).keys()]).toEqual([expect.stringContaining('class {"class":"work","field":"spec.size"')]);
});
