// What a change of one object does, by who makes the object and what is known already.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { changesBetween } from '../../../../generator/plan/change.ts';
import type { Change } from '../../../../generator/plan/change.ts';
import type { Weight } from '../../../../generator/components/weight.ts';
import type { Maker } from '../../../../generator/plan/gate/maker.ts';
import type { ClusterView } from '../../../../generator/plan/gate/rule.ts';
import { weightsOf } from '../../../../generator/plan/gate/weigh.ts';
import { object } from '../object.ts';

const cluster: Omit<ClusterView, 'isKnown'> = {
  refersTo: (kind, _, name) => `${kind} ${name}` === 'ConfigMap x',
  endedHosts: new Set(),
  domain: 'example.net',
  agent: undefined,
  own: { kinds: new Set(), namespaces: new Set() },
};

interface Given {
  readonly maker?: Maker;
  readonly known?: readonly unknown[];
  /** What is delivered at its place in other regions. */
  readonly twins?: readonly KubeObject[];
}

function weights(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  { maker = 'component', known = [], twins = [] }: Given = {},
): Weight[] {
  const [change] = changesBetween('north', 'agents', before === undefined ? [] : [before], after === undefined ? [] : [after]);
  return weightsOf(change as Change, {
    maker,
    cluster,
    isKnown: (row, part) => known.includes(`${row} ${JSON.stringify(part)}`),
    twins: () => ({ own: after as KubeObject, others: twins }),
  });
}
const told = (...given: Parameters<typeof weights>): string[] => weights(...given).map(({ class: kind, says }) => `${kind}: ${says}`);

const map = (data: object | undefined, more: object = {}): KubeObject => ({ ...object('ConfigMap', undefined), ...(data && { data }), ...more });
const role = (...verbs: readonly string[]): KubeObject => ({
  ...object('Role', undefined, {}, 'rbac.authorization.k8s.io/v1'),
  rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
});
const claim = (spec: object, more: Partial<KubeObject['metadata']> = {}): KubeObject => object('PersistentVolumeClaim', spec, more);
const unknown = (spec: object): KubeObject => object('Thing', spec, {}, 'example.com/v1');
const store = (spec: object): KubeObject => object('ExternalSecret', spec, {}, 'external-secrets.io/v1');
const limit = (rateLimit: object): KubeObject => object('Middleware', { rateLimit }, {}, 'traefik.io/v1alpha1');

const NOBODY = 'power: nobody has said yet what such a change does';
const STOPS = 'work: pods that read it cannot start';
const OTHER = 'work: pods that read it see other settings, at once or at their next start';

describe('a change', () => {
  test.each<[string, KubeObject | undefined, KubeObject | undefined, readonly string[]]>([
    ['of a kind that nobody has judged', unknown({ a: 1 }), unknown({ a: 2 }), [NOBODY]],
    ['that brings a kind that nobody has judged', undefined, unknown({ a: 1 }), [NOBODY]],
    ['that takes away a kind that nobody has judged', unknown({ a: 1 }), undefined, [NOBODY]],
    [
      'that takes away what is protected, of a kind that nobody has judged',
      object('Thing', {}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } }, 'example.com/v1'),
      undefined,
      ['loss: it is protected by its sync options'],
    ],
    ['that takes an object away', map({ a: '1' }), undefined, [STOPS]],
    ['that takes away an object that nobody reads', { ...map({ a: '1' }), metadata: { name: 'y', namespace: 'agents' } }, undefined, []],
    ['of a field', map({ a: '1' }), map({ a: '2' }), [`${OTHER} (data)`]],
    ['of two fields that do the same', map({ a: '1', b: '1' }), map({ a: '2', b: '2' }), [`${OTHER} (data)`]],
    ['of a field that no row covers', map({}), map({}, { more: 1 }), ['power: nobody has said yet what the field does (more)']],
    [
      'of two fields that no row covers',
      map({}, { more: 1, less: 1 }),
      map({}, { more: 2, less: 2 }),
      ['power: nobody has said yet what the field does (more)'],
    ],
    ['of the version alone', map({}), map({}, { apiVersion: 'v2' }), []],
    ['that does nothing', map({ a: '1' }), map({ a: '1' }, { immutable: true }), []],
    ['that makes the object another', map({ a: '1' }, { immutable: true }), map({ a: '2' }, { immutable: true }), [STOPS, `${OTHER} (data)`]],
    ['of what is guarded, told once', claim({}), undefined, ['loss: a PersistentVolumeClaim is deleted']],
    [
      'that makes what is guarded another, with the field',
      claim({ storageClassName: 'a' }),
      claim({ storageClassName: 'b' }),
      ['loss: a PersistentVolumeClaim is replaced', 'loss: data is lost when the volume is made anew (spec.storageClassName)'],
    ],
  ])('%s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected));

  test('keeps what a row says besides', () => {
    const [gone] = weights(map({ a: '1' }), undefined);
    expect(gone).toEqual({ class: 'work', effect: 'stops', says: 'pods that read it cannot start' });
  });
  test('takes the protection away once, and with it what else the change does', () => {
    const kept = (options: string, more: object): KubeObject => ({
      ...role('get'),
      metadata: { name: 'x', namespace: 'agents', annotations: { 'argocd.argoproj.io/sync-options': options } },
      ...more,
    });
    const after = kept('Prune=true', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'delete'] }] });
    expect(told(kept('Prune=false', {}), after)).toEqual([
      'loss: its protection by sync options is taken away',
      'power: the API server allows more to those it is bound to (rules)',
    ]);
  });
});

