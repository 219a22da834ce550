// What people do day by day, from the edit to the delivered out/, through the steps of the workflows as they are written.
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Release, deliver as delivery } from './delivery.ts';
import { Remote, scratch } from './repositories.ts';
import type { Clone } from './repositories.ts';
import { runJob } from './runner.ts';
import type { Done } from './runner.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'), { whole: true });
const release = new Release(join(folder, 'release'));
let number = 0;
let remote: Remote;
let desk: Clone;

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  desk = remote.clone();
});

/** What the checks say about the branch that is checked out at the desk. */
function check(): Done {
  const runner = remote.clone();
  runner.git('fetch', '--quiet', desk.folder, 'HEAD');
  const head = runner.git('rev-parse', 'FETCH_HEAD');
  const base = runner.git('rev-parse', 'origin/main');
  runner.git('checkout', '--quiet', '--detach', base);
  runner.git('merge', '--quiet', '--no-ff', '-m', 'Merge', head);
  return runJob('pull-request', 'look', runner, { event: { pull_request: { number: 1, base: { sha: base }, head: { sha: head } } } });
}

function merge(): void {
  desk.git('push', '--quiet', 'origin', 'HEAD:main');
}

function deliver(): Done {
  return delivery(release, () => remote.clone());
}

function delivered(): string[] {
  return remote.bare.git('show', '--name-only', '--format=', 'main').split('\n');
}

function start(name: string): void {
  desk.git('fetch', '--quiet');
  desk.git('switch', '--quiet', '--create', name, 'origin/main');
}

test('one version in one region: the report tells it, and that region alone is committed', () => {
  start('try-alpha');
  desk.write(
    'config/agents/alpha.yaml',
    `${desk.read('config/agents/alpha.yaml')}overrides:\n  south: { image: "plugged.in/agents/alpha:v1.1.0" }\n`,
  );
  desk.commit('Try alpha 1.1.0 in the south');
  const seen = check();
  expect(seen).toMatchObject({ code: 0 });
  expect(seen.summary).toContain('### 1 updated: 1 region changes, 1 stays as it is');
  expect(seen.summary).toContain('plugged.in/agents/alpha:v1.0.0 → plugged.in/agents/alpha:v1.1.0');
  merge();
  expect(deliver()).toMatchObject({ code: 0 });
  const paths = delivered();
  expect(paths.filter((path) => path.startsWith('out/overlays/')).sort()).toEqual([
    'out/overlays/south/agents/kustomization.yaml',
    'out/overlays/south/fleet.lock.json',
  ]);
  expect(paths.filter((path) => !/^out\/(overlays\/south\/|base\/agents\/alpha\/|fleet\.lock\.json$)/.test(path))).toEqual([]);
  expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Plan-Hash,valueonly)', 'main').trim()).toMatch(/^[0-9a-f]{16}$/);
});

test('a region that is deleted from the file: told what to do instead, and never delivered', () => {
  start('drop-south');
  desk.replace('config/fleet.yaml', '  south: { cluster: south, versions: { kubernetes: "1.35" } }\n', '');
  for (const agent of ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'])
    desk.replace(`config/agents/${agent}.yaml`, 'regions: [north, south]', 'regions: [north]');
  desk.commit('Drop the south');
  const at = desk.fleet('generate');
  expect(at).toMatchObject({ code: 0 });
  expect(at.err).toContain('region south is no longer in the fleet, but it is active: put its entry back with `state: decommissioning`');
  desk.git('restore', 'out');
  desk.git('clean', '--quiet', '-fd', 'out');
  const seen = check();
  expect(seen).toMatchObject({ code: 3, failed: 'Show what will change' });
  expect(seen.summary).toMatch(
    /put its entry back with `state: decommissioning`, and the agents that run there as they were: alpha, bravo,.*; a region goes in three merges/,
  );
  expect(seen.summary).not.toContain('pap-fleet approve');
  merge();
  expect(deliver()).toMatchObject({ code: 3, failed: 'Publish' });
  // What was said of the south is held; the rest of the fleet is as the config says, and nothing of the south is gone.
  expect(JSON.parse(remote.bare.git('show', 'main:out/held.json'))).toMatchObject({ regions: { south: {} } });
});

test('a big change passes once it is approved, and a slightly different one does not', () => {
  start('retire');
  const retire = (agent: string): void => desk.write(`config/agents/${agent}.yaml`, `${desk.read(`config/agents/${agent}.yaml`)}state: terminated\n`);
  for (const agent of ['alpha', 'bravo', 'charlie']) retire(agent);
  desk.commit('Retire three agents');
  const refused = check();
  expect(refused).toMatchObject({ code: 3 });
  expect(refused.summary).toMatch(/north: \d+ of \d+ objects deleted, \d+\.\d %; 10 % are allowed/);
  const hash = /pap-fleet approve ([0-9a-f]{16}) /.exec(refused.summary)?.[1] as string;

  for (const [day, why] of [
    ['2020-01-01', 'this approval ended on 2020-01-01'],
    ['2099-01-01', 'days ahead; 30 are allowed'],
    ['2026-02-31', 'is no day of the calendar'],
    ['tomorrow', 'must match pattern'],
  ] as const)
    expect(desk.fleet('approve', hash, '--by', 'Ada', '--reason', 'x', '--expires', day)).toMatchObject({
      code: 2,
      err: expect.stringContaining(why) as string,
    });
  expect(desk.git('status', '--short')).toBe('');

  const approved = desk.fleet('approve', hash, '--by', 'Ada', '--reason', 'they are replaced, TICKET-42');
  expect(approved).toMatchObject({ code: 0 });
  expect(approved.out).toMatch(new RegExp(`^wrote config/approvals/${hash}\\.yaml: approves \\d+ changes until `));
  desk.commit('Approve it');
  const passed = check();
  expect(passed).toMatchObject({ code: 0 });
  expect(passed.summary).toContain('approved by Ada: they are replaced, TICKET');

  retire('delta');
  desk.commit('And one more');
  const different = check();
  expect(different).toMatchObject({ code: 3 });
  expect(different.summary).not.toContain(`pap-fleet approve ${hash}`);
  expect(desk.fleet('approve', hash, '--by', 'Ada', '--reason', 'again')).toMatchObject({ code: 2 });

  desk.git('reset', '--quiet', '--hard', 'HEAD^');
  merge();
  expect(deliver()).toMatchObject({ code: 0 });
  expect(delivered()).toContain('out/overlays/north/agents/kustomization.yaml');
  const later = check();
  expect(later).toMatchObject({ code: 0 });
  expect(later.log).toContain('approval/unused');
});

test('without the approval file main delivers nothing of it, and with it all', () => {
  start('retire');
  for (const agent of ['alpha', 'bravo', 'charlie'])
    desk.write(`config/agents/${agent}.yaml`, `${desk.read(`config/agents/${agent}.yaml`)}state: terminated\n`);
  const plan = desk.fleet('plan', '--json');
  desk.commit('Retire three agents, past the checks');
  merge();
  const before = remote.head();
  expect(deliver()).toMatchObject({ code: 3 });
  expect(remote.head()).toBe(before);
  const { gate } = (JSON.parse(plan.out) as { plan: { gate: { hash: string } } }).plan;
  start('approve');
  expect(desk.fleet('approve', gate.hash, '--by', 'Ada', '--reason', 'meant').code).toBe(0);
  desk.commit('Approve');
  merge();
  expect(deliver()).toMatchObject({ code: 0 });
  expect(remote.head()).not.toBe(before);
});
