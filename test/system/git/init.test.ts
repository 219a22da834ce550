import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../generator/cli.ts';
import { Desk } from '../../support/program.ts';
import type { Ran } from '../../support/program.ts';

const FILES = [
  '.gitattributes',
  '.github/CODEOWNERS',
  '.github/workflows/deliver.yml',
  '.github/workflows/pull-request.yml',
  '.github/workflows/review.yml',
  '.vscode/settings.json',
  'config/fleet.yaml',
];
const PINNED = `VeriTeknik/pap-fleet@${'1'.repeat(40)}`;
const PERSON =
  'export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null';
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.remove());

const listed = (): string[] =>
  desk
    .list('.')
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => !path.startsWith('.git/') && !path.startsWith('.cache/'));

/** Without asking anybody. */
function init(...args: readonly string[]): Ran {
  const action = args.includes('--action') ? [] : ['--action', PINNED];
  return desk.run('init', '--offline', ...action, ...args);
}

describe('init', () => {
  test('writes a fleet that is valid and generates, and says what to do next', () => {
    const ran = init();
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const path of FILES) expect(ran.out).toContain(`  + ${path}\n`);
    expect(ran.out).toMatch(/Next:\n {2}1\. edit config\/fleet\.yaml, gitops\.repoURL first/);
    expect(listed()).toEqual(FILES);
    expect(desk.run('validate')).toMatchObject({ code: 0, err: '' });
    expect(desk.run('generate')).toMatchObject({ code: 0, err: '' });
  });

  test('begins the fleet with the line that editors read, and maps the schemas for the other files', () => {
    init('--action', `team/generator@${'1'.repeat(40)}`);
    const schemas = `https://raw.githubusercontent.com/team/generator/${'1'.repeat(40)}/schemas`;
    expect(desk.read('config/fleet.yaml').split('\n')[0]).toBe(`# yaml-language-server: $schema=${schemas}/fleet.schema.json`);
    const { 'yaml.schemas': mapping } = JSON.parse(desk.read('.vscode/settings.json')) as { 'yaml.schemas': Record<string, string> };
    expect(Object.keys(mapping).map((url) => url.replace(`${schemas}/`, ''))).toEqual([
      'fleet.schema.json',
      'agent.schema.json',
      'region.schema.json',
      'component.schema.json',
      'approval.schema.json',
      'policy.schema.json',
      'freeze.schema.json',
      'rollout.schema.json',
      'hold.schema.json',
    ]);
    for (const url of Object.keys(mapping)) expect(() => readFileSync(join('schemas', url.replace(`${schemas}/`, '')))).not.toThrow();
    for (const name of ['deliver', 'pull-request', 'review'])
      expect(desk.read(`.github/workflows/${name}.yml`)).toContain(`uses: team/generator@${'1'.repeat(40)}\n`);
    for (const path of FILES) expect(desk.read(path)).not.toMatch(/__[A-Z]+__/);
  });

  test('into another folder', () => {
    expect(init('new/fleet').code).toBe(0);
    expect(listed()).toEqual(FILES.map((path) => `new/fleet/${path}`));
  });

  test.each([
    ['git@github.com:team/fleet.git', 'repoURL: git@github.com:team/fleet.git\n', '@team/platform'],
    // A password in a remote must not end up in a file.
    ['https://user:hunter2@github.com/team/fleet.git', 'repoURL: https://git.example.org/your-team/fleet.git\n', '@your-team/platform'],
  ])('takes the repository from the remote %s', (url, expected, owner) => {
    desk.line(`git init --quiet && git remote add origin '${url}'`);
    expect(init().code).toBe(0);
    expect(desk.read('config/fleet.yaml')).toContain(expected);
    expect(desk.read('.github/CODEOWNERS')).toContain(owner);
    expect(desk.read('.github/CODEOWNERS')).toMatch(/^\* +@/m);
    for (const path of FILES) expect(desk.read(path)).not.toContain('hunter2');
  });

  test.each(FILES)('writes nothing at all when %s is there', (path) => {
    desk.write({ [path]: 'mine\n' });
    const ran = init();
    expect(ran).toMatchObject({ code: 4, out: '', err: expect.stringContaining(path) as string });
    expect(listed()).toEqual([path]);
    expect(desk.read(path)).toBe('mine\n');
  });

  test('takes a link that leads nowhere for what it is', () => {
    symlinkSync('nowhere', join(desk.folder, '.gitattributes'));
    expect(init()).toMatchObject({ code: 4, err: expect.stringContaining('.gitattributes') as string });
    expect(listed()).toEqual([]);
  });

  test('takes back what it wrote when it cannot write all', () => {
    desk.write({ '.vscode': 'a file where a folder must be\n' });
    expect(init()).toMatchObject({ code: 4, err: expect.stringContaining('cannot write') as string });
    expect(listed()).toEqual(['.vscode']);
  });

  test('--keep writes what is missing, but never takes part of a fleet for its own', () => {
    desk.write({ '.gitattributes': 'mine\n' });
    const ran = init('--keep');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('  = .gitattributes (left as it is)\n') as string });
    expect(desk.read('.gitattributes')).toBe('mine\n');
    expect(listed()).toEqual(FILES);
    expect(init('--keep')).toMatchObject({ code: 4, err: expect.stringContaining('there is a fleet already') as string });
  });

  test('--with-promotion writes the workflow of rollouts as well', () => {
    expect(init('--with-promotion')).toMatchObject({ code: 0, out: expect.stringContaining('  + .github/workflows/promote.yml\n') as string });
    expect(listed()).toEqual([...FILES, '.github/workflows/promote.yml'].sort());
    expect(desk.read('.github/workflows/promote.yml')).not.toMatch(/__[A-Z]+__/);
  });

  test('--with-controllers writes the components of charts, and says what is done with them', () => {
    const ran = init('--with-controllers');
    expect(ran.out).toContain('remove the folders of the others, then: pap-fleet vendor && pap-fleet grants');
    expect(listed().filter((path) => path.startsWith('config/components/'))).toEqual(
      ['cert-manager', 'external-secrets', 'traefik'].flatMap((name) => [
        `config/components/${name}/component.yaml`,
        `config/components/${name}/values.yaml`,
      ]),
    );
    // Nothing runs that is not named, and what is named says what is missing.
    expect(desk.run('validate').code).toBe(0);
    const names = ['cert-manager', 'external-secrets', 'traefik'].map((name) => `  ${name}: {}\n`).join('');
    desk.write({ 'config/fleet.yaml': desk.read('config/fleet.yaml').replace('components:\n', `components:\n${names}`) });
    expect(
      desk.run('validate').err.match(/nothing says which version of \S+ is meant\n.*\n.*\n {2}hint: take the newest: pap-fleet vendor \S+/g),
    ).toHaveLength(3);
  });

  test('tells machines the same', () => {
    expect(JSON.parse(init('--json').out)).toMatchObject({ command: 'init', ok: true, written: FILES, kept: [] });
  });

  test.each([
    [['--action', 'nonsense'], "git ls-remote https://github.com/OWNER/NAME 'refs/tags/v*'"],
    [['--action', 'a/b@main\n      run: x'], 'is not OWNER/NAME@COMMIT'],
    [['--action', 'a/b@main'], "find one: git ls-remote https://github.com/a/b 'refs/tags/v*'"],
    [['--action', 'a/b@v1.2.3'], 'the one that ends in ^{}'],
    [['--action', `a/b@${'1'.repeat(39)}`], 'with all 40 or 64 hex digits of a commit'],
    [['--action', `a/b@${'1'.repeat(41)}`], 'is not OWNER/NAME@COMMIT'],
    [['--action', `a/b@${'A'.repeat(40)}`], 'is not OWNER/NAME@COMMIT'],
    [['--action', `a/b@${'1'.repeat(40)}\n`], 'is not OWNER/NAME@COMMIT'],
    [['--action', `../b@${'1'.repeat(40)}`], 'is not OWNER/NAME@COMMIT'],
    [['--action', `a/b/c@${'1'.repeat(40)}`], 'is not OWNER/NAME@COMMIT'],
    [['--server', 'http://github.example.org'], 'is no https URL'],
    [['--server', 'https://me:secret@github.example.org'], 'is no https URL'],
    [['--server', 'ext::sh -c id'], 'is no https URL'],
    [['--server', '--upload-pack=x'], 'needs a value'],
    [['--server', 'https://github.$(id).org'], 'is no https URL'],
    [['--server', "https://github.$'.org"], 'is no https URL'],
    [['--server', 'https://a"b;c'], 'is no https URL'],
    [['--action', `a/b.git@${'1'.repeat(40)}`], 'is not OWNER/NAME@COMMIT'],
    [['--repo', 'https://a:b@example.org/x.git'], 'is no URL that Argo CD could read from'],
    [['--repo', 'file:///etc'], 'is no URL'],
    [['--config', 'elsewhere'], 'init writes config/'],
  ])('refuses %j', (args, says) => {
    expect(init(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
    expect(listed()).toEqual([]);
  });
});