describe('what comes', () => {
  test.each<[string, KubeObject, Given, readonly string[]]>([
    ['by a component is free', role('get'), {}, []],
    ['by people is told as a whole', role('get'), { maker: 'people' }, ['power: the API server gives rights by it']],
    ['by people is free where its kind is', { ...map({ a: '1' }), metadata: { name: 'y', namespace: 'agents' } }, { maker: 'people' }, []],
    [
      'by people is told with its fields where its kind is free',
      object('ServiceAccount', undefined, {}, 'v1'),
      { maker: 'people' },
      ['power: pods of the account get a token of the API server (automountServiceAccountToken)'],
    ],
  ])('%s', (_, after, given, expected) => {
    const filled = after.kind === 'ServiceAccount' ? { ...after, automountServiceAccountToken: true } : after;
    expect(told(undefined, filled, given)).toEqual(expected);
  });

  test.each<[string, Maker, readonly string[]]>([
    ['a component', 'component', []],
    [
      'a component, with a patch of the field',
      ['automountServiceAccountToken'],
      [`power: pods of the account get a token of the API server (automountServiceAccountToken)`],
    ],
    ['a component, with a patch of another field', ['secrets'], []],
    ['people', 'people', [`power: pods of the account get a token of the API server (automountServiceAccountToken)`]],
  ])('a field of what comes by %s', (_, maker, expected) => {
    expect(told(undefined, { ...object('ServiceAccount', undefined), automountServiceAccountToken: true }, { maker })).toEqual(expected);
  });

  const elsewhere = store({ secretStoreRef: { name: 'other' } });
  const OTHER_STORE = 'power: Secrets come from another store (spec.secretStoreRef)';
  test.each<[string, KubeObject, Given, readonly string[]]>([
    ['a setting', elsewhere, {}, [OTHER_STORE]],
    ['a setting that is delivered elsewhere', elsewhere, { known: ['spec.secretStoreRef {"name":"other"}'] }, []],
    ['a setting that is delivered in another row', elsewhere, { known: ['spec.data {"name":"other"}'] }, [OTHER_STORE]],
    [
      'a setting of which a part is delivered elsewhere',
      store({ data: [{ remoteRef: { key: 'a' } }, { remoteRef: { key: 'b' } }] }),
      { known: ['spec.data "[\\"a\\",null,null,null]"'] },
      ['identity: the Secret is filled from another place of the store, perhaps that of another agent or region (spec.data)'],
    ],
    [
      'a setting of which all parts are delivered elsewhere',
      store({ data: [{ remoteRef: { key: 'a' } }, { remoteRef: { key: 'b' } }] }),
      { known: ['spec.data "[\\"a\\",null,null,null,null]"', 'spec.data "[\\"b\\",null,null,null,null]"'] },
      [],
    ],
    [
      'a field of a patch that is delivered elsewhere',
      { ...object('ServiceAccount', undefined), automountServiceAccountToken: true },
      { maker: ['automountServiceAccountToken'], known: ['automountServiceAccountToken true'] },
      [],
    ],
    [
      'a setting of people, although it is delivered elsewhere',
      elsewhere,
      { maker: 'people', known: ['spec.secretStoreRef {"name":"other"}'] },
      ['identity: a Secret is filled from the store', OTHER_STORE],
    ],
  ])('%s', (_, after, given, expected) => expect(told(undefined, after, given)).toEqual(expected));

  test('of people is told with what is graver about it, and with nothing else', () => {
    const fields = {
      secretStoreRef: { name: 'other' },
      target: { deletionPolicy: 'Delete', creationPolicy: 'Owner', name: 'x' },
      refreshInterval: '0',
    };
    expect(told(undefined, store(fields), { maker: 'people' })).toEqual([
      'identity: a Secret is filled from the store',
      OTHER_STORE,
      'loss: the Secret is deleted when the store no longer has it (spec.target.deletionPolicy)',
      'loss: the Secret changes its owner, and goes or stays with it (spec.target.creationPolicy)',
    ]);
  });
  test('of people is not told by what an update would do', () => {
    expect(told(limit({ average: 1 }), limit({ average: 3 }))).toEqual([
      'power: the limit of requests is taken away, or raised to more than twice (spec.rateLimit.average)',
    ]);
    expect(told(undefined, limit({ average: 3 }), { maker: 'people' })).toEqual(['power: routes that refer to it pass requests through it']);
  });
});

