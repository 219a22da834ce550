// A stand-in for GitLab's runner: the jobs of a pipeline, as .gitlab-ci.yml says, each in a clone of its own, with the variables that GitLab
// gives it. Keys that it does not know are an error.
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Clone, environment, execute, start } from './repositories.ts';

interface Rule {
  readonly if?: string;
  readonly when?: string;
  readonly changes?: readonly string[];
}

interface Job {
  readonly stage: string;
  readonly rules: readonly Rule[];
  readonly script: readonly string[];
  readonly environment?: { readonly name: string; readonly action: string };
  readonly needs?: readonly string[];
  readonly artifacts?: { readonly paths: readonly string[]; readonly when?: string; readonly reports?: Readonly<Record<string, string>> };
  readonly resource_group?: string;
  readonly interruptible?: boolean;
}

export interface Pipeline {
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workflow: { readonly rules: readonly Rule[] };
  readonly default: Readonly<Record<string, unknown>>;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** What stands at the top and is no job: https://docs.gitlab.com/ci/yaml/#global-keywords. */
const GLOBAL = ['stages', 'workflow', 'default', 'variables'];

export function readPipeline(text: string): Pipeline {
  const all = parse(text, { merge: true }) as Record<string, unknown>;
  const jobs = Object.entries(all).filter(([name]) => !GLOBAL.includes(name) && !name.startsWith('.'));
  return { ...(all as unknown as Pipeline), jobs: new Map(jobs as [string, Job][]) };
}

/** A variable of the project: https://docs.gitlab.com/ci/variables/. */
export interface Variable {
  readonly key: string;
  readonly value: string;
  readonly protected: boolean;
  /** Name of the only environment that has it. */
  readonly environment: string;
}

export interface Event {
  readonly source: 'merge_request_event' | 'push' | 'schedule' | 'trigger';
  /** What is checked out. */
  readonly ref: string;
  /** Absent in a merge request. */
  readonly branch?: string;
  readonly protected?: boolean;
  readonly description?: string;
  /** Paths that a push changed. */
  readonly changed?: readonly string[];
}

export interface Done {
  readonly name: string;
  readonly code: number | null;
  readonly log: string;
  /** Names of the variables of the project that it was given. */
  readonly given: readonly string[];
}

export interface World {
  /** The repository. */
  readonly bare: string;
  /** An empty folder. */
  readonly folder: string;
  readonly variables: readonly Variable[];
  /** What the machine of the runner has beside. */
  readonly env: Readonly<Record<string, string>>;
}

/** The jobs that ran, in order; those after one that failed do not, unless they run always. */
export async function runPipeline(world: World, event: Event): Promise<Done[]> {
  const place = mkdtempSync(join(world.folder, 'pipeline-'));
  const seed = checkOut(world, event, join(place, 'seed'));
  const pipeline = readPipeline(seed.read('.gitlab-ci.yml'));
  const facts = factsOf(event);
  if (!pipeline.workflow.rules.some((rule) => holds(rule, facts, event))) return [];
  const done: Done[] = [];
  let failed = false;
  for (const stage of pipeline.stages) {
    for (const [name, job] of pipeline.jobs) {
      const rule = job.stage === stage ? job.rules.find((each) => holds(each, facts, event)) : undefined;
      if (rule === undefined) continue;
      const blocked = job.needs === undefined ? failed : done.some((before) => job.needs?.includes(before.name) === true && before.code !== 0);
      if (blocked && rule.when !== 'always') continue;
      const ran = await runJob(world, event, pipeline, { name, job, place, before: job.needs ?? done.map((each) => each.name) });
      failed ||= ran.code !== 0;
      done.push(ran);
    }
  }
  return done;
}

interface Task {
  readonly name: string;
  readonly job: Job;
  readonly place: string;
  readonly before: readonly string[];
}

async function runJob(world: World, event: Event, { variables }: Pipeline, { name, job, place, before }: Task): Promise<Done> {
  const clone = checkOut(world, event, join(place, name));
  const artifacts = (of: string): string => join(place, 'artifacts', of);
  for (const other of before) if (existsSync(artifacts(other))) cpSync(artifacts(other), clone.folder, { recursive: true });
  const given = world.variables.filter((each) => (!each.protected || event.protected === true) && each.environment === job.environment?.name);
  const env = { ...clone.env, ...world.env, ...factsOf(event), ...variables, ...Object.fromEntries(given.map(({ key, value }) => [key, value])) };
  const { code, out, err } = await start(clone.folder, env, 'sh', '-e', '-c', job.script.join('\n'));
  for (const path of [...(job.artifacts?.paths ?? []), ...Object.values(job.artifacts?.reports ?? {})]) {
    const from = join(clone.folder, path);
    if ((code !== 0 && job.artifacts?.when !== 'always') || !existsSync(from)) continue;
    mkdirSync(dirname(join(artifacts(name), path)), { recursive: true });
    cpSync(from, join(artifacts(name), path), { recursive: true });
  }
  return { name, code, log: out + err, given: given.map(({ key }) => key) };
}

/** As GIT_STRATEGY clone does: detached, at the commit. */
function checkOut({ bare, folder }: World, { ref }: Event, to: string): Clone {
  const env = environment(join(folder, 'home'));
  const ran = execute(folder, env, 'git', 'clone', '--quiet', '--no-checkout', bare, to);
  if (ran.code !== 0) throw new Error(ran.err);
  const clone = new Clone(to, env);
  clone.git('fetch', '--quiet', 'origin', ref);
  clone.git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
  return clone;
}

/** Predefined variables: https://docs.gitlab.com/ci/variables/predefined_variables/. */
function factsOf({ source, branch, protected: isProtected = false, description }: Event): Record<string, string> {
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: source,
    CI_COMMIT_REF_PROTECTED: String(isProtected),
    CI_JOB_URL: 'https://localhost/team/fleet/-/jobs/1',
    ...(branch === undefined ? {} : { CI_COMMIT_BRANCH: branch }),
    ...(description === undefined ? {} : { CI_PIPELINE_SCHEDULE_DESCRIPTION: description }),
  };
}

function holds(rule: Rule, facts: Readonly<Record<string, string>>, { changed = [] }: Event): boolean {
  const is = (term: string): boolean => {
    const [, name = '', sign, value] = /^\$(\w+) (==|!=) "([^"]*)"$/.exec(term.trim()) ?? [];
    if (sign === undefined) throw new Error(`the stand-in for GitLab's runner does not understand: ${term}`);
    return (facts[name] === value) === (sign === '==');
  };
  const pattern = (glob: string): RegExp => new RegExp(`^${glob.replaceAll('.', '\\.').replace('**/*', '.+')}$`);
  return (rule.if ?? '').split('&&').every(is) && (rule.changes?.some((glob) => changed.some((path) => pattern(glob).test(path))) ?? true);
}

/** A program that writes down its arguments before it runs: a token has no place there. @returns the folder for the PATH */
export function listening(folder: string, names: readonly string[]): { readonly bin: string; readonly log: string } {
  const bin = join(folder, 'bin');
  const log = join(folder, 'arguments');
  mkdirSync(bin, { recursive: true });
  for (const name of names) {
    const real = execute(folder, { PATH: process.env['PATH'] ?? '' }, 'sh', '-c', `command -v ${name}`).out.trim();
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "${name} $*" >> '${log}'\nexec '${real}' "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { bin, log };
}
