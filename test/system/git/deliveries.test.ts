// What was delivered a day ago, as Git knows it: the gate counts what came since together with the change.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Deliveries } from '../../../generator/io/deliveries.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { Desk } from '../../support/program.ts';

const HOUR = 3_600;
let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  git('init --quiet -b main .');
});
afterEach(() => desk.remove());

function git(line: string, hoursAgo = 0): string {
  const at = `${Math.floor(Date.now() / 1000) - Math.round(hoursAgo * HOUR)} +0000`;
  const ran = desk.line(
    `export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_COMMITTER_DATE='${at}' GIT_AUTHOR_DATE='${at}'; git ${line}`,
  );
  if (ran.code !== 0) throw new Error(ran.err);
  return ran.out.trim();
}

/** Commit a file that says when. @returns the commit */
function commit(path: string, hoursAgo: number): string {
  desk.write({ [path]: `written ${hoursAgo} hours ago\n` });
  git('add --all');
  git('commit --quiet -m delivery', hoursAgo);
  return git('rev-parse HEAD');
}

function dayAgo(folder = desk.folder): string | undefined {
  const copy = WorkingCopy.around(folder);
  const head = copy?.head();
  if (copy === undefined || head === undefined) throw new Error('there is no repository');
  return new Deliveries(copy, head, 'out').dayAgo();
}

test('the newest delivery that is more than a day old', () => {
  commit('out/a', 72);
  const yesterday = commit('out/a', 24.5);
  commit('out/a', 23.5);
  commit('out/a', 1);
  expect(dayAgo()).toBe(yesterday);
});

test('what changes something else is no delivery', () => {
  const delivery = commit('out/a', 72);
  commit('config/a', 48);
  commit('out/a', 2);
  commit('config/a', 1);
  expect(dayAgo()).toBe(delivery);
});

test('a delivery counts by when it came to the branch, not by when it was written elsewhere', () => {
  const first = commit('out/a', 72);
  git('checkout --quiet -b work');
  commit('out/a', 48);
  git('checkout --quiet main');
  git('merge --quiet --no-ff -m merged work', 1);
  expect(dayAgo()).toBe(first);
});

test('none when nothing was delivered since, or nothing before', () => {
  commit('config/a', 72);
  commit('out/a', 30);
  expect(dayAgo()).toBeUndefined();
  git('checkout --quiet --orphan other');
  git('rm -r --quiet --cached .');
  commit('out/b', 2);
  expect(dayAgo()).toBeUndefined();
});

test('a clone that does not reach back to yesterday cannot tell', () => {
  commit('out/a', 72);
  commit('out/a', 2);
  const shallow = join(desk.folder, 'shallow');
  git(`clone --quiet --depth 1 file://${desk.folder} ${shallow}`);
  expect(() => dayAgo(shallow)).toThrow(/too little history to say what was delivered within the last day/);
  git(`-C ${shallow} fetch --quiet --unshallow`);
  expect(dayAgo(shallow)).toBe(git('rev-parse HEAD~1'));
});