describe('how Argo CD retries', () => {
  const application = (retry: object): KubeObject => object('Application', { syncPolicy: { retry } }, {}, 'argoproj.io/v1alpha1');
  test.each<[string, object, object, readonly string[]]>([
    ['with the newest revision from now on', { limit: -1 }, { limit: -1, refresh: true }, []],
    [
      'no longer with the newest revision',
      { limit: -1, refresh: true },
      { limit: -1 },
      ['power: Argo CD keeps applying a revision that fails, and newer commits wait (spec.syncPolicy.retry.refresh)'],
    ],
    ['less often', { limit: -1 }, { limit: 3 }, []],
  ])('%s', (_, before, after, expected) => expect(told(application(before), application(after))).toEqual(expected));
});

describe('a limit that is measured', () => {
  const certificate = (spec: object): KubeObject => object('Certificate', { secretName: 's', ...spec }, {}, 'cert-manager.io/v1');
  const backups = (ttl: string): KubeObject => object('Schedule', { template: { ttl } }, {}, 'velero.io/v1');
  const middleware = (spec: object, kind = 'Middleware'): KubeObject => object(kind, spec, {}, 'traefik.io/v1alpha1');
  const volume = (storage: string): KubeObject => object('PersistentVolume', { capacity: { storage } });
  const SHORTER = 'power: the limit of requests counts over a shorter time (spec.rateLimit.period)';
  const RAISED = 'power: the limit of requests is taken away, or raised to more than twice';

  test.each<[string, KubeObject, KubeObject, readonly string[]]>([
    ['over a second instead of a minute', limit({ period: '1m' }), limit({ period: '1s' }), [SHORTER]],
    ['over a number of seconds', limit({ period: '1m' }), limit({ period: 59 }), [SHORTER]],
    ['over a minute instead of half of one', limit({ period: '30s' }), limit({ period: '1m' }), []],
    [
      'over a minute instead of a second',
      limit({ period: '1s' }),
      limit({ period: '1m' }),
      ['work: the limit is so low that most requests are refused (spec.rateLimit.period)'],
    ],
    [
      'of a certificate that lasts longer, in minutes',
      certificate({ duration: '2160h' }),
      certificate({ duration: '129601m' }),
      ['power: a stolen key is of use for longer (spec.duration)'],
    ],
    ['of a certificate that lasts less', certificate({ duration: '2160h' }), certificate({ duration: '129600m' }), []],
    [
      'of a certificate that is renewed later, in seconds',
      certificate({ renewBefore: '60m' }),
      certificate({ renewBefore: '3599s' }),
      ['work: the certificate may end before it is renewed (spec.renewBefore)'],
    ],
    ['of backups that are kept for less, in seconds', backups('43200m'), backups('3600s'), ['loss: backups are deleted sooner (spec.template.ttl)']],
    ['of backups that are kept as long, in minutes', backups('720h'), backups('43200m'), []],
    [
      'of requests at once',
      middleware({ inFlightReq: { amount: 10 } }),
      middleware({ inFlightReq: { amount: 21 } }),
      [`${RAISED} (spec.inFlightReq.amount)`],
    ],
    ['of requests at once, a little higher', middleware({ inFlightReq: { amount: 10 } }), middleware({ inFlightReq: { amount: 20 } }), []],
    ['of requests at once, which comes', middleware({}), middleware({ inFlightReq: { amount: 10 } }), []],
    ['of requests at once, which goes', middleware({ inFlightReq: { amount: 10 } }), middleware({}), [`${RAISED} (spec.inFlightReq.amount)`]],
    [
      'of requests at once, for others',
      middleware({ inFlightReq: { amount: 10, sourceCriterion: { requestHost: true } } }),
      middleware({ inFlightReq: { amount: 10, sourceCriterion: { requestHost: false } } }),
      ['power: the limit of requests counts others as one (spec.inFlightReq.sourceCriterion)'],
    ],
    [
      'of connections at once',
      middleware({ inFlightConn: { amount: 10 } }, 'MiddlewareTCP'),
      middleware({ inFlightConn: { amount: 21 } }, 'MiddlewareTCP'),
      [`${RAISED} (spec.inFlightConn.amount)`],
    ],
    ['of a volume that shrinks', volume('10Gi'), volume('9Gi'), ['loss: a volume cannot shrink (spec.capacity.storage)']],
    ['of a volume that grows', volume('10Gi'), volume('11Gi'), []],
  ])('%s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected));
});

test('a rule sees where a value stands, and what is known there', () => {
  const deployment = (image: string): KubeObject =>
    object('Deployment', { template: { spec: { containers: [{ name: 'agent', image }] } } }, {}, 'apps/v1');
  const seen = told(deployment('registry.example.net/a:v1'), deployment('elsewhere.example.net/a:v1'));
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/\(spec\.template\.spec\.containers\[agent\]\.image\)$/);
});

