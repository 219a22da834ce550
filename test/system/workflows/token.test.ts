// Where the token of the delivery job gets to: to one host and path, whatever Git, the repository and the remote are told.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FakeGitHub } from './github.ts';
import { HttpsHost, endlessList, endlessPack, hang, pour, redirect, refuse } from './https-host.ts';
import type { Behaviour } from './https-host.ts';
import { Clone, PROGRAM, Remote, environment, scratch, start } from './repositories.ts';
import type { Ran } from './repositories.ts';

const TOKEN = 'ghs_0123456789TheTokenOfThisJob';
/** Every form in which it could be seen. */
const FORMS = [TOKEN, Buffer.from(`x-access-token:${TOKEN}`).toString('base64'), Buffer.from(TOKEN).toString('base64')];

const folder = scratch();
const env = environment(join(folder, 'server-home'));
const right = new HttpsHost('localhost', TOKEN, env);
const other = new HttpsHost('127.0.0.1', TOKEN, env);
const caFile = join(folder, 'ca.pem');
let template: Remote;
let before: string;
let number = 0;

/** A copy of the clone and of its remote, and a place for those who would like to see the token. */
let bare: Clone;
let clone: Clone;
let row: string;

beforeAll(async () => {
  await Promise.all([right.listen(), other.listen()]);
  writeFileSync(caFile, right.certificate.cert + other.certificate.cert);
  template = new Remote(join(folder, 'template'), { agents: ['alpha'] });
  template.bare.git('config', 'http.receivepack', 'true');
  before = template.clone().merge('alpha', '1.1.0');
});
afterAll(() => {
  right.close();
  other.close();
});

beforeEach(() => {
  number += 1;
  row = join(folder, String(number));
  for (const name of ['team', 'home', 'seen', 'tmp', 'bin']) mkdirSync(join(row, name), { recursive: true });
  cpSync(template.bare.folder, join(row, 'team/fleet.git'), { recursive: true });
  cpSync(join(template.folder, 'clone-2'), join(row, 'clone'), { recursive: true, verbatimSymlinks: true });
  bare = new Clone(join(row, 'team/fleet.git'), environment(join(row, 'home')));
  clone = new Clone(join(row, 'clone'), environment(join(row, 'home')));
  clone.git('remote', 'set-url', 'origin', right.url);
  for (const host of [right, other]) {
    host.requests.length = 0;
    host.behave = () => false;
    host.root = row;
  }
  gitLfs();
});

/** Git LFS as far as the token is concerned: before a push it asks Git for a password of the host that the repository names. */
function gitLfs(): void {
  const asks = `printf 'protocol=https\\nhost=${new URL(other.url).host}\\n\\n' | git credential fill >> '${join(row, 'seen/git-lfs')}' 2>&1`;
  const text = ['#!/bin/sh', 'case "$1" in clean | smudge) exec cat ;; esac', asks, 'exit 0', ''].join('\n');
  writeFileSync(join(row, 'bin/git-lfs'), text, { mode: 0o755 });
}

/** A program that writes down what it is given. */
function spy(name: string, ...lines: readonly string[]): string {
  const path = join(row, name);
  mkdirSync(join(path, '..'), { recursive: true });
  const log = join(row, 'seen', name.replaceAll('/', '-'));
  const text = ['#!/bin/sh', `{ echo "$0 $*"; env; [ -t 0 ] || cat; ${lines.join('; ') || ':'}; } >> '${log}' 2>&1`, 'exit 0', ''].join('\n');
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

function publish(more: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Promise<Ran> {
  const all = { ...clone.env, PATH: `${join(row, 'bin')}:${clone.env['PATH']}`, TMPDIR: join(row, 'tmp'), PUSH_TOKEN: TOKEN, ...more };
  // Git has run in here before, as the tests run it.
  for (const name of readdirSync(join(row, 'seen'))) rmSync(join(row, 'seen', name));
  // Unlike the other tests, these let the machine and the home have settings.
  const { GIT_CONFIG_GLOBAL: _global, GIT_AUTHOR_NAME: _name, GIT_COMMITTER_NAME: _committer, ...given } = all as Record<string, string>;
  const options = ['--timeout', '60', '--ca-file', caFile, ...args];
  return start(clone.folder, given, process.execPath, PROGRAM, 'publish', ...options);
}

/** A setting in one of the three files that Git reads. */
function configure(where: 'repository' | 'home', key: string, value: string): void {
  clone.git('config', ...(where === 'home' ? ['--file', join(row, 'home/.gitconfig')] : []), '--add', key, value);
}

/** Commit something and bring it to the remote by the folder, as an earlier merge would have. */
function merge(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) clone.write(path, text);
  clone.git('-c', 'core.hooksPath=/dev/null', 'add', '--all');
  clone.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'Merge');
  clone.git('push', '--quiet', bare.folder, 'main');
}

