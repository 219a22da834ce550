// The waves of a rollout proposed by a workflow: its three jobs as they are written, against a fake Argo CD and a fake GitHub.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { applications, listText } from '../../support/evidence.ts';
import type { Status } from '../../support/evidence.ts';
import { Release } from './delivery.ts';
import { APP_TOKEN, FakeProposals } from './proposals-of-github.ts';
import { PROJECT, Remote, environment, scratch, start } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';
import { environmentOf, readWorkflow, run } from './runner.ts';
import type { Done, Given } from './runner.ts';

const folder = scratch();
const text = starterFiles({
  action: `VeriTeknik/pap-fleet@${'0'.repeat(40)}`,
  repo: 'https://github.com/team/fleet.git',
  promotion: true,
}).get('.github/workflows/promote.yml') as string;
const workflow = readWorkflow('promote.yml', text);

function start11(clone: Clone, agent: string): void {
  const ran = clone.fleet(
    ...['rollout', 'start', agent, '--ref', `pluggedin/${agent}@1.1.0`, '--image', `plugged.in/agents/${agent}:v1.1.0`],
    ...['--waves', 'north,south', '--alert-after', '72h'],
  );
  expect(ran).toMatchObject({ code: 0, err: '' });
}

/** A fleet whose alpha has 1.1.0 in north, the first of two waves, delivered. */
const template = ((): Remote => {
  const remote = new Remote(join(folder, 'template'), { agents: ['alpha', 'bravo'], maxUpdatePercent: 100 });
  const ada = remote.clone();
  start11(ada, 'alpha');
  ada.commit('Begin alpha 1.1.0');
  ada.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish().code).toBe(0);
  return remote;
})();

const VARS = { PROMOTE_CLIENT_ID: 'Iv1', ARGOCD_SERVER: 'https://argocd.example.org' };
const GITHUB = { ref: 'refs/heads/main', token: 'x', server_url: 'https://github.example', repository: 'team/fleet', run_id: 1, event: {} };

let number = 0;
let remote: Remote;
let artifacts: string;
let api: FakeProposals;
let url: string;

beforeEach(async () => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  artifacts = join(folder, `artifacts-${number}`);
  mkdirSync(artifacts);
  api = new FakeProposals(remote.bare);
  url = await api.listen();
});
afterEach(() => api.close());

/** What an Argo CD reports that has applied main, by now. */
function reported(say: (name: string) => Status | undefined = () => undefined): string {
  const clone = remote.clone();
  const below = join(clone.folder, 'out/argocd');
  const files = new Map(readdirSync(below).map((name) => [`argocd/${name}`, readFileSync(join(below, name), 'utf8')]));
  const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
  return listText(applications(files, remote.head(), (name) => ({ reconciledAt: now, ...say(name) })));
}

function leave(...texts: readonly string[]): void {
  rmSync(join(artifacts, 'evidence'), { recursive: true, force: true });
  mkdirSync(join(artifacts, 'evidence'));
  for (const [i, each] of texts.entries()) writeFileSync(join(artifacts, 'evidence', `${i}.json`), each);
}

const release = new Release(join(folder, 'release'));

const judge = (more: Given = {}, clone: Clone = remote.clone()): Done =>
  run(workflow, 'judge', clone, GITHUB, { artifacts, vars: VARS, needs: { collect: { result: 'success' } }, env: release.env, ...more });

/** The script of the last job, in the environment that the action gives it there. */
function propose(more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const temp = join(folder, `temp-${number}`);
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp);
  if (existsSync(join(artifacts, 'promotion'))) cpSync(join(artifacts, 'promotion'), join(temp, 'promotion'), { recursive: true });
  const given = environmentOf(workflow, 'propose', 'Propose', GITHUB, { temp, vars: VARS, needs: { judge: { result: 'success' } } });
  expect([given['GH_TOKEN'], given['APP_SLUG'], given['CONFIG']]).toEqual([APP_TOKEN, 'the-app', 'config']);
  const env = { ...environment(folder), ...given, GITHUB_API_URL: url, GITHUB_REPOSITORY: 'team/fleet', ...more };
  return start(PROJECT, env, process.execPath, '.github/scripts/propose.mjs');
}

const kept = (name: string): string => readFileSync(join(artifacts, 'promotion', name), 'utf8');
const BRANCH = 'promote/alpha-1.1.0-wave-2';
const proposed = (): string => remote.bare.git('show', `${BRANCH}:config/rollouts/alpha-1.1.0.yaml`);
const degraded = (name: string): Status | undefined =>
  name === 'test-north-agents' ? { health: { status: 'Degraded', lastTransitionTime: '2026-11-29T03:22:28Z' } } : undefined;