describe('another CI', () => {
  const DIGEST = 'a1'.repeat(32);
  const other = (...args: readonly string[]): Ran => desk.run('init', '--digest', DIGEST, ...args);

  test('gitlab: jobs, owners, and the script they run, with the digest of the program', () => {
    const ran = other('--ci', 'gitlab', '--repo', 'https://gitlab.example.org/group/team/fleet.git');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('put your groups into .gitlab/CODEOWNERS') as string });
    expect(listed()).toEqual(['.gitattributes', '.gitlab-ci.yml', '.gitlab/CODEOWNERS', '.vscode/settings.json', 'ci/fleet.sh', 'config/fleet.yaml']);
    expect(desk.read('.gitlab/CODEOWNERS')).toContain('@group/team/platform');
    expect(desk.read('.gitattributes')).toContain('out/** gitlab-generated=true');
    expect(desk.read('ci/fleet.sh')).toContain(
      `repository='https://gitlab.example.org/group/team/fleet.git'\nbranch='main'\nprogram='https://github.com/VeriTeknik/pap-fleet/releases/download/v`,
    );
    expect(desk.read('ci/fleet.sh')).toContain(`digest='${DIGEST}'\n`);
    for (const path of listed()) expect(desk.read(path)).not.toMatch(/__[A-Z]+__/);
    expect(desk.run('validate').code).toBe(0);
  });

  test('generic: the script alone, of a mirror', () => {
    const program = 'https://mirror.example.org:8443/a/pap-fleet.tgz';
    const ran = other('--ci', 'generic', '--program', program, '--json');
    expect(JSON.parse(ran.out)).toMatchObject({ ci: 'generic', program: { url: program, digest: DIGEST } });
    expect(listed()).toEqual(['.gitattributes', '.vscode/settings.json', 'ci/fleet.sh', 'config/fleet.yaml']);
  });

  test.each([
    [['--ci', 'jenkins'], '--ci must be one of github, gitlab, generic'],
    [['--ci', 'generic', '--digest', 'abc'], '--digest must be 64 hex digits'],
    [['--ci', 'generic', '--program', "https://x.example/y';id;'"], 'is no https URL'],
    [['--ci', 'generic', '--program', 'http://x.example/y'], 'is no https URL'],
    [['--ci', 'generic', '--program', 'https://me:pw@x.example/y'], 'is no https URL'],
    [['--ci', 'generic', '--action', PINNED], '--action is about the workflows of GitHub'],
    [['--ci', 'gitlab', '--with-promotion'], '--with-promotion is about the workflows of GitHub'],
    [
      ['--ci', 'gitlab', '--repo', 'git@gitlab.example.org:team/fleet.git'],
      'is no https URL of a group and a name, and that is where the tokens of GitLab are sent',
    ],
    [['--ci', 'gitlab', '--repo', 'https://gitlab.example.org/fleet.git'], 'is no https URL of a group and a name'],
    [['--ci', 'gitlab', '--repo', 'https://gitlab.example.org/~me/fleet.git'], 'is no https URL of a group and a name'],
    [[], '--digest is for --ci gitlab and --ci generic'],
  ])('refuses %j', (args, says) => {
    expect(other(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
    expect(listed()).toEqual([]);
  });

  test('says how to find the digest where it is missing', () => {
    expect(desk.run('init', '--ci', 'generic')).toMatchObject({
      code: 2,
      err: expect.stringContaining('gh attestation verify pap-fleet.tgz') as string,
    });
  });
});

