// Where agents stand: two deliveries, and what an Argo CD says while it goes from one to the other.
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/status.schema.json' with { type: 'json' };
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { HELD_NAME, heldFileText } from '../../../generator/render/held.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import { statusMarkdown } from '../../../generator/report/status-markdown.ts';
import { statusText } from '../../../generator/report/status-text.ts';
import { style } from '../../../generator/report/style.ts';
import { differencesOf, differs } from '../../../generator/status/differences.ts';
import { statusOf } from '../../../generator/status/make.ts';
import type { Filter } from '../../../generator/status/make.ts';
import type { FleetStatus } from '../../../generator/status/status.ts';
import { applications, operation, workload } from '../../support/evidence.ts';
import type { Status } from '../../support/evidence.ts';
import { files } from '../../support/fleets.ts';
import { FLEET } from '../../support/program.ts';

const [FIRST, SECOND, STRANGE] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];
const compiled = (text: string): Required<Compiled> => compile(files({ 'fleet.yaml': text })) as Required<Compiled>;
const newer = FLEET.replace('alpha@1.0.0', 'alpha@1.1.0').replace('alpha:1.0.0', 'alpha:1.1.0');
const [old, now] = [compiled(FLEET), compiled(newer)];
const [before, after] = [treeOf(old.files, 'out at 1'), treeOf(now.files, 'out at 2')];

const valid = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(schema);

interface World {
  readonly fleet?: Required<Compiled>;
  readonly out?: Tree;
  readonly live?: readonly KubeObject[];
  readonly filter?: Filter;
}

/** @param world by default: the newer fleet, delivered */
function seen({ fleet = now, out = after, live, filter }: World = {}): FleetStatus {
  const outAt = (commit: string): Tree | undefined => ({ [FIRST]: before, [SECOND]: after })[commit];
  const status = statusOf(
    {
      fleet: fleet.fleet,
      out,
      now: 0,
      since: () => new Map([['north', FIRST]]),
      outAt,
      ...(live === undefined ? {} : { live: live.map((application) => ({ hub: '', application })) }),
    },
    filter,
  );
  const data: unknown = JSON.parse(JSON.stringify(status));
  expect(valid(data), JSON.stringify(valid.errors)).toBe(true);
  expect(statusMarkdown(status)).toMatch(/\n$/);
  return status;
}

/** The rows of the matrix, and what stands below it. */
function lines(status: FleetStatus): string[] {
  return statusText(status, style(false))
    .split('\n')
    .slice(2, -1)
    .map((line) => line.replace(/ {2,}/g, '  '));
}

const live = (say: (name: string) => Status | undefined, commit = SECOND): KubeObject[] => applications(now.files, commit, say);
const northAgents =
  (status: Status) =>
  (name: string): Status | undefined =>
    name === 'pap-north-agents' ? status : undefined;

describe('without evidence', () => {
  test.each<[string, World, string[]]>([
    ['all is delivered', {}, ['alpha  1.1.0  delivered  north, south', 'beta  2.1.0  delivered  south', 'out/ delivers what config/ says']],
    [
      'a version waits',
      { out: before },
      ['alpha  1.1.0  out/ has 1.0.0  north, south', 'beta  2.1.0  delivered  south', 'not as config/ says: 2 of 3 placements'],
    ],
    [
      'an image waits under the same version',
      { fleet: compiled(newer.replace('a'.repeat(64), 'c'.repeat(64))) },
      [`alpha  1.1.0  out/ has image registry.example.net/alpha:1.1.0@sha256:${'a'.repeat(64)}  north, south`],
    ],
    ['an agent comes', { out: treeOf(compiled(FLEET.replace(/ {2}beta:[\s\S]*/, '')).files), fleet: old }, ['beta  2.1.0  not delivered yet  south']],
    [
      'an agent goes',
      { out: before, fleet: compiled(FLEET.replace('ref: acme/beta', 'state: terminated\n    ref: acme/beta')) },
      ['beta  2.1.0  goes with the next delivery  south'],
    ],
    [
      'an agent is suspended, and it is delivered so',
      (() => {
        const fleet = compiled(newer.replace('heartbeat: SLEEP', 'state: suspended'));
        return { fleet, out: treeOf(fleet.files) };
      })(),
      ['beta  2.1.0  suspended  south', 'out/ delivers what config/ says'],
    ],
    [
      'a region is held',
      { out: treeOf(new Map([...now.files, [HELD_NAME, heldFileText(new Map([['north', { because: 'a Namespace is deleted' }]]))]])) },
      ['held: north (a Namespace is deleted, since 111111111111)', 'not as config/ says: 1 held region'],
    ],
    ['nothing was ever delivered', { out: treeOf(new Map()) }, ['alpha  1.1.0  not delivered yet  north, south']],
  ])('%s', (_, world, expected) => expect(lines(seen(world))).toEqual(expect.arrayContaining(expected)));
});

