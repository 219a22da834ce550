// The jobs that `init --ci gitlab` writes, run as programs: a GitLab of one origin with its API and its Git, and a bare repository.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { BOT, FakeGitLab, REVIEW_TOKEN } from './api-of-gitlab.ts';
import { listening, readPipeline, runPipeline } from './gitlab-jobs.ts';
import type { Done, Event, World } from './gitlab-jobs.ts';
import { HttpsHost } from './https-host.ts';
import { PROJECT, Remote, environment, execute, scratch } from './repositories.ts';
import type { Clone } from './repositories.ts';

const PUSH_TOKEN = 'glpat-0123456789-may-push';
const folder = scratch();
const env = environment(join(folder, 'server-home'));
const host = new HttpsHost('localhost', PUSH_TOKEN, env);
const SHADOW = join(folder, 'ran-of-a-merge-request');
let gitlab: FakeGitLab;
let remote: Remote;
let desk: Clone;
let world: World;
let log: string;
let digest: string;

const SCHEDULE: Event = { source: 'schedule', ref: 'main', branch: 'main', protected: true, description: 'every 15 minutes' };
const NIGHTLY: Event = { ...SCHEDULE, description: 'nightly' };
const HOOK: Event = { source: 'trigger', ref: 'main', branch: 'main', protected: true };
const PUSH: Event = { source: 'push', ref: 'main', branch: 'main', protected: true, changed: ['config/agents/alpha.yaml'] };

beforeAll(async () => {
  await host.listen();
  remote = new Remote(folder, { agents: ['alpha', 'bravo'], maxUpdatePercent: 60 });
  remote.bare.git('config', 'http.receivepack', 'true');
  execute(folder, env, 'sh', '-c', 'mkdir team && ln -s ../remote.git team/fleet.git');
  host.root = folder;
  const archive = join(folder, 'pap-fleet.tgz');
  const packed = execute(PROJECT, { ...env, PATH: process.env['PATH'] ?? '' }, 'bash', '.github/scripts/pack.sh', archive);
  if (packed.code !== 0) throw new Error(packed.err);
  const program = readFileSync(archive);
  digest = createHash('sha256').update(program).digest('hex');
  gitlab = new FakeGitLab('');
  host.behave = (request, response, body) => {
    const { method = '', url = '', headers } = request;
    if (url === '/pap-fleet.tgz') response.end(program);
    else if (url.startsWith('/api/v4/')) {
      gitlab.main = remote.head();
      const sent: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
      const privateToken = headers['private-token'] as string | undefined;
      const { code, body: answer } = gitlab.asked({ method, path: url, authorization: headers.authorization, privateToken, sent });
      response.writeHead(code).end(answer);
    } else return false;
    return true;
  };
  const heard = listening(folder, ['node', 'git', 'tar']);
  log = heard.log;
  writeFileSync(join(folder, 'ca.pem'), host.certificate.cert);
  mkdirSync(join(folder, 'home'), { recursive: true });
  world = {
    bare: remote.bare.folder,
    folder,
    variables: [
      { key: 'PUSH_TOKEN', value: PUSH_TOKEN, protected: true, environment: 'deliver' },
      { key: 'REVIEW_TOKEN', value: REVIEW_TOKEN, protected: true, environment: 'review' },
    ],
    env: { PATH: `${heard.bin}:${process.env['PATH'] ?? ''}`, FLEET_CA_FILE: join(folder, 'ca.pem'), SHADOW },
  };
  desk = remote.clone();
  const files = starterFiles({
    action: 'VeriTeknik/pap-fleet@v0.1.0',
    repo: `${host.origin}/team/fleet.git`,
    ci: 'gitlab',
    program: { url: `${host.origin}/pap-fleet.tgz`, digest },
  });
  for (const path of ['.gitlab-ci.yml', 'ci/fleet.sh']) desk.write(path, files.get(path) as string);
  // As the docs say how: a head that the gate lets pass is approved.
  desk.replace('.gitlab-ci.yml', 'FLEET_APPROVE: "false"', 'FLEET_APPROVE: "true"');
  desk.commit('Let GitLab deliver');
  desk.git('push', '--quiet', 'origin', 'main');
});
afterAll(() => host.close());

