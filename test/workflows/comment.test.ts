// The comment on a pull request: what is believed of what its own checks left, and what is not.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROJECT, environment, scratch, start } from './repositories.ts';
import type { Ran } from './repositories.ts';

const HEAD = 'a'.repeat(40);
const BOT = { login: 'github-actions[bot]', type: 'Bot' };
const MARK = '<!-- pap-fleet: plan -->';
const folder = scratch();

interface Comment {
  id: number;
  user: { login: string; type: string };
  body: string;
}

/** What the API has, and what was asked of it. */
let pull: unknown;
let comments: Comment[];
let calls: string[];
let status: number;
let server: Server;
let plan: string;

beforeEach(async () => {
  plan = mkdtempSync(join(folder, 'plan-'));
  [pull, comments, calls, status] = [{ state: 'open', head: { sha: HEAD } }, [], [], 200];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      calls.push(`${method} ${url.replace('/repos/team/fleet', '')}`);
      if (request.headers.authorization !== 'Bearer not-a-real-token') return response.writeHead(401).end('{}');
      if (status !== 200) return response.writeHead(status).end('{"message":"not-a-real-token"}');
      const sent = chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString()) as { body: string });
      const id = Number(/comments\/(\d+)$/.exec(url)?.[1]);
      if (method === 'POST') comments.push({ id: 1000 + comments.length, user: BOT, body: sent?.body ?? '' });
      if (method === 'PATCH') comments = comments.map((comment) => (comment.id === id ? { ...comment, body: sent?.body ?? '' } : comment));
      if (method === 'DELETE') {
        comments = comments.filter((comment) => comment.id !== id);
        return response.writeHead(204).end();
      }
      const page = Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1);
      return response.end(JSON.stringify(url.includes('/pulls/') ? pull : comments.slice((page - 1) * 100, page * 100)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function leave(text: string, number = '7\n'): void {
  writeFileSync(join(plan, 'plan.txt'), text);
  writeFileSync(join(plan, 'number'), number);
}

function run(more: Record<string, string> = {}): Promise<Ran> {
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const given = { PLAN: plan, HEAD_SHA: HEAD, RUN_URL: 'https://github.example/run/1', GH_TOKEN: 'not-a-real-token', GITHUB_API_URL: api };
  const env = { ...environment(folder), ...given, GITHUB_REPOSITORY: 'team/fleet', ...more };
  return start(PROJECT, env, process.execPath, '.github/scripts/comment.mjs');
}

const writes = (): string[] => calls.filter((call) => !call.startsWith('GET'));

describe('the comment', () => {
  test('is made once, and renewed afterwards', async () => {
    leave('## Plan\none');
    expect(await run()).toEqual({ code: 0, out: 'the comment on #7 is up to date\n', err: '' });
    expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining('```diff\n## Plan\none\n```\n')]);
    expect(comments[0]?.body.startsWith(`${MARK}\n`)).toBe(true);
    leave('## Plan\ntwo');
    await run();
    expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining('two') as string]);
    await run();
    expect(writes()).toEqual(['POST /issues/7/comments', 'PATCH /issues/comments/1000']);
  });

  test('is found behind many others, and its doubles go', async () => {
    const others = Array.from({ length: 150 }, (_, id) => ({ id, user: { login: 'eve', type: 'User' }, body: 'hm' }));
    comments = [...others, { id: 500, user: BOT, body: `${MARK}\nold` }, { id: 501, user: BOT, body: `${MARK}\nolder` }];
    leave('new');
    await run();
    expect(writes()).toEqual(['DELETE /issues/comments/501', 'PATCH /issues/comments/500']);
  });

  test.each([
    ['a person', { login: 'eve', type: 'User' }, `${MARK}\nmine`],
    ['a person who is called like the bot', { login: 'github-actions[bot]', type: 'User' }, `${MARK}\nmine`],
    ['another bot', { login: 'other[bot]', type: 'Bot' }, `${MARK}\nits own`],
    ['the bot in another matter', BOT, `see ${MARK}`],
  ])('leaves alone what %s wrote', async (_, user, body) => {
    comments = [{ id: 1, user, body }];
    leave('plan');
    await run();
    expect(writes()).toEqual(['POST /issues/7/comments']);
  });

  test('lets no text out of its block', async () => {
    const nasty = '````\n</details>\n# Approved\n`````\n@octocat @team/fleet \u202e\u0000\u001b[31m <!-- -->\n::error::x';
    leave(nasty);
    await run();
    const lines = comments[0]?.body.split('\n') ?? [];
    const fences = lines.flatMap((line, i) => (/^`{6,}(diff)?$/.test(line) ? [i] : []));
    expect(fences).toHaveLength(2);
    expect(lines.indexOf('# Approved')).toBeGreaterThan(fences[0] as number);
    expect(lines.lastIndexOf('::error::x')).toBeLessThan(fences[1] as number);
    expect(lines.slice(0, fences[0])).toContain('<details><summary>The plan, as text</summary>');
    expect(comments[0]?.body).not.toMatch(/@[A-Za-z0-9]/);
    // eslint-disable-next-line no-control-regex -- none of these may be left
    expect(comments[0]?.body).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
  });

  test('shows what the gate says before anything is unfolded, in a block it cannot leave', async () => {
    leave(`1 updated\n\n${'~ x\n'.repeat(20_000)}\nThe gate refuses this change:\n  - \`\`\` north: 20 of 66\n</details>`);
    await run();
    const body = comments[0]?.body ?? '';
    expect(body.indexOf('The gate refuses this change:\n  - ``` north: 20 of 66')).toBeGreaterThan(body.indexOf('````diff\n'));
    expect(body.indexOf('The gate refuses')).toBeLessThan(body.indexOf('<details>'));
    expect(body.length).toBeLessThan(65_536);
  });

  test('is cut before GitHub would refuse it', async () => {
    leave(`${'`'.repeat(9)}${'🙂 many words\n'.repeat(20_000)}`);
    expect((await run()).code).toBe(0);
    expect(comments[0]?.body.length).toBeLessThan(65_536);
    expect(comments[0]?.body).toContain('Only the beginning is shown');
    expect(comments[0]?.body).toContain('</details>\n');
    expect(Buffer.from(comments[0]?.body ?? '').toString()).toBe(comments[0]?.body);
  });
});

