// The status, the note and the approval of merge requests: review.mjs as a program, against a fake API of GitLab.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOT, FakeGitLab, REVIEW_TOKEN } from './api-of-gitlab.ts';
import { PROJECT, environment, scratch, start } from './repositories.ts';
import type { Ran } from './repositories.ts';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const OTHER = 'c'.repeat(40);
const MARK = '<!-- pap-fleet: plan -->';
const JOB = 'https://gitlab.example/team/fleet/-/jobs/1';
const folder = scratch();

let gitlab: FakeGitLab;
let url: string;
let temp: string;
beforeEach(async () => {
  temp = mkdtempSync(join(folder, 'temp-'));
  gitlab = new FakeGitLab(BASE);
  gitlab.open(3, HEAD);
  url = await gitlab.listen();
});
afterEach(() => gitlab.close());

const list = (): string => join(temp, 'queue.txt');

function run(verb: string, more: Readonly<Record<string, string>> = {}, project = `${url}/team/fleet.git`): Promise<Ran> {
  const env = { ...environment(folder), REVIEW_TOKEN, CI_JOB_URL: JOB, FLEET_APPROVE: 'true', ...more };
  // The one of dist/, as a release has it.
  return start(
    temp,
    env,
    process.execPath,
    join(PROJECT, 'dist/gitlab-review.mjs'),
    verb,
    project,
    'main',
    list(),
    ...(verb === 'report' ? ['review'] : []),
  );
}

interface Left {
  readonly text?: string;
  readonly code?: string;
  readonly head?: string;
  readonly base?: string;
}

function leave({ text = '1 updated\n\nThe gate lets this pass.\n', code = '1', head = HEAD, base = BASE }: Left = {}, iid = 3): void {
  const review = join(temp, 'review', String(iid));
  rmSync(review, { recursive: true, force: true });
  mkdirSync(review, { recursive: true });
  const files = { 'plan.txt': text, code: `${code}\n`, head: `${head}\n`, base: `${base}\n` };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(review, name), content);
  writeFileSync(list(), `${iid} ${HEAD} refs/merge-requests/${iid}/head\n`);
}

