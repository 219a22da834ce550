import { afterAll, describe, expect, test } from 'vitest';
import { Desk, FLEET } from '../../support/program.ts';
import { sarifFaults } from '../../support/sarif.ts';

// Policies as a user meets them: the built program, from a policy that is broken to one that somebody takes away.

const policy = (require: string, severity = 'error'): string =>
  `apiVersion: fleet.plugged.in/v1alpha1
kind: Policy
code: ours/two-replicas
severity: ${severity}
about: An agent runs twice
match: { kinds: [apps/Deployment], components: [agents] }
require: ${require}
message: set replicas to 2
`;

const desks: Desk[] = [];
const desk = (files: Readonly<Record<string, string>>): Desk => {
  const made = new Desk().write(files);
  desks.push(made);
  return made;
};
afterAll(() => {
  for (const each of desks) each.remove();
});

describe('a policy that is broken', () => {
  const made = desk({ 'config/fleet.yaml': FLEET, 'config/policies/p.yaml': policy('agent.replicas >= 2') });

  test('stops the run, and nothing is written', () => {
    const { code, err } = made.run('generate');
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/error ours\/two-replicas: Deployment agents\/alpha-agent: "An agent runs twice" does not hold\n/),
    ]);
    expect(() => made.list('out')).toThrow();
  });

  test('is explained', () => {
    const { code, out } = made.run('explain', 'ours/two-replicas');
    expect([code, out]).toEqual([
      0,
      [
        'ours/two-replicas (error), config/policies/p.yaml:3',
        'An agent runs twice.',
        '',
        'What it means: an object that breaks it is an error',
        'What to do: set replicas to 2',
        'What it judges: every object with kinds ["apps/Deployment"], components ["agents"]',
        '',
        'It holds where this is true:',
        '',
        '  agent.replicas >= 2',
        '',
      ].join('\n'),
    ]);
    expect(JSON.parse(made.run('explain', 'ours/two-replicas', '--json').out)).toMatchObject({
      policy: { code: 'ours/two-replicas', require: 'agent.replicas >= 2' },
    });
    expect(made.run('explain', 'ours/two-replica').err).toContain('did you mean "ours/two-replicas"?');
  });

  test.each(['json', 'sarif', 'junit', 'gitlab', 'rdjson', 'github'])('is found in %s', (format) => {
    const { code, out } = made.run('validate', '--format', format);
    expect([code, out]).toEqual([2, expect.stringContaining('ours/two-replicas')]);
    if (format !== 'sarif') return;
    const log = JSON.parse(out) as {
      runs: [{ tool: { driver: { rules: { id: string; shortDescription: { text: string } }[] } }; results: { ruleId: string; ruleIndex: number }[] }];
    };
    expect(sarifFaults(log)).toEqual([]);
    const [{ tool, results }] = log.runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(tool.driver.rules.at(-1)?.shortDescription.text).toBe('An agent runs twice');
  });
});

test('a run is unchanged only where policies are', () => {
  const made = desk({ 'config/fleet.yaml': FLEET, 'config/policies/p.yaml': policy('agent.replicas >= 1') });
  expect(made.run('generate').code).toBe(0);
  expect(made.run('generate').code).toBe(0);
  made.write({ 'config/policies/p.yaml': policy('agent.replicas >= 2') });
  expect(made.run('generate').code).toBe(2);
});

test('whoever takes a policy away is asked', () => {
  const made = desk({ 'config/fleet.yaml': FLEET, 'config/policies/p.yaml': policy('agent.replicas >= 1') });
  made.run('generate');
  made.shell('rm', ['-r', 'config/policies']);
  const { code, out } = made.run('plan', '--base', 'out');
  expect([code, out]).toEqual([3, expect.stringContaining('the policy ours/two-replicas of the severity error goes')]);
});

test('the day that a plan is made for is the day of its policies', () => {
  const weekend = policy('now.getDayOfWeek() in [1, 2, 3, 4, 5]', 'approval').replace('match:', 'on: change\nmatch:');
  const made = desk({ 'config/fleet.yaml': FLEET, 'config/policies/p.yaml': weekend });
  made.run('generate');
  made.write({ 'config/fleet.yaml': FLEET.replace('beta:2.1.0', 'beta:2.1.1') });
  const passes = (day: string): number | null => made.run('plan', '--base', 'out', '--today', day).code;
  expect([passes('2026-11-29'), passes('2026-11-30')]).toEqual([3, 0]);
});

describe('lint for a region', () => {
  const RULES = [
    { code: 'ours/owned', severity: 'error', match: '{ kinds: [ConfigMap] }', require: '"owner" in object.metadata.labels' },
    { code: 'ours/north', severity: 'warning', match: '{ kinds: [ConfigMap], regions: [north] }', require: 'region.name != "north"' },
    { code: 'ours/south', severity: 'error', match: '{ kinds: [ConfigMap], regions: [south] }', require: 'false' },
    { code: 'ours/agents', severity: 'error', match: '{ kinds: [ConfigMap], components: [agents] }', require: 'false' },
    { code: 'ours/later', severity: 'approval', match: '{ kinds: [ConfigMap] }', require: 'false' },
    { code: 'ours/nobody', severity: 'error', match: '{ kinds: [ConfigMap] }', require: 'agent.name == ""' },
  ];
  const text = RULES.map(
    ({ code, severity, match, require }) =>
      `apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\ncode: ${code}\nseverity: ${severity}\nabout: All is well\nmatch: ${match}\nrequire: '${require}'\nmessage: mend it\n`,
  ).join('---\n');
  const made = desk({
    'config/fleet.yaml': FLEET,
    'config/policies/p.yaml': text,
    'given/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\ndata: { a: b }\n',
  });

  test('asks those about objects, for that region, and tells every format whose they are', () => {
    const { code, out, err } = made.run('lint', '--region', 'north', 'given');
    expect([code, (out + err).match(/^given.*$/gm)]).toEqual([
      2,
      [
        'given/a.yaml:1:1 error ours/owned: ConfigMap shop/a: whether "All is well" holds cannot be told: it cannot be evaluated: no such key: labels',
        'given/a.yaml:1:1 warning ours/north: ConfigMap shop/a: "All is well" does not hold',
      ],
    ]);
    expect(err + out).toContain('hint: ask first whether there is such a field, as with has(object.spec.replicas) && …; mend it\n');
    expect(sarifFaults(JSON.parse(made.run('lint', '--region', 'north', 'given', '--format', 'sarif').out))).toEqual([]);
  });

  test('asks none without a region', () => {
    expect(made.run('lint', 'given')).toMatchObject({ code: 0 });
  });
});
