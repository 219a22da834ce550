// What is delivered already: values of others, and who reads what.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { REGION_PLACEHOLDER } from '../../../../generator/k8s/region-placeholder.ts';
import { changesBetween } from '../../../../generator/plan/change.ts';
import type { Change } from '../../../../generator/plan/change.ts';
import { Known } from '../../../../generator/plan/gate/known.ts';
import { leaving } from '../../../../generator/plan/gate/leaving.ts';
import { masked } from '../../../../generator/plan/gate/mask.ts';
import { References } from '../../../../generator/plan/gate/references.ts';
import type { Overlay } from '../../../../generator/render/overlay.ts';
import { fragment } from '../../../../generator/render/unit.ts';
import { object } from '../object.ts';

const overlay = (region: string, objects: readonly KubeObject[], own: readonly KubeObject[] = [], component = 'agents'): Overlay =>
  ({ region: { name: region }, component: { name: component }, units: [fragment(objects)], own: [fragment(own)] }) as unknown as Overlay;

describe('a value is masked', () => {
  test.each<[string, unknown, string, string | undefined, string, string]>([
    ['nothing of it', { a: 1 }, 'x', 'y', 'z', '{"a":1}'],
    ['the name of the object', 'my-x', 'x', undefined, '', '"my-\u0093"'],
    ['every mention of it', 'x/x', 'x', undefined, '', '"\u0093/\u0093"'],
    ['no part of a word', 'xy yx 1x x1', 'x', undefined, '', '"xy yx 1x x1"'],
    ['the name of the agent', 'a-agent', 'x', 'a', '', '"\u0092-agent"'],
    ['no agent where there is none', 'a-agent', 'x', undefined, '', '"a-agent"'],
    ['the region', 'a.north.example', 'x', 'b', 'north', `"a.${REGION_PLACEHOLDER}.example"`],
    ['the object before its agent', 'a-b', 'a-b', 'a', 'b', '"\u0093"'],
    ['a name that is no expression', 'a.b axb', 'a.b', undefined, '', '"\u0093 axb"'],
    ['what is absent', undefined, 'x', 'a', 'north', ''],
  ])('%s', (_, value, self, agent, region, expected) => expect(masked(value, self, agent, region)).toBe(expected));
});

describe('an object has a twin', () => {
  const claim = (name: string, size: string): KubeObject => object('PersistentVolumeClaim', { size }, { name });
  test('where one of the same name is delivered for another region, and no other', () => {
    const known = new Known([overlay('south', [claim('data', '1Gi'), claim('logs', '2Gi')])], []);
    const { own, others } = known.twins('agents', claim('data', '5Gi'), 'north');
    expect(own['spec']).toEqual({ size: '5Gi' });
    expect(others.map(({ spec }) => spec)).toEqual([{ size: '1Gi' }]);
  });
  test('nowhere, where nothing of its name is delivered', () =>
    expect(new Known([overlay('south', [claim('data', '1Gi')])], []).twins('agents', claim('logs', '5Gi'), 'north').others).toEqual([]));
  // Seen red: as text, `true` and 10 that are no texts were masked too, and what was left could not be read.
  test('whatever its name and its region are called', () => {
    const odd = object('PersistentVolumeClaim', { on: true, count: 10, not: null, region: 'in 10', texts: ['true', 10] }, { name: 'true' });
    const { own, others } = new Known([overlay('20', [odd])], []).twins('agents', odd, '10');
    expect(own['spec']).toEqual({ on: true, count: 10, not: null, region: `in ${REGION_PLACEHOLDER}`, texts: ['\u0093', 10] });
    expect(others).toHaveLength(1);
  });
});

