// What is dangerous about changes of a fleet, on changes made by hand: where an object stands decides as well.
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import type { RegionState } from '../../../../generator/fleet/region.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import { ARGOCD, DNS, FLEET, changesBetween } from '../../../../generator/plan/change.ts';
import type { Change } from '../../../../generator/plan/change.ts';
import { dangersOf } from '../../../../generator/plan/gate/dangers.ts';
import type { KnownRegion, Memory } from '../../../../generator/plan/memory.ts';
import type { Customs } from '../../../../generator/render/customs.ts';
import type { Overlay } from '../../../../generator/render/overlay.ts';
import { fragment } from '../../../../generator/render/unit.ts';
import { object } from '../object.ts';

const ZONE = { name: 'a.example.net', parent: 'example.net' };
const NO_CUSTOMS: Customs = { extras: [], patches: [] };

interface Given {
  readonly changes: readonly Step[];
  readonly earlier?: readonly Step[];
  /** What is delivered: region → what is known of it. */
  readonly known?: Readonly<Record<string, Partial<KnownRegion>>>;
  /** What comes: region → state and agents. */
  readonly regions?: Readonly<Record<string, readonly [state: RegionState, ...agents: readonly string[]]>>;
  readonly overlays?: readonly Overlay[];
  readonly customs?: Customs;
  readonly maxWorkPercent?: number;
  readonly zone?: typeof ZONE;
  /** Settings of components: region → component → settings. */
  readonly components?: Readonly<Record<string, object>>;
}

function told(given: Given): string[] {
  return dangers(given).map(({ change, class: kind, because }) => `${change.region}: ${kind}: ${because}`);
}

function dangers({
  changes,
  earlier = [],
  known = { north: {} },
  regions = { north: ['active'] },
  overlays = [],
  customs = NO_CUSTOMS,
  maxWorkPercent = 20,
  zone = ZONE,
  components = {},
}: Given) {
  const memory = {
    generator: '0',
    limits: {},
    regions: new Map(Object.entries(known).map(([name, own]) => [name, { state: 'active', agents: [], objects: {}, ...own }])),
  } as unknown as Memory;
  const fleet = {
    zone,
    name: 'pap',
    namespace: 'agents',
    declared: [],
    gitops: { hubs: [{ name: '', argocd: {} }] },
    regions: Object.entries(regions).map(([name, [state, ...agents]]) => ({
      name,
      state,
      components: components[name] ?? {},
      placements: agents.map((agent) => ({ agent: { name: agent } })),
    })),
  } as unknown as Fleet;
  return dangersOf({ memory, fleet, overlays, customs }, changesOf(changes), () => changesOf(earlier), { maxWorkPercent });
}

const overlay = (
  region: string,
  component: string,
  objects: readonly KubeObject[] = [],
  own: readonly KubeObject[] = [],
  more: object = {},
): Overlay =>
  ({
    region: { name: region },
    component: { name: component, kinds: [], namespaces: () => [], ...more },
    units: [fragment(objects)],
    own: [fragment(own)],
  }) as unknown as Overlay;

const of = (agent: string): Partial<KubeObject['metadata']> => ({
  labels: { 'app.kubernetes.io/component': 'agent', 'app.kubernetes.io/name': agent, 'pap.plugged.in/owner': 'acme' },
});
const deployment = (agent: string, spec: object = {}): KubeObject => object('Deployment', spec, { name: `${agent}-agent`, ...of(agent) }, 'apps/v1');
const helper = (name: string, replicas = 1): KubeObject => object('StatefulSet', { replicas }, { name }, 'apps/v1');

/** Objects of a component as they are and as they will be; compared only when a test runs. */
interface Step {
  readonly region: string;
  readonly component: string;
  readonly before: readonly KubeObject[];
  readonly after: readonly KubeObject[];
}
const changesOf = (steps: readonly Step[]): Change[] =>
  steps.flatMap(({ region, component, before, after }) => changesBetween(region, component, before, after));