/** Files below this row's folder that hold the token in any form. */
function leaks(): string[] {
  return readdirSync(row, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const text = readFileSync(path, 'latin1');
      return FORMS.some((form) => text.includes(form));
    });
}

function expectNothingGivenAway(ran: Ran, askedOther = false): void {
  expect(leaks()).toEqual([]);
  expect(FORMS.filter((form) => (ran.out + ran.err).includes(form))).toEqual([]);
  for (const request of other.requests) expect(FORMS.filter((form) => JSON.stringify(request).includes(form))).toEqual([]);
  if (!askedOther) expect(other.requests).toEqual([]);
  for (const { url, headers, body } of right.requests) {
    expect(url).toMatch(/^\/(team\/fleet\.git\/|graphql$)/);
    // In the one header where it belongs, and nowhere else.
    expect(FORMS.filter((form) => (headers.match(new RegExp(form, 'g')) ?? []).length > 1 || url.includes(form) || body.includes(form))).toEqual([]);
  }
  expect(readdirSync(join(row, 'tmp'))).toEqual([]);
}

const pushed = (): boolean => bare.git('rev-parse', 'main') !== bare.git('rev-list', '-1', '--invert-grep', '--grep=^Fleet-Hash', 'main');

/** Where a credential helper can be named; each would be asked for the password, and told what was good. */
function helper(where: 'repository' | 'home'): void {
  configure(where, 'credential.helper', `!${spy(`helper-${where}`)}`);
}

type Spoil = () => Readonly<Record<string, string>> | undefined | void;