describe('with evidence', () => {
  test.each<[string, World, string[]]>([
    ['all is live', { live: live(() => undefined) }, ['alpha  1.1.0  live  north, south', 'everything is live as config/ says']],
    [
      'Argo CD has not seen the delivery',
      { live: live(() => undefined, FIRST) },
      [
        'alpha  1.1.0  live has 1.0.0  north, south',
        'pap-north-agents: compared with 111111111111, which does not deliver what out/ has now',
        '  hint: argocd app get pap-north-agents --refresh',
      ],
    ],
    [
      'an Application whose files did not change is not behind',
      { live: live((name) => (/agents|root/.test(name) ? undefined : { sync: { status: 'Synced', revision: FIRST } })) },
      ['everything is live as config/ says'],
    ],
    [
      'what is out of sync is what was applied last',
      {
        live: live(
          northAgents({
            sync: { status: 'OutOfSync', revision: SECOND },
            history: [{ revision: FIRST }],
            resources: [workload('alpha', { status: 'OutOfSync' })],
          }),
        ),
      },
      ['alpha  1.1.0  live has 1.0.0; OutOfSync  north', 'pap-north-agents: OutOfSync'],
    ],
    [
      'an operation holds what out/ has left behind',
      { live: live(northAgents({ ...operation(FIRST), sync: { status: 'OutOfSync', revision: SECOND } })) },
      [
        'pap-north-agents: OutOfSync; operation Running at 111111111111, tried 3 times: it holds a commit that out/ has left behind, and nothing newer begins before it ends',
        '  field is immutable',
        '  hint: argocd app terminate-op pap-north-agents; docs/operations.md, "A sync that keeps retrying a bad revision"',
      ],
    ],
    [
      'an operation is under way with what out/ has',
      { live: live(northAgents(operation(SECOND, { retryCount: undefined, message: undefined }))) },
      ['pap-north-agents: operation Running at 222222222222', 'not as config/ says: 1 of 17 Applications'],
    ],
    [
      'an operation failed, and what came after it did not',
      { live: live(northAgents(operation(FIRST, { phase: 'Failed' }))) },
      ['everything is live as config/ says'],
    ],
    [
      'an operation failed',
      { live: live(northAgents({ ...operation(SECOND, { phase: 'Failed' }), sync: { status: 'OutOfSync', revision: SECOND } })) },
      ['pap-north-agents: OutOfSync; operation Failed at 222222222222, tried 3 times', '  hint: argocd app get pap-north-agents shows what failed'],
    ],
    [
      'health of all agents of a region together',
      { live: live(northAgents({ health: { status: 'Degraded', lastTransitionTime: '2026-11-29T03:25:26Z' } })) },
      [
        'alpha  1.1.0  Degraded* since 2026-11-29T03:25:26Z  north',
        '* of all agents in the region together: Argo CD told no health of single Deployments (controller.resource.health.persist)',
        'pap-north-agents: Degraded since 2026-11-29T03:25:26Z',
      ],
    ],
    [
      'health of one Deployment',
      { live: live(northAgents({ resources: [workload('alpha', { health: { status: 'Progressing' } })] })) },
      ['alpha  1.1.0  Progressing since 2026-11-29T03:22:28Z  north'],
    ],
    ['a Deployment is not there', { live: live(northAgents({ resources: [] })) }, ['alpha  1.1.0  not in the cluster  north']],
    [
      'a Deployment was deleted',
      { live: live(northAgents({ resources: [workload('alpha', { status: 'OutOfSync', health: { status: 'Missing' } })] })) },
      ['alpha  1.1.0  not in the cluster  north'],
    ],
    [
      'a commit that the clone has not',
      { live: live(() => undefined, STRANGE) },
      [
        'alpha  1.1.0  live unknown: this clone has no commit 333333333333: git fetch  north, south',
        'pap-north-agents: compared with 333333333333, which this clone does not have',
        '  hint: git fetch, and ask again',
      ],
    ],
    [
      'nothing was ever applied',
      { live: live(northAgents({ sync: { status: 'Unknown' }, history: [] })) },
      ['pap-north-agents: Unknown; compared with no commit, which this clone does not have'],
    ],
    [
      'an Argo CD that nobody asked',
      { live: live(() => undefined).filter(({ metadata }) => !metadata.name.startsWith('pap-north')) },
      ['alpha  1.1.0  live unknown: no evidence shows the Application pap-north-agents  north', 'pap-north-agents: no evidence shows it'],
    ],
    [
      'Applications of others, and one that is left over',
      {
        live: [
          ...live(() => undefined),
          { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'guestbook', namespace: 'argocd' }, spec: {} },
          {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Application',
            metadata: {
              name: 'pap-west-agents',
              namespace: 'argocd',
              labels: { 'app.kubernetes.io/managed-by': 'pap-fleet', 'app.kubernetes.io/part-of': 'pap' },
            },
            spec: {},
          },
        ],
      },
      ['left over: pap-west-agents: out/ has no such Application any more', '1 Application of others not looked at'],
    ],
  ])('%s', (_, world, expected) => expect(lines(seen(world))).toEqual(expect.arrayContaining(expected)));

  test('without a status at all', () => {
    const bare = applications(now.files, SECOND).map(({ status: _, ...rest }) => rest);
    expect(lines(seen({ live: bare }))).toContain('alpha  1.1.0  not in the cluster  north, south');
  });

  test('whose fields have other shapes than expected', () => {
    for (const odd of [null, 1, 'x', [], {}, { sync: [] }, { sync: { status: 1, revision: {} } }, { resources: [null, 1], history: 'x', health: [] }])
      expect(lines(seen({ live: applications(now.files, SECOND).map((app) => ({ ...app, status: odd })) })).length).toBeGreaterThan(3);
  });

  test('whose words would steer a terminal, end a cell or show a secret', () => {
    const nasty = `\u001b[31m|<script>@everyone ghp_${'a1B2'.repeat(9)} ${'x'.repeat(500)}`;
    const status = seen({ live: live(northAgents({ ...operation(FIRST, { message: nasty }), health: { status: nasty } })) });
    const [terminal, markdown] = [statusText(status, style(false)), statusMarkdown(status)];
    for (const shown of [terminal, markdown]) {
      expect(shown).not.toContain('\u001b');
      expect(shown).not.toContain('ghp_a1B2');
    }
    expect(markdown).not.toMatch(/(?<!`[^`\n]*)<script>/);
    expect(Math.max(...terminal.split('\n').map(({ length }) => length))).toBeLessThan(1200);
  });
});