describe('begin', () => {
  test('lists what needs a plan, says that it is being made, and makes no note where there is none', async () => {
    expect(await run('begin')).toMatchObject({ code: 0, err: '', out: '1 of 1 open merge requests need a plan\n' });
    expect(readFileSync(list(), 'utf8')).toBe(`3 ${HEAD} refs/merge-requests/3/head\n`);
    expect(gitlab.statuses).toMatchObject([{ sha: HEAD, state: 'running', name: 'fleet', ref: 'change-3', target_url: JOB }]);
    expect(gitlab.bodies(3)).toEqual([]);
  });

  test('says of an older plan that it is out of date, and takes back what was approved', async () => {
    gitlab.note(3, `${MARK}\n<!-- head: ${OTHER} base: ${BASE} -->\nall is well`);
    gitlab.approvals.set(3, new Map([[BOT, OTHER]]));
    await run('begin');
    expect(gitlab.bodies(3)).toEqual([expect.stringContaining(`out of date.** The plan of \`${HEAD}\` is being made`)]);
    expect(gitlab.bodies(3)[0]).not.toContain('all is well');
    expect([...(gitlab.approvals.get(3)?.keys() ?? [])]).toEqual([]);
  });

  test('leaves alone what has a plan of this head and this base', async () => {
    gitlab.note(3, `${MARK}\n<!-- head: ${HEAD} base: ${BASE} -->\nall is well`);
    expect((await run('begin')).out).toBe('0 of 1 open merge requests need a plan\n');
    expect(gitlab.writes()).toEqual([]);
    gitlab.main = OTHER;
    expect((await run('begin')).out).toBe('1 of 1 open merge requests need a plan\n');
  });

  test('believes no note of others', async () => {
    gitlab.note(3, `${MARK}\n<!-- head: ${HEAD} base: ${BASE} -->\nThe gate lets this pass.`, 99);
    expect((await run('begin')).out).toBe('1 of 1 open merge requests need a plan\n');
  });

  test('takes fifty in one run, finds them on every page, and none for another branch', async () => {
    gitlab.requests = [];
    for (let iid = 1; iid <= 130; iid++) gitlab.open(iid, HEAD, iid > 120 ? { target_branch: 'other' } : {});
    gitlab.approvals.set(120, new Map([[BOT, OTHER]]));
    expect((await run('begin')).out).toContain('50 of 120 open merge requests need a plan; 70 more wait for the next run');
    // One that waits keeps no approval of what it was.
    expect(gitlab.approvals.get(120)?.has(BOT)).toBe(false);
  });

  test('one whose notes cannot be read keeps no other from its plan, comes last, and loses its approval', async () => {
    gitlab.open(4, OTHER);
    gitlab.approvals.set(3, new Map([[BOT, OTHER]]));
    gitlab.failing.set('GET /api/v4/projects/team%2Ffleet/merge_requests/3/notes', [403]);
    const ran = await run('begin');
    expect(ran).toMatchObject({ code: 0, out: '2 of 2 open merge requests need a plan\n' });
    expect(ran.err).toMatch(/^!3: refused: GET \S+ was answered with 403\n$/);
    expect(readFileSync(list(), 'utf8').match(/^\d+/gm)).toEqual(['4', '3']);
    expect(gitlab.approvals.get(3)?.has(BOT)).toBe(false);
  });

  test('a head that the program could not plan comes after the others, until there is another', async () => {
    gitlab.open(4, HEAD);
    leave({ code: '124' });
    await run('report');
    const order = async (): Promise<string[] | null> => (await run('begin'), readFileSync(list(), 'utf8').match(/^\d+/gm));
    expect(await order()).toEqual(['4', '3']);
    leave({ code: '124' });
    await run('report');
    (gitlab.requests[0] as { sha: string }).sha = OTHER;
    expect(await order()).toEqual(['3', '4']);
  });

  test('more notes than it reads are no reason for one more', async () => {
    for (let i = 0; i < 3000; i++) gitlab.note(3, 'x', 99);
    leave();
    expect((await run('begin')).err).toContain('has more than 3000 items');
    expect(await run('report')).toMatchObject({ code: 1, err: expect.stringContaining('has more than 3000 items') as string });
    expect(gitlab.bodies(3)).toHaveLength(3000);
  });

  test('a status that is running already is no failure', async () => {
    await run('begin');
    expect(await run('begin')).toMatchObject({ code: 0, out: expect.stringContaining('answered with 400') as string });
  });

  test.each(['', '/git', '/a/git/'])('knows a GitLab that is at %s of its host', async (root) => {
    gitlab.root = root.replace(/\/$/, '');
    expect(await run('begin', { CI_SERVER_URL: `${url}${root}` }, `${url}${gitlab.root}/team/fleet.git`)).toMatchObject({ code: 0 });
    expect(gitlab.calls[1]).toBe(`GET ${gitlab.root}/api/v4/projects/team%2Ffleet/repository/branches/main`);
  });

  test.each(['/gi', '/git/team', '/other', '.example/git'])(
    'does not believe that it is at %s, where the project is not below that',
    async (root) => {
      expect(await run('begin', { CI_SERVER_URL: `${url}${root}` }, `${url}/git/team/fleet.git`)).toMatchObject({ code: 1 });
      expect(gitlab.calls).toEqual(['GET /api/v4/user', 'GET /api/v4/projects/git%2Fteam%2Ffleet/repository/branches/main']);
    },
  );

  test.each([
    [{ REVIEW_TOKEN: '' }, undefined, 'REVIEW_TOKEN is missing: it is there for jobs of the environment review on the protected branch'],
    [{ REVIEW_TOKEN: 'a\nb' }, undefined, 'REVIEW_TOKEN holds characters that no token has'],
    [{}, 'http://gitlab.example/team/fleet', 'the project has no address https://HOST/GROUP/NAME'],
    [{}, 'https://user:pw@gitlab.example/team/fleet', 'the project has no address https://HOST/GROUP/NAME'],
    [{}, 'https://gitlab.example/fleet', 'the project has no address https://HOST/GROUP/NAME'],
  ])('refuses %j %s', async (more, project, says) => {
    expect(await run('begin', more, project)).toMatchObject({ code: 1, err: `refused: ${says}\n` });
    expect(gitlab.calls).toEqual([]);
  });
});

