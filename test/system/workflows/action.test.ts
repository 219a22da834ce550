// A new fleet repository, from `init` to the first deliveries, with the workflows that init wrote and this project as the action.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Release, TOKEN, deliver as delivery } from './delivery.ts';
import { Clone, environment, execute, readTree, scratch } from './repositories.ts';
import { readWorkflow, run } from './runner.ts';
import type { Done, Given } from './runner.ts';

const folder = scratch();
const env = environment(folder);
const bare = join(folder, 'fleet.git');
const desk = new Clone(join(folder, 'desk'), env);
const release = new Release(join(folder, 'release'));
const ACTION = `VeriTeknik/pap-fleet@${'0'.repeat(40)}`;

const workflow = (file: string, clone: Clone): ReturnType<typeof readWorkflow> => readWorkflow(file, clone.read(`.github/workflows/${file}`));

function job(file: string, name: string, clone: Clone, github: object, given: Given = {}): Done {
  return run(workflow(file, clone), name, clone, github, { env: release.env, ...given });
}

/** The action as the only step of a job. */
function step(inputs: Readonly<Record<string, string>>, own: Clone): Done {
  const one = readWorkflow('x.yml', JSON.stringify({ jobs: { x: { steps: [{ uses: ACTION, with: inputs }] } } }));
  return run(one, 'x', own, { event: {} }, { env: release.env });
}

let clones = 0;
function clone(): Clone {
  clones += 1;
  const home = join(folder, `home-${clones}`);
  execute(folder, env, 'mkdir', '-p', home);
  expect(execute(folder, env, 'git', 'clone', '--quiet', bare, `clone-${clones}`).code).toBe(0);
  return new Clone(join(folder, `clone-${clones}`), environment(home));
}

function deliver(): Done {
  return delivery(release, clone, { workflow: workflow('deliver.yml', clone()) });
}

/** What the checks of a pull request with this change come to. */
function review(change: (own: Clone) => void): Done {
  const own = clone();
  const base = own.git('rev-parse', 'HEAD');
  change(own);
  const head = own.commit('Propose');
  return job('pull-request.yml', 'look', own, { event: { pull_request: { number: 7, base: { sha: base }, head: { sha: head } } } });
}

/** The job of the required check, with the change as a pull request: what it leaves for the report. */
function plan(change: (own: Clone) => void): { readonly done: Done; readonly left: (name: string) => string } {
  const own = clone();
  change(own);
  const head = own.commit('Propose');
  own.git('push', '--quiet', 'origin', `${head}:refs/pull/7/head`, '--force');
  const runner = clone();
  const event = { pull_request: { number: 7, head: { sha: head } } };
  const done = job(
    'review.yml',
    'plan',
    runner,
    { event_name: 'pull_request_target', event },
    {
      checkOut: ({ ref = '' }, to) => {
        expect(ref).toBe('refs/pull/7/head');
        execute(folder, env, 'git', 'clone', '--quiet', bare, to);
        const there = new Clone(to, env);
        there.git('fetch', '--quiet', 'origin', ref);
        there.git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
      },
    },
  );
  return { done, left: (name) => readFileSync(join(done.temp, 'review', name), 'utf8').trimEnd() };
}

const onMain = (path: string): string => desk.git('--git-dir', bare, 'show', `main:${path}`);