describe('asked for a part', () => {
  test('one agent, one region', () => {
    const {
      placements,
      regions,
      applications: apps,
    } = seen({
      live: live(() => undefined),
      filter: { agents: new Set(['alpha']), regions: new Set(['north']) },
    });
    expect(placements.map(({ agent, region }) => `${agent} ${region}`)).toEqual(['alpha north']);
    expect(regions.map(({ name }) => name)).toEqual(['north']);
    expect([...new Set(apps?.map(({ region }) => region))]).toEqual([undefined, 'north']);
  });

  test('a team', () => {
    const owned = compiled(newer.replace('    ref: acme/beta', '    owner: { team: blue, contact: blue@example.net }\n    ref: acme/beta'));
    const { agents } = seen({ fleet: owned, filter: { teams: new Set(['blue']) } });
    expect(agents).toEqual([{ name: 'beta', team: 'blue' }]);
  });
});

test('many regions that stand alike share a line', () => {
  const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
  const fleet = compiled(
    FLEET.replace(/regions:\n[\s\S]*?agents:/, `regions:\n${names.map((name) => `  ${name}: {}\n`).join('')}agents:`)
      .replace('[north, south]', `[${names.join(', ')}]`)
      .replace('[south]', '[r7]'),
  );
  expect(lines(seen({ fleet, out: treeOf(fleet.files) }))[0]).toMatch(/^alpha {2}1.0.0 {2}delivered {2}r0, r1, .*, … and 34 more$/);
});

