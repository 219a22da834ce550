import { describe, expect, test } from 'vitest';
import { explain } from '../../../generator/fleet/resolve/explain.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';

const HEAD = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components: { cluster: { images: tag } }
`;
const REGIONS = 'regions: { north: {}, south: {} }\n';

/** A fleet with one agent. @param own lines of the agent's file */
const fleet = (own: string, regions = REGIONS, more: Record<string, string> = {}) =>
  compiled({
    'fleet.yaml': HEAD + regions,
    'agents/alpha.yaml': `ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\nregions: [north, south]\n${own}`,
    ...more,
  });

const named = (objects: readonly KubeObject[], kind: string): KubeObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name.includes('alpha'));
const replicas = (made: ReturnType<typeof fleet>, region: string): unknown =>
  (named(objectsOf(made, region, 'agents'), 'Deployment')?.['spec'] as { replicas?: number }).replicas;

const BUSY = 'stateless: true\nreplicas: 7\nautoscale: { min: 3, max: 9 }\n';

describe('an agent that is suspended runs no pods, whatever else says how many', () => {
  const PATCH = '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: add, path: /spec/minReadySeconds, value: 5 }]\n';
  test.each<[string, string, string, Record<string, string>]>([
    ['plainly', 'state: suspended\n', REGIONS, {}],
    ['with replicas and an autoscaler', `state: suspended\n${BUSY}`, REGIONS, {}],
    [
      'with more replicas in an override',
      `state: suspended\nstateless: true\noverrides: { north: { replicas: 3 }, south: { replicas: 2 } }\n`,
      REGIONS,
      {},
    ],
    ['with an autoscaler in an override', `state: suspended\nstateless: true\noverrides: { north: { autoscale: { min: 2 } } }\n`, REGIONS, {}],
    [
      'with an autoscaler of the region',
      'state: suspended\nstateless: true\n',
      'regions: { north: { agentOverrides: { autoscale: { min: 2 } } }, south: { agentOverrides: { replicas: 2 } } }\n',
      {},
    ],
    ['with an autoscaler that takes over', 'state: suspended\nstateless: true\nautoscale: { handover: true }\n', REGIONS, {}],
    ['active in an override', 'state: suspended\noverrides: { north: { state: active } }\n', REGIONS, {}],
    ['in overrides alone', `${BUSY}overrides: { north: { state: suspended }, south: { state: suspended, replicas: 3 } }\n`, REGIONS, {}],
    ['patched elsewhere', `state: suspended\n${BUSY}`, REGIONS, { 'patches/all/agents/a.yaml': PATCH }],
  ])('%s', (_, own, regions, more) => {
    const made = fleet(own, regions, more);
    for (const region of ['north', 'south']) {
      expect(replicas(made, region)).toBe(0);
      const kinds = objectsOf(made, region, 'agents').map(({ kind }) => kind);
      expect(kinds).not.toContain('HorizontalPodAutoscaler');
      expect(kinds).not.toContain('PodDisruptionBudget');
      expect(named(objectsOf(made, region, 'monitoring'), 'PrometheusRule')).toBeUndefined();
      expect(made.files?.get(`argocd/${region}.yaml`)).not.toContain('ignoreDifferences');
    }
  });

  test('in one region, and runs in the other', () => {
    const made = fleet(`${BUSY}overrides: { north: { state: suspended } }\n`);
    expect([replicas(made, 'north'), replicas(made, 'south')]).toEqual([0, undefined]);
    expect(named(objectsOf(made, 'south', 'agents'), 'HorizontalPodAutoscaler')).toBeDefined();
    expect(named(objectsOf(made, 'south', 'monitoring'), 'PrometheusRule')).toBeDefined();
  });

  test('and a patch that would start it is refused', () => {
    const patch = '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: replace, path: /spec/replicas, value: 3 }]\n';
    expect(said(fleet('state: suspended\n', REGIONS, { 'patches/all/agents/a.yaml': patch }))).toEqual([
      expect.stringContaining(
        'patch/failed config/patches/all/agents/a.yaml:2 the patch does not apply to Deployment agents/alpha-agent in north: the agent is suspended',
      ),
    ]);
  });
});

test('everything but pods and what counts or watches them stays as it was', () => {
  const own = `${BUSY}storage: null\n`;
  const [runs, stopped] = [fleet(own), fleet(`state: suspended\n${own}`)];
  const components = runs.overlays?.map(({ component }) => component.name) ?? [];
  const text = (made: typeof runs): Map<string, string> =>
    new Map(
      components.flatMap((component) =>
        objectsOf(made, 'north', component).map((object) => [`${object.kind} ${object.metadata.name}`, JSON.stringify(object)] as const),
      ),
    );
  const [before, after] = [text(runs), text(stopped)];
  expect([...before.keys()].filter((title) => !after.has(title)).sort()).toEqual([
    'HorizontalPodAutoscaler alpha-agent',
    'PodDisruptionBudget alpha-agent',
    'PrometheusRule alpha-agent',
  ]);
  expect([...after.keys()].filter((title) => before.get(title) !== after.get(title))).toEqual(['Deployment alpha-agent']);
  const template = (made: typeof runs): unknown =>
    (named(objectsOf(made, 'north', 'agents'), 'Deployment')?.['spec'] as { template: unknown }).template;
  expect(template(stopped)).toEqual(template(runs));
});

test('the volume stays, and is backed up', () => {
  const made = fleet('state: suspended\nstorage: { size: 1Gi }\n');
  expect(named(objectsOf(made, 'north', 'agents'), 'PersistentVolumeClaim')).toBeDefined();
  expect((objectsOf(made, 'north', 'backup')[0]?.['spec'] as { paused: boolean }).paused).toBe(false);
});

describe('replicas: 0 is an error that says what to write', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'in the file of the agent',
      { 'agents/alpha.yaml': 'ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\nregions: [north]\nreplicas: 0\n' },
      'config/agents/alpha.yaml:4',
    ],
    [
      'in an override',
      { 'agents/alpha.yaml': 'ref: acme/alpha@1.0.0\nimage: r.example.net/alpha:1.0.0\nregions: [north]\noverrides:\n  north: { replicas: 0 }\n' },
      'config/agents/alpha.yaml:5',
    ],
    ['for the fleet', { 'fleet.yaml': `${HEAD}agentDefaults: { replicas: 0 }\n${REGIONS}` }, 'config/fleet.yaml:8'],
    ['for a region', { 'fleet.yaml': `${HEAD}regions: { north: { agentOverrides: { replicas: 0 } } }\n` }, 'config/fleet.yaml:8'],
  ])('%s', (_, files, place) => {
    const [first, ...more] = said(compiled({ 'fleet.yaml': HEAD + REGIONS, ...files }));
    expect(more).toEqual([]);
    expect(first).toContain(`${place} "replicas" must be at least 1`);
    expect(first).toContain('state: suspended');
  });
});

test('an override that would start it is a warning, and explain shows what holds', () => {
  const made = fleet('state: suspended\noverrides: { north: { state: active } }\n');
  expect(said(made)).toEqual([
    'fleet/useless-override config/agents/alpha.yaml:5 agent "alpha" is suspended everywhere, so it does not run in north either (remove it; to let the agent run in some regions, write "state: suspended" below its overrides for the others instead)',
  ]);
  const found = explain(made.spec as NonNullable<typeof made.spec>, { kind: 'agent', name: 'alpha' }, ['state']);
  expect(found.map(({ value, regions }) => [value, regions])).toEqual([['suspended', ['north', 'south']]]);
});

describe('an autoscaler that takes over', () => {
  const application = (made: ReturnType<typeof fleet>): string =>
    /name: pap-north-agents\n[^]*?(?=\n---|$)/.exec(made.files?.get('argocd/north.yaml') ?? '')?.[0] as string;

  test('finds the count that was there, and Argo CD leaves it alone', () => {
    const made = fleet('stateless: true\nreplicas: 5\nautoscale: { min: 3, max: 9, handover: true }\n');
    expect(said(made)).toEqual([]);
    expect(replicas(made, 'north')).toBe(5);
    expect(named(objectsOf(made, 'north', 'agents'), 'HorizontalPodAutoscaler')).toBeDefined();
    expect(application(made)).toMatch(
      /ignoreDifferences:\n {2}- group: apps\n {4}kind: Deployment\n {4}namespace: agents\n {4}name: alpha-agent\n {4}jsonPointers:\n {4}- \/spec\/replicas/,
    );
    expect(application(made)).toContain('- RespectIgnoreDifferences=true');
  });

  test('in one region alone', () => {
    const made = fleet('stateless: true\nreplicas: 5\noverrides: { south: { autoscale: { min: 3, max: 9, handover: true } } }\n');
    expect(application(made)).not.toContain('ignoreDifferences');
    expect(made.files?.get('argocd/south.yaml')).toContain('ignoreDifferences');
  });

  test('has the count to itself once the key is gone', () => {
    const made = fleet('stateless: true\nreplicas: 5\nautoscale: { min: 3, max: 9 }\n');
    expect(replicas(made, 'north')).toBeUndefined();
    expect(application(made)).not.toMatch(/ignoreDifferences|RespectIgnoreDifferences/);
  });

  test('is the only one that may share a count: a patch does not bring one in', () => {
    const patch = '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: add, path: /spec/replicas, value: 3 }]\n';
    expect(said(fleet('stateless: true\nautoscale: { min: 3, max: 9 }\n', REGIONS, { 'patches/all/agents/a.yaml': patch }))[0]).toContain(
      'quantity/replicas-and-autoscaler',
    );
    const marked =
      '- target: { kind: HorizontalPodAutoscaler, name: alpha-agent }\n  patch: [{ op: add, path: /metadata/annotations, value: { pap.plugged.in/handover: "true" } }]\n';
    expect(said(fleet('stateless: true\nautoscale: { min: 3, max: 9 }\n', REGIONS, { 'patches/all/agents/a.yaml': marked }))[0]).toContain(
      'patch/failed',
    );
  });
});
