// The required check and the comment: begin.mjs and report.mjs as programs, against a fake API.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeApi, READ_TOKEN, TOKEN } from './api-of-github.ts';
import { PROJECT, environment, scratch, start } from './repositories.ts';
import type { Ran } from './repositories.ts';
import { environmentOf, workflows } from './runner.ts';
import type { Workflow } from './runner.ts';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const OTHER = 'c'.repeat(40);
const MARK = '<!-- pap-fleet: plan -->';
const folder = scratch();
const workflow = workflows.find(({ file }) => file === 'review.yml') as Workflow;

let github: FakeApi;
let url: string;
let temp: string;

beforeEach(async () => {
  temp = mkdtempSync(join(folder, 'temp-'));
  github = new FakeApi(HEAD, BASE);
  url = await github.listen();
});
afterEach(() => github.close());

interface Left {
  readonly text?: string;
  readonly code?: string;
  readonly head?: string;
  readonly base?: string;
}

function leave({ text = '## Plan\none', code = '1', head = HEAD, base = BASE }: Left = {}): void {
  const review = join(temp, 'review');
  rmSync(review, { recursive: true, force: true });
  mkdirSync(review);
  for (const [name, content] of [
    ['plan.txt', text],
    ['code', `${code}\n`],
    ['head', `${head}\n`],
    ['base', `${base}\n`],
  ] as const)
    writeFileSync(join(review, name), content);
}

interface Run {
  readonly event?: object;
  /** Whether there is an App. */
  readonly app?: boolean;
  /** How the job that makes the plan ended. */
  readonly plan?: string;
  /** What begin left. */
  readonly check?: string;
  /** More variables. */
  readonly more?: Readonly<Record<string, string>>;
}

const EVENT = { pull_request: { number: 7, head: { sha: HEAD } } };

/** The script with the environment that the action gives it in the job of the workflow. */
function run(job: 'begin' | 'report', { event = EVENT, app = true, plan = 'success', check = '41', more = {} }: Run = {}): Promise<Ran> {
  const server = { server_url: 'https://github.example', repository: 'team/fleet', run_id: 1, event_name: 'pull_request_target' };
  const needs = { begin: { outputs: { check } }, plan: { result: plan } };
  const vars: Record<string, string> = app ? { REVIEW_CLIENT_ID: 'Iv1' } : {};
  const step = job === 'begin' ? 'Begin' : 'Report';
  const given = environmentOf(workflow, job, step, { ...server, event, token: READ_TOKEN }, { temp, vars, needs });
  expect(given['GH_TOKEN']).toBe(app ? 'token-of-the-app' : READ_TOKEN);
  const env = {
    ...environment(folder),
    ...given,
    GH_TOKEN: TOKEN,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: 'team/fleet',
    GITHUB_OUTPUT: join(temp, 'output'),
    ...more,
  };
  return start(PROJECT, env, process.execPath, `.github/scripts/${job}.mjs`);
}

const report = (more: Run = {}): Promise<Ran> => run('report', more);
const bodies = (): string[] => github.comments.map(({ body }) => body);
const last = (): (typeof github.checks)[number] => github.checks.at(-1) as (typeof github.checks)[number];

describe('begin', () => {
  test('reports the check as in progress, and makes no comment where there is none', async () => {
    expect(await run('begin')).toMatchObject({ code: 0, err: '', out: 'the check is in progress\n' });
    expect(github.checks).toMatchObject([{ name: 'fleet', head_sha: HEAD, status: 'in_progress', external_id: HEAD }]);
    expect(github.writes()).toEqual(['POST /check-runs']);
  });

  test('says of an older plan that it is out of date, and which commit is planned now', async () => {
    github.comments = [{ id: 5, user: { login: 'the-app[bot]', type: 'Bot' }, body: `${MARK}\n<!-- head: ${OTHER} -->\nall is well` }];
    await run('begin');
    expect(bodies()).toEqual([expect.stringContaining(`out of date.** The plan of \`${HEAD}\` is being made`)]);
    expect(bodies()[0]).not.toContain('all is well');
  });

  test('for the merge queue there is only a check', async () => {
    await run('begin', { event: { workflow_run: { head_sha: OTHER, event: 'merge_group' } } });
    expect(github.checks).toMatchObject([{ head_sha: OTHER }]);
    expect(github.calls).toEqual(['POST /check-runs']);
  });

  test('says in the log what is missing without an App', async () => {
    expect((await run('begin', { app: false })).out).toContain('every workflow of a branch can report one of this name');
    expect((await run('begin')).out).not.toContain('There is no App');
  });

  test.each([
    [{ HEAD_SHA: 'main' }, 'HEAD_SHA is no commit'],
    [{ PR_NUMBER: '7/merge' }, 'PR_NUMBER is no number of a pull request'],
    [{ PR_NUMBER: '٧' }, 'PR_NUMBER is no number of a pull request'],
  ])('refuses %j', async (more, says) => {
    expect(await run('begin', { more })).toMatchObject({ code: 1, err: `refused: ${says}\n` });
    expect(github.calls).toEqual([]);
  });
});

