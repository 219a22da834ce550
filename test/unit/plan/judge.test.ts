// The verdict on changes made by hand; gate.test.ts and review.test.ts ask for it about whole fleets.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { GENERATOR_VERSION } from '../../../generator/model/generator.ts';
import { approvalHash, approvalText, digest } from '../../../generator/plan/approval.ts';
import { changesBetween } from '../../../generator/plan/change.ts';
import type { Change } from '../../../generator/plan/change.ts';
import { judge } from '../../../generator/plan/gate.ts';
import type { Asked, Verdict } from '../../../generator/plan/gate.ts';
import type { Memory } from '../../../generator/plan/memory.ts';
import { approvalId } from '../../../generator/plan/spent.ts';
import type { Customs } from '../../../generator/render/customs.ts';
import { object } from './object.ts';

const LIMITS = { maxDeletePercent: 10, maxUpdatePercent: 50, maxWorkPercent: 20 };
const memory = (change: Partial<Memory> = {}): Memory => ({
  limits: LIMITS,
  generator: GENERATOR_VERSION,
  path: undefined,
  regions: new Map([['north', { state: 'active' as const, agents: [], objects: { agents: 4 } }]]),
  ...change,
});
const maps = (n: number, value: string): KubeObject[] =>
  Array.from({ length: n }, (_, i) => ({ ...object('ConfigMap', undefined), metadata: { name: `c${i}`, namespace: 'agents' }, data: { value } }));
const updates = (n: number): Change[] => changesBetween('north', 'agents', maps(n, 'a'), maps(n, 'b'));
const claim = (): Change[] => changesBetween('north', 'agents', [object('PersistentVolumeClaim', {})], [object('ConfigMap', undefined)]).slice(0, 1);

/** Agents with an owner, and the organisation of the teams. */
const OWNED = { teams: new Map([['alpha', 'search']]), gitops: { owners: '@acme', hubs: [] } };

interface Given {
  readonly changes?: readonly Change[];
  readonly memory?: Memory;
  readonly gate?: object;
  readonly regions?: readonly object[];
  readonly approvals?: readonly { readonly of: readonly string[]; readonly more?: object; readonly agent?: string }[];
  /** What `judge` may be asked besides. */
  readonly asked?: Partial<Asked>;
}
const north = { name: 'north', state: 'active', placements: [], components: {}, clusterFacts: { apiServer: [] } };