const gone = (region: string, component: string, ...before: readonly KubeObject[]): Step[] => [{ region, component, before, after: [] }];
const come = (region: string, component: string, ...after: readonly KubeObject[]): Step[] => [{ region, component, before: [], after }];
const update = (region: string, component: string, before: KubeObject, after: KubeObject): Step[] => [
  { region, component, before: [before], after: [after] },
];
const application = (name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject =>
  object('Application', {}, { name, namespace: 'argocd', ...more }, 'argoproj.io/v1alpha1');
const route = (name: string, host: string, more: Partial<KubeObject['metadata']> = {}, kind = 'IngressRoute'): KubeObject =>
  object(kind, { routes: [{ match: `Host(\`${host}\`)`, services: [{ name }] }] }, { name, ...more }, 'traefik.io/v1alpha1');
const role = (verb: string): KubeObject => ({
  ...object('Role', undefined, {}, 'rbac.authorization.k8s.io/v1'),
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: [verb] }],
});

describe('nothing is dangerous', () => {
  test('where nothing is delivered yet', () => {
    const memory = { regions: new Map(), generator: undefined } as unknown as Memory;
    expect(
      dangersOf(
        { memory, fleet: { regions: [], zone: ZONE, declared: [] } as never, overlays: [], customs: undefined },
        changesOf(come('north', 'agents', role('get'))),
        () => [],
        {
          maxWorkPercent: 0,
        },
      ),
    ).toEqual([]);
  });
  test('where nothing changes', () => expect(told({ changes: [] })).toEqual([]));
  test('and nobody asks for the day before, where no work is', () => {
    const memory = { regions: new Map([['north', { agents: [], objects: {} }]]), generator: '0' } as unknown as Memory;
    const ask = (): never => {
      throw new Error('asked');
    };
    const scene = { memory, fleet: { regions: [], zone: ZONE, declared: [] } as never, overlays: [], customs: NO_CUSTOMS };
    expect(dangersOf(scene, changesOf(come('north', 'agents', role('get'))), ask, { maxWorkPercent: 0 })).toEqual([]);
  });
});

describe('a label of a domain of its own', () => {
  const label = (key: string): Step[] =>
    update('north', 'agents', object('ConfigMap', undefined), object('ConfigMap', undefined, { labels: { [key]: 'x' } }));
  test.each<[string, typeof ZONE, string, boolean]>([
    ['below the parent of the zone is free', ZONE, 'team.example.net/x', false],
    ['elsewhere asks', ZONE, 'team.example.org/x', true],
    ['below the zone, where its parent is a top-level domain, is free', { name: 'example.net', parent: 'net' }, 'team.example.net/x', false],
    ['below a top-level domain asks', { name: 'example.net', parent: 'net' }, 'team.example2.net/x', true],
  ])('%s', (_, zone, key, asks) => expect(told({ changes: label(key), zone }).length > 0).toBe(asks));
});

describe('who makes what comes', () => {
  const changes = come('north', 'agents', role('get'));
  const POWER = ['north: power: the API server gives rights by it'];
  const customs: Customs = { extras: [{ region: 'north', component: 'agents', object: role('get') }] as never, patches: [] };

  test.each<[string, Partial<Given>, readonly string[]]>([
    ['a component', {}, []],
    ['people', { customs }, POWER],
    [
      'Argo CD, whatever people add',
      {
        changes: come('north', ARGOCD, role('get')),
        customs: { ...customs, extras: [{ region: 'north', component: ARGOCD, object: role('get') }] as never },
      },
      [],
    ],
    [
      'the name server, whatever people add',
      {
        changes: come('north', DNS, role('get')),
        customs: { ...customs, extras: [{ region: 'north', component: DNS, object: role('get') }] as never },
      },
      [],
    ],
  ])('%s', (_, given, expected) => expect(told({ changes, ...given })).toEqual(expected));
  test('nobody knows', () => {
    const memory = { regions: new Map([['north', { agents: [], objects: {} }]]), generator: '0' } as unknown as Memory;
    const scene = { memory, fleet: { regions: [], zone: ZONE, declared: [] } as never, overlays: [], customs: undefined };
    expect(dangersOf(scene, changesOf(changes), () => [], { maxWorkPercent: 0 }).map(({ class: kind }) => kind)).toEqual(['power']);
    expect(dangersOf(scene, changesOf(come('north', ARGOCD, role('get'))), () => [], { maxWorkPercent: 0 })).toEqual([]);
  });
  test('is asked of what is delivered already', () => {
    const store = (name: string): KubeObject => object('ExternalSecret', { secretStoreRef: { name: 'other' } }, { name }, 'external-secrets.io/v1');
    const coming = come('north', 'secrets', store('new'));
    expect(told({ changes: coming })).toEqual(['north: power: Secrets come from another store (spec.secretStoreRef)']);
    expect(told({ changes: coming, overlays: [overlay('south', 'secrets', [store('old')])] })).toEqual([]);
    expect(told({ changes: coming, overlays: [overlay('south', 'agents', [store('old')])] })).toHaveLength(1);
  });
});