describe('report: the check', () => {
  test.each([
    ['0', 'success', 'Nothing changes'],
    ['1', 'success', 'The gate lets this change pass'],
    ['2', 'failure', 'The fleet is not valid'],
    ['3', 'failure', 'The gate refuses this change'],
    ['conflict', 'failure', 'The head cannot be merged'],
    ['edited', 'failure', 'The change edits generated files by hand'],
    ['4', 'failure', 'There is no plan of this commit'],
    ['', 'failure', 'There is no plan of this commit'],
    ['01', 'failure', 'There is no plan of this commit'],
    ['__proto__', 'failure', 'There is no plan of this commit'],
  ])('code %j is %s', async (code, conclusion, title) => {
    leave({ code });
    expect(await report()).toEqual({ code: 0, out: `${conclusion}: ${title}\n`, err: '' });
    expect(last()).toMatchObject({ name: 'fleet', head_sha: HEAD, status: 'completed', conclusion, output: { title } });
    expect(github.calls).toContain('PATCH /check-runs/41');
  });

  test('names the head and the base that were compared', async () => {
    leave();
    await report();
    expect(last().external_id).toBe(`${HEAD}..${BASE}`);
    expect(last().output.summary).toContain(`Head: \`${HEAD}\`\nBase: \`${BASE}\``);
    expect(bodies()[0]).toContain(`Head: \`${HEAD}\`\nBase: \`${BASE}\``);
  });

  test.each(['', '0', '7 8', '../41', '9'.repeat(20)])('makes a new one where begin left %j', async (check) => {
    leave();
    await report({ check });
    expect(github.writes()[0]).toBe('POST /check-runs');
  });

  test('for the merge queue it goes to the head of the group, without a comment', async () => {
    leave({ head: OTHER });
    await report({ event: { workflow_run: { head_sha: OTHER, event: 'merge_group' } } });
    expect(last()).toMatchObject({ head_sha: OTHER, conclusion: 'success' });
    expect(github.calls).toEqual(['PATCH /check-runs/41']);
  });

  test('never ends as something that a required check passes with, but for success', async () => {
    const ends = ['0', '1', '2', '3', 'conflict', 'edited', '4'];
    for (const code of ends) {
      leave({ code });
      await report();
    }
    expect(github.checks.map(({ conclusion }) => conclusion)).not.toContain('neutral');
    expect(github.checks.map(({ conclusion }) => conclusion)).not.toContain('skipped');
  });
});