beforeAll(() => {
  execute(folder, env, 'git', 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  execute(folder, env, 'git', 'clone', '--quiet', bare, 'desk');
  desk.git('checkout', '--quiet', '-B', 'main');
  expect(desk.fleet('init', '--repo', 'https://github.com/team/fleet.git', '--action', ACTION, '--offline')).toMatchObject({ code: 0, err: '' });
  desk.commit('Begin');
  desk.git('push', '--quiet', 'origin', 'main');
});

describe('a repository that init began', () => {
  test('gets its first out/ from the delivery job, and nothing the next time', () => {
    expect(deliver()).toMatchObject({
      code: 0,
      steps: ['Check the inputs', 'Fetch the program', 'Run', 'Check the inputs', 'Fetch the program', 'Publish'],
      log: expect.stringContaining('pushed to origin/main') as string,
    });
    expect(release.calls().at(-1)).toContain(`--source-digest ${'0'.repeat(40)} `);
    expect(onMain('out/overlays/north/agents/kustomization.yaml')).toContain('base/agents/hello/');
    expect(desk.git('--git-dir', bare, 'log', '-1', '--format=%an', 'main')).toBe('github-actions[bot]');
    expect(deliver()).toMatchObject({ code: 0, log: expect.stringContaining('nothing to commit') as string });
    expect(deliver().log).not.toContain(TOKEN);
  });

  test('shows what a pull request changes, and delivers it after the merge', () => {
    const change = (own: Clone): void => own.write('config/fleet.yaml', own.read('config/fleet.yaml').replaceAll('1.0.0', '1.1.0'));
    const done = review(change);
    expect(done).toMatchObject({ code: 0, steps: ['Check the inputs', 'Fetch the program', 'Run'] });
    expect(done.summary).toContain('~ out/overlays/north/agents');
    expect(JSON.parse(readFileSync(join(done.temp, 'report/findings.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    desk.git('pull', '--quiet', 'origin', 'main');
    change(desk);
    desk.commit('Run hello 1.1.0');
    desk.git('push', '--quiet', 'origin', 'main');
    expect(deliver().code).toBe(0);
    expect(onMain('out/overlays/north/agents/kustomization.yaml')).toContain('base/agents/hello/1.1.0-');
  });

  test('refuses what is wrong, at its line', () => {
    const done = review((own) => own.replace('config/fleet.yaml', 'regions: [north]', 'regions: [nowhere]'));
    expect(done.code).toBe(2);
    expect(done.log).toMatch(/^::error file=config\/fleet\.yaml,line=\d+,.*title=fleet\/unknown-region::/m);
  });

  test('refuses an edit of out/, although a package.json of its own changes too', () => {
    const done = review((own) => {
      own.write('package.json', '{}\n');
      own.replace('out/README.md', 'out', 'OUT');
    });
    expect(done).toMatchObject({ code: 1, log: expect.stringContaining('This change edits out/ by hand') as string });
  });

  test('does nothing on other branches', () => {
    expect(job('deliver.yml', 'build', clone(), { ref: 'refs/heads/feature', event: {} })).toMatchObject({ code: 0, steps: [] });
  });

  test('plans a pull request as data, with the program of the action', () => {
    const { done, left } = plan((own) => own.write('config/fleet.yaml', own.read('config/fleet.yaml').replaceAll('1.1.0', '1.2.0')));
    expect(done).toMatchObject({ code: 0, steps: ['Check the inputs', 'Fetch the program', 'Run'] });
    expect(left('code')).toMatch(/^[013]$/);
    expect(left('plan.txt')).toContain('1.2.0');
    expect(plan((own) => own.replace('out/README.md', 'out', 'OUT')).left('code')).toBe('edited');
  });

  test('does not take the plan for the checks of a pull request that ended', () => {
    const event = { workflow_run: { event: 'pull_request', head_sha: 'a'.repeat(40) } };
    for (const name of ['begin', 'plan', 'report'])
      expect(job('review.yml', name, clone(), { event_name: 'workflow_run', event })).toMatchObject({ code: 0, steps: [] });
  });

  test.each([
    ['validate', 0],
    ['check', 0],
    ['generate', 0],
    ['destroy', 2],
  ])('command: %s', (command, code) => {
    const own = clone();
    const before = readTree(join(own.folder, 'out'));
    expect(step({ command, out: 'out' }, own).code).toBe(code);
    expect(readTree(join(own.folder, 'out'))).toEqual(before);
  });

  test('what runs was fetched, and verified to be built from the commit that the action is pinned to', () => {
    release.forget();
    expect(step({ command: 'validate' }, clone())).toMatchObject({ code: 0, steps: ['Check the inputs', 'Fetch the program', 'Run'] });
    expect(release.calls().map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual(['release download', 'attestation verify']);
    expect(release.calls()[1]).toContain(`--source-digest ${'0'.repeat(40)} --source-ref refs/tags/v`);
  });

  test.each(['no-release', 'not-attested'] as const)('%s: nothing runs', (what) => {
    release.without(what, () => {
      expect(step({ command: 'validate' }, clone())).toMatchObject({
        code: 1,
        failed: 'Fetch the program',
        steps: ['Check the inputs', 'Fetch the program'],
      });
    });
  });

  test('it is built from the pinned source only where that is asked for, and then nothing is fetched', () => {
    release.forget();
    expect(step({ command: 'validate', build: 'true' }, clone())).toMatchObject({ code: 0, steps: ['Check the inputs', 'Run'] });
    expect(release.calls()).toEqual([]);
    expect(step({ command: 'publish', build: 'true', token: TOKEN }, clone())).toMatchObject({ code: 2, failed: 'Check the inputs' });
    expect(step({ command: 'validate', build: 'yes' }, clone())).toMatchObject({ code: 2, failed: 'Check the inputs' });
  });
});
