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

const WORKFLOWS = join(PROJECT, '.github', 'workflows');

export const workflows: readonly Workflow[] = readdirSync(WORKFLOWS)
  .sort()
  .map((file) => {
    const text = readFileSync(join(WORKFLOWS, file), 'utf8');
    return { ...(parse(text) as Omit<Workflow, 'file' | 'text'>), file, text };
  });

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

/**
 * Run the `run:` steps of a job as they are written, in a working copy. Actions (`uses:`) and the installation from the
 * network are left out, and nothing else. A stand-in for GitHub's runner: it knows the few expressions our workflows use.
 */
export function runJob(name: string, job: string, clone: Clone, github: object): Done {
  const workflow = workflows.find(({ file }) => file === `${name}.yml`) as Workflow;
  const { steps, env, if: condition } = workflow.jobs[job] as Job;
  const files = mkdtempSync(join(clone.env['HOME'] as string, 'run-'));
  mkdirSync(files, { recursive: true });
  mkdirSync(join(files, 'temp'));
  for (const file of ['summary', 'output']) writeFileSync(join(files, file), '');
  const outputs: Record<string, { outputs: Record<string, string> }> = {};
  const context = { github, steps: outputs, runner: { temp: join(files, 'temp') } };
  const ran: string[] = [];
  let log = '';
  const done = (code: number, failed?: string): Done => {
    const end = { code, log, summary: readFileSync(join(files, 'summary'), 'utf8'), temp: join(files, 'temp'), steps: ran };
    return failed === undefined ? end : { ...end, failed };
  };
  if (condition !== undefined && evaluate(condition, context) !== true) return done(0);
  for (const step of steps) {
    if (step.run === undefined || step.name === 'Install') continue;
    if (step.if !== undefined && evaluate(step.if, context) !== true) continue;
    writeFileSync(join(files, 'output'), '');
    const all = { ...values(workflow.env, context), ...values(env, context), ...values(step.env, context) };
    const base = { CI: 'true', RUNNER_TEMP: join(files, 'temp'), GITHUB_STEP_SUMMARY: join(files, 'summary'), GITHUB_OUTPUT: join(files, 'output') };
    const result: Ran = execute(clone.folder, { ...clone.env, ...base, ...all }, 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run);
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

function values(env: Values | undefined, context: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => text(evaluate(expression, context))),
    ]),
  );
}

/** `a || b`, `a == 'text'` and paths such as `github.event.number`; anything else is an error, not a guess. */
function evaluate(expression: string, context: object): unknown {
  const either = expression.split('||').map((part) => part.trim());
  if (either.length > 1) return either.map((part) => evaluate(part, context)).find((value) => text(value) !== '');
  const same = /^(.+?)\s*==\s*'([^']*)'$/.exec(expression.trim());
  if (same !== null) return text(evaluate(same[1] as string, context)) === same[2];
  if (!/^[a-z_]+(\.[A-Za-z_-]+)+$/.test(expression.trim())) throw new Error(`the stand-in runner does not know ${expression}`);
  return expression
    .trim()
    .split('.')
    .reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), context);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