test('a program that no release made has no default, and says how to find a commit', () => {
  expect(desk.run('init')).toMatchObject({
    code: 2,
    err: expect.stringContaining("git ls-remote https://github.com/VeriTeknik/pap-fleet 'refs/tags/v*'") as string,
  });
  expect(listed()).toEqual([]);
});

test('a release pins itself, and names its version', () => {
  const streams = { out: () => undefined, err: () => undefined, color: false };
  const world = { streams, version: '1.2.3', build: 'test', releasedFrom: '2'.repeat(40), cacheFolder: undefined };
  expect(run(['init', desk.folder, '--offline'], world)).toBe(0);
  expect(desk.read('.github/workflows/deliver.yml')).toContain(`uses: VeriTeknik/pap-fleet@${'2'.repeat(40)} # v1.2.3\n`);
});

test("all is the platform team's, and then the files of agents are given away", () => {
  init('--repo', 'https://github.com/team/fleet.git');
  const lines = desk
    .read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.map((line) => line.split(/ +/))).toEqual([
    ['*', '@team/platform'],
    ['/config/agents/*.yaml', '@team/agents'],
  ]);
});

test('another server is where the schemas are too', () => {
  init('--server', 'https://github.example.org/', '--action', `team/generator@${'1'.repeat(40)}`);
  expect(desk.read('config/fleet.yaml')).toContain(`$schema=https://github.example.org/team/generator/raw/${'1'.repeat(40)}/schemas/`);
});