describe('a component leaves a region', () => {
  const known = { north: { objects: { backup: 1, agents: 1 } } };
  const runs = [overlay('north', 'agents')];
  const schedule = object('Schedule', {}, {}, 'velero.io/v1');
  const LEFT = 'north: loss: all of backup leaves the region: backups are no longer made';
  const changes = gone('north', 'backup', schedule);

  test.each<[string, Partial<Given>, readonly string[]]>([
    ['that stays', {}, [LEFT]],
    ['that is being decommissioned', { regions: { north: ['decommissioning'], south: ['active'] } }, [LEFT]],
    ['where it still runs', { overlays: [...runs, overlay('north', 'backup')] }, ['north: loss: backups are no longer made']],
    ['that is no longer there', { regions: { south: ['active'] } }, ['north: loss: backups are no longer made']],
    ['where nobody knew it', { known: { north: { objects: { agents: 1 } } } }, ['north: loss: backups are no longer made']],
    ['that nobody knew', { known: { south: {} } }, ['north: loss: backups are no longer made']],
    ['when nobody says what runs', { overlays: [] }, ['north: loss: backups are no longer made']],
    [
      'and comes at once',
      {
        changes: come('north', 'backup', schedule),
        customs: { extras: [{ region: 'north', component: 'backup', object: schedule }] as never, patches: [] },
      },
      ['north: power: Velero reads what its backups hold, Secrets too'],
    ],
    [
      'with what is guarded',
      { changes: gone('north', 'backup', object('PersistentVolumeClaim', {})) },
      ['north: loss: a PersistentVolumeClaim is deleted', LEFT],
    ],
    ['with its Application', { changes: gone('north', ARGOCD, application('pap-north-backup')) }, [LEFT]],
    [
      'with a project of that name',
      { changes: gone('north', ARGOCD, { ...application('pap-north-backup'), kind: 'Thing' }) },
      ['north: power: nobody has said yet what such a change does'],
    ],
  ])('%s', (_, given, expected) => expect(told({ changes, known, overlays: runs, ...given })).toEqual(expected));

  test('of which the Application of another goes', () => {
    expect(told({ changes: gone('north', ARGOCD, application('pap-north-agents')), known, overlays: runs })).not.toContainEqual(LEFT);
    expect(told({ changes: gone('north', ARGOCD, application('other')), known, overlays: runs })).not.toContainEqual(
      expect.stringContaining('leaves the region'),
    );
    expect(told({ changes: gone('west', ARGOCD, application('other')), known, overlays: runs })).not.toContainEqual(
      expect.stringContaining('leaves the region'),
    );
  });
});

describe('a region that is decommissioned', () => {
  const regions = { north: ['decommissioned'], south: ['active'] } as const;
  test('asks for its share alone', () => expect(told({ changes: gone('north', 'agents', role('get'), deployment('a')), regions })).toEqual([]));
  test('asks for what is guarded', () => {
    expect(told({ changes: gone('north', 'agents', object('Namespace', {})), regions })).toEqual(['north: loss: a Namespace is deleted']);
  });
});

