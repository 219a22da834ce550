// What policies of a fleet's own say of changes, and what it takes to be rid of one.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import { review } from '../../../generator/plan/review.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { config as configOf, judged, small, TODAY } from './fleet.ts';
import type { Files, Outcome, Spec } from './fleet.ts';

const policy = (require: string, change: Readonly<Record<string, unknown>> = {}): Files => ({
  'policies/p.yaml': {
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Policy',
    code: 'ours/x',
    severity: 'approval',
    about: 'It is so',
    on: 'change',
    require,
    message: 'mend it',
    ...change,
  },
});
/** Work as such is free here. */
const roomy = (spec: Spec): void => void (spec['gate'] = { maxWorkPercent: 100, maxUpdatePercent: 100, maxDeletePercent: 100 });
const image =
  (agent: string, regions: readonly string[] = ['north']) =>
  (spec: Spec): void => {
    (spec.agents[agent] as Spec['agents'][string]).overrides = Object.fromEntries(
      regions.map((region) => [region, { image: `registry.example.net/agents/${agent}:v1.2.1` }]),
    );
  };
const base = (): Spec => {
  const spec = small();
  roomy(spec);
  return spec;
};
const change = (files: Files, edit: (spec: Spec) => void): Outcome => judged({ base, had: files, edit });
const because = (outcome: Outcome): string => outcome.because.join('\n');

test.each<[string, string, (spec: Spec) => void, boolean]>([
  ['restarts', '!change.restarts', image('alpha'), false],
  ['is of an agent', 'change.agent.name != "alpha"', image('alpha'), false],
  ['is of another agent', 'change.agent.name != "beta"', image('alpha'), true],
  ['is in a region', 'change.region != "north"', image('alpha'), false],
  ['is an update', 'change.verb != "update" || change.kind != "apps/Deployment"', image('alpha'), false],
  ['is of a field', '!change.fields.exists(f, f.endsWith("containers[agent].image"))', image('alpha'), false],
  ['says what it means', '!change.says.exists(s, s.contains("pods restart"))', image('alpha'), false],
  [
    'is of an object as it was and as it will be',
    'change.before == null || change.after == null || change.kind != "apps/Deployment" || change.before.spec.template.spec.containers[0].image == change.after.spec.template.spec.containers[0].image',
    image('alpha'),
    false,
  ],
  ['stands alone', 'plan.changes.filter(c, c.restarts && c.region != change.region).size() < 2', image('alpha'), true],
  ['stands beside another', 'plan.changes.filter(c, c.restarts && c.region != change.region).size() < 2', image('alpha', ['north', 'south']), true],
  [
    'stands beside two others',
    'plan.changes.filter(c, c.restarts && c.region != change.region).size() < 2',
    image('alpha', ['north', 'south', 'west']),
    false,
  ],
  ['comes on a Sunday', 'now.getDayOfWeek() != 0', image('alpha'), false],
  ['comes on no Monday', 'now.getDayOfWeek() != 1', image('alpha'), true],
  ['comes in November', 'now < timestamp("2026-12-01T00:00:00Z")', image('alpha'), true],
])('a change that %s', (_, require, edit, passes) => {
  const outcome = change(policy(require), edit);
  expect([outcome.passes, outcome.because]).toEqual([
    passes,
    passes ? [] : expect.arrayContaining([expect.stringContaining('"It is so" does not hold (ours/x: mend it)')]),
  ]);
});