describe('a value is known', () => {
  const claim = (name: string, storageClassName: string, more: Partial<KubeObject['metadata']> = {}): KubeObject =>
    object('PersistentVolumeClaim', { storageClassName }, { name, ...more });
  const labels = (agent: string): Partial<KubeObject['metadata']> => ({
    labels: { 'app.kubernetes.io/component': 'agent', 'app.kubernetes.io/name': agent, 'pap.plugged.in/owner': 'acme' },
  });
  const ROW = 'spec.storageClassName';
  const created = (after: KubeObject, region = 'north', component = 'agents'): Change[] => changesBetween(region, component, [], [after]);
  const known = (
    overlays: readonly Overlay[],
    changes: readonly Change[],
    part: unknown,
    { self = claim('new', ''), region = 'north', component = 'agents', row = ROW } = {},
  ): boolean => new Known(overlays, changes).has(component, self, row, part, region);

  test.each<[string, () => boolean, boolean]>([
    ['that an object beside it has', () => known([overlay('north', [claim('old', 'fast')])], [], 'fast'), true],
    ['that an object of its own has', () => known([overlay('north', [], [claim('old', 'fast')])], [], 'fast'), true],
    ['that an object of another region has', () => known([overlay('south', [claim('old', 'fast')])], [], 'fast'), true],
    ['that nobody has', () => known([overlay('north', [claim('old', 'fast')])], [], 'slow'), false],
    ['that stands in another row', () => known([overlay('north', [claim('old', 'fast')])], [], 'fast', { row: 'spec.volumeName' }), false],
    ['of another component', () => known([overlay('north', [claim('old', 'fast')], [], 'backup')], [], 'fast'), false],
    ['of another kind', () => known([overlay('north', [object('Secret', { storageClassName: 'fast' })])], [], 'fast'), false],
    [
      'of a kind of this name that nobody has judged yet',
      () => known([overlay('north', [object('PersistentVolumeClaim', { storageClassName: 'fast' }, {}, 'example.com/v1')])], [], 'fast'),
      false,
    ],
    ['that only the new object has', () => known([overlay('north', [claim('x', 'fast')])], created(claim('x', 'fast')), 'fast'), false],
    [
      'that only a new object of another region has',
      () => known([overlay('south', [claim('x', 'fast')])], created(claim('x', 'fast'), 'south'), 'fast'),
      false,
    ],
    [
      'that an object of this name has in a region where it is not new',
      () => known([overlay('south', [claim('x', 'fast')])], created(claim('x', 'fast')), 'fast'),
      true,
    ],
    [
      'that an object had before it changed',
      () => known([overlay('north', [claim('x', 'slow')])], changesBetween('north', 'agents', [claim('x', 'fast')], [claim('x', 'slow')]), 'fast'),
      true,
    ],
    [
      'that an object has since it changed',
      () => known([overlay('north', [claim('x', 'slow')])], changesBetween('north', 'agents', [claim('x', 'fast')], [claim('x', 'slow')]), 'slow'),
      false,
    ],
    ['that an object had before it went', () => known([], changesBetween('north', 'agents', [claim('x', 'fast')], []), 'fast'), true],
    ['that an object of another component had', () => known([], changesBetween('north', 'backup', [claim('x', 'fast')], []), 'fast'), false],
    [
      'that an object of another kind had',
      () => known([], changesBetween('north', 'agents', [object('Secret', { storageClassName: 'fast' })], []), 'fast'),
      false,
    ],
    ['that differs by the name of the object', () => known([overlay('north', [claim('old', 'of-old')])], [], 'of-new'), true],
    [
      'that differs by the name of the agent',
      () => known([overlay('north', [claim('old', 'of-a', labels('a'))])], [], 'of-b', { self: claim('new', '', labels('b')) }),
      true,
    ],
    ['that differs by the name of the region', () => known([overlay('south', [claim('old', 'of-south')])], [], 'of-north'), true],
    ['that names another region', () => known([overlay('south', [claim('old', 'of-south')])], [], 'of-south', { region: 'north' }), false],
  ])('%s', (_, seen, expected) => expect(seen()).toBe(expected));

  test('part by part where a rule says so', () => {
    const store = (name: string, ...keys: readonly string[]): KubeObject =>
      object('ExternalSecret', { data: keys.map((key) => ({ remoteRef: { key } })) }, { name }, 'external-secrets.io/v1');
    const has = (part: unknown): boolean =>
      new Known([overlay('north', [store('old', 'one', 'two')])], []).has('agents', store('new'), 'spec.data', part, 'north');
    const part = (key: string): string => JSON.stringify([key, undefined, undefined, undefined, undefined]);
    expect([has(part('one')), has(part('two')), has(part('three')), has([{ remoteRef: { key: 'one' } }])]).toEqual([true, true, false, false]);
  });
});

