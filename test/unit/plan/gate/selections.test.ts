// What labels of pods do by selectors of Services and NetworkPolicies that are delivered.
import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { changesBetween } from '../../../../generator/plan/change.ts';
import type { Change } from '../../../../generator/plan/change.ts';
import { Selections } from '../../../../generator/plan/gate/selections.ts';
import type { Maker } from '../../../../generator/plan/gate/maker.ts';
import type { Overlay } from '../../../../generator/render/overlay.ts';
import { fragment } from '../../../../generator/render/unit.ts';
import { object } from '../object.ts';

type Labels = Record<string, string>;

const NOWHERE = { namespace: undefined } as never;
const running = (labels: Labels | undefined): object => ({ ...(labels === undefined ? {} : { metadata: { labels } }), spec: { containers: [] } });
const pods = (labels: Labels | undefined, more: object = {}, kind = 'Deployment', apiVersion = 'apps/v1'): KubeObject =>
  object(kind, { template: running(labels) }, more, apiVersion);
const service = (spec: object, more: object = {}): KubeObject => object('Service', spec, { name: 'api', ...more });
const API = service({ selector: { role: 'api' } });
const policy = (spec: object, more: object = {}): KubeObject => object('NetworkPolicy', spec, { name: 'p', ...more }, 'networking.k8s.io/v1');
const from = (...peers: object[]): object => ({ ingress: [{ from: peers }] });
const op = { podSelector: { matchLabels: { access: 'op' } } };
const elsewhere = { namespace: 'queue' };
const named = (name: string): object => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

const overlay = (objects: readonly KubeObject[], region = 'north', own: readonly KubeObject[] = []): Overlay =>
  ({ region: { name: region }, component: { name: 'queue' }, units: [fragment(objects)], own: [fragment(own)] }) as unknown as Overlay;

interface Given {
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  readonly maker?: Maker;
  readonly overlays?: readonly Overlay[];
  readonly also?: readonly Change[];
}
function says({ before, after, maker = 'component', overlays = [], also = [] }: Given): string[] {
  const list = (one: KubeObject | undefined): KubeObject[] => (one === undefined ? [] : [one]);
  const changes = [...changesBetween('north', 'agents', list(before), list(after)), ...also];
  return new Selections(overlays, changes).weights(changes[0] as Change, maker).map((weight) => `${weight.class}: ${weight.says}`);
}
const takes = (name = 'agents/api'): string[] => [`identity: by their labels, the pods take traffic of the Service ${name}`];
const lets = (what: string, name = 'agents/p'): string[] => [`power: by their labels, ${what} the NetworkPolicy ${name}`];
const THROUGH = 'the pods are let through by';
const MORE = 'more is let through to the pods, or from them, by';
const OPEN = 'the pods are no longer isolated by';

const updated = (labels: Labels, ...there: readonly KubeObject[]): Given => ({
  before: pods({ app: 'x' }),
  after: pods({ app: 'x', ...labels }),
  overlays: [overlay(there)],
});

