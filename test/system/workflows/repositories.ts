import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { MADE } from '../../../generator/tools/made.mjs';

/** The repository this test belongs to. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
export const PROGRAM = join(PROJECT, 'dist', 'pap-fleet.cjs');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder for one test file, in memory where there is such a disk: Git waits for what it makes durable. Gone afterwards. */
export function scratch(): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pap-fleet-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a runner has and no more: the settings of the machine the tests run on must not matter. */
export function environment(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    npm_config_update_notifier: 'false',
  };
}

export function execute(cwd: string, env: Readonly<Record<string, string>>, program: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { code: status, out: stdout, err: stderr };
}

/** The same without waiting, for those who run side by side. */
export function start(cwd: string, env: Readonly<Record<string, string>>, program: string, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** A clone, and what is done in it. */
export class Clone {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.env = env;
  }

  git(...args: readonly string[]): string {
    const ran = execute(this.folder, this.env, 'git', ...args);
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')} failed: ${ran.err}`);
    return ran.out.trimEnd();
  }

  publish(...args: readonly string[]): Ran {
    return execute(this.folder, this.env, process.execPath, PROGRAM, 'publish', ...args);
  }

  fleet(...args: readonly string[]): Ran {
    return execute(this.folder, this.env, process.execPath, PROGRAM, ...args);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  replace(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
    this.write(path, text.replace(from, to));
  }

  commit(message: string, ...paths: readonly string[]): string {
    this.git('add', '--all', '--', ...(paths.length > 0 ? paths : ['.']));
    this.git('commit', '--quiet', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Change the version of an agent and bring that to the remote. */
  merge(agent: string, version: string): string {
    this.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    this.write(`config/agents/${agent}.yaml`, agentText(agent, version));
    const commit = this.commit(`Run ${agent} ${version}`);
    this.git('push', '--quiet', 'origin', 'main');
    return commit;
  }

  hook(name: string, ...lines: readonly string[]): void {
    const path = join(this.git('rev-parse', '--absolute-git-dir'), 'hooks', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  }
}

export const AGENTS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'] as const;

function agentText(name: string, version: string): string {
  return `ref: pluggedin/${name}@${version}
image: plugged.in/agents/${name}:v${version}
regions: [north, south]
stateless: true
`;
}

/** What is delivered does not matter here: the fewer components, the fewer facts the fleet must state. */
const SWITCHED_OFF = readdirSync(join(PROJECT, 'schemas/components'))
  .map((file) => file.replace('.schema.json', ''))
  .filter((component) => component !== 'agents' && component !== 'cluster')
  .sort();

/** A fleet of its own, so that an edit of the project's config changes no test. */
const fleet = (maxUpdatePercent: number): string => `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: test
gitops: { repoURL: "https://git.example.org/team/fleet.git" }
station:
  id: plugged.in
  controlPlane: grpc://station.plugged.in:50051
  hooksGateway: wss://gateway.plugged.in/hooks
zone: { name: a.plugged.in }
gate: { maxUpdatePercent: ${maxUpdatePercent}, maxWorkPercent: 100 }
components:
  cluster: { images: tag }
${SWITCHED_OFF.map((component) => `  ${component}: { enabled: false }`).join('\n')}
regions:
  north: { cluster: north, versions: { kubernetes: "1.35" } }
  south: { cluster: south, versions: { kubernetes: "1.35" } }
`;

interface Beginning {
  /** A remote to begin with a copy of, which is faster. */
  readonly like?: Remote;
  /** With the workflows and the sources of the generator. */
  readonly whole?: boolean;
  readonly agents?: readonly string[];
  /** How much the gate lets pass. */
  readonly maxUpdatePercent?: number;
}

/** A bare remote whose main holds this project with the fleet above and its out/. */
export class Remote {
  readonly folder: string;
  readonly bare: Clone;
  #clones = 0;

  constructor(folder: string, { like, ...options }: Beginning = {}) {
    this.folder = folder;
    makeHome(join(folder, 'home'));
    this.bare = new Clone(join(folder, 'remote.git'), environment(join(folder, 'home')));
    if (like === undefined) this.#fill(options);
    else cpSync(like.bare.folder, this.bare.folder, { recursive: true });
  }

  #fill({ whole = false, agents = AGENTS, maxUpdatePercent = 30 }: Beginning): void {
    execute(this.folder, this.bare.env, 'git', 'init', '--quiet', '--bare', '--initial-branch=main', 'remote.git');
    const seed = this.clone();
    seed.write('config/fleet.yaml', fleet(maxUpdatePercent));
    for (const agent of agents) seed.write(`config/agents/${agent}.yaml`, agentText(agent, '1.0.0'));
    for (const name of ['.gitattributes', '.gitignore']) cpSync(join(PROJECT, name), join(seed.folder, name));
    if (whole) copyProject(seed.folder);
    const made = seed.fleet('generate');
    if (made.code !== 0) throw new Error(`cannot generate the first out/: ${made.err}`);
    seed.git('checkout', '--quiet', '-B', 'main');
    seed.commit('Begin');
    seed.git('push', '--quiet', 'origin', 'main');
  }

  clone(): Clone {
    this.#clones += 1;
    const name = `clone-${this.#clones}`;
    const home = join(this.folder, 'home', name);
    makeHome(home);
    const env = environment(home);
    const ran = execute(this.folder, env, 'git', 'clone', '--quiet', join(this.folder, 'remote.git'), name);
    if (ran.code !== 0) throw new Error(ran.err);
    const clone = new Clone(join(this.folder, name), env);
    linkModules(clone.folder);
    if (existsSync(join(clone.folder, BUILDER))) copyBuilt(clone.folder);
    return clone;
  }

  head(): string {
    return this.bare.git('rev-parse', 'main');
  }

  /** Shell lines for the moment between somebody's look at main and the push that follows, once. */
  whilePushing(...lines: readonly string[]): void {
    this.bare.hook('pre-receive', '[ -e raced ] && exit 0; touch raced', 'unset GIT_QUARANTINE_PATH $(git rev-parse --local-env-vars)', ...lines);
  }

  /** Commits of main after this one, oldest first: subject and the files each one touches. */
  since(commit: string): { id: string; subject: string; paths: string[] }[] {
    const ids = this.bare.git('rev-list', '--reverse', `${commit}..main`).split('\n').filter(Boolean);
    return ids.map((id) => ({
      id,
      subject: this.bare.git('log', '-1', '--format=%s', id),
      paths: this.bare.git('diff-tree', '-r', '--no-commit-id', '--name-only', id).split('\n').filter(Boolean),
    }));
  }

  /** Whether out/ of main is what its config says, generated elsewhere into nothing. */
  isFresh(): boolean {
    const clone = this.clone();
    const { code, err } = clone.fleet('generate', '--out', join(this.folder, 'fresh'), '--no-cache');
    if (code !== 0) throw new Error(err);
    const fresh = readTree(join(this.folder, 'fresh'));
    rmSync(join(this.folder, 'fresh'), { recursive: true });
    return JSON.stringify(fresh) === JSON.stringify(readTree(join(clone.folder, 'out')));
  }
}

const BUILDER = 'generator/tools/build.mjs';

function copyProject(to: string): void {
  const made = MADE.map((path) => join(PROJECT, path));
  for (const name of ['.github', '.gitlab', 'generator', 'schemas', 'package.json', 'package-lock.json'])
    cpSync(join(PROJECT, name), join(to, name), { recursive: true, filter: (path) => !made.includes(path) });
}

/** As a build of the same sources leaves them: a build that finds them does nothing, and one of other sources begins anew. */
function copyBuilt(to: string): void {
  for (const path of ['dist', ...MADE]) cpSync(join(PROJECT, path), join(to, path), { recursive: true });
}

/** Whose home it is: publish asks Git's configuration, and nothing of the environment. */
function makeHome(home: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.org\n');
}

/** node_modules as `npm ci` would have left it. */
function linkModules(folder: string): void {
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  // `node_modules/` in .gitignore means a folder, and a link is none.
  writeFileSync(join(folder, '.git', 'info', 'exclude'), 'node_modules\n');
}

export function readTree(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
