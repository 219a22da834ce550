// Which changes replace pods, and which end them, as policies see it; and what else they see of a change.
import { describe, expect, test } from 'vitest';
import { agentIn } from '../../../../generator/check/policies/views.ts';
import type { Agent } from '../../../../generator/fleet/agent.ts';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import type { Region } from '../../../../generator/fleet/region.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { changesBetween, type Change } from '../../../../generator/plan/change.ts';
import { ChangeViews } from '../../../../generator/plan/gate/change-view.ts';
import { replacesPods, stopsPods } from '../../../../generator/plan/gate/pods.ts';

const workload = (kind: string, spec: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'alpha-agent', namespace: 'agents' },
  spec,
});
const pods = (image: string, more: object = {}): KubeObject =>
  workload('Deployment', {
    replicas: 2,
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'agent', image }] } },
    ...more,
  });
const service = (port: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'agents' },
  spec: { ports: [{ port }] },
});

function changed(before: KubeObject | undefined, after: KubeObject | undefined): Change {
  const [change] = changesBetween('north', 'agents', before === undefined ? [] : [before], after === undefined ? [] : [after]);
  return change as Change;
}

test.each<[what: string, before: KubeObject | undefined, after: KubeObject | undefined, replaces: boolean, stops: boolean]>([
  ['another image', pods('a:1'), pods('a:2'), true, false],
  ['another image of what is paused', pods('a:1', { paused: true }), pods('a:2', { paused: true }), false, false],
  ['another count', pods('a:1'), pods('a:1', { replicas: 3 }), false, false],
  ['no pods any more', pods('a:1'), pods('a:1', { replicas: 0 }), false, true],
  ['still no pods', pods('a:1', { replicas: 0 }), pods('a:2', { replicas: 0 }), false, false],
  ['another selector', pods('a:1'), pods('a:1', { selector: { matchLabels: { app: 'b' } } }), true, false],
  ['another selector of none', pods('a:1', { replicas: 0 }), pods('a:1', { replicas: 0, selector: { matchLabels: { app: 'b' } } }), false, false],
  ['a deletion', pods('a:1'), undefined, false, true],
  ['a deletion of none', pods('a:1', { replicas: 0 }), undefined, false, false],
  ['a creation', undefined, pods('a:1'), false, false],
  ['a creation of none', undefined, pods('a:1', { replicas: 0 }), false, false],
  ['a change of what has no pods', service(1), service(2), false, false],
])('%s', (_, before, after, replaces, stops) => {
  const change = changed(before, after);
  expect([replacesPods(change), stopsPods(change)]).toEqual([replaces, stops]);
});

describe('a policy sees of a change', () => {
  const views = new ChangeViews({ regions: [{ name: 'north', placements: [] }] } as unknown as Pick<Fleet, 'regions'>);
  const fields = (change: Change): Record<string, unknown> => Object.fromEntries(views.of(change));

  test('what there is, and nothing where there is none', () => {
    expect(fields(changed(pods('a:1'), undefined))).toMatchObject({
      verb: 'delete',
      kind: 'apps/Deployment',
      namespace: 'agents',
      after: null,
      stops: true,
    });
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules: [] } as unknown as KubeObject;
    expect(fields(changed(undefined, role))).toMatchObject({ verb: 'create', namespace: '', before: null, restarts: false });
  });

  test('one component that delivers, whatever the hub is called', () => {
    const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a' } } as unknown as KubeObject;
    const named = (component: string): unknown => fields(changesBetween('north', component, [], [application])[0] as Change)['component'];
    expect(['argocd', 'argocd eu', 'dns'].map(named)).toEqual(['argocd', 'argocd', 'dns']);
  });

  test('no agent where its label names none of the fleet', () => {
    const stranger = { ...service(1), metadata: { name: 'a', namespace: 'agents', labels: { 'app.kubernetes.io/name': 'nobody' } } } as KubeObject;
    const nobody = (fields(changed(undefined, service(1)))['agent'] as ReadonlyMap<string, unknown>).get('name');
    expect([nobody, (fields(changed(undefined, stranger))['agent'] as ReadonlyMap<string, unknown>).get('name')]).toEqual(['', '']);
  });
});

describe('the agent of a change, and of an object', () => {
  const agent = { name: 'alpha', autoscale: null, replicas: 1, labels: {}, annotations: {} } as unknown as Agent;
  const region = { name: 'north', placements: [{ agent }] } as unknown as Region;
  const views = new ChangeViews({ regions: [region] });
  const alpha = { 'app.kubernetes.io/name': 'alpha' };
  const ours = { ...alpha, 'app.kubernetes.io/component': 'agent', 'pap.plugged.in/owner': 'acme' };

  test.each<[what: string, labels: Readonly<Record<string, string>> | undefined, unit: string | undefined, expected: string]>([
    ['its unit, without a label', undefined, 'alpha', 'alpha'],
    ['the labels of our agents', ours, undefined, 'alpha'],
    ['the labels of our agents, in a unit of all', ours, 'common', 'alpha'],
    ['the labels of our agents that charts may write', { ...alpha, 'app.kubernetes.io/component': 'agent' }, 'common', ''],
    ['the name alone, as charts have it', alpha, 'common', ''],
    ['the name alone, of the region', alpha, undefined, ''],
    ['the name of a part', { ...alpha, 'app.kubernetes.io/component': 'server' }, undefined, ''],
    ['an agent that is not there', { ...ours, 'app.kubernetes.io/name': 'beta' }, 'beta', ''],
  ])('is told by %s', (_, labels, unit, expected) => {
    const plain = service(1);
    const object = { ...plain, metadata: { ...plain.metadata, ...(labels === undefined ? {} : { labels }) } };
    const change = { ...changed(undefined, object), ...(unit === undefined ? {} : { unit }) };
    const seen = views.of(change).get('agent') as ReadonlyMap<string, unknown>;
    expect([seen.get('name'), agentIn(region, object, unit)?.name ?? '']).toEqual([expected, expected]);
  });
});
