// Rollouts, roll-backs and holds as a person makes them at a terminal.
import { afterAll, describe, expect, test } from 'vitest';
import { AGENTS, Desk, FLEET, HEAD } from '../../support/program.ts';

const desks: Desk[] = [];
const desk = (files: Readonly<Record<string, string>> = { 'config/fleet.yaml': FLEET }): Desk => {
  const made = new Desk().write(files);
  desks.push(made);
  return made;
};
afterAll(() => desks.forEach((made) => made.remove()));

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const START = ['rollout', 'start', 'alpha', '--ref', 'acme/alpha@1.1.0', '--image', `registry.example.net/alpha:1.1.0@${digest('c')}`];
const WAVES = ['--waves', 'north:1h,rest', '--at', '2026-12-01T09:12:00Z', '--by', 'ada'];
const FILE = 'config/rollouts/alpha-1.1.0.yaml';
const NEXT = ['rollout', 'promote', 'alpha-1.1.0', '--without-evidence', 'a test', '--at', '2026-12-02T09:12:00Z'];

/** The image of alpha in a region, by what is generated. */
function imageIn(made: Desk, region: string): string | undefined {
  const { values } = JSON.parse(made.run('explain', 'alpha', 'image', '--region', region, '--json').out) as { values: { value: string }[] };
  return /:([0-9.]+)@/.exec(values[0]?.value ?? '')?.[1];
}