describe('an agent that ends', () => {
  const agents = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const known = { north: { agents }, south: { agents } };
  const regions = { north: ['active', ...agents.slice(1)], south: ['active', ...agents] } as const;
  const ended = { changes: gone('north', 'agents', deployment('a')), known, regions };
  const service = object('Service', {}, of('a'));
  const claim = object('PersistentVolumeClaim', {}, of('a'));

  test('in one region of two is free', () => expect(told(ended)).toEqual([]));
  test('takes what is its own with it', () => {
    const changes = [
      ...ended.changes,
      ...gone('north', 'agents', role('get'), object('NetworkPolicy', {}, of('a'), 'networking.k8s.io/v1'), service),
    ];
    expect(told({ ...ended, changes })).toEqual(['north: work: the API server refuses what it allowed: controllers with the account stop working']);
    expect(told({ ...ended, changes: gone('north', 'agents', object('NetworkPolicy', {}, of('b'), 'networking.k8s.io/v1')) })).toHaveLength(1);
    expect(
      told({
        ...ended,
        regions: { ...regions, north: ['active', ...agents] },
        changes: gone('north', 'agents', object('NetworkPolicy', {}, of('a'), 'networking.k8s.io/v1')),
      }),
    ).toHaveLength(1);
    expect(
      told({
        ...ended,
        changes: update(
          'north',
          'agents',
          object('NetworkPolicy', { podSelector: { a: '1' } }, of('a'), 'networking.k8s.io/v1'),
          object('NetworkPolicy', { podSelector: { a: '2' } }, of('a'), 'networking.k8s.io/v1'),
        ),
      }),
    ).toHaveLength(1);
  });
  test('does not take its data with it', () => {
    expect(told({ ...ended, changes: [...ended.changes, ...gone('north', 'agents', claim)] })).toEqual([
      'north: loss: a PersistentVolumeClaim is deleted',
    ]);
  });
  test('in every region asks', () => {
    const everywhere = { north: ['active', ...agents.slice(1)], south: ['active', ...agents.slice(1)] } as const;
    const changes = ['north', 'south'].flatMap((region) => gone(region, 'agents', deployment('a')));
    expect(told({ changes, known, regions: everywhere })).toEqual(
      ['north', 'south'].map((region) => `${region}: work: its pods stop: agent a ends, or stops, in every region`),
    );
  });
  test('in a region that nobody knew is counted by itself', () => {
    expect(told({ changes: gone('west', 'agents', deployment('a')), known, regions: { west: ['active'] } })).toEqual([]);
  });

  const record = (...hosts: readonly string[]): KubeObject =>
    object(
      'DNSEndpoint',
      { endpoints: hosts.map((dnsName) => ({ dnsName, recordType: 'A', targets: ['192.0.2.1'] })) },
      {},
      'externaldns.k8s.io/v1alpha1',
    );
  const runs = (name: string, host: string): KubeObject =>
    deployment(name, {
      template: {
        spec: {
          containers: [
            {
              name: 'agent',
              env: [
                { name: 'OTHER', value: 'b.example' },
                { name: 'AGENT_DNS_NAME', value: host },
              ],
            },
            { name: 'bare' },
          ],
        },
      },
    });
  const GONE = 'north: names: hosts no longer resolve: ExternalDNS deletes their records (spec.endpoints)';
  const lost = update('north', 'dns', record('a.example', 'b.example'), record('b.example'));

  test.each<[string, readonly Step[], readonly string[]]>([
    ['takes its host with it', [...lost, ...gone('north', 'agents', runs('a', 'a.example'))], []],
    ['takes no host of another with it', [...lost, ...gone('north', 'agents', runs('a', 'c.example'))], [GONE]],
    ['takes no host of another region with it', [...lost, ...gone('south', 'agents', runs('a', 'a.example'))], [GONE]],
    ['takes no host with it while it stays', [...lost, ...gone('north', 'agents', runs('b', 'a.example'))], [GONE]],
    ['takes no host with it while it changes', [...lost, ...update('north', 'agents', runs('a', 'a.example'), runs('a', 'c.example'))], [GONE]],
    ['takes no host with it, of pods without any', [...lost, ...gone('north', 'agents', deployment('a'))], [GONE]],
    [
      'takes no host of a value that is named otherwise',
      [...update('north', 'dns', record('a.example', 'b.example'), record('a.example')), ...gone('north', 'agents', runs('a', 'a.example'))],
      [GONE],
    ],
    ['takes no host of what is no Deployment', [...lost, ...gone('north', 'agents', { ...runs('a', 'a.example'), kind: 'StatefulSet' })], [GONE]],
    [
      'takes no host of a Deployment of nobody',
      [...lost, ...gone('north', 'agents', { ...runs('a', 'a.example'), metadata: { name: 'x' } })],
      [GONE],
    ],
  ])('%s', (_, changes, expected) =>
    expect(told({ changes, known, regions, maxWorkPercent: 100 }).filter((line) => line.includes(': names:'))).toEqual(expected),
  );
});