describe('the commit is looked up', () => {
  let host: ChildProcess;
  let server: string;
  let ids: Record<'release' | 'tag' | 'later' | 'moved', string>;
  let served: Desk;

  beforeAll(async () => {
    served = new Desk();
    const made = served.line(`set -e; ${PERSON}
      git init --quiet -b main work; cd work
      git commit --quiet --allow-empty -m one; git tag -a v0.2.0 -m x; git tag v0.1; git tag other
      git rev-parse HEAD; git rev-parse v0.2.0
      git commit --quiet --allow-empty -m two; git rev-parse HEAD
      git commit --quiet --allow-empty -m three; git tag --no-sign zzz; git rev-parse HEAD
      mkdir ../team; git clone --quiet --bare . ../team/generator; git -C ../team/generator config uploadpack.allowAnySHA1InWant true
      git -C ../team/generator config uploadpack.allowFilter true`);
    if (made.code !== 0) throw new Error(made.err);
    const [release, tag, later, moved] = made.out.trim().split('\n') as [string, string, string, string];
    ids = { release, tag, later, moved };
    host = spawn(process.execPath, [join(import.meta.dirname, 'git-host.mjs'), served.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(host.stdout as Readable, 'data')) as [Buffer];
    server = line.toString().trim();
  });
  afterAll(() => {
    host.kill();
    served.remove();
  });

  const ask = (commit: string, name = 'team/generator'): Ran => desk.run('init', '--server', server, '--action', `${name}@${commit}`, '--json');

  test('a tag of a release names it: the version stands behind the pin', () => {
    const { code, out } = ask(ids.release);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ upstream: 'tagged', version: 'v0.2.0', warning: null });
    expect(desk.read('.github/workflows/deliver.yml')).toContain(`uses: team/generator@${ids.release} # v0.2.0\n`);
  });

  test('a tag that is no release gives no version', () => {
    expect(JSON.parse(ask(ids.moved).out)).toMatchObject({ upstream: 'tagged', version: null });
    expect(desk.read('.github/workflows/deliver.yml')).toContain(`uses: team/generator@${ids.moved}\n`);
  });

  test('no tag names it: written, with a warning that a fork could have made it', () => {
    expect(JSON.parse(ask(ids.later).out)).toMatchObject({
      ok: true,
      upstream: 'untagged',
      warning: expect.stringContaining('a commit of a fork would look the same') as string,
    });
  });

  test('the id of a tag is refused, and the commit named', () => {
    expect(JSON.parse(ask(ids.tag).out)).toMatchObject({
      exitCode: 2,
      error: { hint: `take the commit that it names: --action team/generator@${ids.release}` },
    });
    expect(listed()).toEqual([]);
  });

  test.each([
    ['a commit that is not there', 'team/generator'],
    ['a repository that is not there', 'team/none'],
  ])('%s is refused, and nothing is written', (_, name) => {
    const ran = ask('3'.repeat(40), name);
    expect(JSON.parse(ran.out)).toMatchObject({ exitCode: 2, error: { message: `${server}/${name} has no commit ${'3'.repeat(40)}` } });
    expect(listed()).toEqual([]);
  });

  test.each([
    ['asks for a password', 'private', 'the server asks who you are'],
    ['redirects', 'moved', '302'],
    ['breaks off', 'broken', ''],
  ])('a server that %s: written, and said that it could not be looked up', (_, owner, says) => {
    const ran = ask(ids.release, `${owner}/generator`);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({
      upstream: 'unknown',
      warning: expect.stringContaining('could not be asked for the commit') as string,
    });
    expect((JSON.parse(ran.out) as { warning: string }).warning).toContain(says);
    expect(listed()).toEqual(FILES);
  });

  test('people read the warning, and no settings of a person are sent or followed', () => {
    desk.write({
      '.netrc': 'machine 127.0.0.1 login me password hunter2\n',
      '.gitconfig': `[url "${server}/team/"]\n  insteadOf = ${server}/private/\n`,
    });
    const ran = desk.line(`HOME=$PWD GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper GIT_CONFIG_VALUE_0='!touch asked;:' \
      $PAP_FLEET init fleet --server ${server} --action private/generator@${ids.release}`);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('warning: ') as string });
    expect(desk.list('.')).not.toContain('asked');
    expect(readFileSync(join(served.folder, 'log'), 'utf8')).not.toContain('authorization');
  });
});