describe('nothing is written', () => {
  test.each<[string, number, RegExp, () => void]>([
    ['without a plan', 0, /left no plan/, () => undefined],
    [
      'when the pull request moved on, or the number is that of another',
      0,
      /not its own/,
      () => {
        leave('plan');
        pull = { state: 'open', head: { sha: 'b'.repeat(40) } };
      },
    ],
    [
      'when it is closed',
      0,
      /not open/,
      () => {
        leave('plan');
        pull = { state: 'closed', head: { sha: HEAD } };
      },
    ],
    [
      'when there is no such pull request',
      1,
      /GET \/pulls\/7 was answered with 404/,
      () => {
        leave('plan');
        status = 404;
      },
    ],
    ['when the plan is too big', 1, /1048577 bytes/, () => leave('x'.repeat(1024 * 1024 + 1))],
    [
      'when the plan is a link',
      1,
      /holds no file "plan.txt"/,
      () => {
        writeFileSync(join(plan, 'number'), '7');
        symlinkSync('/etc/hostname', join(plan, 'plan.txt'));
      },
    ],
    [
      'when the plan is a folder',
      1,
      /holds no file "plan.txt"/,
      () => {
        writeFileSync(join(plan, 'number'), '7');
        mkdirSync(join(plan, 'plan.txt'));
      },
    ],
    ['without a number', 1, /holds no file "number"/, () => writeFileSync(join(plan, 'plan.txt'), 'plan')],
  ])('%s', async (_, code, says, prepare) => {
    prepare();
    const ran = await run();
    expect(ran.code).toBe(code);
    expect(ran.out + ran.err).toMatch(says);
    expect(ran.out + ran.err).not.toContain('not-a-real-token');
    expect(writes()).toEqual([]);
  });

  test.each(['', '0', '-7', '7 8', '7\n8', '../../issues/1', '7/merge', '٧', '1e3', '99999999999', '7#', `${'7'.repeat(50)}`])(
    'when the number is %j',
    async (number) => {
      leave('plan', number);
      const ran = await run();
      expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('refused: "number"') as string });
      expect(calls).toEqual([]);
    },
  );

  test('when the head is no commit', async () => {
    leave('plan');
    expect(await run({ HEAD_SHA: 'main' })).toMatchObject({ code: 1, err: 'refused: HEAD_SHA is no commit\n' });
  });

  test('when nobody answers', async () => {
    leave('plan');
    expect(await run({ GITHUB_API_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^failed: [\w ]+\n$/) as string,
    });
  });
});