describe('a patch of what comes', () => {
  const tls = (sniStrict: boolean, minVersion = 'VersionTLS13'): KubeObject =>
    object('TLSOption', { sniStrict, minVersion }, {}, 'traefik.io/v1alpha1');
  const patched = (twins: readonly KubeObject[]): string[] => told(undefined, tls(false), { maker: ['spec.sniStrict'], twins });
  test('is compared with what is delivered for others', () =>
    expect(patched([tls(true)])).toEqual(['power: connections for unknown names are accepted (spec.sniStrict)']));
  test('is nothing new where one of them has it', () => expect(patched([tls(true), tls(false)])).toEqual([]));
  test('is nothing new where what it writes stands elsewhere', () => {
    const certificate = (name: string): KubeObject => object('Certificate', { issuerRef: { name } }, {}, 'cert-manager.io/v1');
    const given = { maker: ['spec.issuerRef'], twins: [certificate('one')] };
    expect(told(undefined, certificate('two'), given)).toEqual(['power: another authority issues the certificate (spec.issuerRef)']);
    expect(told(undefined, certificate('two'), { ...given, known: ['spec.issuerRef {"name":"two"}'] })).toEqual([]);
  });
  test('answers for what it writes alone', () => expect(patched([tls(false, 'VersionTLS14')])).toEqual([]));
});

test('what comes asks for each part of a setting that is not known yet', () => {
  const two = store({
    data: [
      { secretKey: 'a', remoteRef: { key: 'one' } },
      { secretKey: 'b', remoteRef: { key: 'two' } },
    ],
  });
  const part = (key: string): string => `spec.data ${JSON.stringify(JSON.stringify([key, undefined, undefined, undefined, undefined]))}`;
  const asks = (...known: readonly string[]): boolean => told(undefined, two, { known: known.map(part) }).some((text) => text.includes('spec.data'));
  expect([asks('one', 'two'), asks('one'), asks()]).toEqual([false, true, true]);
});