describe('report: no plan', () => {
  const old = (head = OTHER): void => {
    github.comments = [{ id: 5, user: { login: 'the-app[bot]', type: 'Bot' }, body: `${MARK}\n<!-- head: ${head} -->\nall is well` }];
  };

  test.each<[string, () => Run, string]>([
    ['the job failed', () => (leave(), { plan: 'failure' }), 'did not come to an end'],
    ['the job was cancelled', () => (leave(), { plan: 'cancelled' }), 'did not come to an end'],
    ['the job was skipped', () => (leave(), { plan: 'skipped' }), 'did not come to an end'],
    ['there is no artifact', () => ({}), 'left none'],
    ['the plan is of another head', () => (leave({ head: OTHER }), {}), 'that of another commit'],
    ['the base is no commit', () => (leave({ base: 'main' }), {}), 'left none'],
    ['main moved on', () => (leave({ base: OTHER }), {}), `compared with \`${OTHER}\`, and main is at \`${BASE}\``],
    [
      'the plan is a link',
      () => {
        leave();
        rmSync(join(temp, 'review/plan.txt'));
        symlinkSync('/etc/hostname', join(temp, 'review/plan.txt'));
        return {};
      },
      'left none',
    ],
    [
      'the plan is a folder',
      () => {
        leave();
        rmSync(join(temp, 'review/plan.txt'));
        mkdirSync(join(temp, 'review/plan.txt'));
        return {};
      },
      'left none',
    ],
  ])('%s: the check fails and a warning takes the place of the old comment', async (_, prepare, why) => {
    old();
    expect((await report(prepare())).code).toBe(0);
    expect(last()).toMatchObject({
      conclusion: 'failure',
      output: { title: 'There is no plan of this commit', summary: expect.stringContaining(why) as string },
    });
    expect(bodies()).toEqual([expect.stringContaining(`**There is no plan of \`${HEAD}\`.**`)]);
    expect(bodies()[0]).toContain(why);
    expect(bodies()[0]).not.toContain('all is well');
  });

  test('the head moved on: the check of the old head fails, and the comment names the new one', async () => {
    old(HEAD);
    leave();
    github.pull = { state: 'open', head: { sha: OTHER }, base: { ref: 'main' } };
    await report();
    expect(last()).toMatchObject({ head_sha: HEAD, conclusion: 'failure' });
    expect(bodies()).toEqual([expect.stringContaining(`**There is no plan of \`${OTHER}\`.** It is made by another run.`)]);
  });

  test('the head moved on and its run was faster: what it said stays', async () => {
    old(OTHER);
    leave();
    github.pull = { state: 'open', head: { sha: OTHER }, base: { ref: 'main' } };
    await report();
    expect(last().conclusion).toBe('failure');
    expect(bodies()[0]).toContain('all is well');
  });

  test.each([
    ['closed', { state: 'closed', head: { sha: HEAD }, base: { ref: 'main' } }, 'cancelled'],
    ['for another branch', { state: 'open', head: { sha: HEAD }, base: { ref: 'other' } }, 'failure'],
  ])('the pull request is %s: no comment, no success', async (_, pull, conclusion) => {
    leave();
    github.pull = pull;
    await report();
    expect(last().conclusion).toBe(conclusion);
    expect(bodies()).toEqual([]);
  });

  test.each([[404], [401], [302, 302, 302], [500, 500, 500]])('the API answers %j: the check fails, and so does the job', async (...statuses) => {
    leave();
    github.failing.set('/pulls/', [...statuses]);
    const ran = await report();
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^(refused: GET \/pulls\/7 was answered with \d+|failed: [\w ]+)\n$/) as string,
    });
    expect(ran.out + ran.err).not.toContain(TOKEN);
    expect(last().conclusion).toBe('failure');
    expect(bodies()).toEqual([]);
  });

  test('a server that fails twice is asked a third time', async () => {
    leave();
    github.failing.set('/check-runs', [502, 503]);
    expect(await report()).toMatchObject({ code: 0 });
    expect(last().conclusion).toBe('success');
  });

  test('nobody answers', async () => {
    leave();
    expect(await report({ more: { GITHUB_API_URL: 'http://127.0.0.1:9' } })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^failed: [\w ]+\n$/) as string,
    });
  });
});

describe('report: the comment', () => {
  test('is made once, and renewed afterwards', async () => {
    leave({ text: '## Plan\none' });
    await report();
    expect(bodies()).toEqual([expect.stringContaining('```diff\n## Plan\none\n```\n')]);
    leave({ text: '## Plan\ntwo' });
    await report();
    await report();
    expect(bodies()).toEqual([expect.stringContaining('two')]);
    expect(github.writes().filter((call) => call.includes('comments'))).toEqual(['POST /issues/7/comments', 'PATCH /issues/comments/1000']);
  });

  test('is found behind many others; its doubles go, and what GitHub Actions wrote under our mark', async () => {
    const app = { login: 'the-app[bot]', type: 'Bot' };
    const others = Array.from({ length: 150 }, (_, id) => ({ id, user: { login: 'eve', type: 'User' }, body: 'hm' }));
    const forged = { id: 499, user: { login: 'github-actions[bot]', type: 'Bot' }, body: `${MARK}\nThe gate lets this change pass.` };
    github.comments = [...others, forged, { id: 500, user: app, body: `${MARK}\nold` }, { id: 501, user: app, body: `${MARK}\nolder` }];
    leave();
    await report();
    expect(github.writes().slice(1)).toEqual(['DELETE /issues/comments/501', 'DELETE /issues/comments/499', 'PATCH /issues/comments/500']);
  });

  test.each([
    ['a person', { login: 'eve', type: 'User' }, `${MARK}\nmine`],
    ['a person who is called like the bot', { login: 'the-app[bot]', type: 'User' }, `${MARK}\nmine`],
    ['another bot', { login: 'other[bot]', type: 'Bot' }, `${MARK}\nits own`],
    ['the bot in another matter', { login: 'the-app[bot]', type: 'Bot' }, `see ${MARK}`],
  ])('leaves alone what %s wrote', async (_, user, body) => {
    github.comments = [{ id: 1, user, body }];
    leave();
    await report();
    expect(github.writes().slice(1)).toEqual(['POST /issues/7/comments']);
  });

  test('shows what the gate says before anything is unfolded, in a block it cannot leave', async () => {
    leave({ code: '3', text: `1 updated\n\n${'~ x\n'.repeat(20_000)}\nThe gate refuses this change:\n  - \`\`\` north: 20 of 66\n</details>` });
    await report();
    const body = bodies()[0] as string;
    expect(body.indexOf('The gate refuses this change:\n  - ``` north: 20 of 66')).toBeGreaterThan(body.indexOf('````diff\n'));
    expect(body.indexOf('  - ``` north')).toBeLessThan(body.indexOf('<details>'));
  });
});

