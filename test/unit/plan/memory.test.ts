// What an out/ remembers, and what must not vanish from it by being left out.
import { describe, expect, test } from 'vitest';
import { lockText, type Lock } from '../../../generator/render/lock.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { KnownRegion } from '../../../generator/plan/memory.ts';
import { deliveredIn, knowDelivered, memoryOf } from '../../../generator/plan/memory.ts';
import { omissions } from '../../../generator/plan/omissions.ts';
import { Unreadable } from '../../../generator/plan/tree.ts';
import { agent, configOf, fleet, made } from './support.ts';
import type { Spec } from './support.ts';

const application = (finalizers: boolean, kind = 'Application'): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: a\n${finalizers ? '  finalizers:\n  - resources-finalizer.argocd.argoproj.io\n' : ''}`;
const regional = { lockVersion: 1 as const, region: 'north', objects: { agents: 2, dns: 1 }, agents: ['a'], files: {} };
const base: Readonly<Record<string, string>> = {
  'fleet.lock.json': lockText({ lockVersion: 1, generator: '1.2.3', gate: { maxDeletePercent: 1, maxUpdatePercent: 2 }, files: {} }),
  'argocd/kustomization.yaml': 'resources: []\n',
  'argocd/root.yaml': application(false),
  'argocd/north.yaml': application(false),
  'overlays/north/fleet.lock.json': lockText(regional),
  'overlays/north/agents/kustomization.yaml': 'resources: []\n',
  'overlays/north/agents/patch.yaml': '{}\n',
  'overlays/north/dns/kustomization.yaml': 'resources: []\n',
};
const remembered = (change: Readonly<Record<string, string | undefined>> = {}) =>
  memoryOf(treeOf(new Map(Object.entries({ ...base, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined))));

/** What a region has of the fleet's lock, while its own does not say otherwise. */
const fleetwide = { limits: { maxDeletePercent: 1, maxUpdatePercent: 2, maxWorkPercent: 20 }, generator: '1.2.3' };

describe('an out/ remembers', () => {
  test('its regions, what runs there, its limits and who wrote it', () =>
    expect(remembered()).toEqual({
      regions: new Map([
        ['north', { state: 'active', hubs: [{ hub: '', syncs: false }], agents: ['a'], objects: { agents: 2, dns: 1 }, ...fleetwide }],
      ]),
      limits: { maxDeletePercent: 1, maxUpdatePercent: 2, maxWorkPercent: 20 },
      trusts: [],
      strict: [],
      generator: '1.2.3',
      hubs: [''],
    }));
  test('of a region that was held, its own limits and who wrote it', () => {
    const own = { limits: { maxDeletePercent: 3, maxUpdatePercent: 4, maxWorkPercent: 20 }, generator: '1.0.0' };
    const lock = JSON.parse(base['overlays/north/fleet.lock.json'] as string) as Lock;
    const text = lockText({ ...lock, generator: own.generator, gate: own.limits });
    expect(remembered({ 'overlays/north/fleet.lock.json': text }).regions.get('north')).toMatchObject(own);
  });
  test.each([
    ['the folder that the root Application reads', 'spec:\n  source:\n    path: live/argocd\n', 'live'],
    ['no folder when it reads none', '', undefined],
  ])('%s', (_, spec, path) =>
    expect(remembered({ 'argocd/root.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: root\n${spec}` }).path).toBe(
      path,
    ),
  );
  test('no folder without a root Application', () => expect(remembered({ 'argocd/root.yaml': undefined }).path).toBeUndefined());
  test('nothing when there is none', () =>
    expect(memoryOf(treeOf(new Map()))).toEqual({
      regions: new Map(),
      limits: { maxDeletePercent: 10, maxUpdatePercent: 30, maxWorkPercent: 20 },
      trusts: [],
      generator: undefined,
    }));
  test('the usual limits when its lock names none', () =>
    expect(remembered({ 'fleet.lock.json': lockText({ lockVersion: 1, files: {} }) })).toMatchObject({
      limits: { maxDeletePercent: 10, maxUpdatePercent: 30, maxWorkPercent: 20 },
      trusts: [],
      generator: undefined,
    }));
  test('regions in the order of their names', () => {
    const south = { 'argocd/east.yaml': application(false), 'argocd/west.yaml': application(false) };
    expect([...remembered(south).regions.keys()]).toEqual(['east', 'north', 'west']);
  });
  test.each<[string, string, string]>([
    ['active when one Application stays', `${application(true)}---\n${application(false)}`, 'active'],
    ['being decommissioned when each Application takes its objects with it', `${application(true)}---\n${application(true)}`, 'decommissioning'],
    ['being decommissioned whatever its project does', `${application(false, 'AppProject')}---\n${application(true)}`, 'decommissioning'],
    ['active without any Application', application(true, 'AppProject'), 'active'],
  ])('a region is %s', (_, text, state) => expect(remembered({ 'argocd/north.yaml': text }).regions.get('north')?.state).toBe(state));
  test('a region that has Applications and no overlays is decommissioned', () => {
    const gone = Object.fromEntries(Object.keys(base).flatMap((path) => (path.startsWith('overlays/') ? [[path, undefined]] : [])));
    expect(remembered(gone).regions).toEqual(new Map([['north', { state: 'decommissioned', agents: [], objects: {}, ...fleetwide }]]));
  });
});

