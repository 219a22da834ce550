// The script that `init --ci generic` writes, run by the POSIX shell of the machine against a bare repository: no CI, no token.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { certificateFor } from '../../support/certificate.ts';
import { Clone, PROJECT, Remote, environment, execute, scratch, start } from './repositories.ts';
import type { Ran } from './repositories.ts';

const folder = scratch();
const certificate = certificateFor('localhost');
let program: Buffer;
let answers = 0;
const server = createServer(certificate, (request, response) => {
  answers += 1;
  // The first request breaks off, as requests do.
  if (answers === 1) request.socket.destroy();
  else response.end(program);
});
let remote: Remote;
let script: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const archive = join(folder, 'pap-fleet.tgz');
  execute(PROJECT, { ...environment(folder), PATH: process.env['PATH'] ?? '' }, 'bash', '.github/scripts/pack.sh', archive);
  program = readFileSync(archive);
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  remote = new Remote(folder, { agents: ['alpha'], maxUpdatePercent: 60 });
  const url = `https://localhost:${(server.address() as AddressInfo).port}/pap-fleet.tgz`;
  const digest = createHash('sha256').update(program).digest('hex');
  const repo = 'https://git.example.org/team/fleet.git';
  script = starterFiles({ action: 'VeriTeknik/pap-fleet@v0.1.0', repo, ci: 'generic', program: { url, digest } }).get('ci/fleet.sh') as string;
  const desk = remote.clone();
  desk.write('ci/fleet.sh', script);
  desk.commit('Let any CI deliver');
  desk.git('push', '--quiet', 'origin', 'main');
});
afterAll(() => {
  server.close();
});

const sh = (clone: Clone, ...args: readonly string[]): Promise<Ran> =>
  start(clone.folder, { ...clone.env, FLEET_CA_FILE: join(folder, 'ca.pem') }, 'sh', 'ci/fleet.sh', ...args);

const change = (clone: Clone, version: string): string => {
  clone.write(
    'config/agents/alpha.yaml',
    clone
      .read('config/agents/alpha.yaml')
      .replace(/@[0-9.]+/, `@${version}`)
      .replace(/:v[0-9.]+/, `:v${version}`),
  );
  return clone.commit(`Run alpha ${version}`);
};

test('a change is looked at: what the gate says, and findings for any CI', async () => {
  const clone = remote.clone();
  change(clone, '1.1.0');
  const ran = await sh(clone, 'look');
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('| The gate lets this pass.') as string });
  expect(JSON.parse(clone.read('report/gl-code-quality.json'))).toEqual(expect.any(Array));
  expect(clone.read('report/junit.xml')).toContain('<testsuites name="pap-fleet"');
  expect(clone.read('report/code')).toBe('1\n');
});

