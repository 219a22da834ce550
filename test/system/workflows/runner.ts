import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { filled, runs } from './expressions.ts';
import { PROJECT, execute } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly 'continue-on-error'?: boolean;
  readonly with?: Values;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly env?: Values;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Values;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<
    Record<string, { readonly paths?: readonly string[]; readonly branches?: readonly string[]; readonly types?: readonly string[] } | null>
  >;
  readonly env?: Values;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

export function readWorkflow(file: string, text: string): Workflow {
  return { ...(parse(text) as Omit<Workflow, 'file' | 'text'>), file, text };
}

const WORKFLOWS = join(PROJECT, '.github', 'workflows');

export const workflows: readonly Workflow[] = readdirSync(WORKFLOWS)
  .sort()
  .map((file) => readWorkflow(file, readFileSync(join(WORKFLOWS, file), 'utf8')));

/** The composite action of this project. */
export const action = parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

export interface Done {
  readonly code: number;
  /** The step that failed. */
  readonly failed?: string;
  readonly log: string;
  readonly summary: string;
  /** Where the steps left what is to be kept. */
  readonly temp: string;
  /** Names of the steps that were run, in order. */
  readonly steps: readonly string[];
}

/** What GitHub gives a job beside the event. */
export interface Given {
  /** Variables and secrets of its environment. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Jobs before it: their results and outputs. */
  readonly needs?: Readonly<Record<string, { readonly result?: string; readonly outputs?: Readonly<Record<string, string>> }>>;
  /** Folder of what the jobs of this run hand on: name of the artifact → its files. */
  readonly artifacts?: string;
  /** What a checkout into a folder of its own brings there. */
  readonly checkOut?: (inputs: Readonly<Record<string, string>>, folder: string) => void;
  /** More variables for every step, such as a PATH with programs of a test. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Run a job of one of this project's workflows. */
export function runJob(name: string, job: string, clone: Clone, github: object, given: Given = {}): Done {
  return run(workflows.find(({ file }) => file === `${name}.yml`) as Workflow, job, clone, github, given);
}

/**
 * Run the `run:` steps of a job as they are written, in a working copy; this project's own action is its steps. Artifacts and
 * checkouts into folders are made as the test says; the token of an App is a made-up one; other actions (`uses:`) and the
 * installation from the network are left out, and nothing else. A stand-in for GitHub's runner: it knows the few expressions
 * our workflows use.
 */
export function run(workflow: Workflow, name: string, clone: Clone, github: object, given: Given = {}): Done {
  const job = workflow.jobs[name] as Job;
  const files = mkdtempSync(join(clone.env['HOME'] as string, 'run-'));
  const temp = join(files, 'temp');
  mkdirSync(temp);
  for (const file of ['summary', 'output']) writeFileSync(join(files, file), '');
  const { vars = {}, secrets = {}, needs = {} } = given;
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const context: Context = { github, steps, runner: { temp }, vars, secrets, needs };
  const ran: string[] = [];
  let [log, code] = ['', 0];
  let failed: string | undefined;
  const fail = (step: Step, with_: number): void => {
    if (step['continue-on-error'] === true || failed !== undefined) return;
    [failed, code] = [step.name ?? step.run ?? step.uses ?? '', with_];
  };
  const done = (): Done => {
    const end = { code, log, summary: readFileSync(join(files, 'summary'), 'utf8'), temp, steps: ran };
    return failed === undefined ? end : { ...end, failed };
  };
  const before = Object.values(needs).some(({ result = 'success' }) => result !== 'success');
  if (!runs(job.if, context, { failed: before })) return done();

  for (const { step, within } of expanded(job.steps, context)) {
    if (step.name === 'Install' || !runs(step.if, within, { failed: failed !== undefined })) continue;
    if (step.run === undefined) {
      if (!used(step, within, clone, given)) fail(step, 1);
      continue;
    }
    writeFileSync(join(files, 'output'), '');
    const base = { CI: 'true', RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: join(files, 'summary'), GITHUB_OUTPUT: join(files, 'output') };
    const all = { ...base, ...values(workflow.env, context), ...values(job.env, context), ...values(step.env, within), GITHUB_ACTION_PATH: PROJECT };
    const environment = { ...clone.env, ...given.env, ...all };
    const result: Ran = execute(clone.folder, environment, 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run);
    ran.push(step.name ?? step.run);
    log += result.out + result.err;
    if (result.code !== 0) fail(step, result.code ?? -1);
    const lines = readFileSync(join(files, 'output'), 'utf8').split('\n').filter(Boolean);
    if (step.id !== undefined) {
      (within.steps as typeof steps)[step.id] = {
        outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
      };
    }
  }
  return done();
}

interface Context {
  readonly github: object;
  readonly steps: object;
  readonly runner: object;
  readonly vars: object;
  readonly secrets: object;
  readonly needs: object;
  readonly inputs?: object;
}

/** What an action of others does here. @returns whether it went well */
function used(step: Step, context: Context, clone: Clone, { artifacts, checkOut }: Given): boolean {
  const [action] = (step.uses ?? '').split('@') as [string];
  const inputs = values(step.with, context);
  const at = (path: string): string => (isAbsolute(path) ? path : join(clone.folder, path));
  const kept = join(artifacts ?? '', inputs['name'] ?? '');
  if (action === 'actions/checkout' && inputs['path'] !== undefined) checkOut?.(inputs, at(inputs['path']));
  if (action === 'actions/create-github-app-token' && step.id !== undefined)
    (context.steps as Record<string, object>)[step.id] = { outputs: { token: 'token-of-the-app', 'app-slug': 'the-app' } };
  if (artifacts === undefined) return true;
  const source = at(inputs['path'] ?? '.');
  if (action === 'actions/upload-artifact' && existsSync(source)) {
    rmSync(kept, { recursive: true, force: true });
    cpSync(source, kept, { recursive: true });
  }
  if (action === 'actions/download-artifact') {
    if (!existsSync(kept)) return false;
    cpSync(kept, source, { recursive: true });
  }
  return true;
}

/** The steps of a job, with those of our action in the place where it is used. It was built before the tests began. */
function* expanded(steps: readonly Step[], context: Context): Generator<{ step: Step; within: Context }> {
  for (const step of steps) {
    if (step.uses?.startsWith('VeriTeknik/pap-fleet@') !== true) yield { step, within: context };
    else if (runs(step.if, context, { failed: false })) {
      const within = withinAction(step, context);
      for (const inner of action.runs.steps) if (inner.name !== 'Build') yield { step: inner, within };
    }
  }
}

/** What the steps of our action see: its inputs, and which commit of it this is. */
function withinAction(step: Step, context: Context): Context {
  const [repository, ref] = (step.uses as string).split('@');
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
  const github = { ...context.github, action_path: PROJECT, action_ref: ref, action_repository: repository };
  return { ...context, github, steps: {}, inputs: { ...defaults, ...values(step.with, context) } };
}

/**
 * The environment that a step of our action gets in a job of a workflow. For the steps that speak with GitHub: their fake is in
 * the process of the test and would wait for itself.
 */
export function environmentOf(
  workflow: Workflow,
  job: string,
  inner: string,
  github: object,
  given: Given & { readonly temp: string },
): Record<string, string> {
  const { vars = {}, secrets = {}, needs = {}, temp } = given;
  const context: Context = { github, steps: {}, runner: { temp }, vars, secrets, needs };
  const steps = workflow.jobs[job]?.steps ?? [];
  for (const step of steps) if (runs(step.if, context, { failed: false })) used(step, context, { folder: temp } as Clone, {});
  const within = withinAction(steps.find(({ uses }) => uses?.startsWith('VeriTeknik/')) as Step, context);
  const step = action.runs.steps.find(({ name }) => name === inner) as Step;
  if (!runs(step.if, within, { failed: false })) throw new Error(`the step ${inner} does not run`);
  return values(step.env, within);
}

function values(env: Values | undefined, context: object): Record<string, string> {
  return Object.fromEntries(Object.entries(env ?? {}).map(([name, value]) => [name, filled(String(value), context)]));
}