describe('a rollout', () => {
  test('comes to one region after the other, and its end changes no byte of out/', () => {
    const made = desk();
    expect(made.run(...START, ...WAVES)).toMatchObject({ code: 0, err: '' });
    expect(made.read(FILE)).toBe(`apiVersion: fleet.plugged.in/v1alpha1
kind: Rollout
name: alpha-1.1.0
set:
  agents.alpha:
    ref: acme/alpha@1.1.0
    image: registry.example.net/alpha:1.1.0@${digest('c')}
waves:
  - { regions: [north], soak: 1h }
  - { regions: rest }
reached: 1 # waves that have the change; \`pap-fleet rollout promote\` writes it
history:
  - { wave: 1, at: "2026-12-01T09:12:00Z", by: ada }
`);
    expect([imageIn(made, 'north'), imageIn(made, 'south')]).toEqual(['1.1.0', '1.0.0']);
    expect(made.run('explain', 'alpha', 'image').out).toContain(`rollout alpha-1.1.0, wave 1`);
    expect(made.run('generate').code).toBe(0);
    expect(made.run('status').out).toContain('rollout alpha-1.1.0: wave 1 of 2 is reached\n');
    expect(JSON.parse(made.run('status', '--json').out)).toMatchObject({
      status: {
        rollouts: [
          {
            name: 'alpha-1.1.0',
            reached: 1,
            waves: [
              { number: 1, regions: ['north'] },
              { number: 2, regions: ['south'] },
            ],
          },
        ],
      },
    });
    expect(made.run(...NEXT)).toMatchObject({ code: 0, err: '' });
    expect(made.read(FILE)).toContain('  - { wave: 2, at: "2026-12-02T09:12:00Z", evidence: "none: a test" }\n');
    expect(made.run('plan', '--base', 'out').out).toContain('rollout alpha-1.1.0: wave 2 of 2 is reached; of its regions change: south');
    expect([imageIn(made, 'north'), imageIn(made, 'south')]).toEqual(['1.1.0', '1.1.0']);
    made.run('generate');
    const out = made.hash('out');
    expect(made.run('rollout', 'finish', 'alpha-1.1.0')).toMatchObject({ code: 0, err: '' });
    expect(made.list('config')).toEqual(['fleet.yaml']);
    expect(made.read('config/fleet.yaml')).toBe(
      FLEET.replace('alpha@1.0.0', 'alpha@1.1.0').replace(`alpha:1.0.0@${digest('a')}`, `alpha:1.1.0@${digest('c')}`),
    );
    expect(made.run('check').code).toBe(0);
    expect(made.hash('out')).toBe(out);
  });

  test('is aborted in one step, and what people wrote is as before', () => {
    const made = desk();
    made.run('generate');
    const before = [made.hash('config'), made.hash('out')];
    made.run(...START, ...WAVES);
    made.run(...NEXT);
    made.run('generate');
    expect(made.run('rollout', 'abort', 'alpha-1.1.0').out).toContain('north, south go back to before');
    made.run('generate');
    expect([made.hash('config'), made.hash('out')]).toEqual(before);
    expect(made.run('rollout', 'abort', 'alpha-1.1.0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no rollout "alpha-1.1.0" is under way') as string,
    });
  });

  test('stands still for as long as it is paused', () => {
    const made = desk();
    made.run(...START, ...WAVES);
    const before = made.read(FILE);
    expect(made.run('rollout', 'pause', 'alpha-1.1.0').err).toContain('--reason is missing');
    expect(made.run('rollout', 'pause', 'alpha-1.1.0', '--reason', 'latency: rises').code).toBe(0);
    expect(made.run('rollout', 'status').out).toContain('latency: rises');
    expect(made.run(...NEXT).err).toContain('rollout "alpha-1.1.0" is paused: latency: rises');
    expect(made.run('rollout', 'resume', 'alpha-1.1.0').code).toBe(0);
    expect(made.read(FILE)).toBe(before);
  });

  test('that people wrote begins with what its labels mean then, and a relabel moves nothing', () => {
    const labelled = HEAD + 'regions:\n  north: { labels: { tier: canary } }\n  south: {}\n' + AGENTS;
    const draft = `apiVersion: fleet.plugged.in/v1alpha1
kind: Rollout
name: calm # at night
set:
  agents.alpha: { heartbeat: SLEEP }
waves:
  - { regions: { match: { tier: canary } } } # first
  - { regions: rest }
`;
    const made = desk({ 'config/fleet.yaml': labelled, 'config/rollouts/calm.yaml': draft });
    made.run('generate');
    const before = made.hash('out');
    expect(made.run('rollout', 'start', 'calm', '--at', '2026-12-01T09:12:00Z')).toMatchObject({ code: 0, err: '' });
    expect(made.read('config/rollouts/calm.yaml')).toBe(
      `${draft.replace('canary } } }', 'canary } }, resolved: [north] }')}reached: 1\nhistory:\n  - wave: 1\n    at: "2026-12-01T09:12:00Z"\n`,
    );
    made.run('generate');
    const started = made.hash('out');
    expect(started).not.toBe(before);
    made.write({ 'config/fleet.yaml': labelled.replace('tier: canary', 'tier: prod').replace('south: {}', 'south: { labels: { tier: canary } }') });
    made.run('generate');
    expect(made.hash('out')).toBe(started);
  });

  test('has a region that comes later in its last wave', () => {
    const made = desk();
    made.run(...START, '--waves', 'north,south');
    made.write({
      'config/fleet.yaml': FLEET.replace('regions:\n', 'regions:\n  west: {}\n').replace('[north, south]', '[north, south, west]'),
    });
    expect(imageIn(made, 'west')).toBe('1.0.0');
    made.run(...NEXT);
    expect(imageIn(made, 'west')).toBe('1.1.0');
  });

  test('of a component, of versions and of the generator', () => {
    const made = desk();
    expect(made.run('rollout', 'start', 'component/ingress', '--set', 'rateLimit.average=7', '--waves', 'north,rest').code).toBe(0);
    expect(made.run('explain', 'ingress', 'rateLimit.average', '--region', 'north').out).toContain('rollout ingress-change, wave 1');
    expect(made.run('rollout', 'start', 'versions', '--set', 'traefik="2.11"', '--waves', 'south,rest').code).toBe(0);
    expect(made.run('explain', 'south', 'versions.traefik').out).toContain('rollout versions-change, wave 1');
    expect(made.run('rollout', 'start', 'generator', '--set', 'from="0.0"', '--set', 'to="0.1"', '--waves', 'south,rest').code).toBe(0);
    expect(made.run('explain', 'north', 'generator').out).toMatch(/"0\.0"[^]*rollout generator-0\.1, wave 2/);
    expect(made.run('explain', 'south', 'generator').out).toMatch(/"0\.1"[^]*rollout generator-0\.1, wave 1/);
    for (const name of ['ingress-change', 'versions-change', 'generator-0.1']) {
      expect(made.run('rollout', 'promote', name, '--without-evidence', 'a test').code, name).toBe(0);
      expect(made.run('rollout', 'finish', name), name).toMatchObject({ code: 0 });
    }
    expect(made.read('config/fleet.yaml')).toContain('rateLimit:\n      average: 7');
    expect(made.read('config/fleet.yaml')).toContain('north: { cluster: north-1, versions: { traefik: "2.11" } }');
    expect(made.read('config/fleet.yaml')).not.toContain('generator');
  });

  test('is played before it is made', () => {
    const made = desk();
    made.run(...START, ...WAVES);
    const before = made.hash('config');
    expect(made.run('simulate', 'alpha-1.1.0').out).toMatch(
      /2 commits to come, 1 of 2 waves reached\n {2}1 {2}promote wave 2, south: [^]*2 {2}finish: no byte of out\/ changes/,
    );
    const failed = JSON.parse(made.run('simulate', 'alpha-1.1.0', '--fail-at', '2', '--json').out) as {
      commits: { title: string; plan: { total: object } }[];
    };
    expect(failed.commits.map(({ title }) => title)).toEqual(['promote', 'abort']);
    expect(made.hash('config')).toBe(before);
  });

  test.each<[string, string, string | undefined]>([
    ['until a time', `regions: [north]\nuntil: '2099-01-04T06:00:00Z'\n`, 'north: frozen by year-end: nobody is there; until 2099-01-04T06:00:00Z'],
    ['of all', `regions: all\nuntil: '2099-01-04T06:00:00Z'\n`, 'north, south: frozen by year-end: nobody is there; until 2099-01-04T06:00:00Z'],
    [
      'of the wave to come',
      `regions: [south]\nuntil: '2099-01-04T06:00:00Z'\n`,
      'south: frozen by year-end: nobody is there; until 2099-01-04T06:00:00Z',
    ],
    ['that has ended', `regions: [north]\nuntil: '2026-01-04T06:00:00Z'\n`, undefined],
    ['that has not begun', `regions: [north]\nfrom: '2098-01-04T06:00:00Z'\nuntil: '2099-01-04T06:00:00Z'\n`, undefined],
  ])('says of its regions that a freeze holds them: one %s', (_, terms, line) => {
    const made = desk();
    made.run(...START, ...WAVES);
    made.write({
      'config/freezes/year-end.yaml': `apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: year-end\nreason: nobody is there\n${terms}`,
    });
    const { out } = made.run('rollout', 'status');
    const { rollouts } = JSON.parse(made.run('rollout', 'status', 'alpha-1.1.0', '--json').out) as { rollouts: { frozen: Record<string, object> }[] };
    const simulated = made.run('simulate', 'alpha-1.1.0').out;
    const frozen = rollouts[0]?.frozen ?? {};
    if (line === undefined) {
      expect(frozen).toEqual({});
      expect(out + simulated).not.toContain('frozen');
      return;
    }
    const [regions = '', words = ''] = line.split(': frozen');
    expect(out).toContain(`  · 2 south\n  ${line}\n  next: pap-fleet rollout promote`);
    expect(Object.keys(frozen)).toEqual(regions.split(', '));
    for (const each of Object.values(frozen))
      expect(each).toEqual({
        freezes: ['year-end'],
        because: 'frozen by year-end: nobody is there',
        until: '2099-01-04T06:00:00Z',
      });
    // The wave to come is that of south.
    if (regions.includes('south')) expect(simulated).toMatch(new RegExp(`promote wave 2, south: [^]*     south: frozen${words}\n[^]*finish`));
    else expect(simulated).not.toContain('frozen');
  });

  test('--dry-run shows the edit and writes nothing', () => {
    const made = desk();
    made.run(...START, ...WAVES);
    const before = made.hash('config');
    expect(made.run(...NEXT, '--dry-run').out).toContain('- reached: 1');
    expect(made.run('rollout', 'abort', 'alpha-1.1.0', '--dry-run').out).toContain(`${FILE} goes`);
    expect(made.hash('config')).toBe(before);
  });
});

