// The scripts of the workflows as programs: what they make of hostile names, and what they take for a release.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../../generator/model/sha256.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Release } from './delivery.ts';
import { PROGRAM, PROJECT, Remote, environment, execute, scratch } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const folder = scratch();
const scripts = join(PROJECT, '.github/scripts');
const template = new Remote(join(folder, 'template'), { agents: ['alpha'] });
let number = 0;

/** A temporary folder as a runner has it, and the variables that name it. */
function runner(): { readonly temp: string; readonly env: Record<string, string> } {
  number += 1;
  const temp = join(folder, `temp-${number}`);
  mkdirSync(temp);
  return { temp, env: { RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: join(temp, 'summary'), GITHUB_OUTPUT: join(temp, 'output') } };
}

function run(script: string, clone: Clone, env: Readonly<Record<string, string>>, ...args: readonly string[]): Ran {
  return execute(clone.folder, { ...clone.env, ...env }, 'bash', join(scripts, script), ...args);
}

/** What a runner would take for a command in a log: it ends lines at CR too, trims white space of any alphabet, and ignores what is ignorable. */
function commands(log: string): string[] {
  const lines = log.split(/\r\n|\r|\n/).map((line) => line.replaceAll(/[\p{Cf}\p{Mn}]/gu, ''));
  return lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

/** Names that Git takes for a file, each with a form of a command, of Markdown or of an escape sequence. */
const NAMES = [
  '##[add-mask]out',
  '::error::x',
  '  ::error::x',
  '\t::error::x',
  '\u00a0::error::x',
  '\u3000::stop-commands::x',
  'x\r::error::x',
  'x\n::error::x',
  'x\n##[group]x',
  '#\u00ad#[error]x',
  '#\u200b#[error]x',
  '\u001b[31m##[error]x',
  '`````',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '--help',
  '$(touch ran)',
  "'; touch ran; '",
];

describe('hostile names of files', () => {
  test('in config/ and out/ start nothing, in no script', () => {
    const clone = new Remote(join(folder, `names-${++number}`), { like: template }).clone();
    const base = clone.git('rev-parse', 'HEAD');
    for (const name of NAMES)
      for (const below of ['out', 'config/agents']) clone.write(`${below}/${name}${name.endsWith('x') ? '.yaml' : ''}`, 'x\n');
    // With the bytes as they are: quoted names would be harmless by themselves.
    clone.git('config', 'core.quotePath', 'false');
    const head = clone.commit('##[error]::error::x');
    clone.git('update-ref', 'refs/remotes/origin/main', base);
    const { temp, env } = runner();
    const event = { PROGRAM, BASE_SHA: base, HEAD_SHA: head, PR_NUMBER: '7', PROPOSAL: '.' };
    const all = ['check-fleet.sh', 'check-out.sh', 'plan.sh', 'show-changes.sh', 'project-changes.sh', 'build.sh', 'plan-data.sh'];
    const logs = all.map((script) => run(script, clone, { ...env, ...event })).map(({ out, err }) => `${out}\n${err}`);
    expect(logs[1]).toContain('| file: ');
    // Findings are annotations, and nothing but annotations.
    expect(logs.flatMap((log) => commands(log)).filter((line) => !/^::(error|warning) file=/.test(line))).toEqual([]);
    const summary = existsSync(join(temp, 'summary')) ? readFileSync(join(temp, 'summary'), 'utf8') : '';
    expect(commands(summary)).toEqual([]);
    expect(existsSync(join(clone.folder, 'ran'))).toBe(false);
    expect(readFileSync(join(temp, 'review/code'), 'utf8')).toBe('edited\n');
    expect(commands(readFileSync(join(temp, 'review/plan.txt'), 'utf8'))).not.toEqual([]);
  });

  test('in the summary of a plan stand in blocks that they cannot leave', () => {
    const clone = new Remote(join(folder, `names-${++number}`), { like: template }).clone();
    const nasty = '##[add-mask]x ```` </details> <img src=x>';
    clone.write('config/agents/alpha.yaml', `${clone.read('config/agents/alpha.yaml')}env: { NOTE: ${JSON.stringify(nasty)} }\n`);
    clone.commit('Propose');
    const { temp, env } = runner();
    const ran = run('show-changes.sh', clone, { ...env, PROGRAM });
    expect([ran.code, commands(ran.out + ran.err)]).toEqual([0, []]);
    const summary = readFileSync(join(temp, 'summary'), 'utf8');
    expect(commands(summary)).toEqual([]);
    expect(summary).toMatch(/^`{5,}diff$/m);
  });

  test('the filter for logs keeps text, and what is printed once passes it again unchanged but for the sign', () => {
    const env = environment(folder);
    const filter = (text: string): string =>
      execute(PROJECT, { ...env, TEXT: text }, 'bash', '-c', 'source .github/scripts/neutral.sh; printf %s "$TEXT" | neutral').out;
    expect(filter('2001:db8::1 a: b\n# [x] ä 漢')).toBe('| 2001:db8::1 a: b\n| # [x] ä 漢');
    for (const name of NAMES) expect(commands(filter(name))).toEqual([]);
  });
});

describe('plan-data.sh', () => {
  let remote: Remote;
  let main: Clone;
  let own: Clone;
  let temp: string;

  beforeEach(() => {
    number += 1;
    remote = new Remote(join(folder, `plan-${number}`), { like: template });
    main = remote.clone();
    own = remote.clone();
  });

  function plan(more: Record<string, string> = {}): Ran {
    const { temp: made, env } = runner();
    temp = made;
    own.git('fetch', '--quiet');
    return run('plan-data.sh', own, { ...env, PROGRAM, PROPOSAL: '.', PR_NUMBER: '7', HEAD_SHA: own.git('rev-parse', 'HEAD'), ...more });
  }
  const left = (name: string): string => readFileSync(join(temp, 'review', name), 'utf8').trimEnd();
  const version = (clone: Clone, to: string): void =>
    clone.write('config/agents/alpha.yaml', clone.read('config/agents/alpha.yaml').replaceAll(/\d\.\d\.\d/g, to));

  test('sees a submodule in out/, whatever .gitmodules says of what is to be ignored', () => {
    own.write('.gitmodules', '[submodule "x"]\n\tpath = out/x\n\turl = https://example.org/x\n\tignore = all\n');
    own.git('add', '.gitmodules');
    own.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},out/x`);
    own.git('commit', '--quiet', '-m', 'Propose');
    expect(plan()).toMatchObject({ code: 0 });
    expect([left('code'), left('plan.txt').split('\n').at(-1)]).toEqual(['edited', 'out/x']);
    const checked = run('check-out.sh', own, { ...runner().env, PROGRAM, BASE_SHA: own.git('rev-parse', 'origin/main') });
    expect(checked).toMatchObject({ code: 1, err: expect.stringContaining('file: out/x') as string });
  });

  test('compares with main as it is now, and names what it compared', () => {
    version(own, '1.1.0');
    const head = own.commit('Propose');
    main.write('README.md', 'more\n');
    const base = main.commit('Go on');
    main.git('push', '--quiet', 'origin', 'HEAD:main');
    expect(plan()).toMatchObject({ code: 0 });
    expect([left('code'), left('head'), left('base')]).toEqual(['1', head, base]);
    expect(left('plan.txt')).toContain('Deployment agents/alpha-agent');
    expect(JSON.parse(left('plan.json'))).toHaveProperty('plan');
    expect(JSON.parse(left('findings.sarif'))).toMatchObject({ version: '2.1.0' });
  });

  test('a plan of nothing', () => {
    own.write('README.md', 'more\n');
    own.commit('Propose');
    expect(plan()).toMatchObject({ code: 0 });
    expect(left('code')).toBe('0');
  });

  test('a fleet that is not valid, with the findings', () => {
    own.replace('config/agents/alpha.yaml', 'north', 'nowhere');
    own.commit('Propose');
    expect(plan()).toMatchObject({ code: 0 });
    expect(left('code')).toBe('2');
    expect(left('plan.txt')).toContain('fleet/unknown-region');
  });

  test('what the gate refuses', () => {
    own.git('rm', '--quiet', 'config/agents/alpha.yaml');
    own.commit('Propose');
    expect(plan()).toMatchObject({ code: 0 });
    expect(left('code')).toBe('3');
    expect(left('plan.txt')).toContain('The gate refuses');
  });

  test.each([
    ['', ''],
    [', whatever the proposal says about merges', '* merge=union\n'],
  ])('a conflict with main%s', (_, attributes) => {
    version(own, '1.1.0');
    own.write('.gitattributes', attributes);
    own.commit('Propose');
    version(main, '1.2.0');
    main.commit('Go on');
    main.git('push', '--quiet', 'origin', 'HEAD:main');
    expect(plan()).toMatchObject({ code: 0 });
    expect(left('code')).toBe('conflict');
    expect(left('plan.txt')).toContain('config/agents/alpha.yaml');
  });

  test('an edit of out/ by hand, and none where main delivered meanwhile', () => {
    own.replace('out/README.md', 'out', 'OUT');
    own.commit('Propose');
    plan();
    expect(left('code')).toBe('edited');
    own.git('reset', '--quiet', '--hard', 'HEAD^');
    main.merge('alpha', '1.1.0');
    expect(main.publish().code).toBe(0);
    own.write('README.md', 'more\n');
    own.commit('Propose');
    plan();
    expect(left('code')).toBe('0');
  });

  test('in the project of the generator out/ may change with the generator', () => {
    own.write('generator/x.ts', '1\n');
    own.replace('out/README.md', 'out', 'OUT');
    own.commit('Propose');
    const here = { PROGRAM: '' };
    cpSync(join(PROJECT, 'dist'), join(own.folder, 'dist'), { recursive: true });
    plan(here);
    expect(left('code')).toBe('0');
  });

  test('a group of the merge queue: its commits as they are, since they left main', () => {
    const base = remote.head();
    version(own, '1.1.0');
    const head = own.commit('One');
    main.write('README.md', 'more\n');
    main.commit('Go on');
    main.git('push', '--quiet', 'origin', 'HEAD:main');
    expect(plan({ PR_NUMBER: '' })).toMatchObject({ code: 0 });
    expect([left('code'), left('head'), left('base')]).toEqual(['1', head, base]);
  });

  test.each(['', 'main', 'f'.repeat(40)])('no plan when the event is about %j', (HEAD_SHA) => {
    expect(plan({ HEAD_SHA })).toMatchObject({ code: 1 });
    expect(readdirSync(join(temp, 'review'))).toEqual([]);
  });

  test('runs nothing of the proposal, and follows no setting of it', () => {
    const ran = join(folder, `ran-${number}`);
    own.write('.gitattributes', '* filter=x diff=x merge=x\n');
    own.write('.npmrc', `node-options=--require ./x.cjs\n`);
    own.write('x.cjs', `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')\n`);
    own.write('package.json', '{ "type": "module", "main": "x.cjs" }\n');
    own.write('.github/scripts/program.sh', `touch '${ran}'\n`);
    own.write('dist/pap-fleet.cjs', `require('./../x.cjs')\n`);
    own.git('add', '--force', '--all');
    version(own, '1.1.0');
    own.commit('Propose');
    symlinkSync(join(own.folder, 'x.cjs'), join(own.folder, 'config/link.yaml'));
    for (const name of ['post-checkout', 'post-merge', 'pre-commit', 'reference-transaction', 'fsmonitor-watchman']) own.hook(name, `touch '${ran}'`);
    own.git('fetch', '--quiet');
    const HEAD_SHA = own.git('rev-parse', 'HEAD');
    // The hooks ran with the commands of Git that made all this.
    rmSync(ran, { force: true });
    const settings = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: `touch '${ran}'` };
    const { temp: made, env } = runner();
    temp = made;
    expect(run('plan-data.sh', own, { ...env, ...settings, PROGRAM, PROPOSAL: '.', PR_NUMBER: '7', HEAD_SHA })).toMatchObject({ code: 0 });
    expect(left('code')).toBe('1');
    expect(existsSync(ran)).toBe(false);
  });
});