function verdict({ changes = [], memory: known = memory(), gate = LIMITS, regions = [north], approvals = [], asked: more = {} }: Given): Verdict {
  const config = approvals.map(({ of, more: other, agent }) => {
    const relative = `approvals/${agent === undefined ? '' : `agents/${agent}/`}${approvalHash(of)}.yaml`;
    const text = approvalText({ approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01', changes: of, ...other });
    return { path: `config/${relative}`, relative, bytes: Buffer.from(text) };
  });
  const asked = {
    plan: { changes, memory: known, counts: { argocd: 0 }, base: 'out' },
    fleet: {
      name: 'pap',
      zone: { name: 'a.example.net', parent: 'example.net' },
      regions,
      declared: [],
      gate,
      externals: [],
      waivers: [],
      moved: [],
      treatAsErrors: [],
      policies: [],
      ...OWNED,
    },
    spec: {},
    config,
    today: '2026-11-23',
    ...more,
  };
  return judge(asked as unknown as Asked);
}

describe('the gate', () => {
  test('lets nothing pass gladly', () => {
    expect(verdict({})).toEqual({
      passes: true,
      regions: new Map(['', 'north'].map((region) => [region, { passes: true, because: '', needed: [] }])),
      relied: [],
      spent: [],
      omissions: [],
      excesses: [],
      dangers: [],
      raisesLimits: false,
      trusts: [],
      loosened: [],
      released: new Set(),
      needed: [],
      classes: new Map(),
      owners: new Map(),
      hash: undefined,
      approvedBy: [],
      beside: 0,
      findings: [],
      newcomers: [],
      departures: [],
      moves: { renamings: [], done: [] },
      limits: LIMITS,
      nextLimits: undefined,
      upgradeFrom: undefined,
    });
  });
  test('lets pass what is within its limits', () =>
    expect(verdict({ changes: updates(2) })).toMatchObject({ passes: true, excesses: [], needed: [] }));
  test('asks for an approval of what is not, change by change', () => {
    const changes = updates(3);
    const seen = verdict({ changes });
    expect(seen).toMatchObject({ passes: false, dangers: [], needed: changes.map(digest), hash: approvalHash(changes.map(digest)) });
    expect(seen.excesses.map(({ scope, count }) => [scope, count])).toEqual([
      ['north', 3],
      ['the fleet', 3],
    ]);
  });
  test('asks for an approval of what is guarded, and once for what is both', () => {
    const changes = claim();
    const seen = verdict({ changes });
    expect(seen.dangers).toEqual([{ change: changes[0], class: 'loss', because: 'a PersistentVolumeClaim is deleted' }]);
    expect(seen.classes).toEqual(new Map([[digest(changes[0] as Change), new Set(['loss'])]]));
    expect(seen.needed).toEqual([digest(changes[0] as Change)]);
    expect(verdict({ changes, memory: memory({ limits: { maxDeletePercent: 100, maxUpdatePercent: 100, maxWorkPercent: 100 } }) })).toMatchObject({
      passes: false,
      excesses: [],
    });
  });
  test('asks for an approval of work that always needs one, also where nobody knows the day before', () => {
    const role = (...verbs: readonly string[]): KubeObject => ({
      ...object('Role', undefined, {}, 'rbac.authorization.k8s.io/v1'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
    });
    const changes = changesBetween('north', 'agents', [role('get', 'list')], [role('get')]);
    expect(verdict({ changes, memory: memory({ limits: { ...LIMITS, maxUpdatePercent: 100 } }) }).dangers).toMatchObject([{ class: 'work' }]);
  });
  test('lets nothing pass that was left out, whatever is approved', () => {
    const changes = updates(1);
    const seen = verdict({ changes, regions: [{ ...north, name: 'south' }], approvals: [{ of: changes.map(digest) }] });
    expect(seen.passes).toBe(false);
    expect(seen.omissions).toHaveLength(1);
  });
});

describe('approvals', () => {
  test('take their changes out before the limits are asked, and their part of the limits', () => {
    const changes = updates(3);
    const digests = changes.map(digest);
    const [first] = digests as [string];
    expect(verdict({ changes, approvals: [{ of: [first] }] })).toMatchObject({ passes: false, needed: digests.slice(1) });
    const within = updates(2);
    const seen = verdict({ changes: within, approvals: [{ of: [digest(within[0] as Change)] }] });
    expect(seen).toMatchObject({ passes: true, excesses: [], needed: [], hash: undefined, findings: [] });
    expect(seen.approvedBy).toEqual([{ path: `config/approvals/${approvalHash([first])}.yaml`, approvedBy: 'Ada', reason: 'meant', changes: 1 }]);
  });
  test('of several files add up', () => {
    const changes = [...updates(4), ...claim()];
    const digests = changes.map(digest);
    const [four, last] = [digests.slice(0, 4), digests.slice(4)];
    expect(verdict({ changes, approvals: [{ of: four }, { of: last }] })).toMatchObject({ passes: true });
    expect(verdict({ changes, approvals: [{ of: four }] })).toMatchObject({ passes: false, needed: last });
  });
  test('count only what is there of what they name', () => {
    const changes = updates(3);
    const seen = verdict({ changes, approvals: [{ of: [digest(changes[0] as Change), 'f'.repeat(32)] }] });
    expect(seen.approvedBy.map(({ changes: n }) => n)).toEqual([1]);
    expect(seen.findings).toEqual([]);
  });
  test('that match nothing are a warning', () => {
    const seen = verdict({ changes: updates(1), approvals: [{ of: ['f'.repeat(32)] }] });
    expect(seen).toMatchObject({
      passes: true,
      approvedBy: [],
      findings: [
        {
          code: 'approval/unused',
          severity: 'warning',
          message: 'this approval matches no change any more',
          hint: 'remove the file',
          place: { line: 1 },
        },
      ],
    });
  });
  test('that name one change that became another count for nothing', () => {
    const meant = updates(4).map(digest);
    const changes = changesBetween('north', 'agents', maps(4, 'a'), [...maps(3, 'b'), ...maps(4, 'c').slice(3)]);
    const seen = verdict({ changes, approvals: [{ of: meant }] });
    expect(seen).toMatchObject({ passes: false, needed: changes.map(digest), approvedBy: [] });
    expect(seen.findings).toMatchObject([
      {
        code: 'approval/altered',
        pointer: '/changes',
        place: { line: 4 },
        message: 'what this approval is for has been edited since, so it does not count',
        hint: 'look at pap-fleet plan again, approve what it says now, and remove the file',
      },
    ]);
  });
  test('leave beside them what needs none', () => {
    const changes = [...updates(2), ...claim()];
    const seen = verdict({ changes, approvals: [{ of: changes.slice(0, 1).map(digest) }] });
    expect([seen.beside, seen.needed.length]).toEqual([1, 1]);
    expect(verdict({ changes: updates(2) }).beside).toBe(0);
    const three = updates(3);
    const roomy = memory({ limits: { ...LIMITS, maxUpdatePercent: 100 } });
    expect(verdict({ changes: three, memory: roomy, approvals: [{ of: three.slice(0, 1).map(digest) }] }).beside).toBe(2);
  });
  test('that have a flaw do not count, and stop nothing that does not rely on them', () => {
    const changes = updates(3);
    const invalid = verdict({ changes: updates(1), approvals: [{ of: changes.map(digest), more: { expires: '2026-02-30' } }] });
    expect(invalid).toMatchObject({ passes: true, needed: [], findings: [{ code: 'approval/invalid', severity: 'warning' }] });
    const ended = verdict({ changes, approvals: [{ of: changes.map(digest), more: { expires: '2026-01-01' } }] });
    expect(ended).toMatchObject({ passes: false, approvedBy: [], findings: [{ code: 'approval/expired', severity: 'error' }] });
  });
});

test('a file that bears the name of the approval that is needed is part of the refusal, whatever it holds', () => {
  const changes = updates(3);
  const relative = `approvals/${approvalHash(changes.map(digest))}.yaml`;
  const file = (path: string): Verdict['findings'] =>
    verdict({ changes, asked: { config: [{ path: `config/${path}`, relative: path, bytes: Buffer.from('approvedBy: Ada\n') }] } }).findings;
  expect(new Set(file(relative).map(({ severity }) => severity))).toEqual(new Set(['error']));
  expect(new Set(file('approvals/0123456789abcdef.yaml').map(({ severity }) => severity))).toEqual(new Set(['warning']));
});

describe('an approval that is spent', () => {
  const approval = { approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01' };
  const both = memory({
    regions: new Map(['north', 'south'].map((name) => [name, { state: 'active' as const, agents: [], objects: { agents: 4 } }])),
  });
  const eight = (): Change[] => [...updates(4), ...changesBetween('south', 'agents', maps(4, 'a'), maps(4, 'b'))];
  const idOf = (changes: readonly string[]): string => approvalId({ ...approval, changes: [...changes] });
  const pathOf = (changes: readonly string[]): string => `config/approvals/${approvalHash(changes)}.yaml`;
  /** @param spent what of the approval: nothing, all of it, `/north` */
  function after(spent?: string): Verdict & { readonly of: readonly string[] } {
    const changes = eight();
    const of = changes.map(digest);
    const asked = { spent: new Set(spent === undefined ? [] : [`${idOf(of)}${spent}`]) };
    return { of, ...verdict({ changes, memory: both, regions: [north, { ...north, name: 'south' }], approvals: [{ of }], asked }) };
  }

  test('by nothing lets all pass, and is relied on in its regions', () => {
    const { of, ...seen } = after();
    expect(seen).toMatchObject({ passes: true, spent: [], relied: [{ id: idOf(of), regions: ['north', 'south'] }] });
    expect(seen.approvedBy).toMatchObject([{ path: pathOf(of), changes: 8 }]);
  });
  test('as a whole lets nothing pass, and is named', () => {
    const { of, ...seen } = after('');
    expect(seen).toMatchObject({ passes: false, needed: of, spent: [pathOf(of)], relied: [], approvedBy: [] });
  });
  test('in a region lets the other pass', () => {
    const { of, ...seen } = after('/north');
    expect(seen).toMatchObject({ passes: false, needed: of.slice(0, 4), spent: [pathOf(of)], relied: [{ id: idOf(of), regions: ['south'] }] });
    expect([...seen.regions].map(([region, { passes }]) => `${region} ${String(passes)}`)).toEqual([' true', 'north false', 'south true']);
  });
  test('is not named where nothing needs it', () => {
    const changes = updates(1);
    const of = changes.map(digest);
    const seen = verdict({ changes, approvals: [{ of }], asked: { spent: new Set([idOf(of)]) } });
    expect(seen).toMatchObject({ passes: true, spent: [], relied: [], beside: 0 });
  });
  test('for the fleet as a whole', () => {
    const gate = { ...LIMITS, maxDeletePercent: 11 };
    const { needed } = verdict({ gate });
    const seen = (...spent: readonly string[]): Verdict => verdict({ gate, approvals: [{ of: needed }], asked: { spent: new Set(spent) } });
    expect(seen()).toMatchObject({ passes: true, relied: [{ id: idOf(needed), regions: [''] }] });
    expect(seen(`${idOf(needed)}/*`)).toMatchObject({ passes: false, raisesLimits: true });
    expect(seen(`${idOf(needed)}/north`)).toMatchObject({ passes: true });
  });
});

describe('an approval is relied on', () => {
  const regionsOf = (given: Given): unknown => verdict(given).relied.map(({ regions }) => regions);
  test('not where its change would pass anyway', () => {
    const changes = updates(1);
    expect(regionsOf({ changes, approvals: [{ of: changes.map(digest) }] })).toEqual([[]]);
  });
  test('where its change is dangerous', () => {
    const changes = claim();
    expect(regionsOf({ changes, approvals: [{ of: changes.map(digest) }] })).toEqual([['north']]);
    const roomy = memory({ limits: { maxDeletePercent: 100, maxUpdatePercent: 100, maxWorkPercent: 100 } });
    expect(regionsOf({ changes, memory: roomy, approvals: [{ of: changes.map(digest) }] })).toEqual([['north']]);
  });
  test('where the fleet takes something on trust', () => {
    const fleet = {
      name: 'pap',
      regions: [north],
      declared: [],
      gate: LIMITS,
      externals: [],
      waivers: [],
      moved: [],
      treatAsErrors: [],
      policies: [],
      ...OWNED,
    } as unknown as Asked['fleet'];
    const asked = { fleet };
    const known = memory({ strict: ['a/b is an error'] });
    const seen = verdict({ memory: known, asked });
    expect(seen).toMatchObject({ passes: false, trusts: [expect.stringContaining('no longer hold the fleet to this: a/b is an error')] });
    expect(seen.regions.get('')).toEqual({ passes: false, because: seen.trusts[0], needed: seen.needed });
    const after = verdict({ memory: known, asked, approvals: [{ of: seen.needed }] });
    expect(after).toMatchObject({ passes: true, trusts: [], needed: [], relied: [{ regions: [''] }] });
  });
});

describe('what people add', () => {
  const added = (region: string, i: number): object => ({ region, component: 'agents', object: maps(i + 1, 'a')[i] });
  const customs = (...extras: readonly object[]): Customs => ({ extras, patches: [] }) as unknown as Customs;
  const count = (given: Given): string[] => verdict(given).excesses.map(({ scope, count: n, of }) => `${scope} ${n}/${of}`);
  const six = memory({ regions: new Map([['north', { state: 'active' as const, agents: [], objects: { agents: 6 } }]]) });

  test.each<[string, () => Given, readonly string[]]>([
    ['counts, where nobody knows what that is', () => ({ changes: updates(3) }), ['north 3/4', 'the fleet 3/4']],
    ['is nothing, where they add nothing', () => ({ changes: updates(3), asked: { customs: customs() } }), ['north 3/4', 'the fleet 3/4']],
    [
      'is not counted when it changes',
      () => ({ changes: updates(3), memory: six, asked: { customs: customs(added('north', 0), added('north', 1), added('north', 2)) } }),
      [],
    ],
    [
      'makes the fleet no larger',
      () => ({ changes: updates(3), memory: six, asked: { customs: customs(added('north', 4), added('all', 5)) } }),
      ['north 3/4', 'the fleet 3/4'],
    ],
    [
      'makes the fleet no smaller when it comes',
      () => ({
        changes: [
          ...updates(3),
          ...changesBetween('north', 'agents', maps(5, 'a').slice(0, 4), maps(5, 'a')).filter(({ verb }) => verb === 'create'),
        ],
        memory: six,
        asked: { customs: customs(added('north', 4)) },
      }),
      [],
    ],
    [
      'makes the fleet no smaller when it comes, nor does what components make',
      () => ({
        changes: [
          ...updates(4),
          ...changesBetween('north', 'agents', maps(6, 'a').slice(0, 4), maps(6, 'a')).filter(({ verb }) => verb === 'create'),
        ],
        memory: six,
        asked: { customs: customs(added('north', 4), added('south', 5)) },
      }),
      ['north 4/6', 'the fleet 4/6'],
    ],
    [
      'is counted when it goes',
      () => ({
        changes: changesBetween('north', 'agents', maps(4, 'a'), maps(3, 'a')),
        asked: { customs: customs(added('south', 0), added('north', 3)) },
      }),
      ['north 1/3', 'the fleet 1/3'],
    ],
  ])('%s', (_, given, expected) => expect(count(given())).toEqual(expected));
});

describe('higher limits', () => {
  const of = (maxDeletePercent: number, maxUpdatePercent: number, approvals: Given['approvals'] = []): Verdict =>
    verdict({ gate: { ...LIMITS, maxDeletePercent, maxUpdatePercent }, approvals });
  test.each([
    [11, 50, true],
    [10, 51, true],
    [11, 49, true],
    [9, 51, true],
    [9, 50, false],
    [10, 49, false],
    [10, 50, false],
  ])('of %d and %d per cent need an approval: %s', (deletes, changed, needed) => {
    const seen = of(deletes, changed);
    expect([seen.passes, seen.raisesLimits, seen.needed.length, seen.hash !== undefined]).toEqual([!needed, needed, needed ? 1 : 0, needed]);
    expect(seen.regions.get('')).toEqual({ passes: !needed, because: needed ? "the gate's limits go up" : '', needed: seen.needed });
  });
  test('pass with an approval of themselves', () => {
    const { needed } = of(11, 50);
    expect(of(11, 50, [{ of: needed }])).toMatchObject({ passes: true, raisesLimits: false, needed: [], approvedBy: [{ changes: 1 }], findings: [] });
  });
  test('pass with no approval of others, or from where others held', () => {
    const { needed } = of(11, 50);
    expect(of(12, 50, [{ of: needed }])).toMatchObject({ passes: false, raisesLimits: true, findings: [{ code: 'approval/altered' }] });
    const from = memory({ limits: { ...LIMITS, maxDeletePercent: 5 } });
    expect(verdict({ memory: from, gate: { ...LIMITS, maxDeletePercent: 11 }, approvals: [{ of: needed }] })).toMatchObject({
      passes: false,
      raisesLimits: true,
      findings: [{ code: 'approval/unused' }],
    });
  });
});

describe('it says', () => {
  test.each<[string, object, object | undefined]>([
    ['no other limits', LIMITS, undefined],
    ['another limit of deletions', { ...LIMITS, maxDeletePercent: 11 }, { ...LIMITS, maxDeletePercent: 11 }],
    ['another limit of updates', { ...LIMITS, maxUpdatePercent: 51 }, { ...LIMITS, maxUpdatePercent: 51 }],
    ['another limit of work', { ...LIMITS, maxWorkPercent: 21 }, { ...LIMITS, maxWorkPercent: 21 }],
  ])('%s', (_, gate, expected) => expect(verdict({ gate }).nextLimits).toEqual(expected));
  test('nothing of limits to the first delivery', () => {
    const gate = { maxDeletePercent: 1, maxUpdatePercent: 1, maxWorkPercent: 1 };
    expect(verdict({ gate, memory: memory({ generator: undefined, regions: new Map() }) }).nextLimits).toBeUndefined();
    expect(verdict({ gate, memory: memory({ regions: new Map() }) }).nextLimits).toEqual(gate);
    expect(verdict({ gate, memory: memory({ generator: undefined }) }).nextLimits).toEqual(gate);
  });
  test('which release wrote what is there, if it was another', () => {
    expect(verdict({ memory: memory({ generator: '0.0.1' }) }).upgradeFrom).toBe('0.0.1');
    expect(verdict({ memory: memory({ generator: undefined }) }).upgradeFrom).toBeUndefined();
  });
  test('what is new to the fleet', () => {
    const changes = ['north', 'south'].flatMap((region) =>
      changesBetween(
        region,
        'agents',
        [],
        [object('Deployment', {}, { labels: { 'app.kubernetes.io/name': 'a', 'app.kubernetes.io/version': '1' } })],
      ),
    );
    const regions = ['north', 'south'].map((name) => ({ ...north, name, placements: [{ agent: { name: 'a' } }] }));
    expect(verdict({ changes, regions }).newcomers).toEqual([{ agent: 'a', what: ['version 1'], regions: 2 }]);
  });
});

describe('the owner of an agent', () => {
  const of = (agent: string, kind: string, spec: object, apiVersion: string, name = 'agent'): KubeObject =>
    object(
      kind,
      spec,
      { name, labels: { 'app.kubernetes.io/component': 'agent', 'app.kubernetes.io/name': agent, 'pap.plugged.in/owner': 'acme' } },
      apiVersion,
    );
  const pods = (replicas: number, agent = 'alpha'): KubeObject[] =>
    Array.from({ length: 4 }, (_, i) => of(agent, 'Deployment', { replicas }, 'apps/v1', `agent-${i}`));
  const stopped = (agent?: string): Change[] => changesBetween('north', 'agents', pods(1, agent), pods(0, agent));
  const known = memory({ limits: { maxDeletePercent: 100, maxUpdatePercent: 100, maxWorkPercent: 20 } });
  const asked = (changes: readonly Change[], more: Partial<Given> = {}): Verdict => verdict({ changes, memory: known, gate: known.limits, ...more });
  const given = (changes: readonly Change[], agent: string | undefined = 'alpha', of = changes.map(digest)): NonNullable<Given['approvals']> => [
    { of, ...(agent && { agent }) },
  ];

  test('approves work of the agent', () => {
    const changes = stopped();
    expect(asked(changes)).toMatchObject({ passes: false, owners: new Map([['alpha', changes.map(digest)]]) });
    expect(asked(changes, { approvals: given(changes) })).toMatchObject({
      passes: true,
      owners: new Map(),
      findings: [],
      approvedBy: [{ path: `config/approvals/agents/alpha/${approvalHash(changes.map(digest))}.yaml` }],
      relied: [{ regions: ['north'] }],
    });
  });
  test.each<[string, () => Change[]]>([
    ['data', () => changesBetween('north', 'agents', [of('alpha', 'PersistentVolumeClaim', {}, 'v1')], [])],
    ['work of another agent', () => stopped('bravo')],
    ['pods that were another agent’s', () => changesBetween('north', 'agents', pods(1, 'bravo'), pods(0))],
  ])('does not approve %s', (_, make) => {
    const changes = make();
    const seen = asked(changes, { approvals: given(changes) });
    expect(seen).toMatchObject({ passes: false, needed: changes.map(digest), owners: new Map(), approvedBy: [], spent: [], relied: [] });
    expect(seen.findings).toMatchObject([
      {
        code: 'approval/beyond-owner',
        severity: 'error',
        pointer: '/changes',
        message: 'the owner of "alpha" approves pods of this agent that stop, restart or are less protected, and nothing else',
        hint: 'for the other changes the platform team approves: pap-fleet approve without --agent',
      },
    ]);
    expect(asked(changes, { approvals: given(changes, '') })).toMatchObject({ passes: true });
  });
  test('is nobody where no owner is named, or no organisation', () => {
    const changes = stopped('bravo');
    expect(asked(changes, { approvals: given(changes, 'bravo') })).toMatchObject({ passes: false, owners: new Map() });
    const fleet = {
      declared: [],
      name: 'pap',
      zone: { name: 'a.example.net', parent: 'example.net' },
      regions: [north],
      gate: known.limits,
      externals: [],
      waivers: [],
      moved: [],
      treatAsErrors: [],
      policies: [],
    };
    for (const more of [
      { teams: new Map(), gitops: OWNED.gitops },
      { teams: OWNED.teams, gitops: { hubs: [] } },
    ]) {
      const seen = asked(stopped(), { approvals: given(stopped()), asked: { fleet: { ...fleet, ...more } as unknown as Asked['fleet'] } });
      expect(seen).toMatchObject({ passes: false, findings: [{ code: 'approval/beyond-owner' }] });
    }
  });
  test('approves nothing of a limit', () => {
    const changes = stopped();
    const tight = { memory: memory({ limits: { ...known.limits, maxUpdatePercent: 10 } }), gate: { ...known.limits, maxUpdatePercent: 10 } };
    expect(asked(changes, tight)).toMatchObject({ passes: false, owners: new Map() });
    expect(asked(changes, { ...tight, approvals: given(changes) })).toMatchObject({ passes: false, dangers: [], needed: changes.map(digest) });
    expect(asked(changes, { ...tight, approvals: given(changes, '') })).toMatchObject({ passes: true });
  });
  test('approves a part, and is told when the rest of the file is not theirs and nothing needs it', () => {
    const more = (revisionHistoryLimit: number): KubeObject => of('bravo', 'Deployment', { revisionHistoryLimit }, 'apps/v1', 'bravo');
    const changes = [...stopped().slice(1), ...changesBetween('north', 'agents', [more(1)], [more(2)])];
    const seen = asked(changes, { approvals: given(changes) });
    expect(seen).toMatchObject({
      passes: true,
      findings: [{ code: 'approval/beyond-owner', severity: 'warning' }],
      relied: [{ regions: ['north'] }],
    });
  });
  test('spends it like any other', () => {
    const changes = stopped();
    const id = approvalId({ approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01', changes: changes.map(digest) });
    const path = `config/approvals/agents/alpha/${approvalHash(changes.map(digest))}.yaml`;
    expect(asked(changes, { approvals: given(changes), asked: { spent: new Set([id]) } })).toMatchObject({
      passes: false,
      spent: [path],
      findings: [],
    });
  });
});