test.each<[what: string, given: Given, expected: string[]]>([
  ['a Service that newly selects', updated({ role: 'api' }, API), takes()],
  ['a Service among what stands in the overlay', { ...updated({ role: 'api' }), overlays: [overlay([], 'north', [API])] }, takes()],
  ['a Service of another region', { ...updated({ role: 'api' }), overlays: [overlay([API], 'south')] }, []],
  ['a Service of another namespace', updated({ role: 'api' }, service({ selector: { role: 'api' } }, elsewhere)), []],
  ['a Service without a selector', updated({ role: 'api' }, service({})), []],
  ['a Service that selects something else', updated({ role: 'web' }, API), []],
  ['a Service without a namespace', updated({ role: 'api' }, service({ selector: { role: 'api' } }, NOWHERE)), takes('api')],
  ['a Service that selected already', updated({ role: 'api' }, service({ selector: { app: 'x' } })), []],
  ['pods that stay as they are', { before: pods({ a: 'b' }), after: pods({ a: 'b' }, { labels: { x: 'y' } }), overlays: [overlay([API])] }, []],
  ['pods that go', { before: pods({ role: 'api' }), overlays: [overlay([API])] }, []],
  ['what has no pods', { after: object('ConfigMap', undefined), maker: 'people', overlays: [overlay([API])] }, []],
  ['what had no pods', { before: object('Deployment', {}, {}, 'apps/v1'), after: pods({ role: 'api' }), overlays: [overlay([API])] }, takes()],
  ['a pod', { after: object('Pod', { containers: [] }, { labels: { role: 'api' } }), maker: 'people', overlays: [overlay([API])] }, takes()],
  [
    'a kind that nobody knows the pods of',
    { after: pods({ role: 'api' }, {}, 'Rollout', 'argoproj.io/v1alpha1'), maker: 'people', overlays: [overlay([API])] },
    takes(),
  ],
  ['pods without labels', { after: pods(undefined), maker: 'people', overlays: [overlay([API])] }, []],
  [
    'an agent that comes and is selected by its name',
    { after: pods({ 'app.kubernetes.io/name': 'x' }), overlays: [overlay([service({ selector: { 'app.kubernetes.io/name': 'x' } })])] },
    [],
  ],
  ['an agent that comes with a label', { after: pods({ role: 'api' }), overlays: [overlay([API])] }, takes()],
  [
    'an agent that comes with a name that a patch writes',
    {
      after: pods({ 'app.kubernetes.io/name': 'x', 'app.kubernetes.io/part-of': 'y' }),
      maker: ['spec.template.metadata.labels.app.kubernetes.io/name'],
      overlays: [overlay([service({ selector: { 'app.kubernetes.io/name': 'x' } }), service({ selector: { 'app.kubernetes.io/part-of': 'y' } })])],
    },
    takes(),
  ],
  [
    'pods of people that come with a name of the fleet',
    {
      after: pods({ 'app.kubernetes.io/name': 'x' }),
      maker: 'people',
      overlays: [overlay([service({ selector: { 'app.kubernetes.io/name': 'x' } })])],
    },
    takes(),
  ],
  ['a Service that comes as well', { ...updated({ role: 'api' }, API), also: changesBetween('north', 'queue', [], [API]) }, []],
  ['a Service that comes in another region', { ...updated({ role: 'api' }, API), also: changesBetween('south', 'queue', [], [API]) }, takes()],
  [
    'a Service that goes from one component to another',
    {
      ...updated({ role: 'api' }, API),
      also: [...changesBetween('north', 'store', [API], []), ...changesBetween('north', 'queue', [], [API])],
    },
    takes(),
  ],
  ['a peer of the same namespace', updated({ access: 'op' }, policy({ podSelector: {}, ...from(op) })), lets(THROUGH)],
  ['a peer to which pods may speak', updated({ access: 'op' }, policy({ podSelector: {}, egress: [{ to: [op] }] })), lets(THROUGH)],
  [
    'a peer in a direction that the policy is not about',
    updated({ access: 'op' }, policy({ podSelector: {}, policyTypes: ['Ingress'], egress: [{ to: [op] }] })),
    [],
  ],
  ['a peer of the policy’s own namespace, which is another', updated({ access: 'op' }, policy({ podSelector: {}, ...from(op) }, elsewhere)), []],
  [
    'a peer of another namespace',
    updated({ access: 'op' }, policy({ podSelector: {}, ...from({ ...named('agents'), ...op }) }, elsewhere)),
    lets(THROUGH, 'queue/p'),
  ],
  [
    'a peer of a namespace with a label',
    updated(
      { access: 'op' },
      object('Namespace', undefined, { name: 'agents', namespace: undefined, labels: { team: 'a' } } as never),
      policy({ podSelector: {}, ...from({ namespaceSelector: { matchLabels: { team: 'a' } }, ...op }) }, elsewhere),
    ),
    lets(THROUGH, 'queue/p'),
  ],
  ['a peer of a third namespace', updated({ access: 'op' }, policy({ podSelector: {}, ...from({ ...named('web'), ...op }) }, elsewhere)), []],
  [
    'a peer that was let through by another label',
    updated({ access: 'op' }, policy({ podSelector: {}, ...from(op, { podSelector: { matchLabels: { app: 'x' } } }) })),
    [],
  ],
  ['a policy that lets everybody through', updated({ access: 'op' }, policy({ podSelector: {}, ingress: [{}] })), []],
  [
    'pods without a namespace',
    {
      before: pods({}, NOWHERE),
      after: pods({ access: 'op' }, NOWHERE),
      overlays: [overlay([policy({ podSelector: {}, ...from({ ...named('agents'), ...op }) })])],
    },
    [],
  ],
  ['a policy that opens pods', updated({ zone: 'open' }, policy({ podSelector: { matchLabels: { zone: 'open' } }, ingress: [{}] })), lets(MORE)],
  ['a policy that only isolates', updated({ zone: 'shut' }, policy({ podSelector: { matchLabels: { zone: 'shut' } } })), []],
  [
    'a policy that no longer isolates',
    updated({ debug: 'x' }, policy({ podSelector: { matchExpressions: [{ key: 'debug', operator: 'DoesNotExist' }] } })),
    lets(OPEN),
  ],
])('%s', (_, given, expected) => expect(says(given)).toEqual(expected));