describe('what cannot be is refused, and nothing is written', () => {
  const overridden = FLEET.replace(
    '    regions: [north, south]\n',
    '    regions: [north, south]\n    overrides: { south: { image: r.example.net/a:1 } }\n',
  );
  test.each<readonly [what: string, fleet: string, args: readonly string[], message: RegExp]>([
    ['without waves', FLEET, START, /--waves is missing/],
    ['a wave of nothing', FLEET, [...START, '--waves', 'west,rest'], /there is no region, group or label "west"/],
    ['a region that is in no wave', FLEET, [...START, '--waves', 'north'], /south is in no wave/],
    ['a region in two waves', FLEET, [...START, '--waves', 'north,north+south'], /region "north" is in wave 1 already/],
    ['a rest of nothing', FLEET, [...START, '--waves', 'north+south,rest'], /wave 2 has no regions/],
    [
      'what changes nothing',
      FLEET,
      ['rollout', 'start', 'alpha', '--ref', 'acme/alpha@1.0.0', '--waves', 'rest'],
      /nothing would change in any wave/,
    ],
    ['a stronger layer', overridden, [...START, '--waves', 'north,rest'], /fleet\.yaml:15:\d+ error rollout\/overridden/],
    [
      'an agent that is terminated',
      FLEET.replace('heartbeat: SLEEP', 'state: terminated'),
      ['rollout', 'start', 'beta', '--set', 'heartbeat=SLEEP', '--waves', 'rest'],
      /agent "beta" is terminated/,
    ],
    ['a key that there is not', FLEET, ['rollout', 'start', 'alpha', '--set', 'imag=1', '--waves', 'rest'], /unknown key "imag"/],
    ['a state', FLEET, ['rollout', 'start', 'alpha', '--set', 'state=suspended', '--waves', 'rest'], /a rollout does not set "state"/],
    ['a value that is no YAML', FLEET, ['rollout', 'start', 'alpha', '--set', 'env={', '--waves', 'rest'], /the value is no YAML/],
    ['a time without its zone', FLEET, [...START, '--waves', 'rest', '--at', '2026-12-01T09:12:00'], /is no date and time with its zone/],
    ['an agent that there is not', FLEET, ['rollout', 'start', 'alfa', '--waves', 'rest'], /there is no agent "alfa"[^]*alpha/],
    ['a component without its kind', FLEET, ['rollout', 'start', 'ingress', '--waves', 'rest'], /rollout start component\/ingress/],
    ['an option of another step', FLEET, ['rollout', 'abort', 'x', '--waves', 'rest'], /--waves is for start/],
    ['a step that there is not', FLEET, ['rollout', 'promot', 'x'], /did you mean "promote"/],
    ['an end before the last wave', FLEET, ['rollout', 'finish', 'x'], /no rollout "x" is under way/],
  ])('%s', (_, fleet, args, message) => {
    const made = desk({ 'config/fleet.yaml': fleet });
    const before = made.hash('config');
    const { code, err } = made.run(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(made.hash('config')).toBe(before);
  });

  test('a second rollout of one key, the end before the last wave, a wave beyond the last', () => {
    const made = desk();
    made.run(...START, ...WAVES);
    const before = made.hash('config');
    expect(made.run(...START, ...WAVES, '--name', 'again').err).toMatch(/error rollout\/conflict: [^]*also: config\/rollouts\/a/);
    expect(made.run(...START, ...WAVES).err).toContain('there is a rollout "alpha-1.1.0" already');
    expect(made.run('rollout', 'finish', 'alpha-1.1.0').err).toContain('has not come to wave 2: south');
    expect(made.run('rollout', 'promote', 'alpha-1.1.0').err).toContain('nothing shows that wave 1');
    expect(made.hash('config')).toBe(before);
    made.run(...NEXT);
    expect(made.run(...NEXT).err).toContain('every wave of rollout "alpha-1.1.0" is reached');
  });
});

describe('what is set has the form of an override', () => {
  test.each<readonly [string, RegExp]>([
    ['heartbeat=NOPE', /"heartbeat" must be one of/],
    ['mode=toString', /"mode" must be one of/],
    ['env=x', /"env" must be/],
    ['env={A: [1]}', /must be/],
    ['env={"a b=c": x}', /"a b=c" is not a legal name here/],
    ['image=5', /"image" must be text/],
    ['image=null', /"image" must be text/],
    ['image.x=3', /"image" must be text/],
    ['ref=null', /"ref" must be text/],
    ['resources=3', /"resources" must be/],
    ['tier={}', /"tier" must be/],
    ['hosts=x', /"hosts" must be/],
    ['stateless="false"', /"stateless" must be true or false/],
    ['volumes={v: {size: 1Gi, mountPath: /v}}', /volumes|unknown key/],
    ['paths={"/x`) || PathPrefix(`/": http}', /is not a legal name here/],
  ])('%s', (set, message) => {
    const made = desk();
    const before = made.hash('config');
    const { code, err } = made.run('rollout', 'start', 'alpha', '--set', set, '--waves', 'north,rest');
    expect(err).toMatch(message);
    expect(err).toMatch(/config\/rollouts\/alpha-change\.yaml:\d+:\d+ error schema\//);
    expect(code).toBe(2);
    expect(made.hash('config')).toBe(before);
  });

  test.each<readonly [string, string, RegExp]>([
    ['ingress', 'nope=1', /unknown key "nope"/],
    ['ingress', 'enabled="no"', /"enabled" must be true or false/],
    ['ingress', 'forwardAuth=false', /"forwardAuth" must be/],
    ['ingress', 'forwardAuth={address: "javascript:x"}', /"address"/],
    ['certs', 'email="a@b\\";"', /"email"/],
  ])('of component %s: %s', (component, set, message) => {
    const made = desk();
    expect(made.run('rollout', 'start', `component/${component}`, '--set', set, '--waves', 'north,rest')).toMatchObject({
      code: 2,
      err: expect.stringMatching(message) as string,
    });
    expect(made.list('config')).toEqual(['fleet.yaml']);
  });

  test.each<readonly [string, string, RegExp]>([
    ['"9.9"', '"0.1"', /release 9\.9 is not older than this one/],
    ['"0.0"', '"9.9"', /release 9\.9 is newer than this one/],
    ['"0.0.1"', '"0.0.2"', /release 0\.0\.2 is older than this one/],
    ['"0.1"', '"0.1"', /release 0\.1 is not older than this one/],
  ])('of the generator from %s to %s', (from, to, message) => {
    const { code, err } = desk().run('rollout', 'start', 'generator', '--set', `from=${from}`, '--set', `to=${to}`, '--waves', 'north,rest');
    expect([code, err]).toEqual([2, expect.stringMatching(message) as string]);
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['twice', ['alpha', '--set', 'tier=light', '--set', 'tier=heavy'], /tier is set twice/],
    ['by a name that leads elsewhere', ['alpha', '--set', 'tier=light', '--name', '../../x'], /"\.\.\/\.\.\/x" is no name of a rollout/],
    ['of a component that leads elsewhere', ['component/../x', '--set', 'a=1'], /there is no component "\.\.\/x"/],
    ['by somebody of two lines', ['alpha', '--set', 'tier=light', '--by', 'x\n::error::y'], /--by is one line of text/],
  ])('%s', (_, args, message) => {
    const made = desk();
    expect(made.run('rollout', 'start', ...args, '--waves', 'north,rest')).toMatchObject({ code: 2, err: expect.stringMatching(message) as string });
    expect(made.list('config')).toEqual(['fleet.yaml']);
  });
});

test('what has no way back, or cannot be shown, is refused with what there is instead', () => {
  const made = desk();
  made.run('rollout', 'start', 'generator', '--set', 'from="0.0"', '--set', 'to="0.1"', '--waves', 'north,rest');
  expect(made.run('rollout', 'abort', 'generator-0.1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('pap-fleet rollout pause generator-0.1') as string,
  });
  expect(made.run('simulate', 'generator-0.1', '--json')).toMatchObject({ code: 2, out: expect.stringContaining('"command": "simulate"') as string });
});

test('a wave that would have errors is found before the first one is written', () => {
  const made = desk({
    'config/fleet.yaml': FLEET.replace(
      '    regions: [north, south]\n',
      '    stateless: true\n    regions: [north, south]\n    overrides: { south: { stateless: false } }\n',
    ),
  });
  const { code, out, err } = made.run('rollout', 'start', 'alpha', '--set', 'autoscale={min: 2, max: 3}', '--waves', 'north,rest');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('nothing was written');
  expect(made.list('config')).toEqual(['fleet.yaml']);
});

test('a rollout that has not begun is begun, not promoted', () => {
  const made = desk({
    'config/fleet.yaml': FLEET,
    'config/rollouts/calm.yaml':
      'apiVersion: fleet.plugged.in/v1alpha1\nkind: Rollout\nname: calm\nset: { agents.alpha: { heartbeat: SLEEP } }\nwaves: [{ regions: [north] }, { regions: rest }]\n',
  });
  expect(made.run('rollout', 'promote', 'calm', '--without-evidence', 'x').err).toContain('begin it: pap-fleet rollout start calm');
  expect(made.run('rollout', 'start', 'calm', '--at', '2027-01-01T00:00Z', '--by', '2027-01-01 10:00')).toMatchObject({ code: 0, err: '' });
  expect(made.read('config/rollouts/calm.yaml')).toMatch(/at: "2027-01-01T00:00Z"[^]*by: "2027-01-01 10:00"/);
  expect(made.run('rollout', 'pause', 'calm', '--reason', 'x', '--at', '2026-02-30T00:00:00Z').err).toContain('is no date and time with its zone');
});

test('two commands at once are one after the other: no value is lost, and no key is set twice', () => {
  const made = desk();
  for (const [agent, set] of [
    ['alpha', 'tier=light'],
    ['beta', 'heartbeat=IDLE'],
  ] as const) {
    made.run('rollout', 'start', agent, '--set', set, '--waves', 'rest', '--name', `${agent}-x`);
  }
  const { code } = made.line('$PAP_FLEET rollout finish alpha-x & one=$!; $PAP_FLEET rollout finish beta-x & two=$!; wait $one && wait $two');
  expect(code).toBe(0);
  expect(made.read('config/fleet.yaml')).toMatch(/tier: light[^]*heartbeat: IDLE/);
  made.line('for i in 1 2 3 4; do $PAP_FLEET rollout start alpha --set terminationGracePeriodSeconds=9$i --waves rest --name c$i & done; wait');
  expect(made.list('config/rollouts')).toHaveLength(1);
  expect(made.run('validate').code).toBe(0);
});

describe('another version of an agent', () => {
  const fleet = `${HEAD}rolloutDefaults: { waves: ["north:24h", rest], alertAfter: 72h }\n${FLEET.slice(HEAD.length)}`;
  test('begins a rollout in the usual waves, once', () => {
    const made = desk({ 'config/fleet.yaml': fleet });
    expect(made.run('bump', 'registry.example.net/alpha', 'v1.1.0', '--digest', digest('c'))).toMatchObject({ code: 0, err: '' });
    expect(made.read(FILE)).toContain('alertAfter: 72h\n');
    expect(made.read(FILE)).toContain(`image: registry.example.net/alpha:1.1.0@${digest('c')}\n`);
    const before = made.hash('config');
    expect(made.run('bump', 'alpha', '1.1.0', '--digest', digest('c'))).toMatchObject({
      code: 0,
      out: 'nothing to do: rollout alpha-1.1.0 is under way\n',
    });
    expect(made.hash('config')).toBe(before);
    expect(made.run('bump', 'beta', '2.1.0', '--digest', digest('b')).out).toBe('nothing to do: beta has this version already\n');
  });
});

describe('a roll-back', () => {
  const git = (made: Desk, ...args: string[]): void => void made.shell('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.net', ...args]);
  /** A fleet that was changed in a second commit. */
  const changed = (): Desk => {
    const made = desk();
    git(made, 'init', '-q', '-b', 'main', '.');
    git(made, 'add', 'config');
    git(made, 'commit', '-qm', 'one');
    made.write({
      'config/fleet.yaml':
        FLEET.replaceAll('1.0.0', '1.1.0').replace('heartbeat: SLEEP', 'heartbeat: IDLE') +
        'components: { ingress: { rateLimit: { average: 7 } } }\n',
    });
    git(made, 'add', 'config');
    git(made, 'commit', '-qm', 'two');
    return made;
  };

  test('of an agent has its keys as they were, and holds them against edits and rollouts until it is released', () => {
    const made = changed();
    const now = made.read('config/fleet.yaml');
    expect(made.run('rollback', 'alpha', '--to', 'HEAD~1', '--reason', 'lost: heartbeats', '--at', '2026-12-01T09:12:00Z')).toMatchObject({
      code: 0,
      err: '',
    });
    expect(made.read('config/fleet.yaml')).toBe(now.replaceAll('1.1.0', '1.0.0'));
    expect(made.read('config/holds/alpha.yaml')).toContain('reason: "lost: heartbeats"');
    expect(made.run('validate').code).toBe(0);
    expect(made.run(...START, ...WAVES).err).toMatch(
      /error hold\/broken: "agents\.alpha\.image" is held[^]*lost: heartbeats[^]*pap-fleet release alpha/,
    );
    made.write({ 'config/fleet.yaml': now });
    expect(made.run('validate').err).toMatch(/error hold\/broken/);
    expect(made.run('release', 'alpha')).toMatchObject({ code: 0, err: '' });
    expect(made.run('validate').code).toBe(0);
  });

  test('of a region has all that was different there as overrides of the region, and leaves the others', () => {
    const made = changed();
    expect(made.run('rollback', 'south', '--to', 'HEAD~1', '--reason', 'since Tuesday')).toMatchObject({ code: 0, err: '' });
    expect([imageIn(made, 'north'), imageIn(made, 'south')]).toEqual(['1.1.0', '1.0.0']);
    expect(made.run('explain', 'beta', 'heartbeat', '--region', 'south').out).toContain('"SLEEP"');
    expect(made.run('explain', 'ingress', 'rateLimit.average', '--region', 'north').out).toContain('7');
    expect(made.run('explain', 'ingress', 'rateLimit.average', '--region', 'south').out).not.toMatch(/^7/m);
    made.run('generate');
    const back = made.list('out/overlays/south');
    git(made, 'stash', '-qu');
    git(made, 'checkout', '-q', 'HEAD~1');
    made.run('generate');
    expect(made.list('out/overlays/south')).toEqual(back);
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['without a reason', ['alpha', '--to', 'HEAD~1'], /--reason is missing/],
    ['without a revision', ['alpha', '--reason', 'x'], /--to is missing/],
    ['to a revision that there is not', ['alpha', '--to', 'nowhere', '--reason', 'x'], /--to nowhere: there is no such commit here/],
    ['to what it is', ['alpha', '--to', 'HEAD', '--reason', 'x'], /nothing of "alpha" was different at HEAD/],
    ['of nobody', ['alfa', '--to', 'HEAD~1', '--reason', 'x'], /there is no agent or region "alfa"/],
  ])('%s is refused', (_, args, message) => {
    const made = changed();
    const before = made.hash('config');
    expect(made.run('rollback', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(message) as string });
    expect(made.hash('config')).toBe(before);
  });

  test('holds what stood in an override, and that what is gone stays away', () => {
    const made = changed();
    git(made, 'add', 'config');
    const plain = made.read('config/fleet.yaml');
    const bad = plain.replace(
      '    regions: [north, south]\n',
      '    regions: [north, south] # both\n    env: { LEVEL: debug }\n    overrides:\n      south: { heartbeat: EMERGENCY }\n',
    );
    made.write({ 'config/fleet.yaml': bad });
    git(made, 'commit', '-qam', 'three');
    expect(made.run('rollback', 'alpha', '--to', 'HEAD~1', '--reason', 'loud', '--at', '2026-12-01T09:12:00Z').out).toContain('and is held there');
    expect(made.read('config/fleet.yaml')).toBe(plain.replace('    regions: [north, south]\n', '    regions: [north, south] # both\n'));
    expect(made.read('config/holds/alpha.yaml')).toContain(
      'keep:\n  agents.alpha: { env: { LEVEL: null } }\noverrides:\n  south:\n    agents.alpha: { heartbeat: null }\nreason: loud\n',
    );
    made.write({ 'config/fleet.yaml': bad });
    const { err } = made.run('validate');
    expect(err).toContain('"agents.alpha.env.LEVEL" is held away in north, south: loud');
    expect(err).toContain('"agents.alpha.heartbeat" is held away in south: loud');
  });

  test('of an agent that had another name then', () => {
    const made = changed();
    const renamed = made
      .read('config/fleet.yaml')
      .replace('  alpha:\n', '  gamma:\n')
      .replace('agents:', 'moved: [{ from: agents.alpha, to: agents.gamma }]\nagents:');
    made.write({ 'config/fleet.yaml': renamed });
    expect(made.run('rollback', 'gamma', '--to', 'HEAD~1', '--reason', 'x')).toMatchObject({ code: 0, err: '' });
    expect(made.read('config/fleet.yaml')).toContain('  gamma:\n    ref: acme/alpha@1.0.0\n');
  });

  test('keeps the volume of an agent that was renamed, in one region too', () => {
    const made = changed();
    const renamed = made
      .read('config/fleet.yaml')
      .replace('  beta:\n', '  gamma:\n')
      .replace('storage: { size: 5Gi }', 'storage: { size: 5Gi, claim: beta-agent }')
      .replace('agents:', 'moved: [{ from: agents.beta, to: agents.gamma }]\nagents:');
    made.write({ 'config/fleet.yaml': renamed });
    expect(made.run('rollback', 'gamma', '--to', 'HEAD~1', '--reason', 'x')).toMatchObject({ code: 0, err: '' });
    expect(made.read('config/fleet.yaml')).toContain('heartbeat: SLEEP\n    storage: { size: 5Gi, claim: beta-agent }\n');
    made.run('release', 'gamma');
    made.write({ 'config/fleet.yaml': renamed });
    const { code, out } = made.run('rollback', 'south', '--to', 'HEAD~1', '--reason', 'x');
    expect([code, out]).toEqual([0, expect.stringContaining('agents.gamma.overrides.south.heartbeat: "SLEEP"') as string]);
    expect(out).not.toContain('not back');
  });

  test('of a region takes away what was added as a whole, names what it leaves, and waits for rollouts to end', () => {
    const made = changed();
    const plain = made.read('config/fleet.yaml');
    made.write({
      'config/fleet.yaml': plain
        .replace('cluster: north-1', 'cluster: north-1, ingressHost: in.example.net, station: { id: other }')
        .replace('    regions: [north, south]\n', '    regions: [north, south]\n    env: { A: "1" }\n'),
    });
    git(made, 'commit', '-qam', 'three');
    const { code, out } = made.run('rollback', 'north', '--to', 'HEAD~1', '--reason', 'x');
    expect(code).toBe(0);
    expect(out).toContain('not back: ingressHost was null');
    expect(made.run('explain', 'alpha', 'env', '--region', 'north').out).toContain('north: null');
    made.write({ 'config/fleet.yaml': made.read('config/fleet.yaml').replace('station: {}', 'station: { id: evil }') });
    expect(made.run('validate').err).toMatch(/hold\/broken: "station\.id" is held away/);
    const other = changed();
    other.run('rollout', 'start', 'alpha', '--set', 'tier=light', '--waves', 'north,rest');
    expect(other.run('rollback', 'south', '--to', 'HEAD~1', '--reason', 'x').err).toContain('pap-fleet rollout abort alpha-change');
    // One of an agent that does not run there is in nobody's way.
    const third = changed();
    third.run('rollout', 'start', 'beta', '--set', 'tier=light', '--waves', 'south,rest');
    expect(third.run('rollback', 'north', '--to', 'HEAD~1', '--reason', 'x')).toMatchObject({ code: 0, err: '' });
  });

  test('of what a rollout changes leads to the abort', () => {
    const made = changed();
    made.run('rollout', 'start', 'alpha', '--ref', 'acme/alpha@1.2.0', '--waves', 'north,rest');
    expect(made.run('rollback', 'alpha', '--to', 'HEAD~1', '--reason', 'x').err).toContain('pap-fleet rollout abort alpha-1.2.0');
  });
});