/** A change by somebody, as a merge request; of a fork, only GitLab's own reference names it. */
function propose(iid: number, change: (clone: Clone) => void, more = {}): string {
  desk.git('fetch', '--quiet', 'origin', 'main');
  desk.git('checkout', '--quiet', '--detach', 'origin/main');
  change(desk);
  const head = desk.commit(`Change ${iid}`);
  desk.git('push', '--quiet', 'origin', `HEAD:refs/merge-requests/${iid}/head`);
  gitlab.open(iid, head, more);
  return head;
}

/** @returns what the remote's main is then */
function merge(iid: number): string {
  desk.git('fetch', '--quiet', 'origin', 'main', `refs/merge-requests/${iid}/head`);
  desk.git('checkout', '--quiet', '--detach', 'origin/main');
  desk.git('fetch', '--quiet', 'origin', `refs/merge-requests/${iid}/head`);
  desk.git('merge', '--quiet', '--no-edit', 'FETCH_HEAD');
  desk.git('push', '--quiet', 'origin', 'HEAD:main');
  gitlab.requests = gitlab.requests.map((each) => (each.iid === iid ? { ...each, state: 'merged' } : each));
  return remote.head();
}

const version = (to: string) => (clone: Clone) =>
  clone.write(
    'config/agents/alpha.yaml',
    clone
      .read('config/agents/alpha.yaml')
      .replace(/@[0-9.]+/, `@${to}`)
      .replace(/:v[0-9.]+/, `:v${to}`),
  );

/** The same, and files that do harm where they run. */
const harmful = (clone: Clone): void => {
  version('6.6.6')(clone);
  const script = `echo "$0 $REVIEW_TOKEN $PUSH_TOKEN" >> "$SHADOW"; exit 0\n`;
  clone.write('ci/fleet.sh', script);
  clone.write('.gitlab-ci.yml', clone.read('.gitlab-ci.yml').replace('sh ci/fleet.sh plans queue.txt review', 'sh ci/fleet.sh everything'));
  clone.write('.gitattributes', '* merge=harm filter=harm diff=harm\n');
};

const names = (done: readonly Done[]): string[] => done.map(({ name, code }) => `${name} ${code}`);
const logs = (done: readonly Done[]): string => done.map(({ log: text }) => text).join('');

describe('a merge request', () => {
  test('is looked at by a job that holds nothing, with findings for the widgets of GitLab', async () => {
    propose(1, version('1.1.0'));
    const done = await runPipeline(world, { source: 'merge_request_event', ref: 'refs/merge-requests/1/head' });
    expect(names(done), logs(done)).toEqual(['look 0']);
    expect(done[0]?.given).toEqual([]);
    expect(done[0]?.log).toContain('| The gate lets this pass.');
  });

  test('gets status, note and approval from the protected branch, and the schedule finds nothing more to do', async () => {
    const head = gitlab.requests[0]?.sha as string;
    const done = await runPipeline(world, HOOK);
    expect(names(done), logs(done)).toEqual(['begin 0', 'plan 0', 'report 0']);
    expect(done.map(({ given }) => given)).toEqual([['REVIEW_TOKEN'], [], ['REVIEW_TOKEN']]);
    expect(gitlab.statuses.map(({ state }) => state)).toEqual(['running', 'success']);
    expect(gitlab.approvals.get(1)?.get(BOT)).toBe(head);
    expect(gitlab.bodies(1)).toEqual([expect.stringContaining('image: plugged.in/agents/alpha:v1.0.0 → plugged.in/agents/alpha:v1.1.0')]);
    const writes = gitlab.writes().length;
    expect((await runPipeline(world, HOOK)).map(({ log: text }) => text)[0]).toContain('0 of 1 open merge requests need a plan');
    expect(gitlab.writes()).toHaveLength(writes);
  });

  test('of a fork that brings other jobs is judged by those of the branch, and nothing of it runs', async () => {
    const head = propose(2, harmful, { source_project_id: 2 });
    const done = await runPipeline(world, HOOK);
    expect(names(done), logs(done)).toEqual(['begin 0', 'plan 0', 'report 0']);
    expect(gitlab.stateOf(head)).toBe('success');
    expect(gitlab.bodies(2)[0]).toContain('6.6.6');
    expect(() => readFileSync(SHADOW, 'utf8')).toThrow('ENOENT');
    // Where it does run there is no token.
    await runPipeline(world, { source: 'merge_request_event', ref: 'refs/merge-requests/2/head' });
    expect(readFileSync(SHADOW, 'utf8')).toBe('ci/fleet.sh  \n');
  });

  test('that the gate refuses fails, and is not approved', async () => {
    const head = propose(4, (clone) => clone.git('rm', '--quiet', 'config/agents/bravo.yaml'));
    await runPipeline(world, HOOK);
    expect(gitlab.stateOf(head)).toBe('failed');
    expect(gitlab.approvals.get(4)?.has(BOT)).toBe(false);
    expect(gitlab.bodies(4)[0]).toContain('The gate refuses this change');
  });

  test.each<[string, (clone: Clone) => void, string]>([
    ['edits out/ by hand', (clone) => clone.write('out/README.md', 'mine\n'), 'edits out/ by hand'],
    ['is not valid', (clone) => clone.write('config/agents/alpha.yaml', 'image: [\n'), 'The fleet is not valid'],
  ])('that %s fails, also in its own pipeline', async (what, change, says) => {
    const iid = what.startsWith('edits') ? 5 : 6;
    const head = propose(iid, change);
    const own = await runPipeline(world, { source: 'merge_request_event', ref: `refs/merge-requests/${iid}/head` });
    expect(names(own)).toEqual(['look 1']);
    await runPipeline(world, HOOK);
    expect(gitlab.stateOf(head)).toBe('failed');
    expect(gitlab.bodies(iid)[0]).toContain(says);
  });
});