describe('is read', () => {
  const reads = (spec: unknown, asked: string, kind = 'Deployment', region = 'north'): boolean => {
    const [what, name] = asked.split(' ') as [string, string];
    return new References([overlay('north', [object(kind, spec)])], region).has(what, name);
  };
  test.each<[string, unknown, string, boolean]>([
    ['a ConfigMap of a volume', { volumes: [{ configMap: { name: 'c' } }] }, 'ConfigMap c', true],
    ['a ConfigMap of an environment', { envFrom: [{ configMapRef: { name: 'c' } }] }, 'ConfigMap c', true],
    ['a ConfigMap of a variable', { env: [{ valueFrom: { configMapKeyRef: { name: 'c' } } }] }, 'ConfigMap c', true],
    ['a ConfigMap by its name alone', { configMapName: 'c' }, 'ConfigMap c', true],
    ['another ConfigMap', { volumes: [{ configMap: { name: 'c' } }] }, 'ConfigMap d', false],
    ['a Secret of the name of a ConfigMap', { volumes: [{ configMap: { name: 'c' } }] }, 'Secret c', false],
    ['a Secret of a volume', { volumes: [{ secret: { secretName: 's' } }] }, 'Secret s', true],
    ['a Secret of a projected volume', { sources: [{ secret: { name: 's' } }] }, 'Secret s', true],
    ['a Secret of an environment', { envFrom: [{ secretRef: { name: 's' } }] }, 'Secret s', true],
    ['a Secret of a variable', { env: [{ valueFrom: { secretKeyRef: { name: 's' } } }] }, 'Secret s', true],
    ['a Secret to pull images with', { imagePullSecrets: [{ name: 's' }] }, 'Secret s', true],
    ['a Secret of a controller', { tsigSecretRef: { name: 's' } }, 'Secret s', true],
    ['an issuer that a certificate names', { issuerRef: { name: 'i' } }, 'Issuer i', true],
    ['an issuer of the whole cluster', { issuerRef: { name: 'i', kind: 'ClusterIssuer' } }, 'ClusterIssuer i', true],
    ['no issuer of another kind', { issuerRef: { name: 'i', kind: 'ClusterIssuer' } }, 'Issuer i', false],
    ['one of the whole cluster in an annotation', { annotations: { 'cert-manager.io/cluster-issuer': 'i' } }, 'ClusterIssuer i', true],
    ['an issuer in an annotation', { annotations: { 'cert-manager.io/cluster-issuer': 'i', 'cert-manager.io/issuer': 'j' } }, 'Issuer j', true],
    ['no issuer that something else names', { ref: { name: 'i' } }, 'Issuer i', false],
    ['a Secret by its name alone', { secretName: 's' }, 'Secret s', true],
    ['a list of Secrets', { secret: ['s', 't'] }, 'Secret t', true],
    ['a ConfigMap of the name of a Secret', { secretName: 's' }, 'ConfigMap s', false],
    ['no Secret of a key that is named alike', { secretNames: 's' }, 'Secret s', false],
    ['no Secret of a key that ends alike', { mySecretName: 's' }, 'Secret s', false],
    ['no ConfigMap by the name of a key', { configMap: 'c' }, 'ConfigMap c', false],
    ['nothing that is no name', { configMap: { name: 1 }, secretName: 2 }, 'ConfigMap 1', false],
    ['nothing of what has a name alone', { name: 'c' }, 'ConfigMap c', false],
    ['what stands deeper', { configMap: { name: 'c', more: { secretName: 's' } } }, 'Secret s', true],
  ])('%s', (_, spec, asked, expected) => expect(reads(spec, asked)).toBe(expected));
  test('not by what makes a Secret', () => {
    for (const kind of ['Certificate', 'ExternalSecret', 'SealedSecret']) expect(reads({ secretName: 's' }, 'Secret s', kind)).toBe(false);
  });
  test('of an issuer by what makes a Secret', () => expect(reads({ issuerRef: { name: 'i' } }, 'Issuer i', 'Certificate')).toBe(true));
  test('not by another region', () => expect(reads({ secretName: 's' }, 'Secret s', 'Pod', 'south')).toBe(false));
  test('by what stands in the overlay, and by all objects', () => {
    const [one, two] = ['one', 'two'].map((secretName) => object('Pod', { secretName }, { name: secretName })) as [KubeObject, KubeObject];
    const references = new References([overlay('north', [one], [two])], 'north');
    expect(['one', 'two', 'three'].map((name) => references.has('Secret', name))).toEqual([true, true, false]);
  });
});

test.each([
  ['agents', { class: 'work', effect: 'stops', always: true, says: 'no agent runs there any more' }],
  ['backup', { class: 'loss', says: 'backups are no longer made' }],
  ['certs', { class: 'work', effect: 'stops', always: true, says: 'certificates are no longer issued or renewed' }],
  ['dns', { class: 'names', says: 'nobody keeps the records of the hosts any more' }],
  ['ingress', { class: 'work', effect: 'stops', always: true, says: 'no route leads to the agents any more' }],
  ['monitoring', { class: 'work', effect: 'weakens', always: true, says: 'metrics are no longer collected, and no alert tells of anything' }],
  ['policies', { class: 'power', says: 'nothing separates the pods from the network and from each other any more' }],
  ['secrets', { class: 'work', effect: 'stops', always: true, says: 'the Secrets go: pods that mount them cannot start' }],
  ['mesh', { class: 'power', says: 'nobody has said yet what it means that the component leaves' }],
])('that %s leaves a region is a danger of its own', (component, weight) => expect(leaving(component)).toEqual(weight));