describe('a release', () => {
  let release: Release;
  let packed: Buffer;
  let clone: Clone;
  const ref = '1'.repeat(40);
  const action = join(folder, `_actions/VeriTeknik/pap-fleet/${ref}`);

  beforeAll(() => {
    release = new Release(join(folder, 'release'));
    packed = readFileSync(release.file);
    clone = template.clone();
    mkdirSync(join(action, '..'), { recursive: true });
    symlinkSync(PROJECT, action);
  });
  beforeEach(() => {
    release.forget();
    writeFileSync(release.file, packed);
  });
  afterAll(() => rmSync(action, { force: true }));

  function fetched(more: Record<string, string> = {}): Ran & { readonly temp: string } {
    const { temp, env } = runner();
    const given = { ACTION_PATH: action, ACTION_REF: ref, ACTION_REPOSITORY: 'VeriTeknik/pap-fleet', GH_TOKEN: 'x' };
    return { ...run('fetch.sh', clone, { ...env, ...release.env, ...given, ...more }), temp };
  }

  test.each([
    ['https://github.com', 'github.com', 'GH_TOKEN=x'],
    ['https://team.ghe.com', 'team.ghe.com', 'GH_TOKEN=x'],
    ['https://github.example.org', 'github.example.org', 'GH_ENTERPRISE_TOKEN=x'],
    ['https://notghe.com', 'notghe.com', 'GH_ENTERPRISE_TOKEN=x'],
  ])('is asked of the server of the job alone: %s', (GITHUB_SERVER_URL, host, token) => {
    // gh takes GH_TOKEN for github.com and what is below ghe.com, and GH_ENTERPRISE_TOKEN for every other server.
    const bin = mkdtempSync(join(folder, 'gh-'));
    writeFileSync(join(bin, 'gh'), `#!/bin/sh\nenv | grep ^GH_ | sort > '${bin}/seen'\nexit 1\n`, { mode: 0o755 });
    expect(fetched({ GITHUB_SERVER_URL, PATH: `${bin}:${release.env['PATH']}` }).code).toBe(1);
    expect(readFileSync(join(bin, 'seen'), 'utf8').trimEnd().split('\n')).toEqual([token, `GH_HOST=${host}`].sort());
  });

  test('is asked of no server whose address is none', () => {
    const ran = fetched({ GITHUB_SERVER_URL: 'https://me:word@example.org' });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('has no address that can be used') as string });
  });

  test('is taken when it is attested as built from the very commit', () => {
    const { temp, ...ran } = fetched();
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining(`built by the release workflow from ${ref}`) as string });
    const version = (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }).version;
    const file = `${temp}/pap-fleet/download/pap-fleet.tgz`;
    expect(release.calls()).toEqual([
      `release download v${version} --repo VeriTeknik/pap-fleet --pattern pap-fleet.tgz --dir ${temp}/pap-fleet/download`,
      `attestation verify ${file} --repo VeriTeknik/pap-fleet --signer-workflow VeriTeknik/pap-fleet/.github/workflows/release.yml --source-digest ${ref} --source-ref refs/tags/v${version} --deny-self-hosted-runners`,
    ]);
    expect(execute(temp, clone.env, process.execPath, 'pap-fleet/dist/pap-fleet.cjs', '--version').code).toBe(0);
    expect(existsSync(join(temp, 'pap-fleet/schemas/fleet.schema.json'))).toBe(true);
  });

  test('is found by the folder of the action where the runner does not say its ref', () => {
    expect(fetched({ ACTION_REF: '', ACTION_REPOSITORY: '' }).code).toBe(0);
    expect(release.calls()[0]).toContain('--repo VeriTeknik/pap-fleet ');
  });

  test.each([
    ['a tag', { ACTION_REF: 'v0.1.0' }],
    ['a branch', { ACTION_REF: 'main' }],
    ['a short commit', { ACTION_REF: '1234567' }],
    ['a repository that is an option', { ACTION_REPOSITORY: '--repo' }],
  ])('refuses %s before it asks anybody, and says what to pin', (_, more) => {
    expect(fetched(more)).toMatchObject({ code: 1, err: expect.stringContaining('Pin the action by the 40 digits') as string });
    expect(release.calls()).toEqual([]);
  });

  test.each([
    ['no-release', 'has no release'],
    ['not-attested', 'is not attested as built from commit'],
  ] as const)('%s: refused, and nothing is unpacked', (what, says) => {
    release.without(what, () => {
      const { temp, ...ran } = fetched();
      expect(ran).toMatchObject({
        code: 1,
        out: expect.stringContaining(says) as string,
        err: expect.stringContaining('docs/releasing.md') as string,
      });
      expect(readdirSync(join(temp, 'pap-fleet'))).toEqual(['download']);
      expect(commands(ran.out + ran.err)).toEqual([expect.stringMatching(/^::error title=pap-fleet::/)]);
    });
  });

  test.each<[string, string]>([
    ['a path that leaves the folder', 'touch x; tar -czf "$F" -P --transform "s,x,../x," x'],
    ['an absolute path', 'touch x; tar -czf "$F" -P --transform "s,x,/tmp/x," x'],
    ['a path within that goes up', 'touch x; tar -czf "$F" --transform "s,x,dist/../../x," -P x'],
    ['a symbolic link', 'mkdir dist; ln -s /etc dist/x; tar -czf "$F" dist'],
    ['a hard link', 'mkdir dist; echo > dist/a; ln dist/a dist/b; tar -czf "$F" dist'],
    ['a device', 'mkdir dist; mkfifo dist/x; tar -czf "$F" dist'],
    ['another folder', 'mkdir bin; echo > bin/x; tar -czf "$F" bin'],
    ['a strange name', 'mkdir dist; echo > "dist/a b"; tar -czf "$F" dist'],
    ['a line break in a name', `mkdir dist; echo > $'dist/a\\nb'; tar -czf "$F" dist`],
    ['many good names before one bad', 'mkdir dist; for i in $(seq 5000); do echo > dist/f$i; done; ln -s / dist/zzz; tar -czf "$F" dist; '],
    ['nothing', 'mkdir dist; tar -czf "$F" dist'],
    ['no archive', 'echo x > "$F"'],
  ])('with %s: refused', (_, make) => {
    const { temp } = runner();
    expect(execute(temp, { ...clone.env, F: release.file }, 'bash', '-euc', make).code).toBe(0);
    const ran = fetched();
    expect(ran.code).not.toBe(0);
    expect(existsSync(join(ran.temp, 'x'))).toBe(false);
    expect(existsSync(join(ran.temp, 'pap-fleet/dist/pap-fleet.cjs'))).toBe(false);
  });

  test('is packed the same way every time, without code that V8 compiled', () => {
    release.pack(PROJECT);
    expect(readFileSync(release.file).equals(packed)).toBe(true);
    const list = execute(folder, clone.env, 'tar', '-tzf', release.file).out;
    expect(list).toContain('dist/program.js\n');
    expect(list).not.toContain('.v8');
  });

  test.each([
    ['v1.0.0', 0, ''],
    ['v1.0.1', 1, 'the tag must be v and the version'],
    ['1.0.0', 1, 'the tag must be v and the version'],
  ])('of the tag %s ends with %i', (TAG, code, says) => {
    const own = new Remote(join(folder, `tag-${++number}`), { like: template }).clone();
    own.write('package.json', '{ "version": "1.0.0" }\n');
    own.commit('Release');
    own.git('push', '--quiet', 'origin', 'HEAD:main');
    const ran = run('release-check.sh', own, { TAG });
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(says);
  });

  test('of a commit that is not on main is refused', () => {
    const own = new Remote(join(folder, `tag-${++number}`), { like: template }).clone();
    own.write('package.json', '{ "version": "1.0.0" }\n');
    own.commit('Release');
    expect(run('release-check.sh', own, { TAG: 'v1.0.0' })).toMatchObject({ code: 1, out: expect.stringContaining('not on main') as string });
  });
});