describe('what breaks a policy', () => {
  const broken = 'change.agent.name != "alpha"';

  test('may be approved, by whom the class names', () => {
    const { review } = change(policy(broken), image('alpha'));
    expect(review?.verdict.dangers.map((danger) => danger.class)).toContain('policy');
    expect(review?.verdict.hash).toBeDefined();
  });

  test('is refused by an error, in its region alone', () => {
    const {
      review,
      passes,
      because: lines,
    } = change(policy(broken, { severity: 'error' }), (spec) => {
      image('alpha')(spec);
      image('beta', ['south'])(spec);
    });
    expect([passes, lines]).toEqual([false, ['"It is so" does not hold for agents/alpha-agent in north (ours/x): mend it']]);
    expect(review?.verdict.needed).toEqual([]);
    expect([...(review?.delivery?.held.keys() ?? [])]).toEqual(['north']);
  });

  test('is told by a warning, and passes', () => {
    const { review, passes } = change(policy(broken, { severity: 'warning' }), image('alpha', ['north', 'south']));
    expect(passes).toBe(true);
    expect(review?.verdict.findings).toEqual([
      expect.objectContaining({
        code: 'ours/x',
        severity: 'warning',
        message: '"It is so" does not hold for agents/alpha-agent in north, agents/alpha-agent in south',
        hint: 'mend it',
        place: expect.objectContaining({ file: 'config/policies/p.yaml' }) as unknown,
      }),
    ]);
  });

  test('is refused where the fleet treats the code as an error', () => {
    const strict = judged({
      base: () => ({ ...base(), treatAsErrors: ['ours/x'] }),
      had: policy(broken, { severity: 'warning' }),
      edit: image('alpha'),
    });
    expect(because(strict)).toBe('"It is so" does not hold for agents/alpha-agent in north (ours/x): mend it');
  });

  test('counts where nobody can tell', () => {
    expect(because(change(policy('change.after.spec.paused == true', { match: { kinds: ['apps/Deployment'] } }), image('alpha')))).toContain(
      'whether "It is so" holds cannot be told: it cannot be evaluated: no such key: paused (ours/x: mend it) in north: agents/alpha-agent',
    );
  });

  test('is refused where it takes too long', () => {
    const ten = '[0,1,2,3,4,5,6,7,8,9]';
    const slow = `${ten}.all(a, ${ten}.all(b, ${ten}.all(c, ${ten}.all(d, ${ten}.all(e, a + b + c + d + e >= 0)))))`;
    expect(because(change(policy(slow, { severity: 'warning' }), image('alpha')))).toContain(
      '"It is so" takes too long to judge: it was given up at agents/alpha-agent in north (ours/x)',
    );
  });

  test('is told of so many as can be read', () => {
    const everywhere = (spec: Spec): void => {
      image('alpha', ['north', 'south', 'west'])(spec);
      image('beta', ['north', 'south', 'west'])(spec);
    };
    const { review } = change(policy('!change.restarts', { severity: 'warning' }), everywhere);
    expect(review?.verdict.findings.map(({ message }) => message)).toEqual([expect.stringMatching(/alpha-agent in north, .*, and \d+ more$/)]);
  });

  test('may be of what no region has', () => {
    const branch = (spec: Spec): void => void ((spec['gitops'] as Record<string, unknown>)['branch'] = 'live');
    expect(because(change(policy('change.region != ""', { severity: 'error' }), branch))).toMatch(
      /"It is so" does not hold for argocd\/\S+ \(ours\/x\): mend it/,
    );
    const slow =
      'change.region != "" || [1,2,3,4,5,6,7,8,9,0].all(a, [1,2,3,4,5,6,7,8,9,0].all(b, [1,2,3,4,5,6,7,8,9,0].all(c, [1,2,3,4,5,6,7,8,9,0].all(d, [1,2,3,4,5,6,7,8,9,0].all(e, a + b + c + d + e >= 0)))))';
    expect(because(change(policy(slow, { severity: 'warning' }), branch))).toMatch(
      /it was given up at \S+ \(ours\/x\)|given up at [^(]+ \(ours\/x\)/,
    );
  });

  test('about objects is found where they are judged, and not here again', () => {
    expect(change(policy('object.kind != ""', { on: 'object', severity: 'warning' }), image('alpha')).review?.verdict.findings).toEqual([]);
  });

  test('is what matches', () => {
    expect(change(policy('false', { match: { regions: ['south'] } }), image('alpha')).passes).toBe(true);
    expect(change(policy('false', { match: { kinds: ['Service'] } }), image('alpha')).passes).toBe(true);
    expect(change(policy('false', { match: { regions: ['north'], components: ['agents'] } }), image('alpha')).passes).toBe(false);
  });
});

describe('an object that breaks a policy and waits for an approval', () => {
  const rule = policy('!agent.image.endsWith("v1.2.1") && object.kind == "Deployment" && region.name == region.name', {
    on: 'object',
    match: { kinds: ['apps/Deployment'], components: ['agents'] },
  });

  test('asks when it changes', () => {
    const outcome = change(rule, image('alpha'));
    expect(because(outcome)).toBe('"It is so" does not hold (ours/x: mend it) in north: agents/alpha-agent');
  });

  test('asks when it comes', () => {
    const outcome = change(rule, (spec) => {
      spec.agents['delta'] = {
        ...(spec.agents['alpha'] as object),
        ref: 'acme/delta@1.2.1',
        image: 'registry.example.net/agents/delta:v1.2.1',
        regions: ['north'],
      };
    });
    expect(because(outcome)).toContain('"It is so" does not hold (ours/x: mend it) in north: agents/delta-agent');
  });

  test('asks for nothing when it stays', () => {
    const outcome = judged({ base, had: {}, files: policy('false', { on: 'object', match: { kinds: ['apps/Deployment'] } }) });
    expect([outcome.passes, outcome.because]).toEqual([true, []]);
  });

  test('asks for nothing when it goes', () => {
    expect(
      because(
        change(
          policy('false', { on: 'object', match: { kinds: ['autoscaling/HorizontalPodAutoscaler'] } }),
          (spec) => void delete spec.agents['gamma']?.['autoscale'],
        ),
      ),
    ).not.toContain('It is so');
  });
});

test('the first delivery is not asked about', () => {
  const files = configOf(base(), policy('false', { severity: 'error' }));
  const compiled = compile(files) as Required<Compiled>;
  expect(review({ ...compiled, config: files }, treeOf(new Map()), TODAY).verdict.passes).toBe(true);
});

test('objects that wait for an approval are those of regions, and not what delivers them', () => {
  const everything = policy('false', { on: 'object', match: { kinds: ['argoproj.io/Application'] } });
  expect(because(change(everything, (spec) => void (spec.gitops['branch'] = 'trunk')))).not.toContain('It is so');
  expect(
    because(change(policy('false', { match: { kinds: ['argoproj.io/Application'] } }), (spec) => void (spec.gitops['branch'] = 'trunk'))),
  ).toContain('It is so');
});

test('no owner of an agent approves what a policy lets wait', () => {
  const owned = (): Spec => {
    const spec = base();
    spec.gitops['owners'] = '@acme';
    (spec.agents['alpha'] as Record<string, unknown>)['owner'] = { team: 'science' };
    return spec;
  };
  const outcome = judged({ base: owned, had: policy('change.agent.team != "science"'), edit: image('alpha') });
  expect([outcome.review?.verdict.needed.length, [...(outcome.review?.verdict.owners ?? [])]]).toEqual([1, []]);
});

describe('a policy that is delivered', () => {
  const delivered = policy('true', { severity: 'approval', match: { regions: { match: { tier: 'prod' } } } });
  const labelled = (): Spec => {
    const spec = base();
    for (const name of ['north', 'south']) (spec.regions[name] as Record<string, unknown>)['labels'] = { tier: 'prod' };
    return spec;
  };
  const lines = (files: Files, gone: readonly string[] = [], edit: (spec: Spec) => void = () => undefined): readonly string[] =>
    judged({ base: labelled, had: delivered, files, gone, edit }).because;
  const rewritten = (more = ''): string =>
    `the policy ours/x of the severity approval is rewritten${more}: by another condition, or among other objects, it may let pass what it refused`;
  const where = { match: { regions: { match: { tier: 'prod' } } } };

  test.each<[string, readonly string[], readonly string[]]>([
    ['stays', lines({}), []],
    ['has other words', lines(policy('true', { ...where, about: 'In other words', message: 'do it' })), []],
    ['becomes stricter', lines(policy('true', { ...where, severity: 'error' })), []],
    [
      'becomes weaker',
      lines(policy('true', { ...where, severity: 'warning' })),
      ['the policy ours/x of the severity approval becomes one of the severity warning'],
    ],
    ['becomes weaker and another', lines(policy('1 == 1', { ...where, severity: 'warning' })), [rewritten(', and has the severity warning')]],
    ['becomes stricter and another', lines(policy('1 == 1', { ...where, severity: 'error' })), [rewritten()]],
    ['is about all regions', lines(policy('true')), [rewritten()]],
    ['is about more objects, and as many regions', lines(policy('true', { match: { regions: ['north', 'south'] } })), [rewritten()]],
    [
      'is about fewer regions',
      lines(policy('true', { match: { regions: ['north'] } })),
      [rewritten(), 'checks no longer hold the fleet to this: south: the policy ours/x is about it'],
    ],
    ['asks for something else', lines(policy('1 == 1', where)), [rewritten()]],
    ['judges something else', lines(policy('true', { ...where, on: 'object' })), [rewritten()]],
    ['goes', lines({}, ['policies/p.yaml']), ['the policy ours/x of the severity approval goes']],
    [
      'is no longer about a region',
      lines({}, [], (spec) => void ((spec.regions['south'] as Record<string, unknown>)['labels'] = { tier: 'test' })),
      ['checks no longer hold the fleet to this: south: the policy ours/x is about it'],
    ],
  ])('%s', (_, found, expected) => expect([...found].sort()).toEqual([...expected].sort()));

  test('comes without being asked for', () => expect(judged({ base, files: policy('true', { severity: 'error' }) })).toMatchObject({ passes: true }));
});

describe('a policy about objects that waits for an approval', () => {
  const ofObjects = (require: string, match: object): Files => policy(require, { on: 'object', match });
  const component = (folder: string): Files => ({
    'components/notes/component.yaml': {
      apiVersion: 'fleet.plugged.in/v1alpha1',
      kind: 'Component',
      name: 'notes',
      summary: 'Notes',
      namespaces: ['agents'],
      objects: [`${folder}/notes.yaml`],
    },
  });
  const notes = (labels: object | undefined, text: string, folder = 'agent'): Files => ({
    ...component(folder),
    [`components/notes/${folder}/notes.yaml`]: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: folder === 'agent' ? 'notes-{agent.name}' : 'notes', namespace: 'agents', ...(labels === undefined ? {} : { labels }) },
      data: { text },
    },
  });
  const withNotes = (): Spec => {
    const spec = base();
    return { ...spec, components: { ...(spec as { components?: object }).components, notes: {} } };
  };

  test.each<[what: string, labels: object | undefined, folder: string, require: string]>([
    ['the agent of a folder without labels', undefined, 'agent', 'agent.name != ""'],
    ['no agent of a common object that bears a name', { 'app.kubernetes.io/name': 'alpha' }, 'common', 'agent.name == ""'],
  ])('sees %s, as the check does', (_, labels, folder, require) => {
    const of = (severity: string, text: string, asked = require): Files => ({
      ...notes(labels, text, folder),
      'policies/p.yaml': { ...(ofObjects(asked, { components: ['notes'] })['policies/p.yaml'] as object), severity },
    });
    for (const severity of ['error', 'approval']) {
      const outcome = judged({ base: withNotes, had: of(severity, 'a'), files: of(severity, 'b') });
      expect([severity, outcome.because]).toEqual([severity, []]);
      expect(outcome.review?.total.update).toBeGreaterThan(0);
      const other = judged({ base: withNotes, had: notes(labels, 'a', folder), files: of(severity, 'b', `!(${require})`) });
      expect([severity, other.because.join()]).toEqual([severity, expect.stringContaining('ours/x')]);
    }
  });

  test.each<[what: string, hubs: object | undefined]>([
    ['with one Argo CD', undefined],
    ['with hubs', { eu: { regions: 'all' } }],
  ])('judges no Application, %s', (_, hubs) => {
    const delivering = (): Spec => {
      const spec = base();
      if (hubs !== undefined) spec.gitops['hubs'] = hubs;
      return spec;
    };
    const edit = (spec: Spec): void => void (spec.gitops['branch'] = 'next');
    const asked = (files: Files): Outcome => judged({ base: delivering, had: files, edit });
    const ofObjects = asked(policy('false', { on: 'object', match: { kinds: ['argoproj.io/Application'] } }));
    expect(ofObjects.review?.total.update).toBeGreaterThan(0);
    expect(because(ofObjects)).not.toContain('ours/x');
    const match = { kinds: ['argoproj.io/Application'] };
    expect(because(asked(policy('change.component != "argocd"', { match })))).toContain('ours/x');
  });
});
