import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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
  readonly env?: Values;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, { readonly paths?: readonly string[]; readonly branches?: readonly string[] } | null>>;
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

/** Run a job of one of this project's workflows. */
export function runJob(name: string, job: string, clone: Clone, github: object): Done {
  return run(workflows.find(({ file }) => file === `${name}.yml`) as Workflow, job, clone, github);
}

/**
 * Run the `run:` steps of a job as they are written, in a working copy; this project's own action is its steps. Other
 * actions (`uses:`) and the installation from the network are left out, and nothing else. A stand-in for GitHub's runner:
 * it knows the few expressions our workflows use.
 */
export function run(workflow: Workflow, name: string, clone: Clone, github: object): Done {
  const job = workflow.jobs[name] as Job;
  const files = mkdtempSync(join(clone.env['HOME'] as string, 'run-'));
  mkdirSync(join(files, 'temp'));
  for (const file of ['summary', 'output']) writeFileSync(join(files, file), '');
  const outputs: Record<string, { outputs: Record<string, string> }> = {};
  const context: Context = { github, steps: outputs, runner: { temp: join(files, 'temp') } };
  const ran: string[] = [];
  let log = '';
  const done = (code: number, failed?: string): Done => {
    const end = { code, log, summary: readFileSync(join(files, 'summary'), 'utf8'), temp: join(files, 'temp'), steps: ran };
    return failed === undefined ? end : { ...end, failed };
  };
  if (job.if !== undefined && evaluate(job.if, context) !== true) return done(0);
  for (const { step, within } of expanded(job.steps, context)) {
    if (step.run === undefined || step.name === 'Install') continue;
    if (step.if !== undefined && evaluate(step.if, within) !== true) continue;
    writeFileSync(join(files, 'output'), '');
    const base = { CI: 'true', RUNNER_TEMP: join(files, 'temp'), GITHUB_STEP_SUMMARY: join(files, 'summary'), GITHUB_OUTPUT: join(files, 'output') };
    const all = { ...base, ...values(workflow.env, context), ...values(job.env, context), ...values(step.env, within), GITHUB_ACTION_PATH: PROJECT };
    const result: Ran = execute(clone.folder, { ...clone.env, ...all }, 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run);
    ran.push(step.name ?? step.run);
    log += result.out + result.err;
    if (result.code !== 0) return done(result.code ?? -1, step.name ?? step.run);
    if (step.id !== undefined) {
      const lines = readFileSync(join(files, 'output'), 'utf8').split('\n').filter(Boolean);
      outputs[step.id] = { outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])) };
    }
  }
  return done(0);
}

interface Context {
  readonly github: object;
  readonly steps: object;
  readonly runner: object;
  readonly inputs?: object;
}

/** The steps of a job, with those of our action in the place where it is used. It was built before the tests began. */
function expanded(steps: readonly Step[], context: Context): { step: Step; within: Context }[] {
  return steps.flatMap((step) => {
    if (step.uses?.startsWith('VeriTeknik/pap-fleet@') !== true) return [{ step, within: context }];
    const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
    const within = { ...context, github: { ...context.github, action_path: PROJECT }, inputs: { ...defaults, ...values(step.with, context) } };
    return action.runs.steps.filter(({ name }) => name !== 'Build').map((inner) => ({ step: inner, within }));
  });
}

function values(env: Values | undefined, context: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => text(evaluate(expression, context))),
    ]),
  );
}

/** `a || b`, `a == 'text'`, `a != 'text'` and paths such as `github.event.number`; anything else is an error, not a guess. */
function evaluate(expression: string, context: object): unknown {
  const either = expression.split('||').map((part) => part.trim());
  if (either.length > 1) return either.map((part) => evaluate(part, context)).find((value) => text(value) !== '');
  const same = /^(.+?)\s*([!=]=)\s*'([^']*)'$/.exec(expression.trim());
  if (same !== null) return (text(evaluate(same[1] as string, context)) === same[3]) === (same[2] === '==');
  if (!/^[a-z_]+(\.[A-Za-z_-]+)+$/.test(expression.trim())) throw new Error(`the stand-in runner does not know ${expression}`);
  return expression
    .trim()
    .split('.')
    .reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), context);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
