// Regions that freezes hold: what is delivered of them, what lets it through, and what is said of freezes that hold less.
import { describe, expect, test } from 'vitest';
import type { Freeze } from '../../../generator/fleet/freezes/freeze.ts';
import { GENERATOR_VERSION } from '../../../generator/model/generator.ts';
import { approvalHash, approvalText } from '../../../generator/plan/approval.ts';
import { emergencyDigests, emergencyHash, frozenIn } from '../../../generator/plan/frozen.ts';
import { loosened } from '../../../generator/plan/loosened.ts';
import { review } from '../../../generator/plan/review.ts';
import type { History, Review } from '../../../generator/plan/review.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import { planJson } from '../../../generator/report/plan-json.ts';
import { planMarkdown } from '../../../generator/report/plan-markdown.ts';
import { planText } from '../../../generator/report/plan-text.ts';
import { style } from '../../../generator/report/style.ts';
import { agent, configOf, fleet, made, outOf } from './support.ts';
import type { Spec } from './support.ts';

const [BEFORE, DURING, AFTER] = ['2026-12-19T00:00:00Z', '2026-12-24T00:00:00Z', '2027-01-04T00:00:00Z'];
const freeze = (name = 'year-end', regions = '[south]', more = ''): Record<string, string> => ({
  [`freezes/${name}.yaml`]: `apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: ${name}\nregions: ${regions}\nfrom: "2026-12-20T00:00:00Z"\nuntil: "${AFTER}"\nreason: nobody is there\n${more}`,
});

const base = treeOf(outOf(fleet()));
const image = (spec: Spec): void => void (agent(spec, 'agent-a')['env'] = { LOG_LEVEL: 'debug' });
const ended = (spec: Spec): void => {
  for (const name of ['agent-a', 'agent-b', 'agent-c']) agent(spec, name)['overrides'] = { south: { state: 'terminated' } };
};

interface Asked {
  readonly change?: (spec: Spec) => void;
  readonly files?: Readonly<Record<string, string>>;
  readonly time?: string;
  readonly old?: Tree;
  readonly history?: Partial<History>;
}

function asked({ change = image, files = freeze(), time = DURING, old = base, history = {} }: Asked = {}): Review {
  const config = configOf(fleet(change), files);
  const known: History = { spent: new Set(), reflects: () => undefined, since: () => new Map(), ...history };
  return review({ ...made(config), config }, old, time.slice(0, 10), known, Date.parse(time));
}
const held = ({ delivery }: Review): Record<string, string> =>
  Object.fromEntries([...(delivery?.held ?? [])].map(([region, { because }]) => [region, because]));
const approving = (changes: readonly string[], expires = '2026-12-25', agentName?: string): Record<string, string> => ({
  [`approvals/${agentName === undefined ? '' : `agents/${agentName}/`}${approvalHash(changes)}.yaml`]: approvalText({
    approvedBy: 'Ada',
    reason: 'it leaks',
    expires,
    changes,
  }),
});
const emergency = (seen: Review): string[] => emergencyDigests(seen.frozen, seen.verdict.released);
const BECAUSE = 'frozen by year-end: nobody is there';