describe('collect', () => {
  test('asks Argo CD with a header that no list of processes shows, and leaves what it said', () => {
    const own = join(folder, `bin-${number}`);
    mkdirSync(own);
    writeFileSync(
      join(own, 'curl'),
      '#!/usr/bin/env bash\nprintf "%s\\n" "$*" > "$0.args"\ncat > "$0.header"\nwhile [[ "$1" != --output ]]; do shift; done\nprintf "{\\"items\\": []}" > "$2"\n',
      { mode: 0o755 },
    );
    const secrets = { ARGOCD_TOKEN: 'only-for-argocd' };
    const env = { PATH: `${own}:${process.env['PATH'] ?? ''}` };
    const done = run(workflow, 'collect', remote.clone(), GITHUB, { artifacts, vars: VARS, secrets, env });
    expect(done).toMatchObject({ code: 0, steps: ['Ask Argo CD'] });
    expect(readFileSync(join(artifacts, 'evidence/live.json'), 'utf8')).toBe('{"items": []}');
    expect(readFileSync(join(own, 'curl.args'), 'utf8')).toMatch(/--proto =https .* https:\/\/argocd\.example\.org\/api\/v1\/applications$/m);
    expect(readFileSync(join(own, 'curl.args'), 'utf8')).not.toContain('only-for-argocd');
    expect(readFileSync(join(own, 'curl.header'), 'utf8')).toBe('Authorization: Bearer only-for-argocd\n');
  });
});

test.each(['collect', 'judge', 'propose'])('%s does nothing before there is an App, and on no other branch', (job) => {
  const done = (vars: Record<string, string>, ref: string): Done => run(workflow, job, remote.clone(), { ...GITHUB, ref }, { artifacts, vars });
  expect(done({}, 'refs/heads/main')).toMatchObject({ code: 0, steps: [] });
  expect(done(VARS, 'refs/heads/feature')).toMatchObject({ code: 0, steps: [] });
});

test('two runs are never at work at once', () => expect(workflow.concurrency).toEqual({ group: 'promote', 'cancel-in-progress': false }));

describe('judge', () => {
  test('leaves the rollout with one wave more where it may follow, and the working copy as it was', () => {
    leave(reported());
    const clone = remote.clone();
    const done = judge({}, clone);
    expect(done, done.log).toMatchObject({ code: 0, steps: ['Check the inputs', 'Fetch the program', 'Run'] });
    expect(kept('alpha-1.1.0.yaml')).toMatch(/^reached: 2\b[\s\S]*by: workflow promote, evidence: \d+ Applications? Synced and Healthy at/m);
    expect(kept('commit').trim()).toBe(remote.head());
    expect(clone.git('status', '--porcelain')).toBe('');
  });

  test('leaves what is lacking where it may not', () => {
    leave(reported(degraded));
    expect(judge()).toMatchObject({ code: 0 });
    expect(kept('alpha-1.1.0.txt')).toContain('test-north-agents: Degraded since 2026-11-29T03:22:28Z');
    expect(readdirSync(join(artifacts, 'promotion')).sort()).toEqual(['alpha-1.1.0.txt', 'commit', 'rollouts.json']);
  });

  test('judges no rollout that is paused', () => {
    const ada = remote.clone();
    expect(ada.fleet('rollout', 'pause', 'alpha-1.1.0', '--reason', 'look first').code).toBe(0);
    ada.commit('Pause');
    ada.git('push', '--quiet', 'origin', 'main');
    leave(reported());
    expect(judge()).toMatchObject({ code: 0 });
    expect(readdirSync(join(artifacts, 'promotion')).sort()).toEqual(['commit', 'rollouts.json']);
  });

  test('without evidence lets nothing follow, and says what waits all the same', () => {
    const done = judge({ needs: { collect: { result: 'failure' } } });
    expect(done).toMatchObject({ code: 0, log: expect.stringContaining('there is no evidence') as string });
    expect(readdirSync(join(artifacts, 'promotion')).sort()).toEqual(['commit', 'rollouts.json']);
  });

  test('fails on evidence that cannot be used, and keeps what it knows', () => {
    leave(reported().slice(0, 500));
    const done = judge();
    expect(done).toMatchObject({ code: 1, failed: 'Run' });
    expect(done.log).toContain('this is no JSON, or it was cut short');
    expect(readdirSync(join(artifacts, 'promotion')).sort()).toEqual(['commit', 'rollouts.json']);
  });

  test('no text of a cluster starts a command of the runner', () => {
    const message = 'x\n::error::x\n##[group]x';
    leave(reported((name) => ({ ...degraded(name), conditions: [{ type: 'SyncError', message }] })));
    expect(
      judge()
        .log.split('\n')
        .filter((line) => /^\s*::/.test(line) || line.includes('##[')),
    ).toEqual([]);
  });
});

