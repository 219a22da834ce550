// A new fleet repository, from `init` to the first deliveries, with the workflows that init wrote and this project as the action.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Clone, environment, execute, readTree, scratch } from './repositories.ts';
import { readWorkflow, run } from './runner.ts';
import type { Done } from './runner.ts';

const folder = scratch();
const env = environment(folder);
const bare = join(folder, 'fleet.git');
const desk = new Clone(join(folder, 'desk'), env);

function job(file: string, name: string, clone: Clone, github: object): Done {
  return run(readWorkflow(file, clone.read(`.github/workflows/${file}`)), name, clone, github);
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
  return job('deliver.yml', 'publish', clone(), { ref: 'refs/heads/main', token: 'not-a-real-token', event: {} });
}

/** What the checks of a pull request with this change come to. */
function review(change: (own: Clone) => void): Done {
  const own = clone();
  const base = own.git('rev-parse', 'HEAD');
  change(own);
  const head = own.commit('Propose');
  return job('pull-request.yml', 'fleet', own, { event: { pull_request: { number: 7, base: { sha: base }, head: { sha: head } } } });
}

const onMain = (path: string): string => desk.git('--git-dir', bare, 'show', `main:${path}`);

beforeAll(() => {
  execute(folder, env, 'git', 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  execute(folder, env, 'git', 'clone', '--quiet', bare, 'desk');
  desk.git('checkout', '--quiet', '-B', 'main');
  expect(
    desk.fleet('init', '--repo', 'https://github.com/team/fleet.git', '--action', `VeriTeknik/pap-fleet@${'1'.repeat(40)}`, '--offline'),
  ).toMatchObject({ code: 0, err: '' });
  desk.commit('Begin');
  desk.git('push', '--quiet', 'origin', 'main');
});

describe('a repository that init began', () => {
  test('gets its first out/ from the delivery job, and nothing the next time', () => {
    expect(deliver()).toMatchObject({ code: 0, steps: ['Run'], log: expect.stringContaining('pushed to origin/main') as string });
    expect(onMain('out/overlays/north/agents/kustomization.yaml')).toContain('base/agents/hello/');
    expect(desk.git('--git-dir', bare, 'log', '-1', '--format=%an', 'main')).toBe('github-actions[bot]');
    expect(deliver()).toMatchObject({ code: 0, log: expect.stringContaining('nothing to commit') as string });
    expect(deliver().log).not.toContain('not-a-real-token');
  });

  test('shows what a pull request changes, and delivers it after the merge', () => {
    const change = (own: Clone): void => own.write('config/fleet.yaml', own.read('config/fleet.yaml').replaceAll('1.0.0', '1.1.0'));
    const done = review(change);
    expect(done).toMatchObject({ code: 0, steps: ['Run'] });
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
    expect(job('deliver.yml', 'publish', clone(), { ref: 'refs/heads/feature', event: {} })).toMatchObject({ code: 0, steps: [] });
  });

  test('runs nothing in the comment job but the script, and that says when there is nothing to say', () => {
    const event = { workflow_run: { event: 'pull_request', head_sha: 'a'.repeat(40), html_url: 'https://github.example/run/1' } };
    expect(job('comment.yml', 'comment', clone(), { event, token: 'x' })).toMatchObject({
      code: 0,
      steps: ['Run'],
      log: expect.stringContaining('left no plan') as string,
    });
    expect(job('comment.yml', 'comment', clone(), { event: { workflow_run: { ...event.workflow_run, event: 'merge_group' } } }).steps).toEqual([]);
  });

  test.each([
    ['validate', 0],
    ['check', 0],
    ['generate', 0],
    ['destroy', 2],
  ])('command: %s', (command, code) => {
    const own = clone();
    const uses = `VeriTeknik/pap-fleet@${'0'.repeat(40)}`;
    const workflow = readWorkflow('x.yml', JSON.stringify({ jobs: { x: { steps: [{ uses, with: { command, out: 'out' } }] } } }));
    const before = readTree(join(own.folder, 'out'));
    expect(run(workflow, 'x', own, { event: {} }).code).toBe(code);
    expect(readTree(join(own.folder, 'out'))).toEqual(before);
  });
});