describe('what cannot be understood is not guessed', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['no lock', { 'fleet.lock.json': undefined }, 'out/fleet.lock.json cannot be understood: the lock is missing'],
    ['a lock that is none', { 'fleet.lock.json': '{}' }, 'out/fleet.lock.json cannot be understood: it is no lock of pap-fleet'],
    [
      'no lock of a region',
      { 'overlays/north/fleet.lock.json': undefined },
      'out/overlays/north/fleet.lock.json cannot be understood: the lock is missing',
    ],
    ...(
      [
        ['no agents', { ...regional, agents: undefined }],
        ['no objects', { ...regional, objects: undefined }],
        ['a component less', { ...regional, objects: { agents: 2 } }],
        ['a component more', { ...regional, objects: { agents: 2, dns: 1, certs: 1 } }],
        ['another component', { ...regional, objects: { agents: 2, certs: 1 } }],
      ] as const
    ).map(([title, lock]): [string, Record<string, string>, string] => [
      `a lock that lists ${title}`,
      { 'overlays/north/fleet.lock.json': lockText(lock as never) },
      'out/overlays/north/fleet.lock.json cannot be understood: it does not list its agents and the components that lie beside it',
    ]),
    [
      'no Applications',
      { 'argocd/north.yaml': undefined },
      'out/argocd/north.yaml cannot be understood: the region has overlays but no Applications',
    ],
  ])('%s', (_, change, message) => {
    expect(() => remembered(change)).toThrow(Unreadable);
    expect(() => remembered(change)).toThrow(new Error(message));
  });
  test('the order of the components says nothing', () => {
    expect(remembered({ 'overlays/north/fleet.lock.json': lockText({ ...regional, objects: { dns: 1, agents: 2 } }) }).regions.size).toBe(1);
  });
});