describe('a host', () => {
  const from = (before: KubeObject, after: KubeObject, region = 'north'): Step[] => update(region, 'ingress', before, after);
  const IDENTITY = 'north: identity: x.example goes from a to b';
  const identities = (changes: readonly Step[]): string[] => told({ changes }).filter((line) => line.includes(' goes from '));

  test.each<[string, readonly Step[], readonly string[]]>([
    [
      'that goes to another agent',
      [
        ...from(route('a', 'x.example', of('a')), route('a', 'y.example', of('a'))),
        ...from(route('b', 'z.example', of('b')), route('b', 'x.example', of('b'))),
      ],
      [IDENTITY],
    ],
    [
      'that goes to what is of no agent',
      [...from(route('a', 'x.example'), route('a', 'y.example')), ...from(route('b', 'z.example'), route('b', 'x.example'))],
      [IDENTITY],
    ],
    [
      'that goes to what comes',
      [...gone('north', 'ingress', route('a', 'x.example', of('a'))), ...come('north', 'ingress', route('b', 'x.example', of('b')))],
      [IDENTITY],
    ],
    [
      'that goes to another route of its agent',
      [...gone('north', 'ingress', route('a1', 'x.example', of('a'))), ...come('north', 'ingress', route('a2', 'x.example', of('a')))],
      [],
    ],
    ['that nobody had', come('north', 'ingress', route('b', 'x.example', of('b'))), []],
    [
      'that somebody has in another region',
      [...gone('south', 'ingress', route('a', 'x.example', of('a'))), ...come('north', 'ingress', route('b', 'x.example', of('b')))],
      [],
    ],
    ['that goes', gone('north', 'ingress', route('a', 'x.example', of('a'))), []],
    [
      'that both had',
      [
        ...from(route('a', 'x.example', of('a')), route('a', 'y.example', of('a'))),
        ...from(route('b', 'x.example', of('b')), { ...route('b', 'x.example', of('b')), more: 1 }),
      ],
      [],
    ],
    [
      'of a TCP route',
      [
        ...gone('north', 'ingress', route('a', 'x.example', of('a'), 'IngressRouteTCP')),
        ...come('north', 'ingress', route('b', 'x.example', of('b'), 'IngressRouteTCP')),
      ],
      [IDENTITY],
    ],
    [
      'of what is no route',
      [
        ...gone('north', 'ingress', route('a', 'x.example', of('a'), 'IngressRouteUDP')),
        ...come('north', 'ingress', route('b', 'x.example', of('b'), 'IngressRouteUDP')),
      ],
      [],
    ],
    [
      'of what is no route any more',
      [
        ...gone('north', 'ingress', route('a', 'x.example', of('a'), 'MyIngressRoute')),
        ...come('north', 'ingress', route('b', 'x.example', of('b'), 'MyIngressRoute')),
      ],
      [],
    ],
    [
      'of a route without any',
      [
        ...gone('north', 'ingress', object('IngressRoute', {}, of('a'), 'traefik.io/v1alpha1')),
        ...come('north', 'ingress', route('b', 'x.example', of('b'))),
      ],
      [],
    ],
  ])('%s', (_, changes, expected) => expect(identities(changes)).toEqual(expected));
});