describe('propose', () => {
  test('opens one pull request with one wave more, and none the next time', async () => {
    leave(reported());
    judge();
    expect(await propose()).toMatchObject({ code: 0, err: '', out: 'wave 2 of 2 of alpha-1.1.0 is proposed now, by #7\n' });
    expect(api.pulls).toMatchObject([{ title: 'Promote alpha-1.1.0 to wave 2 of 2', state: 'open', head: { ref: BRANCH } }]);
    expect(api.pulls[0]?.body).toMatch(/^Wave 2 of 2 of the rollout `alpha-1\.1\.0` may follow/);
    expect(proposed()).toMatch(/^reached: 2\b/m);
    // One file, on top of main: what the checks and the plan of the pull request are about.
    expect(remote.bare.git('diff', '--name-only', 'main', BRANCH)).toBe('config/rollouts/alpha-1.1.0.yaml');
    expect(await propose()).toMatchObject({ code: 0, out: 'wave 2 of 2 of alpha-1.1.0 is proposed by #7\n' });
    expect(api.pulls).toHaveLength(1);
  });

  test('what it proposes is a fleet that is valid, in which the next wave has the change', async () => {
    leave(reported());
    judge();
    await propose();
    const ada = remote.clone();
    ada.git('fetch', '--quiet', 'origin', BRANCH);
    const plan = ada.fleet('plan', '--base', 'origin/main', '--head', 'FETCH_HEAD');
    expect(plan.code, plan.err).toBe(0);
    expect(plan.out).toMatch(/alpha-agent {2}agents · south/);
  });

  test('proposes each of several rollouts by itself', async () => {
    const ada = remote.clone();
    start11(ada, 'bravo');
    ada.commit('Begin bravo 1.1.0');
    ada.git('push', '--quiet', 'origin', 'main');
    expect(remote.clone().publish().code).toBe(0);
    leave(reported());
    expect(judge()).toMatchObject({ code: 0 });
    await propose();
    expect(api.pulls.map(({ head }) => head.ref).sort()).toEqual([BRANCH, 'promote/bravo-1.1.0-wave-2']);
    for (const { head } of api.pulls) expect(remote.bare.git('diff', '--name-only', 'main', head.ref).split('\n')).toHaveLength(1);
  });

  test('takes it back when it is not ready any more, and proposes it again when it is', async () => {
    leave(reported());
    judge();
    await propose();
    leave(reported(degraded));
    judge();
    expect(await propose()).toMatchObject({ code: 0, out: 'wave 2 of alpha-1.1.0 is not ready any more: #7 is closed\n' });
    expect(api.comments).toMatchObject([{ number: 7, body: expect.stringContaining('Degraded since') as string }]);
    expect(await propose()).toMatchObject({ out: 'nothing to propose\n' });
    leave(reported());
    judge();
    expect((await propose()).out).toBe('wave 2 of 2 of alpha-1.1.0 is proposed now, by #8\n');
  });

  test('does not propose again what somebody has closed', async () => {
    leave(reported());
    judge();
    await propose();
    api.end(7, 'ada');
    expect((await propose()).out).toBe('wave 2 of 2 of alpha-1.1.0: somebody has closed #7, so it is not proposed again\n');
    api.end(7, 'ada', true);
    expect((await propose()).out).toBe('wave 2 of 2 of alpha-1.1.0 is proposed now, by #8\n');
  });

  test('waits for the next run where main has moved on', async () => {
    leave(reported());
    judge();
    const ada = remote.clone();
    ada.write('README.md', 'more\n');
    ada.commit('Go on');
    ada.git('push', '--quiet', 'origin', 'main');
    expect(await propose()).toMatchObject({ code: 0, out: 'main has moved on; the next run judges it again\n' });
    expect(api.writes()).toEqual([]);
  });

  test.each<[string, (file: string) => string]>([
    ['another image', (file) => file.replace('v1.1.0', 'v6.6.6')],
    ['a region more in the wave that was reached', (file) => file.replace('[north]', '[north, south]')],
    ['two waves at once', (file) => file.replace('reached: 2', 'reached: 3')],
    ['an entry alone', (file) => file.replace('reached: 2', 'reached: 1')],
    ['no entry in the history', (file) => file.replace(/^.*wave: 2,.*\n/m, '')],
    ['an entry of somebody else', (file) => file.replace('by: workflow promote', 'by: ada')],
    ['evidence in words of its own', (file) => file.replace(/evidence: .* since/, 'evidence: none since')],
    ['a line more', (file) => `${file}alertAfter: 1h\n`],
    ['a line less', (file) => file.replace(/^kind:.*\n/m, '')],
    ['nothing', () => ''],
  ])('proposes nothing of an artifact that somebody has changed: %s', async (_, change) => {
    leave(reported());
    judge();
    const path = join(artifacts, 'promotion/alpha-1.1.0.yaml');
    const before = readFileSync(path, 'utf8');
    expect(change(before)).not.toBe(before);
    writeFileSync(path, change(before));
    expect(await propose()).toMatchObject({
      code: 0,
      out: 'wave 2 of 2 of alpha-1.1.0 is not proposed: what was left changes more than one wave; promote it by hand\n',
    });
    expect(api.writes()).toEqual([]);
  });

  test.each<[string, () => void, RegExp]>([
    ['is missing', () => rmSync(join(artifacts, 'promotion'), { recursive: true }), /the job that judges left nothing/],
    ['names no commit', () => writeFileSync(join(artifacts, 'promotion/commit'), 'main\n'), /the job that judges left nothing/],
    ['is no list', () => writeFileSync(join(artifacts, 'promotion/rollouts.json'), '{"rollouts": {}}'), /cannot be understood/],
    [
      'has a name that leads elsewhere',
      () => writeFileSync(join(artifacts, 'promotion/rollouts.json'), '{"rollouts": [{"name": "../x", "reached": 1, "waves": [1, 2]}]}'),
      /cannot be understood/,
    ],
    ['is huge', () => writeFileSync(join(artifacts, 'promotion/rollouts.json'), ' '.repeat(5 << 20)), /a file of the artifact is too large/],
    [
      'is a link',
      () => {
        rmSync(join(artifacts, 'promotion/rollouts.json'));
        symlinkSync('/proc/self/environ', join(artifacts, 'promotion/rollouts.json'));
      },
      /the job that judges left nothing/,
    ],
  ])('refuses an artifact that %s', async (_, spoil, says) => {
    leave(reported());
    judge();
    spoil();
    const { code, err } = await propose();
    expect(code).toBe(1);
    expect(err).toMatch(says);
    expect(api.writes()).toEqual([]);
  });

  test('refuses without an App, whose proposals alone start checks', async () => {
    expect(await propose({ APP_SLUG: '' })).toMatchObject({ code: 1, err: expect.stringContaining('there is no App') as string });
  });
});