describe('the protected branch', () => {
  test('is delivered after a merge, with the token of its environment, also when others push at the same moment', async () => {
    const merged = merge(1);
    const faster = desk.git('commit-tree', `${merged}^{tree}`, '-p', merged, '-m', 'Somebody was faster');
    desk.git('push', '--quiet', 'origin', `${faster}:refs/heads/faster`);
    remote.whilePushing(`git update-ref refs/heads/main ${faster}`);
    const done = await runPipeline(world, PUSH);
    expect(names(done), logs(done)).toEqual(['deliver 0']);
    expect(done[0]?.given).toEqual(['PUSH_TOKEN']);
    expect(done[0]?.log).toContain('after 2 tries');
    expect(remote.since(merged).map(({ subject }) => subject)).toEqual(['Somebody was faster', 'alpha 1.0.0 → 1.1.0 in north, south']);
    expect(remote.isFresh()).toBe(true);
  });

  test('has nothing to deliver by the schedule, which reviews what the delivery made stale', async () => {
    const done = await runPipeline(world, SCHEDULE);
    expect(names(done).sort(), logs(done)).toEqual(['begin 0', 'deliver 0', 'plan 0', 'report 0']);
    expect(done.find(({ name }) => name === 'deliver')?.log).toContain('nothing to commit');
    expect(gitlab.bodies(2)[0]).toContain(remote.head());
  });

  test('is checked at night, and an out/ that somebody edited is found', async () => {
    expect(names(await runPipeline(world, NIGHTLY))).toEqual(['nightly 0']);
    const before = remote.head();
    desk.git('fetch', '--quiet', 'origin', 'main');
    desk.git('checkout', '--quiet', '--detach', 'origin/main');
    desk.write('out/README.md', 'mine\n');
    desk.commit('Edit out/');
    desk.git('push', '--quiet', 'origin', 'HEAD:main');
    const done = await runPipeline(world, NIGHTLY);
    expect(names(done)).toEqual(['nightly 1']);
    expect(done[0]?.log).toContain('README.md');
    remote.bare.git('update-ref', 'refs/heads/main', before);
  });

  test('does not run a program that has another digest', async () => {
    const before = remote.head();
    const forged = { ...world, bare: world.bare };
    desk.git('fetch', '--quiet', 'origin', 'main');
    desk.git('checkout', '--quiet', '--detach', 'origin/main');
    desk.replace('ci/fleet.sh', digest, '0'.repeat(64));
    desk.commit('Mean another program');
    desk.git('push', '--quiet', 'origin', 'HEAD:main');
    const done = await runPipeline(forged, PUSH);
    expect(names(done)).toEqual(['deliver 4']);
    expect(done[0]?.log).toContain(`has the SHA-256 ${digest}, and ${'0'.repeat(64)} is meant: it does not run`);
    remote.bare.git('update-ref', 'refs/heads/main', before);
  });

  test('and a pipeline of another branch does nothing', async () => {
    expect(await runPipeline(world, { ...PUSH, branch: 'other', protected: false })).toEqual([]);
    expect(await runPipeline(world, { ...PUSH, protected: false })).toEqual([]);
  });
});