describe('a region that a freeze holds', () => {
  const seen = asked();

  test('stays as it is delivered, the others go on, and the gate lets it pass', () => {
    expect([held(seen), seen.verdict.passes]).toEqual([{ south: BECAUSE }, true]);
    expect(seen.delivery?.files.get('overlays/south/agents/kustomization.yaml')).toBe(base.read('overlays/south/agents/kustomization.yaml'));
    expect(seen.delivery?.files.get('overlays/north/agents/kustomization.yaml')).toBe(
      outOf(fleet(image)).get('overlays/north/agents/kustomization.yaml'),
    );
  });
  test('is told in text, Markdown and JSON', () => {
    const line = `south: ${BECAUSE}; until 2027-01-04T00:00:00Z; waits: 1 updated in south`;
    const way = `what cannot wait: pap-fleet approve ${emergencyHash(seen.frozen, new Set()) as string} --by "YOUR NAME" --reason "WHY IT CANNOT WAIT"`;
    expect(planText(seen, '2026-12-24', style(false))).toContain(`The gate lets this pass.\n\n${line}\n${way}\ndelivered: north\n`);
    expect(planMarkdown(seen, '2026-12-24')).toContain(`**Freezes:**\n\n- ${line.replaceAll(/(\d\d):/g, '$1\\:')}\n`);
    expect(planJson(seen)).toMatchObject({
      frozen: {
        south: { freezes: ['year-end'], because: BECAUSE, until: '2027-01-04T00:00:00Z', waits: true, waiting: { update: 1 }, released: false },
      },
      emergency: emergencyHash(seen.frozen, new Set()),
    });
  });
  test('has its changes in the plan, and what is dangerous in them is asked for', () => {
    const grave = asked({ change: ended });
    expect([...grave.regions.keys()]).toEqual(['south']);
    expect([grave.verdict.passes, grave.verdict.regions.get('south')?.passes]).toEqual([false, false]);
    expect(held(grave)['south']).toContain('of south are deleted');
    expect(planMarkdown(grave, '2026-12-24')).toMatch(/The gate refuses this change[^]*\*\*Freezes:\*\*/);
  });
  test.each<[string, string, object]>([
    ['before it begins', BEFORE, {}],
    ['from its beginning on', '2026-12-20T00:00:00Z', { south: BECAUSE }],
    ['until a second before its end', '2027-01-03T23:59:59Z', { south: BECAUSE }],
    ['when it has ended', AFTER, {}],
  ])('is held %s', (_, time, expected) => expect(held(asked({ time }))).toEqual(expected));
  test('waits for nothing where nothing changes, and that is told', () => {
    const still = asked({ change: () => undefined });
    expect([held(still), emergency(still)]).toEqual([{}, []]);
    expect(planText(still, '2026-12-24', style(false))).toContain(`\nsouth: ${BECAUSE}; until 2027-01-04T00:00:00Z; nothing waits\n`);
  });
  test('goes on where its freeze has ended, as a change like any other', () => {
    const later = asked({ time: AFTER, old: treeOf(seen.delivery?.files ?? new Map()) });
    expect([[...later.regions.keys()], held(later)]).toEqual([['south'], {}]);
    expect(later.delivery?.files).toEqual(outOf(fleet(image)));
    expect(later.verdict.findings.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([
      'config/freezes/year-end.yaml:6 freeze/ended',
    ]);
  });
  test('stays the same with the next delivery, also where another freeze holds it as well', () => {
    const again = asked({ old: treeOf(seen.delivery?.files ?? new Map()) });
    expect(again.delivery?.files).toEqual(seen.delivery?.files);
    expect(held(asked({ files: { ...freeze(), ...freeze('calm', 'all') } }))).toMatchObject({
      south: 'frozen by calm and year-end: nobody is there',
    });
  });
  test('may be every region: nothing goes', () => {
    const all = asked({ files: freeze('year-end', 'all') });
    expect([Object.keys(held(all)), all.verdict.passes]).toEqual([['north', 'south'], true]);
    expect(new Map([...(all.delivery?.files ?? [])].filter(([path]) => path !== 'held.json' && path !== 'fleet.lock.json'))).toEqual(
      new Map([...outOf(fleet())].filter(([path]) => path !== 'fleet.lock.json')),
    );
  });
  test('comes with its freeze when it is new', () => {
    const fresh = asked({ change: (spec) => void (spec.regions['west'] = {}), files: freeze('year-end', '[west]') });
    expect(held(fresh)).toEqual({ west: BECAUSE });
    expect([...(fresh.delivery?.files.keys() ?? [])].some((path) => path.includes('west'))).toBe(false);
  });
  test('keeps one that would take something of it', () => {
    const moved = (spec: Spec): void => {
      spec.regions['south'] = { cluster: 'elsewhere' };
      spec.regions['north'] = { cluster: 'south' };
    };
    const { needed } = asked({ change: moved, files: {} }).verdict;
    expect(held(asked({ change: moved, files: { ...freeze(), ...approving(needed) } }))).toEqual({
      south: BECAUSE,
      north: 'held with south: both have the cluster south',
    });
  });
  test('cannot be held apart in an out/ that somebody edited', () => {
    const files = new Map(
      [...outOf(fleet())].map(([path, text]) => [path, path === 'overlays/south/agents/kustomization.yaml' ? `${text}#\n` : text]),
    );
    const edited = asked({ old: treeOf(files) });
    expect([edited.delivery, edited.obstacle]).toEqual([undefined, expect.stringContaining('not as it was generated')]);
    expect(emergency(edited)).toEqual([]);
  });
  test('is nothing that hides a fault', () => {
    const read = (path: string): string => {
      if (path === 'overlays/south/agents/kustomization.yaml') throw new Error('no disk');
      return base.read(path);
    };
    expect(() => frozenIn(made(configOf(fleet(image), freeze())).fleet, outOf(fleet(image)), { ...base, read }, Date.parse(DURING))).toThrow(
      'no disk',
    );
  });
  test('stays on its generator, where it names one as well', () => {
    const older = treeOf(
      new Map(
        [...outOf(fleet())].map(([path, text]) => [
          path,
          path.endsWith('lock.json') ? text.replace(`"generator": "${GENERATOR_VERSION}"`, '"generator": "0.0.9"') : text,
        ]),
      ),
    );
    const pinned = (spec: Spec): void => (image(spec), void (spec.regions['south'] = { generator: '0.0' }));
    expect(held(asked({ change: pinned, old: older }))).toEqual({ south: 'stays on generator 0.0' });
  });
  test('is held by windows, and until they open', () => {
    const window = 'windows: [{ kind: allow, days: [mon-fri], from: "09:00", to: "16:00", timeZone: Europe/Berlin }]\n';
    const weekly = (time: string): Review =>
      asked({ files: { 'freezes/calm.yaml': (freeze('calm')['freezes/calm.yaml'] as string).replace(/from:.*\nuntil:.*\n/, window) }, time });
    expect(held(weekly('2026-12-21T10:00:00Z'))).toEqual({});
    const friday = weekly('2026-12-18T15:00:00Z');
    expect(held(friday)).toEqual({ south: 'frozen by calm: nobody is there' });
    expect(planText(friday, '2026-12-18', style(false))).toContain('; until 2026-12-21T08:00:00Z; ');
  });
});

describe('an emergency', () => {
  const digests = emergency(asked());
  const through = (more: Asked & { readonly approvals?: Record<string, string> } = {}): Review =>
    asked({ ...more, files: { ...(more.files ?? freeze()), ...(more.approvals ?? approving(digests)) } });

  test('goes through by an approval that names it, which is spent then', () => {
    const seen = through();
    expect([held(seen), [...seen.verdict.released], seen.delivery?.approvals.length]).toEqual([{}, ['south'], 1]);
    expect(planText(seen, '2026-12-24', style(false))).toContain(`through the freeze, as approved: south (${BECAUSE})`);
    expect(planText(seen, '2026-12-24', style(false))).toContain('1 change approved by Ada: it leaks');
    expect(held(through({ history: { spent: new Set(seen.delivery?.approvals) } }))).toEqual({ south: BECAUSE });
  });
  test('is what waits and nothing else', () => {
    const more = through({ change: (spec) => (image(spec), void (agent(spec, 'agent-b')['env'] = { LOG_LEVEL: 'debug' })) });
    expect(held(more)).toEqual({ south: BECAUSE });
    expect(more.verdict.findings.map(({ code }) => code)).toEqual(['approval/altered']);
  });
  test('is that of its region', () => {
    const both = { files: freeze('year-end', 'all') };
    const south = emergencyDigests(asked(both).frozen, new Set(), 'south');
    expect(south).toHaveLength(1);
    expect(held(through({ ...both, approvals: approving(south) }))).toEqual({ north: BECAUSE });
  });
  test('is that of its freeze: a further one holds it still', () => {
    const two = { ...freeze(), ...freeze('calm') };
    expect(held(through({ files: two }))).toEqual({ south: 'frozen by calm and year-end: nobody is there' });
    const all = emergency(asked({ files: two }));
    expect(all).toHaveLength(2);
    expect(held(through({ files: two, approvals: approving(all) }))).toEqual({});
    // One of them has ended since.
    const later = {
      ...freeze('calm'),
      'freezes/year-end.yaml': (freeze()['freezes/year-end.yaml'] as string).replace(AFTER, '2026-12-23T00:00:00Z'),
    };
    expect(held(through({ files: later, approvals: approving(emergency(asked({ files: later }))) }))).toEqual({});
  });
  test('is over when its last day has passed, or is too far away', () => {
    expect(held(through({ approvals: approving(digests, '2026-12-23') }))).toEqual({ south: BECAUSE });
    expect(held(through({ approvals: approving(digests, '2027-03-01') }))).toEqual({ south: BECAUSE });
  });
  test('is not for the owner of an agent to approve', () => {
    const own = (spec: Spec): void => {
      image(spec);
      agent(spec, 'agent-a')['owner'] = { team: 'search' };
    };
    const before = emergency(asked({ change: own }));
    expect(held(through({ change: own, approvals: approving(before, undefined, 'agent-a') }))).toMatchObject({ south: BECAUSE });
  });
  test('needs the approval of what is dangerous besides, and that one opens no freeze', () => {
    const grave = asked({ change: ended });
    const dangers = through({ change: ended, approvals: approving(grave.verdict.needed) });
    expect([dangers.verdict.passes, held(dangers)]).toEqual([true, { south: BECAUSE }]);
    const only = through({ change: ended, approvals: approving(emergency(grave)) });
    expect([only.verdict.passes, [...only.verdict.released]]).toEqual([false, ['south']]);
    expect(held(only)['south']).toContain('of south are deleted');
    const both = through({ change: ended, approvals: { ...approving(emergency(grave)), ...approving(grave.verdict.needed) } });
    expect([both.verdict.passes, held(both), both.delivery?.approvals.length]).toEqual([true, {}, 2]);
  });
});

describe('a freeze that holds less', () => {
  const one = (change: Partial<Freeze> = {}): Freeze => ({
    name: 'calm',
    reason: 'nobody is there',
    regions: ['north', 'south'],
    from: Date.parse(BEFORE),
    until: Date.parse(AFTER),
    windows: [],
    argocd: false,
    spot: { file: 'config/freezes/calm.yaml', path: '' },
    ...change,
  });
  const window = (kind: 'allow' | 'deny', from: number, to: number, timeZone = 'UTC') => ({ kind, days: [1, 2, 3, 4, 5], from, to, timeZone });
  const DAY = 86_400_000;
  const regions = [{ name: 'north' }, { name: 'south' }] as never;
  const said = (states: readonly (readonly Freeze[])[], now: readonly Freeze[], time = DURING): string[] =>
    loosened(states, { freezes: now, regions }, Date.parse(time)).map(({ because, digests }) => `${digests.length} ${because}`);
  const less = (regionNames: string, how = 'holds less in'): string[] => [
    `${regionNames.split(', ').length} the freeze calm ${how} ${regionNames}, which it would hold until 2027-01-04T00:00:00Z`,
  ];

  test.each<[string, Freeze, readonly Freeze[], readonly string[]]>([
    ['the same', one(), [one()], []],
    ['another reason', one(), [one({ reason: 'holidays' })], []],
    ['a later end', one(), [one({ until: Date.parse(AFTER) + DAY })], []],
    ['another name', one(), [one({ name: 'quiet' })], []],
    ['another beginning in the past', one(), [one({ from: Date.parse(DURING) })], []],
    ['more regions', one({ regions: ['north'] }), [one()], []],
    ['gone', one(), [], less('north, south', 'no longer holds')],
    ['gone in a region', one(), [one({ regions: ['north'] })], less('south', 'no longer holds')],
    ['an earlier end', one(), [one({ until: Date.parse(AFTER) - 1000 })], less('north, south')],
    ['an end that has passed', one(), [one({ until: Date.parse(BEFORE) + 1000 })], less('north, south')],
    ['a later beginning', one(), [one({ from: Date.parse(DURING) + 1000 })], less('north, south')],
    ['windows where there were none', one(), [one({ windows: [window('deny', 0, 1000)] })], less('north, south')],
    ['windows that hold always', one({ windows: [] }), [one({ windows: [{ ...window('deny', 0, 1440), days: [0, 1, 2, 3, 4, 5, 6] }] })], []],
    ['longer hours denied', one({ windows: [window('deny', 60, 120)] }), [one({ windows: [window('deny', 0, 120)] })], []],
    ['shorter hours denied', one({ windows: [window('deny', 0, 120)] }), [one({ windows: [window('deny', 60, 120)] })], less('north, south')],
    ['shorter hours allowed', one({ windows: [window('allow', 0, 120)] }), [one({ windows: [window('allow', 60, 120)] })], []],
    ['longer hours allowed', one({ windows: [window('allow', 60, 120)] }), [one({ windows: [window('allow', 0, 120)] })], less('north, south')],
    [
      'the same hours of another zone',
      one({ windows: [window('deny', 0, 120)] }),
      [one({ windows: [window('deny', 0, 120, 'Europe/Berlin')] })],
      less('north, south'),
    ],
    [
      'an end where there was none',
      one({ until: null, windows: [window('deny', 0, 120)] }),
      [one({ windows: [window('deny', 0, 120)] })],
      ['2 the freeze calm holds less in north, south, which it would hold in its windows'],
    ],
    ['no end where there was one', one({ windows: [window('deny', 0, 120)] }), [one({ until: null, windows: [window('deny', 0, 120)] })], []],
    ['no beginning where there was one', one(), [one({ from: null })], []],
    ['a beginning ahead where there was none', one({ from: null }), [one({ from: Date.parse(DURING) + 1000 })], less('north, south')],
    [
      'windows of two zones',
      one({ windows: [window('deny', 0, 120), window('deny', 0, 120, 'Europe/Berlin')] }),
      [one({ windows: [window('deny', 0, 600)] })],
      less('north, south'),
    ],
    ['no windows any more', one({ windows: [window('deny', 0, 120)] }), [one()], []],
  ])('%s', (_, before, after, expected) => expect(said([[before]], after)).toEqual(expected));

  test('has ended meanwhile, and loosens nothing', () => expect(said([[one()]], [], AFTER)).toEqual([]));
  test('goes with its region', () => expect(said([[one({ regions: ['east'] })]], [])).toEqual([]));
  test('came and went', () => expect(said([[], [one()], []], [])).toEqual(less('north, south', 'no longer holds')));
  test('without an end', () =>
    expect(said([[one({ until: null, windows: [window('deny', 0, 120)] })]], [])).toEqual([
      '2 the freeze calm no longer holds north, south, which it would hold in its windows',
    ]));
  test('step by step, each with its own digest', () => {
    const steps = loosened([[one()], [one({ until: Date.parse(AFTER) - DAY })]], { freezes: [], regions }, Date.parse(DURING));
    expect(steps.map(({ because }) => because)).toEqual([
      expect.stringContaining('holds less in north, south') as string,
      expect.stringContaining('no longer holds north, south') as string,
    ]);
    expect(new Set(steps.flatMap(({ digests }) => digests)).size).toBe(4);
  });
  test('in many regions, of which some are named', () => {
    const many = Array.from({ length: 9 }, (_, i) => `r${i}`);
    const found = loosened([[one({ regions: many })]], { freezes: [], regions: many.map((name) => ({ name })) as never }, Date.parse(DURING));
    expect(found.map(({ because }) => because)).toEqual([expect.stringContaining('r0, r1, r2, r3, r4, r5 and 3 more') as string]);
  });

  const before = made(configOf(fleet(), freeze())).fleet.freezes;
  const gone: Asked = { files: {}, history: { freezes: () => [before] } };
  test('is refused with all that is delivered, until an approval names it', () => {
    const seen = asked(gone);
    expect([seen.verdict.passes, seen.delivery, seen.verdict.loosened]).toEqual([
      false,
      undefined,
      ['the freeze year-end no longer holds south, which it would hold until 2027-01-04T00:00:00Z'],
    ]);
    expect(planText(seen, '2026-12-24', style(false))).toContain('  - the freeze year-end no longer holds south');
    const passing = asked({ ...gone, files: approving(seen.verdict.needed) });
    expect([passing.verdict.passes, held(passing), passing.delivery?.approvals.length]).toEqual([true, {}, 1]);
  });
  test.each<[string, string, (spec: Spec, region: string) => void]>([
    [
      'a label',
      '{ match: { continent: eu } }',
      (spec, region) => void (spec.regions[region] = { ...spec.regions[region], labels: { continent: 'eu' } }),
    ],
    ['a group', '[]', (spec, region) => void (spec['groups'] = { europe: { regions: [region] } })],
  ])('as a region is taken out of it by %s', (_, choice, put) => {
    const text = (freeze('year-end', choice)['freezes/year-end.yaml'] as string).replace('regions: []', 'groups: [europe]');
    const then = made(
      configOf(
        fleet((spec) => put(spec, 'south')),
        { 'freezes/year-end.yaml': text },
      ),
    ).fleet.freezes;
    const moved = asked({
      change: (spec) => (image(spec), put(spec, 'north')),
      files: { 'freezes/year-end.yaml': text },
      history: { freezes: () => [then] },
    });
    expect([moved.delivery, moved.verdict.loosened]).toEqual([undefined, [expect.stringContaining('no longer holds south')]]);
  });
  test('by an hour is no approval that it goes', () => {
    const shorter = { 'freezes/year-end.yaml': (freeze()['freezes/year-end.yaml'] as string).replace(AFTER, '2027-01-03T23:00:00Z') };
    const hour = asked({ files: shorter, history: { freezes: () => [before] } });
    expect(hour.verdict.needed).toHaveLength(1);
    expect(asked({ ...gone, files: approving(hour.verdict.needed) }).verdict.passes).toBe(false);
    expect(asked({ files: { ...shorter, ...approving(hour.verdict.needed) }, history: { freezes: () => [before] } }).verdict.passes).toBe(true);
  });
  test('is not for the owner of an agent to approve', () => {
    const { needed } = asked(gone).verdict;
    expect(asked({ ...gone, files: approving(needed, undefined, 'agent-a') }).verdict.passes).toBe(false);
  });
});