/** The push arrives at its host, and nobody else learns of it. */
const ARRIVES: Readonly<Record<string, Readonly<Record<string, Spoil>>>> = {
  'nothing in its way': {},
  'settings of the repository': {
    insteadOf: () => configure('repository', `url.${other.origin}/.insteadOf`, `${right.origin}/`),
    pushInsteadOf: () => configure('repository', `url.${other.origin}/.pushInsteadOf`, `${right.origin}/`),
    'insteadOf in a tracked file that the configuration includes': () => included(),
    pushurl: () => configure('repository', 'remote.origin.pushurl', other.url),
    'http.proxy': () => configure('repository', 'http.proxy', other.origin),
    'remote.origin.proxy': () => configure('repository', 'remote.origin.proxy', other.origin),
    'cookies that are stored': () => {
      configure('repository', 'http.cookieFile', join(row, 'cookies'));
      configure('repository', 'http.saveCookies', 'true');
    },
    'a credential helper': () => helper('repository'),
    'a remote that is named as the address is': () => {
      configure('repository', `remote.${right.url}.url`, other.url);
      configure('repository', `remote.${right.url}.pushurl`, other.url);
      configure('repository', `remote.${right.url}.proxy`, other.origin);
      configure('repository', `remote.${right.url}.receivepack`, spy('receive-named'));
    },
    'a transport of the remote': () => configure('repository', 'remote.origin.vcs', 'evil'),
    'another address for the host': () => {
      configure('repository', 'http.curloptResolve', `${new URL(right.origin).host}:127.0.0.2`);
      configure('repository', `http.${right.origin}.extraHeader`, 'Host: evil.example.net');
    },
    'a file for this worktree alone': () => {
      configure('repository', 'extensions.worktreeConfig', 'true');
      clone.git('config', '--worktree', `url.${other.origin}/.insteadOf`, `${right.origin}/`);
      clone.git('config', '--worktree', `credential.${right.origin}.helper`, `!${spy('helper-worktree')}`);
    },
    'a file that is read for this remote alone': () => {
      configure('repository', `includeIf.hasconfig:remote.*.url:${right.origin}/**.path`, join(row, 'late'));
      writeFileSync(
        join(row, 'late'),
        `[credential]\n\thelper = "!${spy('helper-late')}"\n[url "${other.origin}/"]\n\tinsteadOf = ${right.origin}/\n`,
      );
    },
    'ssh, askpass, editor, pager, external diff': () => programs('repository'),
    'alternates with references of their own': () => alternates(),
  },
  'settings of the home and of the system': {
    insteadOf: () => configure('home', `url.${other.origin}/.insteadOf`, `${right.origin}/`),
    pushInsteadOf: () => configure('home', `url.${other.origin}/.pushInsteadOf`, `${right.origin}/`),
    'http.<url>.proxy': () => configure('home', `http.${right.origin}.proxy`, other.origin),
    'a credential helper': () => helper('home'),
    'a credential helper that stores': () => configure('home', 'credential.helper', `store --file=${join(row, 'stored')}`),
    'a credential helper of the system': () => systemHelper(),
    'ssh, askpass, editor, pager, external diff': () => programs('home'),
    traces: () => traces(),
    '~/.netrc': () =>
      writeFileSync(join(row, 'home/.netrc'), 'machine localhost login somebody password else\nmachine 127.0.0.1 login x password y\n'),
  },
  'a submodule at another host': { submodule: () => submodule() },
  'programs that Git runs beside a command': {
    'LFS whose server the repository names': () => lfs(),
    'hooks, in the folder and by core.hooksPath': () => hooks(),
    filters: () => filters(),
    'a file system monitor': () => configure('repository', 'core.fsmonitor', spy('monitor')),
  },
  'variables of the environment': {
    'another repository': () => ({ GIT_DIR: join(row, 'elsewhere'), GIT_WORK_TREE: row, GIT_INDEX_FILE: join(row, 'index') }),
    settings: () => settingsOfTheEnvironment(),
    programs: () => programsOfTheEnvironment(),
    traces: () => tracesOfTheEnvironment(),
  },
};

/** It ends with exit code 4, before anything or after the one host was asked. */
const ENDS: readonly (readonly [name: string, spoil: Spoil, args: () => readonly string[], says: string])[] = [
  ...[301, 302, 307].flatMap((status) =>
    ['GET', 'POST'].map(
      (method) =>
        [
          `a redirect (${status}) of ${method} to another host`,
          () => void (right.behave = redirect(status, method, () => other)),
          () => ['--tries', '1'],
          'redirect',
        ] as const,
    ),
  ),
  [
    'sslVerify=false and a certificate that nobody knows',
    () => {
      configure('repository', 'http.sslVerify', 'false');
      configure('home', 'http.sslVerify', 'false');
    },
    () => ['--tries', '1', '--ca-file', otherCa()],
    'certificate',
  ],
  [
    'a remote over http',
    () => void clone.git('remote', 'set-url', 'origin', right.url.replace('https', 'http')),
    () => [],
    'only sent to a plain https URL',
  ],
  [
    'a remote over ssh',
    () => void clone.git('remote', 'set-url', 'origin', 'git@localhost:team/fleet.git'),
    () => [],
    'only sent to a plain https URL',
  ],
  ['a remote helper', () => void clone.git('remote', 'set-url', 'origin', `ext::${spy('ext')}`), () => [], 'only sent to a plain https URL'],
  ['a password in the URL', () => void clone.git('remote', 'set-url', 'origin', right.url.replace('//', '//me:word@')), () => [], 'https://***@'],
  ['a second URL of the remote', () => configure('repository', 'remote.origin.url', other.url), () => [], 'has 2 URLs'],
  [
    'another repository than that of the job',
    () => ({ GITHUB_SERVER_URL: right.origin, GITHUB_REPOSITORY: 'team/other' }),
    () => [],
    'the token is for',
  ],
  ['another server than that of the job', () => ({ GITHUB_SERVER_URL: other.origin, GITHUB_REPOSITORY: 'team/fleet' }), () => [], 'the token is for'],
  ['objects that are missing, and settings that allow to fetch them', () => promised(), () => [], 'git cat-file'],
  ...['openpgp', 'ssh', 'x509'].map(
    (format) => [`a program of the repository that signs (${format})`, () => signed(format), () => [], 'sign'] as const,
  ),
  ['a line break in the token', () => ({ PUSH_TOKEN: `${TOKEN}\n` }), () => [], 'was a line break stored'],
];