describe('left out', () => {
  const known = (of: Partial<KnownRegion> = {}): KnownRegion => ({ state: 'active', agents: [], objects: {}, ...of });
  const told = (regions: Readonly<Record<string, KnownRegion>>, change: (spec: Spec) => void = () => undefined): string[] => {
    const config = configOf(fleet(change));
    const { fleet: now, spec } = made(config);
    return omissions({ regions: new Map(Object.entries(regions)), limits: now.gate, generator: '0', path: 'out' }, now, spec).map(
      ({ what, instead }) => `${what} — ${instead}`,
    );
  };
  const only = (spec: Spec, ...regions: string[]): void => {
    spec.regions = Object.fromEntries(regions.map((name) => [name, spec.regions[name] ?? {}]));
    for (const name of Object.keys(spec.agents)) agent(spec, name)['regions'] = regions;
  };
  const entry = 'a region goes in three merges: decommissioning, decommissioned, then the entry';

  test.each<[string, Readonly<Record<string, KnownRegion>>, (spec: Spec) => void, string[]]>([
    ['nothing', { north: known(), south: known() }, () => undefined, []],
    ['a region that is gone already', { west: known({ state: 'decommissioned' }) }, () => undefined, []],
    [
      'an active region',
      { west: known() },
      () => undefined,
      [`region west is no longer in the fleet, but it is active — put its entry back with \`state: decommissioning\`; ${entry}`],
    ],
    [
      'a region that is going',
      { west: known({ state: 'decommissioning' }) },
      () => undefined,
      [`region west is no longer in the fleet, but its Applications are still there — put its entry back with \`state: decommissioned\`; ${entry}`],
    ],
    [
      'a step',
      { south: known() },
      (spec) => {
        only(spec, 'north');
        spec.regions['south'] = { state: 'decommissioned' };
      },
      [
        'region south goes from active to decommissioned at once — set `state: decommissioning` first: its Applications need their finalizers before they are removed',
      ],
    ],
    [
      'no step',
      { south: known({ state: 'decommissioning', agents: ['agent-a'], objects: { ingress: 3 } }) },
      (spec) => {
        only(spec, 'north');
        spec.regions['south'] = { state: 'decommissioned' };
      },
      [],
    ],
    ['agents that stay', { north: known({ agents: ['agent-a', 'agent-b'] }) }, () => undefined, []],
    [
      'an agent',
      { north: known({ agents: ['agent-z'] }) },
      () => undefined,
      [
        'agent agent-z runs in north and is no longer in the fleet — put its entry back with `state: terminated`; it may go once that has been delivered. One that has another name now is named under `moved`',
      ],
    ],
    [
      'a placement',
      { south: known({ agents: ['agent-a'] }) },
      (spec) => (agent(spec, 'agent-a')['regions'] = ['north']),
      [
        'agent agent-a runs in south, and its regions no longer name it — leave south among its regions and add `overrides: { south: { state: terminated } }`; both may go once that has been delivered',
      ],
    ],
    ['an agent that is terminated', { north: known({ agents: ['agent-a'] }) }, (spec) => (agent(spec, 'agent-a')['state'] = 'terminated'), []],
    [
      'a placement of an agent that is terminated',
      { south: known({ agents: ['agent-a'] }) },
      (spec) => Object.assign(agent(spec, 'agent-a'), { state: 'terminated', regions: ['north'] }),
      [],
    ],
    [
      'an agent that is terminated in this region',
      { south: known({ agents: ['agent-a'] }) },
      (spec) => (agent(spec, 'agent-a')['overrides'] = { south: { state: 'terminated' } }),
      [],
    ],
    ['components that stay', { north: known({ objects: { cluster: 1, agents: 1 } }) }, () => undefined, []],
    [
      'a component that is switched off in words',
      { north: known({ objects: { monitoring: 3 } }) },
      (spec) => (spec.components['monitoring'] = { enabled: false }),
      [],
    ],
    [
      'a component that is switched off in words, in this region',
      { north: known({ objects: { monitoring: 3 } }) },
      (spec) => (spec.regions['north'] = { components: { monitoring: { enabled: false } } }),
      [],
    ],
    [
      'a component of another release',
      { north: known({ objects: { mesh: 3 } }) },
      () => undefined,
      [
        'component mesh runs in north, and neither config/components nor this release has one of that name — put config/components/mesh back with `components.mesh.enabled: false`, or switch it off with the release that has it; it may go once that has been delivered',
      ],
    ],
    [
      'the folder that Argo CD reads',
      { north: known() },
      (spec) => (spec['gitops'] = { repoURL: 'https://git.example.net/fleet.git', path: 'deploy' }),
      [
        'gitops.path moves the folder that Argo CD reads from out/ to deploy/ — the folder is moved by hand, in one commit with the setting: docs/operations.md, "Moving out/"',
      ],
    ],
    [
      'everything',
      {},
      (spec) => (spec.regions = { north: { state: 'decommissioned' }, south: { state: 'decommissioned' } }),
      ['the fleet has no region left — an empty fleet is never delivered; remove its Applications by hand if it is to end'],
    ],
  ])('%s', (_, regions, change, expected) => expect(told(regions, change)).toEqual(expected));
});

describe('what a file delivers is known without reading it', () => {
  const path = 'argocd/north.yaml';
  const object = (name: string) => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name } });
  const tree = treeOf(new Map([[path, application(false)]]));
  test('where it has the text that is made now', () => {
    knowDelivered(tree, new Map([[path, application(false)]]), [[path, [object('made')]]]);
    expect(deliveredIn(tree, path)).toEqual([object('made')]);
  });
  test.each([
    ['of another text it is read', new Map([[path, application(true)]])],
    ['and so where it goes', new Map<string, string>()],
  ])('%s', (_, files) => {
    const old = treeOf(new Map([[path, application(false)]]));
    knowDelivered(old, files, [[path, [object('made')]]]);
    expect(deliveredIn(old, path)).toEqual([object('a')]);
  });
});