test('a commit is planned as data: the working tree is not read, and names of others cannot start a command of a log', async () => {
  const author = remote.clone();
  author.write('config/agents/##vso[task.complete].yaml', '##[error]\n');
  const head = author.commit('Bring a strange file');
  author.git('push', '--quiet', 'origin', `HEAD:refs/changes/1`);
  const clone = remote.clone();
  clone.git('fetch', '--quiet', 'origin', 'refs/changes/1');
  clone.write('config/fleet.yaml', 'not read\n');
  const ran = await sh(clone, 'plan', head, 'result');
  expect(ran.code).toBe(0);
  expect(ran.out).not.toMatch(/##/);
  expect(clone.read('result/code')).toBe('2\n');
  expect(clone.read('result/head')).toBe(`${head}\n`);
  expect(clone.read('result/base')).toBe(`${remote.head()}\n`);
});

test.each([
  ['##vso[task.complete]', '| # #vso[task.complete]'],
  // .NET, in which runners of Azure and GitHub are written, finds signs as if what nobody sees were not there.
  ['#\u200b#vso[task.setvariable variable=x]y', '| # \u200b#vso[task.setvariable variable=x]y'],
  ['#\u00ad\u200d#[error]x', '| # \u00ad\u200d#[error]x'],
  ['###teamcity[x]', '| # # #teamcity[x]'],
  ['x\r::add-mask::x', '| x?::add-mask::x'],
  ['section_start:1:x\r\u001b[0Ky', '| section_start:1:x??[0Ky'],
  ['closes #12\tor\n## 3', '| closes #12\tor\n| # # 3'],
])('%j is no command in the log of any CI', (text, shown) => {
  const [neutral = ''] = /^neutral\(\) \{.*?^\}/ms.exec(script) ?? [];
  const ran = execute(folder, { ...environment(folder), TEXT: text }, 'sh', '-c', `${neutral}\nprintf '%s\\n' "$TEXT" | neutral`);
  expect(ran).toEqual({ code: 0, out: `${shown}\n`, err: '' });
});

test('a plan that takes too long is none, and what there is no time for is left to the next run', async () => {
  const author = remote.clone();
  const head = change(author, '1.1.1');
  author.git('push', '--quiet', 'origin', 'HEAD:refs/changes/2');
  const clone = remote.clone();
  clone.write('queue', `1 ${head} refs/changes/2\n2 ${head} refs/changes/2\n`);
  clone.replace('ci/fleet.sh', '\nplan_seconds=240\nplans_seconds=420\n', '\nplan_seconds=0.01\nplans_seconds=420\n');
  expect(await sh(clone, 'plans', 'queue', 'review')).toMatchObject({ code: 0 });
  expect([clone.read('review/1/code'), clone.read('review/2/code')]).toEqual(['124\n', '124\n']);
  expect(clone.read('review/1/plan.txt')).toContain('the plan was given up on');
  clone.replace('ci/fleet.sh', '\nplans_seconds=420\n', '\nplans_seconds=-1\n');
  expect(await sh(clone, 'plans', 'queue', 'review')).toMatchObject({ code: 0, out: 'the rest is left to the next run\n' });
  expect(() => clone.read('review/1/code')).toThrow('ENOENT');
});

test('a merged change is delivered, once', async () => {
  const desk = remote.clone();
  const merged = change(desk, '1.2.0');
  desk.git('push', '--quiet', 'origin', 'main');
  const ran = await sh(remote.clone(), 'deliver');
  expect(ran, ran.out + ran.err).toMatchObject({ code: 0, err: '' });
  expect(remote.since(merged).map(({ subject }) => subject)).toEqual(['alpha 1.0.0 → 1.2.0 in north, south']);
  expect((await sh(remote.clone(), 'deliver')).out).toContain('nothing to commit');
  expect(remote.isFresh()).toBe(true);
  expect(await sh(remote.clone(), 'nightly')).toMatchObject({ code: 0 });
});

test('hooks and settings that something has left in the clone do not count', async () => {
  const desk = remote.clone();
  change(desk, '1.3.0');
  desk.git('push', '--quiet', 'origin', 'main');
  const clone = remote.clone();
  const shadow = join(folder, 'shadow');
  for (const hook of ['post-checkout', 'pre-push', 'pre-commit', 'reference-transaction']) clone.hook(hook, `echo ${hook} >> ${shadow}`);
  clone.git('config', 'remote.origin.pushurl', join(folder, 'elsewhere'));
  clone.git('config', 'filter.harm.smudge', `touch ${shadow}`);
  expect(await sh(clone, 'deliver')).toMatchObject({ code: 0 });
  expect(() => readFileSync(shadow)).toThrow('ENOENT');
  expect(remote.isFresh()).toBe(true);
});

describe('refuses', () => {
  test.each([
    [[], 'usage: look'],
    [['deliver', 'now'], 'usage: look'],
    [['plans', 'none', 'x'], 'there is no list none'],
    [['plans', 'queue', 'x'], 'a line of the list is not NAME COMMIT REF'],
  ])('%j', async (args, says) => {
    const clone = remote.clone();
    clone.write('queue', '../3 aaaa refs/x\n');
    expect(await sh(clone, ...args)).toMatchObject({ code: 4, err: expect.stringContaining(`ci/fleet.sh: ${says}`) as string });
  });

  test.each([['look'], ['plan', 'HEAD', 'result'], ['deliver']])('a shallow clone: %s', async (...args) => {
    const { folder: to, env } = remote.clone();
    execute(folder, env, 'git', 'clone', '--quiet', '--depth=1', `file://${remote.bare.folder}`, join(to, 'shallow'));
    const clone = new Clone(join(to, 'shallow'), env);
    expect(await sh(clone, ...args)).toMatchObject({ code: 4, out: '', err: expect.stringContaining('has not all of its history') as string });
  });

  test('a program that cannot be had', async () => {
    const clone = remote.clone();
    clone.replace('ci/fleet.sh', 'https://localhost:', 'https://localhost:1/');
    expect(await sh(clone, 'nightly')).toMatchObject({ code: 4, err: expect.stringContaining('the program could not be fetched') as string });
  });
});

test('is a script of POSIX: no words of other shells', () => {
  // What shellcheck looks for first, for machines that do not have it: [[, arrays, local, pipefail, here-strings, process substitution, ${x/y/z}.
  expect(script).toMatch(/^#!\/bin\/sh\n/);
  expect(script.replace(/node -e '[^']*'/s, '')).not.toMatch(
    /\[\[|^\s*(local|declare|function|source)\s|pipefail|<<<|[<>]\(|\$\{\w+[/^,:]\w*\/|\w=\(|&>|\$'/m,
  );
  expect(execute(PROJECT, environment(folder), 'sh', '-n', '-c', script)).toMatchObject({ code: 0, err: '' });
});