describe('work is counted among', () => {
  const regions = { north: ['active', 'a', 'b', 'c'], south: ['active', 'a', 'b', 'c'] } as const;
  const known = { north: { agents: ['a', 'b', 'c'], objects: { dns: 2 } }, south: { agents: ['a', 'b', 'c'] } };
  const restart = (region: string, ...agents: readonly string[]): Step[] =>
    agents.flatMap((agent) =>
      update(
        region,
        'agents',
        deployment(agent, { template: { spec: { terminationGracePeriodSeconds: 30 } } }),
        deployment(agent, { template: { spec: { terminationGracePeriodSeconds: 31 } } }),
      ),
    );
  const why = (given: Given): string[] => [...new Set(dangers(given).map(({ because }) => because.replace(/^[^:]*: (.*?: )?/, '')))];

  test('agents and their regions', () => {
    expect(why({ changes: restart('north', 'a', 'b', 'c'), known, regions })).toEqual(['3 of 6 agents × regions; 20 % are allowed']);
    expect(why({ changes: restart('north', 'a', 'b'), known, regions })).toEqual([]);
    expect(why({ changes: restart('north', 'a', 'b', 'c'), known, regions, maxWorkPercent: 50 })).toEqual([]);
  });
  test('those of one region where they stop', () => {
    const changes = gone('north', 'agents', ...['a', 'b', 'c'].map((agent) => deployment(agent)));
    expect(why({ changes, known, regions: { ...regions, north: ['active'] } })).toEqual(['3 of 3 agents × regions of north; 20 % are allowed']);
  });
  test('what was done since a day ago', () => {
    const earlier = [...restart('north', 'a', 'b'), ...restart('south', 'a')];
    expect(why({ changes: restart('south', 'a'), earlier, known, regions })).toEqual(['3 of 6 agents × regions within a day; 20 % are allowed']);
  });

  const names = ['d1', 'd2', 'd3', 'd4', 'd5'];
  const stop = (...few: readonly string[]): Step[] => few.flatMap((name) => update('north', 'dns', helper(name), helper(name, 0)));
  const delivered = (...list: readonly string[]): Overlay[] => [
    overlay(
      'north',
      'dns',
      list.map((name) => helper(name)),
    ),
    overlay(
      'south',
      'dns',
      [],
      list.map((name) => helper(name)),
    ),
  ];
  const count = (given: Partial<Given> & { readonly changes: readonly Step[] }): string[] =>
    why({ known, regions, maxWorkPercent: 0, ...given }).filter((line) => line.includes('StatefulSets of dns'));

  test('objects of a kind of a component', () => {
    expect(count({ changes: stop('d1', 'd2', 'd3'), overlays: delivered(...names) })).toEqual([
      '3 of 5 StatefulSets of dns of north; 0 % are allowed',
    ]);
    expect(count({ changes: stop('d1', 'd2', 'd3'), overlays: delivered(...names), maxWorkPercent: 30 })).toEqual([
      '3 of 5 StatefulSets of dns of north; 30 % are allowed',
    ]);
    expect(count({ changes: stop('d1', 'd2', 'd3'), overlays: delivered(...names), maxWorkPercent: 60 })).toEqual([]);
  });
  const sizeOf = (more: readonly Step[], overlays = delivered(...names), customs = NO_CUSTOMS): string | undefined =>
    count({ changes: [...stop('d1', 'd2', 'd3'), ...more], overlays, customs }).map((line) => / of (\d+) /.exec(line)?.[1] as string)[0];
  const extras: Customs = {
    extras: [
      { region: 'north', component: 'dns', object: helper('d5') },
      { region: 'north', component: 'dns', object: helper('d9') },
    ] as never,
    patches: [],
  };

  test.each<[string, () => string | undefined, string]>([
    ['as many as are delivered', () => sizeOf([]), '5'],
    ['without what comes', () => sizeOf(come('north', 'dns', helper('d5'))), '4'],
    ['with what comes elsewhere', () => sizeOf(come('south', 'dns', helper('d5'))), '5'],
    ['with what comes of another kind', () => sizeOf(come('north', 'dns', object('Service', {}))), '5'],
    ['with what comes of another component', () => sizeOf(come('north', 'backup', helper('d5'))), '5'],
    ['with what goes', () => sizeOf(gone('north', 'dns', helper('d6'))), '6'],
    ['without what people added', () => sizeOf([], delivered(...names), extras), '4'],
    ['without what people add', () => sizeOf(come('north', 'dns', helper('d5')), delivered(...names), extras), '4'],
    [
      'without objects of other kinds',
      () => sizeOf([], [overlay('north', 'dns', [...names.map((name) => helper(name)), object('Service', {})])]),
      '5',
    ],
    ['without objects of other components', () => sizeOf([], [...delivered(...names), overlay('north', 'backup', [helper('x')])]), '5'],
  ])('%s', (_, seen, expected) => expect(seen()).toBe(expected));

  test('what is of no agent of the region by itself', () => {
    const changes = names
      .slice(0, 3)
      .flatMap((name) =>
        update(
          'north',
          'agents',
          deployment(`new-${name}`, { template: { spec: { terminationGracePeriodSeconds: 30 } } }),
          deployment(`new-${name}`, { template: { spec: { terminationGracePeriodSeconds: 31 } } }),
        ),
      );
    expect(why({ changes, known, regions, maxWorkPercent: 0 })).toEqual(['3 of 0 Deployments of agents; 0 % are allowed']);
  });
});