test('what is expected to be live is live, or it is told', () => {
  expect(differs(differencesOf(seen({ live: live(() => undefined) })))).toBe(false);
  expect(differs(differencesOf(seen({ live: live(() => undefined, FIRST) })))).toBe(true);
  expect(differs(differencesOf(seen()))).toBe(false);
});

describe('regions that freezes hold', () => {
  const freeze = (name: string, end: string): Record<string, string> => ({
    [`freezes/${name}.yaml`]: `apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: ${name}\nregions: all\n${end}reason: nobody is there\n`,
  });
  const UNTIL = 'until: "2027-01-04T00:00:00Z"\n';
  const HOURS = 'windows: [{ kind: deny, from: "00:00", to: "12:00", timeZone: UTC }]\n';
  const frozen = (texts: Record<string, string>, time: string, because?: string): FleetStatus => {
    const { fleet } = compile(files({ 'fleet.yaml': newer, ...texts })) as Required<Compiled>;
    const out =
      because === undefined
        ? after
        : treeOf(
            new Map(
              [...after.paths]
                .map((path): [string, string] => [path, after.read(path)])
                .concat([[HELD_NAME, heldFileText(new Map([['north', { because }]]))]]),
            ),
          );
    const status = statusOf({ fleet, out, now: Date.parse(time), since: () => new Map([['north', FIRST]]), outAt: () => undefined });
    expect(valid(JSON.parse(JSON.stringify(status))), JSON.stringify(valid.errors)).toBe(true);
    return status;
  };
  const BECAUSE = 'frozen by calm: nobody is there';

  test('are told with the end, though nothing waits', () => {
    const status = frozen(freeze('calm', UNTIL), '2026-12-24T00:00:00Z');
    expect(status.regions.every(({ frozen: own }) => own?.until === '2027-01-04T00:00:00Z')).toBe(true);
    expect(statusText(status, style(false))).toMatch(new RegExp(`^frozen: .*north.*: ${BECAUSE}; until 2027-01-04T00:00:00Z$`, 'm'));
    expect(statusMarkdown(status)).toContain('frozen by calm');
    expect(differs(differencesOf(status))).toBe(false);
  });
  test('until windows open', () =>
    expect(frozen(freeze('calm', HOURS), '2026-12-24T06:00:00Z').regions[0]?.frozen?.until).toBe('2026-12-24T12:00:00Z'));
  test('with no end in sight', () => {
    const both = { ...freeze('calm', HOURS), ...freeze('still', HOURS.replace('00:00', '12:00').replace('"12:00", timeZone', '"24:00", timeZone')) };
    const status = frozen(both, '2026-12-24T06:00:00Z');
    expect(status.regions[0]?.frozen).toEqual({ freezes: ['calm'], because: BECAUSE });
    expect(statusText(status, style(false))).toContain(`${BECAUSE}; with no end in sight`);
  });
  test('are not, before and after', () => {
    expect(frozen(freeze('calm', UNTIL), '2027-01-04T00:00:00Z').regions.some((region) => 'frozen' in region)).toBe(false);
  });
  test('are held as config says while the freeze lasts, and no longer', () => {
    expect(frozen(freeze('calm', UNTIL), '2026-12-24T00:00:00Z', BECAUSE).regions.find(({ name }) => name === 'north')?.held).toEqual({
      because: BECAUSE,
      since: FIRST,
      meant: true,
    });
    expect(frozen(freeze('calm', UNTIL), '2027-01-04T00:00:00Z', BECAUSE).regions.find(({ name }) => name === 'north')?.held).toEqual({
      because: BECAUSE,
      since: FIRST,
    });
  });
});