describe('inputs.sh', () => {
  test.each([
    ['validate', 'false', 0],
    ['plan', 'false', 0],
    ['build', 'true', 2],
    ['review', 'true', 2],
    ['vendor', 'false', 0],
    ['vendor', 'true', 2],
    ['publish', 'true', 0],
    ['publish', 'false', 2],
    ['begin', 'false', 2],
    ['report', 'true', 0],
    ['comment', 'true', 2],
    ['destroy', 'false', 2],
    ['', 'false', 2],
  ])('%s with a token: %s → %i', (COMMAND, HAS_TOKEN, code) => {
    expect(execute(PROJECT, { ...environment(folder), COMMAND, HAS_TOKEN }, 'bash', join(scripts, 'inputs.sh')).code).toBe(code);
  });
});

describe('action.sh vendor', () => {
  const COMPONENT = `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: notes
summary: Notes
namespaces: [notes]
kustomize: ./kustomize
`;
  const bin = join(folder, 'bin');
  const check = (clone: Clone): Ran => run('action.sh', clone, { COMMAND: 'vendor', BUILD: 'true', PATH: `${bin}:${process.env['PATH'] ?? ''}` });

  test('renders again what was rendered, and finds what was edited together with its digest; what is rendered starts nothing', () => {
    mkdirSync(bin);
    symlinkSync(execute(PROJECT, environment(folder), 'bash', '-c', `command -v ${kubectl()}`).out.trim(), join(bin, 'kubectl'));
    const clone = new Remote(join(folder, `vendor-${++number}`), { like: template }).clone();
    const objects = (text: string): void =>
      clone.write('config/components/notes/kustomize/a.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: ${text} }\n`);
    clone.write('config/fleet.yaml', clone.read('config/fleet.yaml').replace('components:', 'components:\n  notes: {}'));
    clone.write('config/components/notes/component.yaml', COMPONENT);
    clone.write('config/components/notes/kustomize/kustomization.yaml', 'resources: [a.yaml]\n');
    objects('hello');
    expect(execute(clone.folder, { ...clone.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` }, process.execPath, PROGRAM, 'vendor')).toMatchObject({
      code: 0,
    });
    expect(check(clone)).toMatchObject({ code: 0, out: '1 rendering as it was rendered\n' });
    const rendered = readdirSync(join(clone.folder, 'config/components/notes/rendered'))[0] as string;
    const at = `config/components/notes/rendered/${rendered}`;
    const edited = clone.read(`${at}/objects.yaml`).replace('hello', 'other');
    clone.write(`${at}/objects.yaml`, edited);
    clone.write(`${at}/rendering.yaml`, clone.read(`${at}/rendering.yaml`).replace(/sha256:[0-9a-f]+/, `sha256:${sha256(Buffer.from(edited))}`));
    expect(check(clone)).toMatchObject({ code: 1, out: expect.stringContaining(`differs  ${at}/objects.yaml`) as string });
    clone.write('config/components/notes/kustomize/kustomization.yaml', 'resources: [a.yaml, "::error::x"]\n');
    const broken = check(clone);
    expect(broken.code).not.toBe(0);
    expect(commands(broken.out + broken.err)).toEqual([]);
  });
});
