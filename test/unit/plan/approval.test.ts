// Files of config/approvals, one by one.
import { describe, expect, test } from 'vitest';
import {
  addDays,
  approvalFindings,
  approvalFlaw,
  approvalHash,
  approvalPath,
  approvalText,
  countingOn,
  digest,
  readApprovals,
} from '../../../generator/plan/approval.ts';
import type { ApprovalFile } from '../../../generator/plan/approval.ts';
import { changesBetween } from '../../../generator/plan/change.ts';
import type { Change } from '../../../generator/plan/change.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';
import { object } from './object.ts';

const TODAY = '2026-11-23';
const files = (texts: Readonly<Record<string, string>>): ConfigFile[] =>
  Object.entries(texts).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
const changes = ['1'.repeat(32), '2'.repeat(32)];
const sound = { approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01', changes };
const named = (): string => `approvals/${approvalHash(changes)}.yaml`;
const read = (text: string, path = named(), today = TODAY) => countingOn(today, readApprovals(files({ [path]: text })));
const told = (text: string, path = named()): string[] =>
  read(text, path).defective.map(
    ({
      finding: {
        code,
        place: { line, col },
        message,
        hint,
      },
    }) => `${code} ${line}:${col} ${message} — ${hint}`,
  );

describe('an approval', () => {
  test('counts', () => {
    const { approvals, defective } = read(approvalText(sound));
    expect(defective).toEqual([]);
    expect(approvals).toMatchObject([{ ...sound, path: `config/${named()}` }]);
  });
  test('is written so that it counts, or with what is wrong with it', () => {
    expect(approvalFlaw(sound, TODAY)).toBeUndefined();
    expect(approvalFlaw({ ...sound, changes: [...changes].reverse() }, TODAY)).toBeUndefined();
    expect(approvalFlaw({ ...sound, expires: '2026-11-22' }, TODAY)?.code).toBe('approval/expired');
    expect(approvalFlaw({ ...sound, reason: '' }, TODAY)).toMatchObject({ code: 'approval/invalid', place: { file: named() } });
    expect(approvalText({ ...sound, changes: [...changes].reverse() })).toBe(approvalText(sound));
  });
  test('is for a list of changes in any order, each once', () => {
    expect(approvalHash(['b', 'a', 'b'])).toBe(approvalHash(['a', 'b']));
    expect(approvalHash(['a', 'b'])).not.toBe(approvalHash(['ab']));
    expect(approvalHash(['a'])).toMatch(/^[0-9a-f]{16}$/);
  });
  test('is read from its folder only, and each in the order of its name', () => {
    const other = ['3'.repeat(32)];
    const { approvals } = readApprovals(
      files({
        'fleet.yaml': 'a: 1\n',
        [named()]: approvalText(sound),
        [`approvals/${approvalHash(other)}.yaml`]: approvalText({ ...sound, changes: other }),
      }),
    );
    expect(approvals.map(({ path }) => path)).toEqual([named(), `approvals/${approvalHash(other)}.yaml`].sort().map((path) => `config/${path}`));
  });

  test('of an owner is read from the folder of the agent', () => {
    const path = named().replace('/', '/agents/alpha/');
    expect(approvalPath(approvalHash(sound.changes), 'alpha')).toBe(path);
    expect(readApprovals(files({ [path]: approvalText(sound) }))).toMatchObject({
      approvals: [{ agent: 'alpha', path: `config/${path}` }],
      defective: [],
    });
    expect(readApprovals(files({ [named()]: approvalText(sound) })).approvals[0]).not.toHaveProperty('agent');
    expect(told(approvalText(sound), path.replace(/[0-9a-f]{16}/, '0123456789abcdef'))[0]).toContain('not into 0123456789abcdef.yaml');
  });

  const written =
    (change: object): (() => string) =>
    () =>
      approvalText({ ...sound, ...change });
  test.each<[string, () => string, RegExp | string]>([
    ['that YAML cannot read', () => 'approvedBy: "Ada\n', /^approval\/invalid \d+:\d+ this is no approval: /],
    ['that holds nothing', () => '# later\n', /^approval\/invalid 1:1 this is no approval: /],
    [
      'that is a list',
      () => '- Ada\n',
      /^approval\/invalid 1:1 the approval must be object — an approval holds approvedBy, reason, expires and changes; pap-fleet approve writes it$/,
    ],
    [
      'without a reason',
      () => written({})().replace(/reason:.*\n/, ''),
      /^approval\/invalid 1:1 the approval must have required property 'reason' — /,
    ],
    ['with an unknown key', () => `${written({})()}forever: true\n`, /^approval\/invalid 1:1 the approval has the unknown key "forever" — /],
    ['with a digest that is none', written({ changes: ['x'] }), /^approval\/invalid 5:5 "changes\/0" must match pattern/],
    [
      'for other changes than its name says',
      written({ changes: [changes[0]] }),
      'approval/invalid 4:1 these changes belong into 8a83665f3798727f.yaml, not into e12402ff504a896a.yaml: the list, or the name, has been edited — an approval is for the changes it was made for; let pap-fleet approve make a new one',
    ],
    [
      'until a day that is none',
      written({ expires: '2026-02-30' }),
      'approval/invalid 3:10 "2026-02-30" is no day of the calendar — for example 2026-12-01',
    ],
    [
      'until a month that is none',
      written({ expires: '2026-13-01' }),
      'approval/invalid 3:10 "2026-13-01" is no day of the calendar — for example 2026-12-01',
    ],
    [
      'that has ended',
      written({ expires: '2026-11-22' }),
      'approval/expired 3:10 this approval ended on 2026-11-22 — remove the file, or approve anew with pap-fleet approve',
    ],
    [
      'that reaches too far',
      written({ expires: '2026-12-24' }),
      'approval/too-far 3:10 this approval reaches 31 days ahead; 30 are allowed — the last day may be 2026-12-23',
    ],
  ])('%s does not count', (_, text, expected) => {
    const found = told(text());
    expect(found).toHaveLength(1);
    if (typeof expected === 'string') expect(found).toEqual([expected]);
    else expect(found[0]).toMatch(expected);
    expect(read(text()).approvals).toEqual([]);
  });

  test.each([
    'approval/x.yaml',
    'Approvals/x.yaml',
    'approvals/north/x.yaml',
    'approvals/agents/x.yaml',
    'approvals/agents/alpha/more/x.yaml',
    'approvals/agents/alpha/x.yml',
    'approvals/teams/alpha/x.yaml',
    'approvals/x.yml',
    'approvals/x.json',
    'approvals/x',
  ])('at config/%s does not count', (path) => {
    const found = readApprovals(files({ [path.replace('/x', `/${approvalHash(changes)}`)]: approvalText(sound) }));
    expect(found.approvals).toEqual([]);
    expect(found.defective.map(({ finding }) => [finding.code, finding.severity])).toEqual([['approval/misplaced', 'warning']]);
  });

  test('with many flaws says five of them', () => {
    const many = Array.from({ length: 9 }, (_, i) => `k${i}: 1\n`).join('');
    expect(told(approvalText(sound) + many)).toHaveLength(5);
  });

  test.each(['2000-01-01', '2026-12-01', '9999-12-31'])('until %s is sound, whatever day it is', (expires) =>
    expect(readApprovals(files({ [named()]: approvalText({ ...sound, expires }) }))).toMatchObject({ approvals: [{ expires }], defective: [] }),
  );

  test.each([
    ['2026-11-23', 1],
    ['2026-11-24', 1],
    ['2026-12-23', 1],
    ['2026-12-24', 0],
    ['2026-11-22', 0],
  ])('until %s counts %d times on 2026-11-23', (expires, count) => expect(read(approvalText({ ...sound, expires })).approvals).toHaveLength(count));
});

test.each([
  ['2026-11-23', 14, '2026-12-07'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-01', -1, '2026-02-28'],
])('%s and %d days are %s', (day, days, expected) => expect(addDays(day, days)).toBe(expected));

describe('a digest names one change', () => {
  const [a, b] = [object('ConfigMap', undefined), { ...object('ConfigMap', undefined), data: { a: '1' } }];
  const change = (region: string, component: string, old: unknown[], now: unknown[]): Change =>
    changesBetween(region, component, old as never, now as never)[0] as Change;
  const one = (): Change => change('north', 'agents', [a], [b]);
  test('and is the same for the same change', () => {
    expect(digest(change('north', 'agents', [{ ...a }], [{ ...b }]))).toBe(digest(one()));
    expect(digest(one())).toMatch(/^[0-9a-f]{32}$/);
  });
  test.each<[string, () => Change]>([
    ['region', () => change('south', 'agents', [a], [b])],
    ['component', () => change('north', 'dns', [a], [b])],
    ['direction', () => change('north', 'agents', [b], [a])],
    ['old object', () => change('north', 'agents', [{ ...a, data: { a: '2' } }], [b])],
    ['new object', () => change('north', 'agents', [a], [{ ...b, data: { a: '2' } }])],
    ['verb', () => ({ ...one(), verb: 'replace' })],
    ['identity', () => ({ ...one(), id: 'ConfigMap agents/y' })],
    ['coming', () => change('north', 'agents', [], [b])],
    ['going', () => change('north', 'agents', [a], [])],
  ])('another %s is another change', (_, other) => expect(digest(other())).not.toBe(digest(one())));
});

describe('a file that does not count still tells', () => {
  const [one, two] = changes as [string, string];
  const defectOf = (path: string, text: string) => {
    const [found] = read(text, path).defective;
    return { name: found?.name, digests: [...(found?.digests ?? [])] };
  };
  test.each<[string, string, readonly string[]]>([
    ['what it would approve', `- ${one}\n- "${two}"\n`, [one, two]],
    ['nothing of a longer number', `- ${one}0\n- 0${two}\n`, []],
    ['nothing of a shorter one', `- ${one.slice(1)}\n`, []],
    ['nothing of nothing', '', []],
    ['what stands beside other letters', `x${one}g`, [one]],
  ])('%s', (_, text, expected) => expect(defectOf(named(), text).digests).toEqual(expected));
  test.each([
    ['approvals/0123.yml', '0123'],
    ['approvals/0123.old.yaml', '0123'],
    ['approvals/north/0123.yaml', '0123'],
    ['approvals/agents/alpha/0123.json', '0123'],
  ])('its name, at %s', (path, name) => expect(defectOf(path, 'x').name).toBe(name));
});

describe('what is wrong with a file is an error', () => {
  const severities = (given: Partial<Parameters<typeof approvalFindings>[0]>, needed: readonly string[]): string[] =>
    approvalFindings({ approvals: [], defective: [], altered: [], unused: [], beyond: [], ...given }, needed).map(({ severity }) => severity);
  const [one, other] = [changes[0] as string, '3'.repeat(32)];
  const [file] = read(approvalText(sound)).approvals;
  const late = read(approvalText({ ...sound, expires: '2026-11-01' })).defective;
  test.each<[string, () => string[], string]>([
    ['where a change needs what it names', () => severities({ defective: late }, [one]), 'error'],
    ['where its name is that of what is needed', () => severities({ defective: read('x', named()).defective }, changes), 'error'],
    ['not where nothing is needed', () => severities({ defective: late }, []), 'warning'],
    ['not where something else is needed', () => severities({ defective: late }, [other]), 'warning'],
    [
      'where one of its changes became another that is needed',
      () => severities({ altered: [file as ApprovalFile] }, [`${one.slice(0, 8)}${'4'.repeat(24)}`]),
      'error',
    ],
    ['not where that needs nothing', () => severities({ altered: [file as ApprovalFile] }, [other]), 'warning'],
    [
      'where an owner approves what is not theirs, and it is needed',
      () => severities({ beyond: [{ ...(file as ApprovalFile), agent: 'alpha' }] }, [one]),
      'error',
    ],
    ['not where nobody needs it', () => severities({ beyond: [{ ...(file as ApprovalFile), agent: 'alpha' }] }, [other]), 'warning'],
  ])('%s', (_, seen, expected) => expect(seen()).toEqual([expected]));
  test('for the approvals that are late alone', () => {
    const both = countingOn(
      TODAY,
      readApprovals(
        files({
          [named()]: approvalText(sound),
          [`approvals/${approvalHash([other])}.yaml`]: approvalText({ ...sound, changes: [other], expires: '2026-11-01' }),
        }),
      ),
    );
    expect([both.approvals.length, both.defective.length]).toEqual([1, 1]);
  });
});