test('no token is an argument of a program', () => {
  const heard = readFileSync(log, 'utf8');
  expect(heard).toContain('publish --author');
  for (const token of [PUSH_TOKEN, REVIEW_TOKEN, Buffer.from(`x-access-token:${PUSH_TOKEN}`).toString('base64')]) expect(heard).not.toContain(token);
});

describe('.gitlab-ci.yml', () => {
  const pipeline = readPipeline(
    starterFiles({
      action: 'a/b@v1',
      repo: 'https://gitlab.example.org/team/fleet.git',
      ci: 'gitlab',
      program: { url: 'https://x.example/y', digest },
    }).get('.gitlab-ci.yml') ?? '',
  );

  /** https://docs.gitlab.com/ci/yaml/ (the page "CI/CD YAML syntax reference"), of which we use these. */
  const KEYS = ['stage', 'rules', 'script', 'environment', 'needs', 'artifacts', 'resource_group', 'interruptible'];
  const DEFAULTS = ['image', 'interruptible', 'timeout', 'retry'];
  const ARTIFACTS = ['paths', 'when', 'expire_in', 'reports'];

  test('has only keys that GitLab has', () => {
    expect(Object.keys(pipeline.default).filter((key) => !DEFAULTS.includes(key))).toEqual([]);
    for (const [name, job] of pipeline.jobs) {
      expect(
        Object.keys(job).filter((key) => !KEYS.includes(key)),
        name,
      ).toEqual([]);
      expect(
        Object.keys(job.artifacts ?? {}).filter((key) => !ARTIFACTS.includes(key)),
        name,
      ).toEqual([]);
      expect(pipeline.stages).toContain(job.stage);
      for (const need of job.needs ?? []) expect([...pipeline.jobs.keys()]).toContain(need);
      for (const rule of job.rules) expect(Object.keys(rule).filter((key) => !['if', 'when', 'changes'].includes(key))).toEqual([]);
      if (job.environment !== undefined)
        expect(job.environment).toEqual({ name: expect.stringMatching(/^(review|deliver)$/) as string, action: 'access' });
    }
  });

  test('gives an environment, and so a token, to jobs of the branch alone', () => {
    const with_ = [...pipeline.jobs].filter(([, job]) => job.environment !== undefined);
    expect(with_.map(([name, job]) => [name, job.environment?.name])).toEqual([
      ['begin', 'review'],
      ['report', 'review'],
      ['deliver', 'deliver'],
    ]);
    for (const [name, job] of with_) for (const rule of job.rules) expect(rule.if, name).toContain('$CI_COMMIT_BRANCH == "main"');
    expect(pipeline.workflow.rules.map((rule) => rule.if)).toEqual([
      '$CI_PIPELINE_SOURCE == "merge_request_event"',
      '$CI_COMMIT_BRANCH == "main" && $CI_COMMIT_REF_PROTECTED == "true"',
    ]);
  });

  test('puts no variable into a command, and never cuts a delivery in half', () => {
    for (const [, job] of pipeline.jobs) for (const line of job.script) expect(line).toMatch(/^sh ci\/fleet\.sh [a-z. ]+$/);
    expect(pipeline.jobs.get('deliver')).toMatchObject({ resource_group: 'deliver' });
    expect(pipeline.default['interruptible']).toBe(false);
    expect(pipeline.variables).toMatchObject({ GIT_STRATEGY: 'clone', GIT_DEPTH: '0', GIT_SUBMODULE_STRATEGY: 'none' });
  });
});