describe('the push arrives, and the token at its host alone, with', () => {
  const all = Object.values(ARRIVES).flatMap((group) => Object.values(group));
  const rows = Object.entries(ARRIVES).map(([name, group]) => [name, Object.values(group)] as const);
  test.each([...rows, ['all of it together', all] as const])('%s', async (_, spoils) => {
    const more = spoils.map((spoil) => spoil() ?? {});
    const ran = await publish(Object.assign({}, ...more) as Record<string, string>);
    expectNothingGivenAway(ran);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(pushed()).toBe(true);
    expect(readdirSync(join(row, 'seen'))).toEqual([]);
    expect(right.requests.some(({ authorization }) => authorization?.endsWith(FORMS[1] as string))).toBe(true);
    expect(clone.git('rev-parse', 'refs/remotes/origin/main')).toBe(bare.git('rev-parse', 'main'));
    // A file that is as young as the index is read again, and by a filter of the row, which never answers.
    const unfiltered = ['mine', 'other'].flatMap((name) =>
      ['clean=', 'process=', 'required=false'].flatMap((set) => ['-c', `filter.${name}.${set}`]),
    );
    expect(clone.git(...unfiltered, 'status', '--porcelain', '--ignore-submodules=all')).toBe('');
  });

  test('filters of a tracked file that the configuration includes, as the remote has it by now', async () => {
    includedLater();
    const ran = await publish();
    expectNothingGivenAway(ran);
    expect({ ...ran, pushed: pushed() }).toMatchObject({ code: 0, err: '', pushed: true });
    expect(readdirSync(join(row, 'seen'))).toEqual([]);
  });

  test('hooks of the configuration, which Git has since 2.54', async () => {
    for (const event of ['pre-commit', 'reference-transaction', 'post-index-change']) configure('repository', 'hook.late.event', event);
    configure('repository', 'hook.late.command', spy('late'));
    // An older Git would not run them, so what counts is that each command is told not to.
    const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(join(row, 'bin/git'), `#!/bin/sh\necho "$*" >> '${join(row, 'calls')}'\nexec '${git}' "$@"\n`, { mode: 0o755 });
    const ran = await publish();
    expectNothingGivenAway(ran);
    expect({ ...ran, pushed: pushed() }).toMatchObject({ code: 0, err: '', pushed: true });
    const calls = readFileSync(join(row, 'calls'), 'utf8').split('\n');
    const writes = calls.filter((call) => / (add|commit|reset|update-index) /.test(call));
    expect(writes.length).toBeGreaterThan(1);
    expect(writes.filter((call) => !call.includes('-c hook.late.enabled=false'))).toEqual([]);
  });

  test('the job, the server and the repository named as GitHub names them', async () => {
    const ran = await publish({ GITHUB_SERVER_URL: right.origin, GITHUB_REPOSITORY: 'Team/Fleet' });
    expectNothingGivenAway(ran);
    expect({ ...ran, pushed: pushed() }).toMatchObject({ code: 0, err: '', pushed: true });
  });
});

describe('nothing is delivered, and the token goes nowhere else, with', () => {
  test.each(ENDS)('%s', async (_, spoil, args, says) => {
    const ran = await publish({ ...(spoil() ?? {}) }, args());
    expectNothingGivenAway(ran);
    expect(ran.err).toContain(says);
    expect(ran.code).toBe(4);
    expect(bare.git('rev-parse', 'main')).toBe(before);
    expect(readdirSync(join(row, 'seen'))).toEqual([]);
  });
});