describe('report', () => {
  test.each([
    ['0', 'success', 'Nothing changes', true],
    ['1', 'success', 'The gate lets this change pass', true],
    ['2', 'failed', 'The fleet is not valid', false],
    ['3', 'failed', 'The gate refuses this change', false],
    ['conflict', 'failed', 'The head cannot be merged', false],
    ['edited', 'failed', 'The change edits generated files by hand', false],
    ['4', 'failed', 'There is no plan of this commit', false],
    ['', 'failed', 'There is no plan of this commit', false],
    ['__proto__', 'failed', 'There is no plan of this commit', false],
  ])('code %j is %s', async (code, state, title, approved) => {
    leave({ code });
    gitlab.approvals.set(3, new Map([[BOT, OTHER]]));
    expect(await run('report')).toMatchObject({ code: 0, err: '', out: `!3: ${title}\n1 merge requests reported\n` });
    expect(gitlab.statuses.at(-1)).toMatchObject({ sha: HEAD, state, description: expect.stringContaining(title) as string });
    expect(gitlab.approvals.get(3)?.get(BOT)).toBe(approved ? HEAD : undefined);
  });

  test('approves nothing unless it is asked to', async () => {
    leave();
    await run('report', { FLEET_APPROVE: 'false' });
    expect(gitlab.calls.filter((call) => call.includes('approv'))).toEqual([]);
  });

  test('keeps one note: made once, renewed afterwards, without its doubles', async () => {
    leave();
    await run('report');
    leave({ text: 'two' });
    gitlab.note(3, `${MARK}\ndouble`);
    gitlab.note(3, `${MARK}\nof somebody else`, 99);
    gitlab.note(3, `see ${MARK}`);
    await run('report');
    await run('report');
    expect(gitlab.bodies(3)).toEqual([
      expect.stringContaining(`${MARK}\n<!-- head: ${HEAD} base: ${BASE} -->\n**What this change does to the clusters.**`),
      `${MARK}\nof somebody else`,
      `see ${MARK}`,
    ]);
    expect(gitlab.bodies(3)[0]).toContain('```diff\ntwo\n```');
    expect(gitlab.writes().filter((call) => call.includes('/notes'))).toEqual([
      'POST /api/v4/projects/team%2Ffleet/merge_requests/3/notes',
      'DELETE /api/v4/projects/team%2Ffleet/merge_requests/3/notes/301',
      'PUT /api/v4/projects/team%2Ffleet/merge_requests/3/notes/300',
    ]);
  });

  test('text of others is text: no command of GitLab, no mention, no way out of its block, bounded', async () => {
    const hostile = '/merge\n  /approve\n\t/close\n\u2028/assign @eve\n```\n/label ~x\n</details>\n@everyone \u202e!1 \u0007';
    leave({ code: '3', text: `The gate refuses this change:\n${hostile}\n${'~ x\n'.repeat(60_000)}` });
    await run('report');
    const [body = ''] = gitlab.bodies(3);
    expect(gitlab.commands).toEqual([]);
    expect(body).not.toMatch(/^\s*\//m);
    expect(body).not.toMatch(/@(eve|everyone)|\u202e/);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain('Only the beginning is shown');
    expect(body.match(/^````diff$/gm)).toHaveLength(2);
    expect(body.slice(body.lastIndexOf('````\n'))).toMatch(/^````\n\nOnly the beginning[^\n]*\n\n<\/details>\n$/);
  });

  test.each<[string, () => void, string, string]>([
    ['there is no artifact', () => (leave(), rmSync(join(temp, 'review'), { recursive: true })), 'failed', 'left none'],
    ['the plan is of another head', () => leave({ head: OTHER }), 'failed', 'that of another commit'],
    ['the branch moved on', () => leave({ base: OTHER }), 'failed', `compared with \`${OTHER}\`, and \`main\` is at \`${BASE}\` by now`],
    [
      'the plan is a link',
      () => {
        leave();
        rmSync(join(temp, 'review/3/plan.txt'));
        symlinkSync('/etc/hostname', join(temp, 'review/3/plan.txt'));
      },
      'failed',
      'left none',
    ],
  ])('no plan, because %s', async (_, prepare, state, why) => {
    prepare();
    gitlab.note(3, `${MARK}\nall is well`);
    await run('report');
    expect(gitlab.stateOf(HEAD)).toBe(state);
    expect(gitlab.bodies(3)).toEqual([expect.stringContaining(`**There is no plan of \`${HEAD}\`.**`)]);
    expect(gitlab.bodies(3)[0]).toContain(why);
    expect(gitlab.approvals.get(3)?.has(BOT)).toBe(false);
  });

  test('a head that moved on gets no success, and no approval reaches the new one', async () => {
    leave();
    const [request] = gitlab.requests;
    // Between the last look and the approval.
    gitlab.meanwhile = (call) => {
      if (call.startsWith('POST') && call.endsWith('/approve')) (request as { sha: string }).sha = OTHER;
    };
    expect(await run('report')).toMatchObject({ code: 1, err: expect.stringContaining('was answered with 409') as string });
    expect(gitlab.approvals.get(3)?.has(BOT)).toBe(false);
    expect((await run('report')).code).toBe(1);
    expect(gitlab.bodies(3)).toEqual([]);
  });

  test.each(['/statuses/', '/approve', '/notes'])('a report that broke off at %s is made again by the next run', async (part) => {
    leave();
    gitlab.failing.set(`POST /api/v4/projects/team%2Ffleet${part === '/statuses/' ? part : `/merge_requests/3${part}`}`, [403]);
    expect((await run('report')).code).toBe(1);
    expect((await run('begin')).out).toBe('1 of 1 open merge requests need a plan\n');
    expect((await run('report')).code).toBe(0);
    expect([gitlab.stateOf(HEAD), gitlab.approvals.get(3)?.get(BOT), gitlab.bodies(3).length]).toEqual(['success', HEAD, 1]);
    expect((await run('begin')).out).toBe('0 of 1 open merge requests need a plan\n');
  });

  test('one that is closed meanwhile is left alone', async () => {
    leave();
    (gitlab.requests[0] as { state: string }).state = 'merged';
    expect((await run('report')).out).toContain('!3: is not open for this branch any more');
    expect(gitlab.writes()).toEqual([]);
  });

  test('one that cannot be reported keeps no other from it', async () => {
    gitlab.open(4, HEAD);
    leave();
    leave({}, 4);
    writeFileSync(list(), `3 ${HEAD} refs/merge-requests/3/head\n4 ${HEAD} refs/merge-requests/4/head\n`);
    gitlab.failing.set('GET /api/v4/projects/team%2Ffleet/merge_requests/3', [403]);
    const ran = await run('report');
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('refused: 1 of 2 merge requests could not be reported') as string });
    expect(ran.out + ran.err).not.toContain(REVIEW_TOKEN);
    expect(gitlab.bodies(4)).toHaveLength(1);
  });

  test('the branch of a fork may have the name of one of this project, and its status names none', async () => {
    gitlab.requests = [];
    gitlab.open(3, HEAD, { source_project_id: 2, source_branch: 'main' });
    leave();
    await run('report');
    expect(gitlab.statuses).toMatchObject([{ sha: HEAD, state: 'success', ref: '' }]);
  });

  test('the head of a fork, whose status GitLab cannot place, still gets its note', async () => {
    gitlab.requests = [];
    gitlab.open(3, HEAD, { source_project_id: 2 });
    gitlab.failing.set('POST /api/v4/projects/team%2Ffleet/statuses', [404]);
    leave();
    expect(await run('report')).toMatchObject({ code: 0, out: expect.stringContaining('stays as it is') as string });
    expect(gitlab.bodies(3)).toHaveLength(1);
  });

  test.each([[[302, 302, 302]], [[500, 502, 503]]])('a server that answers %j: the job fails, and says no more than the status', async (statuses) => {
    leave();
    gitlab.failing.set('/user', [...statuses]);
    expect(await run('report')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^(refused: GET \/user was answered with 503|failed: [\w ]+)\n$/) as string,
    });
  });

  test('an address of the run that is none stands in no note', async () => {
    leave({ code: '4' });
    await run('report', { CI_JOB_URL: 'https://x)\n/merge' });
    expect(gitlab.commands).toEqual([]);
    expect(gitlab.bodies(3)[0]).toContain('The pipeline has the log');
  });
});