describe('regions that say at once that they will go', () => {
  const finalizers = { finalizers: ['resources-finalizer.argocd.argoproj.io'] };
  const farewell = (...regions: readonly string[]): Step[] =>
    regions.flatMap((region) => update(region, ARGOCD, application(`pap-${region}-agents`), application(`pap-${region}-agents`, finalizers)));
  const known = { north: {}, south: {}, west: {} };
  const only = (given: Given): string[] => told(given).filter((line) => / say at once|no region stays/.test(line));
  const going = (...regions: readonly string[]): NonNullable<Given['regions']> =>
    Object.fromEntries(Object.keys(known).map((name) => [name, [regions.includes(name) ? 'decommissioning' : 'active'] as const]));
  const two = ['north', 'south'].map((region) => `${region}: loss: 2 regions say at once that they will go`);

  test.each<[string, Given, readonly string[]]>([
    ['one of several', { changes: farewell('north'), known, regions: going('north') }, []],
    ['two of three', { changes: farewell('north', 'south'), known, regions: going('north', 'south') }, two],
    ['all', { changes: farewell('north'), known: { north: {} }, regions: { north: ['decommissioning'] } }, ['north: loss: no region stays']],
    ['none', { changes: farewell('north'), known: { north: { state: 'decommissioning' } }, regions: { north: ['decommissioning'] } }, []],
    [
      'one after another',
      { changes: farewell('south'), known: { ...known, north: { state: 'decommissioning' } }, regions: going('north', 'south') },
      [],
    ],
    ['one that nobody knew', { changes: farewell('north', 'south'), known: { north: {}, west: {} }, regions: going('north', 'south') }, []],
    [
      'two, with other changes',
      {
        changes: [
          ...farewell('north', 'south'),
          ...update('north', ARGOCD, application('x'), application('x', { labels: { a: 'b' } })),
          ...update('north', 'agents', application('y'), application('y', finalizers)),
          ...farewell('west'),
        ],
        known,
        regions: going('north', 'south'),
      },
      two,
    ],
  ])('%s', (_, given, expected) => expect(only(given)).toEqual(expected));
});

test('what belongs to no region is judged as well', () => {
  expect(told({ changes: gone(FLEET, DNS, { ...object('Zone', undefined, {}, 'pap-fleet/v1'), lines: {} }) })).toEqual([': loss: a zone is deleted']);
});