/** A text holds these blocks and nothing of others outside of them. */
function outside(markdown: string): string {
  const left: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const opened = /^(`{3,})diff$/.exec(line)?.[1];
    if (fence === undefined && opened !== undefined) fence = opened;
    else if (fence === undefined) left.push(line);
    else if (line.trim().length >= fence.length && /^`+$/.test(line.trim())) fence = undefined;
  }
  expect(fence).toBeUndefined();
  return left.join('\n');
}

const LONG = 70_000;

describe('report: what others wrote fits, and stays text', () => {
  const nasty: Record<string, string> = {
    'fences and markup': '````\n</details>\n# Approved\n`````\n~~~\n<img src=x onerror=alert(1)>\n[x](javascript:1)',
    'mentions and references': '@octocat @team/fleet fixes #1 closes team/fleet#2',
    'an HTML comment': `<!-- -->\n${MARK}\n<!-- head: ${OTHER} -->\n-->`,
    'text that turns around': 'a\u202egnp.exe\u2066\u2069\u200f\u061c',
    'what is not seen': 'a\u200bb\u200c\u200d\u2060\ufeff\u00ad\u{e0041}\ufe0f',
    'control characters': '\u0000\u0007\u001b[31m\r::error::x\u009b31m\u0085',
    'commands of the runner': '::error::x\n##[add-mask]x\n  ::set-output name=a::b',
    '3,500 backticks': '`'.repeat(3500),
    'more backticks than fit': '`'.repeat(LONG),
    'backticks at the cut': `${'x'.repeat(60_000)}${'`'.repeat(9000)}`,
    emoji: '🙂'.repeat(LONG),
    'emoji, one off': `x${'🙂'.repeat(LONG)}`,
    'three bytes each': '漢'.repeat(LONG),
    'lines and nothing else': '\n'.repeat(LONG),
    'a huge plan': `1 updated\n${'~ Deployment agents/alpha\n'.repeat(200_000)}`,
    'a verdict of backticks': `The gate lets this pass ${'`'.repeat(2900)}\n${'`x'.repeat(LONG)}`,
    nothing: '',
  };

  test.each(Object.entries(nasty))('%s', async (_, text) => {
    leave({ text: `~ first\n${text}\nlast` });
    expect(await report()).toMatchObject({ code: 0, err: '' });
    for (const shown of [bodies()[0] as string, last().output.summary]) {
      const around = outside(shown);
      expect(around).not.toMatch(/Approved|onerror|javascript|octocat|fixes|::error|##\[|first/);
      expect(shown).not.toMatch(/@[A-Za-z0-9]/);
      expect(shown.replaceAll('@\u200b', '')).not.toMatch(/[^\P{C}\n\t]/u);
      expect(Buffer.from(shown).toString()).toBe(shown);
      expect(shown).toContain('~ first');
    }
    expect(bodies()[0]?.length).toBeLessThanOrEqual(65_536);
    expect(bodies()[0]?.endsWith('\n</details>\n')).toBe(true);
    expect(Buffer.byteLength(last().output.summary)).toBeLessThanOrEqual(65_535);
  });

  test('no more is cut than must be', async () => {
    leave({ text: 'x'.repeat(LONG) });
    await report();
    expect(bodies()[0]?.length).toBe(65_536);
    expect(last().output.summary.length).toBe(65_535);
    expect(bodies()[0]).toContain('Only the beginning is shown');
  });
});