describe('a wave that waits too long', () => {
  /** The rollout as if it had begun some hours ago. */
  function ago(hours: number): void {
    const ada = remote.clone();
    const at = new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19);
    ada.write('config/rollouts/alpha-1.1.0.yaml', ada.read('config/rollouts/alpha-1.1.0.yaml').replace(/at: "[^"]+"/, `at: "${at}Z"`));
    ada.commit('Earlier');
    ada.git('push', '--quiet', 'origin', 'main');
  }

  test('is told of in one issue, which is closed when it waits no longer', async () => {
    ago(73);
    leave(reported(degraded));
    judge();
    expect((await propose()).out).toBe('#7 says that alpha-1.1.0 waits for wave 2\n');
    expect(api.issues).toMatchObject([{ title: expect.stringMatching(/^alpha-1\.1\.0 waits for wave 2 of 2 since /) as string, state: 'open' }]);
    expect(api.issues[0]?.body).toContain('test-north-agents: Degraded since');
    expect((await propose()).out).toBe('nothing to propose\n');
    expect(api.issues).toHaveLength(1);
    const ada = remote.clone();
    expect(ada.fleet('rollout', 'abort', 'alpha-1.1.0').code).toBe(0);
    ada.commit('Abort');
    ada.git('push', '--quiet', 'origin', 'main');
    judge();
    expect((await propose()).out).toBe('#7 is closed: it waits no longer\n');
    expect(api.issues).toMatchObject([{ state: 'closed' }]);
  });

  test('is told of also when nobody could collect evidence', async () => {
    ago(73);
    judge({ needs: { collect: { result: 'failure' } } });
    await propose();
    expect(api.issues).toMatchObject([{ body: expect.stringContaining('No evidence was judged in this run.') as string }]);
  });

  test('is not told of before', async () => {
    ago(71);
    leave(reported(degraded));
    judge();
    expect((await propose()).out).toBe('nothing to propose\n');
  });

  test('of an issue that somebody else wrote, nothing is believed', async () => {
    ago(73);
    leave(reported(degraded));
    judge();
    await propose();
    Object.assign(api.issues[0] as object, { user: { login: 'mallory' } });
    await propose();
    expect(api.issues).toHaveLength(2);
    expect(api.issues[0]).toMatchObject({ state: 'open' });
  });
});