describe('a remote without manners is bounded', () => {
  const rows: readonly (readonly [name: string, behave: Behaviour, says: RegExp])[] = [
    ['hangs', hang, /no answer in time|too slow/],
    ['answers 401 forever', refuse, /Authentication failed|could not read Username/],
    ['lists without end', endlessList, /no answer in time|ended by|too slow|fatal/],
    ['sends a pack without end', endlessPack, /no answer in time|ended by|too slow|fatal/],
    ['says commands and the token in its errors', rude, /repository|403/],
  ];
  test.each(rows)('%s', async (_, behave, says) => {
    // Something to fetch: main has gone on.
    if (behave === endlessPack) bare.git('update-ref', 'refs/heads/main', bare.git('commit-tree', '-p', 'main', '-m', 'More', 'main^{tree}'));
    const head = bare.git('rev-parse', 'main');
    right.behave = behave;
    const began = Date.now();
    const ran = await publish({}, ['--tries', '1', '--timeout', '3']);
    expect(Date.now() - began).toBeLessThan(45_000);
    expectNothingGivenAway(ran);
    expect(ran.err).toMatch(says);
    expect(ran.err.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    expect(ran.code).toBe(4);
    expect(bare.git('rev-parse', 'main')).toBe(head);
    expect(readdirSync(join(clone.folder, '.git/objects'), { recursive: true }).filter((path) => String(path).includes('tmp_'))).toEqual([]);
  });
});

describe('publish --api', () => {
  let github: FakeGitHub;
  const byApi = (more: Readonly<Record<string, string>> = {}, api = `${right.origin}/graphql`, ...args: string[]): Promise<Ran> =>
    publish({ GITHUB_SERVER_URL: right.origin, GITHUB_REPOSITORY: 'team/fleet', ...more }, ['--api', api, '--tries', '1', ...args]);

  beforeEach(() => {
    github = new FakeGitHub(bare, TOKEN);
    right.behave = (request, response, body) => {
      if (request.url !== '/graphql') return false;
      github.handle(request, response, body.toString());
      return true;
    };
  });

  test.each([
    ['the token of the push', {}],
    ['the token of GitHub Actions alone', { PUSH_TOKEN: '', GITHUB_TOKEN: TOKEN }],
    [
      'settings of Node.js',
      { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '/dev/null', NODE_USE_ENV_PROXY: '1', NODE_DEBUG: 'http,https,tls' },
    ],
    ['a proxy for what is not secured', { http_proxy: 'http://127.0.0.1:9' }],
  ])('delivers with %s', async (_, more: Readonly<Record<string, string>>) => {
    helper('home');
    helper('repository');
    const ran = await byApi(more);
    expectNothingGivenAway(ran);
    expect({ ...ran, pushed: pushed() }).toMatchObject({ code: 0, err: '', pushed: true });
    expect(readdirSync(join(row, 'seen'))).toEqual([]);
  });

  test.each([
    ['an API at another host', {}, () => `${other.origin}/graphql`, 'nothing was sent'],
    [
      'an API at the host of the remote, which is not the server of the job',
      { GITHUB_SERVER_URL: 'https://github.com', PUSH_TOKEN: '', GITHUB_TOKEN: TOKEN, remote: 'git@127.0.0.1:team/fleet.git' },
      () => `${other.origin}/graphql`,
      'nothing was sent',
    ],
    ['an API that answers with errors of no known form', { to: 'odd' }, () => `${right.origin}/graphql`, 'the API answered with status 200'],
    ['an API that redirects', { to: '307' }, () => `${right.origin}/graphql`, 'redirect'],
    ['an API that does not answer', { to: 'hang' }, () => `${right.origin}/graphql`, 'no answer'],
    ['an API that answers without end', { to: 'pour' }, () => `${right.origin}/graphql`, 'too large'],
    ['an API that says the token', { to: 'say' }, () => `${right.origin}/graphql`, 'you said ***'],
    ['a certificate that nobody knows', { NODE_TLS_REJECT_UNAUTHORIZED: '0', ca: 'other' }, () => `${right.origin}/graphql`, 'certificate'],
  ] as const)('stops at %s', async (_, { to, ca, remote, ...more }: { to?: string; ca?: string; remote?: string }, api, says) => {
    if (remote !== undefined) reachedBySsh(remote);
    const ways: Readonly<Record<string, Behaviour>> = {
      307: redirect(307, 'POST', () => other),
      hang,
      pour: (_request, response) => pour(response.writeHead(200), () => Buffer.alloc(0x10000, 'x')),
      odd: (_request, response) => {
        response.end('{"errors":[null,7,{"message":{"toString":1}}]}');
        return true;
      },
      say: (_request, response) => {
        response.end(JSON.stringify({ errors: [{ message: `::error::you said ${TOKEN}\n::error::##[x]` }] }));
        return true;
      },
    };
    if (to !== undefined) right.behave = (request, ...rest) => request.url === '/graphql' && (ways[to] as Behaviour)(request, ...rest);
    const ran = await byApi(more, api(), '--timeout', to === 'hang' ? '8' : '60', ...(ca === undefined ? [] : ['--ca-file', otherCa()]));
    expectNothingGivenAway(ran);
    expect(ran.err).toContain(says);
    expect(ran.err.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    expect({ ...ran, pushed: pushed() }).toMatchObject({ code: 4, pushed: false });
  });
});

describe('the author', () => {
  const who = (): string => bare.git('log', '-1', '--format=%an <%ae>, %cn <%ce>', 'main');
  test('is the one that is named', async () => {
    const bot = 'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>';
    expect(await publish({}, ['--author', bot])).toMatchObject({ code: 0 });
    expect(who()).toBe(`${bot}, ${bot}`);
  });

  test('is the program where nobody is named or configured, and never the one of the environment', async () => {
    expect(await publish({ GIT_AUTHOR_NAME: 'Mallory', GIT_COMMITTER_NAME: 'Mallory' })).toMatchObject({ code: 0 });
    expect(who()).toBe('pap-fleet <pap-fleet@noreply.invalid>, pap-fleet <pap-fleet@noreply.invalid>');
  });

  test.each([
    'Ada',
    'Ada <>',
    '<a@b.c>',
    'Ada <a@b.c> <d@e.f>',
    'Ada\ncommitter Eve <a@b.c>',
    'Ada <a\n@b.c>',
    '... <a@b.c>',
    'Ada <a b@c.d>',
    'A\u202eda <a@b.c>',
  ])('is refused when it is %j', (author) => {
    expect(clone.publish('--author', author)).toMatchObject({ code: 2, err: expect.stringContaining('NAME <MAIL>') as string });
  });
});

/** A remote over ssh, where the way leads to the folder. */
function reachedBySsh(url: string): void {
  clone.git('remote', 'set-url', 'origin', url);
  const path = join(row, 'bin/ssh');
  writeFileSync(path, `#!/bin/sh\ncase "$*" in *upload-pack*) exec git upload-pack '${bare.folder}' ;; esac\n`, { mode: 0o755 });
}

function otherCa(): string {
  const path = join(row, 'other.pem');
  writeFileSync(path, other.certificate.cert);
  return path;
}

function lfs(): void {
  merge({ '.lfsconfig': `[lfs]\n\turl = ${other.origin}/lfs\n`, '.gitattributes': 'out/** filter=lfs\n*.bin filter=lfs diff=lfs merge=lfs -text\n' });
  for (const [key, value] of Object.entries({
    clean: 'git-lfs clean -- %f',
    smudge: 'git-lfs smudge -- %f',
    required: 'true',
  }))
    configure('home', `filter.lfs.${key}`, value);
  clone.hook('pre-push', 'exec git lfs pre-push "$@"');
}

function submodule(): void {
  mkdirSync(join(clone.folder, 'sub'));
  const sub = new Clone(join(clone.folder, 'sub'), clone.env);
  sub.git('init', '--quiet', '--initial-branch=main');
  sub.git('remote', 'add', 'origin', other.url);
  sub.write('file', 'x\n');
  const id = sub.commit('Begin');
  clone.git('update-index', '--add', '--cacheinfo', `160000,${id},sub`);
  merge({ '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ${other.url}\n` });
  for (const name of ['fsmonitor', 'sshCommand']) sub.git('config', `core.${name}`, spy(`sub-${name}`));
  clone.git('config', 'submodule.sub.url', other.url);
  for (const key of ['submodule.recurse', 'fetch.recurseSubmodules']) configure('repository', key, 'true');
  configure('repository', 'push.recurseSubmodules', 'on-demand');
}

function included(): void {
  merge({ 'config.inc': `[url "${other.origin}/"]\n\tinsteadOf = ${right.origin}/\n[credential]\n\thelper = "!${spy('included')}"\n` });
  configure('repository', 'include.path', '../config.inc');
}

/** The file names a filter only in the commit that the remote is ahead. */
function includedLater(): void {
  configure('repository', 'include.path', '../config.inc');
  merge({ '.gitattributes': `${clone.read('.gitattributes')}out/argocd/** filter=late\n`, 'config.inc': '' });
  const here = clone.git('rev-parse', 'HEAD');
  merge({ 'config.inc': `[filter "late"]\n\tclean = "'${spy('late')}' < /dev/null; cat"\n\tsmudge = cat\n` });
  clone.git('reset', '--quiet', '--hard', here);
  clone.git('update-ref', 'refs/remotes/origin/main', here);
}

/** A clone that has a part of the objects, and would ask the other host for a file of config/. */
function promised(): void {
  const settings = {
    'extensions.partialClone': 'late',
    'remote.late.url': other.url,
    'remote.late.promisor': 'true',
    'protocol.https.allow': 'always',
    'http.sslVerify': 'false',
    'credential.helper': `!${spy('helper-late')}`,
  };
  // Loose, so that one of them can be missing.
  for (const pack of readdirSync(join(clone.folder, '.git/objects/pack')).filter((name) => name.endsWith('.pack'))) {
    const bytes = readFileSync(join(clone.folder, '.git/objects/pack', pack));
    rmSync(join(clone.folder, '.git/objects/pack'), { recursive: true });
    execFileSync('git', ['unpack-objects', '-q'], { cwd: clone.folder, env: clone.env, input: bytes });
  }
  const id = clone.git('rev-parse', 'HEAD:config/agents/alpha.yaml');
  for (const [key, value] of Object.entries(settings)) configure('repository', key, value);
  rmSync(join(clone.folder, '.git/objects', id.slice(0, 2), id.slice(2)));
}

function signed(format: string): void {
  configure('repository', 'commit.gpgSign', 'true');
  configure('repository', 'gpg.format', format);
  configure('repository', 'gpg.program', spy('gpg'));
  for (const name of ['openpgp', 'ssh', 'x509']) configure('repository', `gpg.${name}.program`, spy(`gpg-${name}`));
  configure('repository', 'gpg.ssh.defaultKeyCommand', spy('key'));
}

function systemHelper(): Readonly<Record<string, string>> {
  const path = join(row, 'system');
  clone.git('config', '--file', path, 'credential.helper', `!${spy('helper-system')}`);
  return { GIT_CONFIG_SYSTEM: path, GIT_CONFIG_NOSYSTEM: '0' };
}

function programs(where: 'repository' | 'home'): void {
  for (const name of ['sshCommand', 'askPass', 'pager', 'editor', 'gitProxy']) configure(where, `core.${name}`, spy(`${where}-${name}`));
  configure(where, 'diff.external', spy(`${where}-diff`));
  configure(where, 'remote.origin.receivepack', spy(`${where}-receive`));
  configure(where, 'remote.origin.uploadpack', spy(`${where}-upload`));
}

function hooks(): void {
  const names = [
    'pre-push',
    'pre-commit',
    'prepare-commit-msg',
    'commit-msg',
    'post-commit',
    'post-checkout',
    'post-index-change',
    'reference-transaction',
  ];
  for (const name of names) {
    spy(`hooks/${name}`);
    clone.hook(name, `exec '${spy(`own-${name}`)}' "$@"`);
  }
  configure('home', 'core.hooksPath', join(row, 'hooks'));
}

function filters(): void {
  merge({ '.gitattributes': `${clone.read('.gitattributes')}config/** filter=mine\nschemas/** filter=other\nout/argocd/** filter=mine diff=mine\n` });
  for (const where of ['repository', 'home'] as const) {
    for (const key of ['clean', 'smudge', 'process']) configure(where, `filter.mine.${key}`, spy(`filter-${key}`));
    configure(where, 'filter.other.process', spy('filter-other'));
    configure(where, 'filter.other.required', 'true');
    configure(where, 'diff.mine.textconv', spy('textconv'));
    configure(where, 'core.attributesFile', join(row, 'attributes'));
  }
  writeFileSync(join(row, 'attributes'), '* filter=mine\n');
}

function alternates(): void {
  cpSync(bare.folder, join(row, 'alternate.git'), { recursive: true });
  writeFileSync(join(row, 'alternate.git/objects/info/http-alternates'), `${other.url}/objects\n`);
  writeFileSync(join(clone.folder, '.git/objects/info/alternates'), `${join(row, 'alternate.git/objects')}\n`);
  writeFileSync(join(bare.folder, 'objects/info/http-alternates'), `${other.url}/objects\n`);
  configure('repository', 'core.alternateRefsCommand', spy('refs'));
}

function traces(): void {
  configure('home', 'trace2.eventTarget', join(row, 'trace2'));
  configure('home', 'trace2.envVars', 'PAP_FLEET_TOKEN,PUSH_TOKEN');
}

function settingsOfTheEnvironment(): Readonly<Record<string, string>> {
  const settings = {
    'credential.helper': `!${spy('helper-env')}`,
    [`url.${other.origin}/.insteadOf`]: `${right.origin}/`,
    'http.proxy': other.origin,
    'core.hooksPath': join(row, 'hooks'),
  };
  spy('hooks/pre-push');
  const pairs = Object.entries(settings).flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    ...(Object.fromEntries(pairs) as Record<string, string>),
    GIT_CONFIG_COUNT: '4',
    GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${spy('monitor-env')}'`,
  };
}

function programsOfTheEnvironment(): Readonly<Record<string, string>> {
  for (const name of ['git-remote-https', 'git-credential']) spy(`exec/${name}`);
  symlinkSync('/usr/bin/env', join(row, 'exec/git'));
  return {
    GIT_EXEC_PATH: join(row, 'exec'),
    GIT_ASKPASS: spy('askpass'),
    SSH_ASKPASS: spy('ssh-askpass'),
    GIT_SSH_COMMAND: spy('ssh'),
    GIT_PROXY_COMMAND: spy('proxy'),
    GIT_EXTERNAL_DIFF: spy('diff'),
    GIT_EDITOR: spy('editor'),
    GIT_TEMPLATE_DIR: join(row, 'template'),
    GIT_SSL_NO_VERIFY: '1',
    GIT_ALLOW_PROTOCOL: 'ext:https:file:ssh',
  };
}

function tracesOfTheEnvironment(): Readonly<Record<string, string>> {
  const names = ['TRACE', 'TRACE_CURL', 'TRACE_PACKET', 'TRACE_SETUP', 'TRACE2', 'TRACE2_EVENT', 'TRACE2_PERF'];
  const files = Object.fromEntries(names.map((name) => [`GIT_${name}`, join(row, `trace-${name}`)]));
  return {
    ...files,
    GIT_CURL_VERBOSE: '1',
    GIT_TRACE_REDACT: '0',
    GIT_TRACE2_ENV_VARS: 'PAP_FLEET_TOKEN,PUSH_TOKEN',
    SSLKEYLOGFILE: join(row, 'keys'),
  };
}

/** Answers that would do something in a log. */
function rude(request: Parameters<Behaviour>[0], response: Parameters<Behaviour>[1]): boolean {
  if (request.headers.authorization === undefined) return false;
  const text = `::add-mask::x\n##[group]x\n::set-output name=x::${TOKEN} ${FORMS[1]}\n`;
  response.writeHead(403, { 'content-type': 'text/plain' }).end(text);
  return true;
}