describe('a project of Argo CD may have', () => {
  const project = (spec: object): KubeObject => object('AppProject', spec, {}, 'argoproj.io/v1alpha1');
  const MORE = (path: string): string => `north: power: Argo CD may deliver more than the components of the region need (spec.${path})`;
  const deployments = { kinds: [{ group: 'apps', kind: 'Deployment' }], namespaces: () => ['agents'] };
  const overlays = [
    overlay('north', 'agents', [], [], deployments),
    overlay('south', 'agents', [], [], { ...deployments, namespaces: () => ['other'] }),
  ];
  const given = (path: string, item: object, region = 'north'): string[] =>
    told({ changes: update(region, ARGOCD, project({ [path]: [] }), project({ [path]: [item] })), overlays, known: { north: {}, south: {} } });

  test.each<[string, string, object, boolean]>([
    ['a kind of a component', 'namespaceResourceWhitelist', { group: 'apps', kind: 'Deployment' }, true],
    ['a kind of another group', 'namespaceResourceWhitelist', { group: 'batch', kind: 'Deployment' }, false],
    ['what controllers make of them', 'namespaceResourceWhitelist', { group: 'apps', kind: 'ReplicaSet' }, true],
    ['any other kind', 'namespaceResourceWhitelist', { group: 'batch', kind: 'Job' }, false],
    ['a namespace of a component', 'destinations', { namespace: 'agents' }, false],
    ['a namespace of a component of another region', 'destinations', { namespace: 'other' }, false],
  ])('%s', (_, path, item, isFree) => expect(given(path, item)).toEqual(isFree ? [] : [MORE(path)]));

  test.each<[string, string, boolean]>([
    ['a namespace of a component', 'agents', true],
    ['a namespace of a component of another region', 'other', false],
    ['the usual namespace of cert-manager', 'cert-manager', true],
    ['the usual namespace of Velero', 'velero', true],
    ['any other namespace', 'kube-system', false],
  ])('when it comes, %s', (_, namespace, isFree) => {
    const changes = come('north', ARGOCD, project({ destinations: [{ namespace, name: 'north' }] }));
    expect(told({ changes, overlays })).toEqual(isFree ? [] : [MORE('destinations')]);
  });
});

test('a downgrade of what is of no agent asks always, one of an agent counts', () => {
  const runs = (of: KubeObject, tag: string): KubeObject => ({
    ...of,
    spec: { template: { spec: { containers: [{ name: 'x', image: `registry.example.net/x:${tag}` }] } } },
  });
  const known = { north: { agents: ['a'] }, south: { agents: ['a'] } };
  const changes = (of: KubeObject): Step[] => update('north', 'agents', runs(of, 'v1.2.0'), runs(of, 'v1.1.0'));
  expect([told({ changes: changes(helper('x')), known }).length, told({ changes: changes(deployment('a')), known }).length]).toEqual([1, 0]);
});

const controller = (replicas: number): KubeObject => object('Deployment', { replicas }, { name: 'external-dns' }, 'apps/v1');
test('a controller of a region that stops asks however few there are', () =>
  expect(told({ changes: update('north', 'dns', controller(1), controller(0)) })).toEqual([
    'north: work: the controller deletes all of its pods (spec.replicas)',
  ]));

describe('what comes to a region with less protection than others have', () => {
  const known = { north: { objects: { backup: 1, policies: 1, monitoring: 1 } } };
  const regions = { north: ['active'], south: ['active'] } as const;
  const come = (region: string, component: string, verb: 'create' | 'delete' = 'create'): Step => {
    const objects = [object('Schedule', {}, { name: 'nightly' }, 'velero.io/v1')];
    return { region, component, before: verb === 'create' ? [] : objects, after: verb === 'create' ? objects : [] };
  };
  const components = { north: { backup: { ttl: '9h' } }, south: { backup: { ttl: '1h' } } };
  const sooner = 'south: loss: backups are deleted sooner: no region has that yet (backup.ttl)';
  const about = (changes: readonly Step[], more: Partial<Given> = {}): string[] =>
    dangers({ changes, known, regions, components, ...more })
      .filter(({ because }) => /no region has that yet|as in no other region/.test(because))
      .map(({ change, class: kind, because }) => `${change.region}: ${kind}: ${because}`);

  test('is told with what comes of the component', () => {
    expect(about([come('south', 'agents'), come('south', 'backup')])).toEqual([sooner]);
    const [danger] = dangers({ changes: [come('south', 'agents'), come('south', 'backup')], known, regions, components }).filter(
      ({ class: kind }) => kind === 'loss',
    );
    expect(danger?.change.component).toBe('backup');
  });
  test('or with what else comes to the region', () => expect(about([come('south', 'agents')])).toEqual([sooner]));
  test('and not where nothing comes to it', () => {
    expect(about([come('north', 'backup')])).toEqual([]);
    expect(about([come('south', 'backup', 'delete')])).toEqual([]);
  });
  test('as work where alerts are missing', () => {
    const quiet = { north: {}, south: { monitoring: { enabled: false } } };
    expect(about([come('south', 'agents')], { components: quiet })).toEqual(['south: work: no alert tells of anything, as in no other region']);
  });
});
