// Where the gate is asked: before anything is written, about what the remote would get, against what it has.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { byPush } from '../../../generator/deliver/carrier.ts';
import { deliver } from '../../../generator/deliver/deliver.ts';
import type { Ending } from '../../../generator/deliver/deliver.ts';
import type { Judge, Verdict } from '../../../generator/deliver/judge.ts';
import { prepare } from '../../../generator/deliver/work.ts';
import { Disk } from '../../../generator/io/disk.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { withRemote } from '../../../generator/io/remote.ts';
import { Remote, readTree, scratch } from './repositories.ts';
import type { Clone } from './repositories.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'));
let number = 0;
let remote: Remote;
let clone: Clone;
/** The commits that the gate was asked to compare with. */
let asked: string[];

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  clone = remote.clone();
  asked = [];
  for (const [name, value] of Object.entries(clone.env)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

function publish(verdict: Verdict): Ending {
  const copy = WorkingCopy.around(clone.folder) as WorkingCopy;
  const judge: Judge = (_copy, _work, base) => {
    asked.push(base);
    return verdict;
  };
  const read = (): ReturnType<typeof prepare> =>
    prepare(new Disk(), copy, { config: join(clone.folder, 'config'), out: 'out', maxFileSize: 1 << 20 });
  const options = { seconds: 60, caFile: undefined, api: false };
  const wish = { ...options, remote: 'origin', branch: undefined, tries: 3, push: true, api: undefined, author: undefined };
  return withRemote(copy, 'origin', options, (from) => {
    const carry = byPush(copy, from, 'main', '0.0.0');
    return deliver({ copy, remote: from, built: copy.head(), branch: 'main', carry, judge, prepare: read }, wish, read());
  });
}

const YES = { allowed: true, passes: true, text: '', planHash: 'f00d' };
const NO = { allowed: false, passes: false, text: 'too much at once' };

test('a change that is refused is neither written nor committed nor pushed', () => {
  const head = clone.merge('alpha', '1.1.0');
  const out = readTree(join(clone.folder, 'out'));
  expect(publish(NO)).toMatchObject({ state: 'unsafe', verdict: NO });
  expect(asked).toEqual([head]);
  expect([remote.head(), clone.git('rev-parse', 'HEAD')]).toEqual([head, head]);
  expect(readTree(join(clone.folder, 'out'))).toEqual(out);
});

test('the commit of one that is allowed names the plan', () => {
  const head = clone.merge('alpha', '1.1.0');
  expect(publish(YES)).toMatchObject({ state: 'done', pushed: true });
  expect(asked).toEqual([head]);
  expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Plan-Hash,valueonly)', 'main').trim()).toBe('f00d');
});

test('where nothing changes nobody is asked', () => {
  expect(publish(NO)).toMatchObject({ state: 'done' });
  expect(asked).toEqual([]);
});

test('a commit that lies here unpushed is asked about as well', () => {
  const head = clone.merge('alpha', '1.1.0');
  expect(clone.publish('--no-push').code).toBe(0);
  expect(publish(NO)).toMatchObject({ state: 'unsafe' });
  expect(asked).toEqual([head]);
  expect(remote.head()).toBe(head);
});

test('after a lost race it is asked again, about the new head', () => {
  const head = clone.merge('alpha', '1.1.0');
  const rival = remote.clone();
  rival.write('config/agents/bravo.yaml', rival.read('config/agents/bravo.yaml').replaceAll('1.0.0', '1.2.0'));
  const newer = rival.commit('Run bravo 1.2.0');
  remote.whilePushing(`git -C '${rival.folder}' push --quiet origin main`);
  expect(publish(YES)).toMatchObject({ state: 'done', pushed: true, tries: 2 });
  expect(asked).toEqual([head, newer]);
});
