// What Git tells of a fleet, by real repositories: deliveries, merges, moved agents, renamed files, clones that are cut off, lines that nobody committed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import schema from '../../../schemas/history.schema.json' with { type: 'json' };
import { readHistory } from '../../../generator/commands/history/read.ts';
import { withLive } from '../../../generator/commands/history/live.ts';
import { specIn } from '../../../generator/history/subject.ts';
import type { Subject } from '../../../generator/history/subject.ts';
import type { History } from '../../../generator/history/history.ts';
import { Blames } from '../../../generator/io/blame.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { historyJson, historyText } from '../../../generator/report/history.ts';
import { style } from '../../../generator/report/style.ts';
import { compiled } from '../../support/compiled.ts';
import { FLEET } from '../../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-history-'));
const origin = join(folder, 'origin');
const valid = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(schema);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let clock = Date.parse('2026-11-01T10:00:00Z') / 1000;
function git(...args: string[]): string {
  const time = `${clock} +0000`;
  const who = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'a@example.net',
    GIT_AUTHOR_DATE: time,
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'a@example.net',
    GIT_COMMITTER_DATE: time,
  };
  return execFileSync('git', args, { cwd: origin, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...who } }).trim();
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(origin, path)), { recursive: true });
    writeFileSync(join(origin, path), text);
  }
}

/** Commit what lies there, some minutes later. */
function commit(message: string, minutes = 5): string {
  clock += minutes * 60;
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
}

/** What delivery does with a config. */
function deliver(fleet: string, message: string): string {
  rmSync(join(origin, 'out'), { recursive: true, force: true });
  const files = compiled({ 'fleet.yaml': fleet }).files;
  write(Object.fromEntries([...(files as ReadonlyMap<string, string>)].map(([path, text]) => [`out/${path}`, text])));
  return commit(message, 3);
}

const SECOND = FLEET.replace('alpha@1.0.0', 'alpha@1.1.0').replace('alpha:1.0.0@', 'alpha:1.1.0@');
const MOVED = `${SECOND.replace('  alpha:', '  gamma:')}moved:\n  - { from: agents.alpha, to: agents.gamma }\n`;
const HASH = 'a'.repeat(16);
let [first, delivered, second, merge, last] = ['', '', '', '', ''];

beforeAll(() => {
  mkdirSync(origin);
  git('init', '--quiet', '--initial-branch', 'main');
  write({ 'config/fleet.yaml': FLEET });
  first = commit('Begin');
  delivered = deliver(FLEET, 'out: begin');
  git('switch', '--quiet', '--create', 'bump');
  write({
    'config/fleet.yaml': SECOND,
    [`config/approvals/${HASH}.yaml`]: 'approvedBy: Grace\nreason: it is meant\nexpires: 2026-12-01\nchanges: []\n',
  });
  commit('Bring alpha 1.1.0\n\nCo-authored-by: Bob <b@example.net>');
  git('switch', '--quiet', 'main');
  write({ 'config/fleet.yaml': `# a comment\n${FLEET}` });
  commit('Say what it is (#2)');
  write({ 'config/fleet.yaml': FLEET });
  commit('Say nothing (#3)');
  clock += 60;
  git('merge', '--quiet', '--no-ff', '--message', 'Merge pull request #4 from x/bump\n\nBring alpha 1.1.0', 'bump');
  merge = git('rev-parse', 'HEAD');
  second = deliver(SECOND, `out: alpha 1.1.0\n\nHeld: east\nApprovals: ${HASH}-01234567`);
  write({ 'config/fleet.yaml': MOVED });
  commit('Call it gamma (#5)');
  last = deliver(MOVED, 'out: gamma');
});

function historyOf(subject: Subject, more: { limit?: number; head?: string; at?: string; here?: string } = {}): History {
  const repository = WorkingCopy.around(more.at ?? origin) as WorkingCopy;
  const here = more.here === undefined ? undefined : specIn([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: Buffer.from(more.here) }]);
  return readHistory({
    repository,
    head: more.head ?? last,
    out: 'out',
    configPath: 'config',
    subject,
    limit: more.limit ?? 20,
    maxFileSize: 1 << 20,
    ...(here === undefined ? {} : { here }),
  });
}
const gamma: Subject = { kind: 'agent', name: 'gamma' };

describe('the history of an agent', () => {
  test('goes on before it had its name, and says what brought each version', () => {
    const told = historyOf(gamma);
    expect(told.formerly).toEqual(['alpha']);
    expect(told.entries.map(({ delivery, merges }) => [delivery.id, merges.map((each) => each.commit.pullRequest ?? each.commit.subject)])).toEqual([
      [last, ['#5']],
      // What came with it and changed nothing of the agent is not told.
      [second, ['#4']],
      [delivered, ['Begin']],
    ]);
    const middle = told.entries[1];
    expect(middle?.merges[0]?.commit).toMatchObject({ id: merge, subject: 'Bring alpha 1.1.0', by: ['Ada', 'Bob'] });
    expect(middle).toMatchObject({ isExact: true, seconds: 180, held: ['east'], regions: ['north', 'south'] });
    expect(middle?.approvals).toEqual([{ path: `config/approvals/${HASH}.yaml`, by: 'Grace', reason: 'it is meant' }]);
    expect([valid(historyJson(told)), valid.errors]).toEqual([true, null]);
    const text = historyText(told, false, style(false));
    expect(text).toContain('agent gamma, which was alpha\n');
    expect(text).toContain('1.0.0 → 1.1.0 in north, south\n');
    expect(text).toContain('Ada, Bob: Bring alpha 1.1.0 (#4)\n');
    expect(text).toContain('delivered 3 min after the merge\n');
  });

  test('tells no more than was asked for', () => {
    expect(historyOf(gamma, { limit: 1 })).toMatchObject({ more: true, entries: [{ delivery: { id: last } }] });
  });

  test('says what is not delivered, and what is not committed', () => {
    const told = historyOf({ kind: 'agent', name: 'alpha' }, { head: merge, here: FLEET });
    expect(told.pending.map(({ commit: { pullRequest } }) => pullRequest)).toEqual(['#4']);
    expect(told.uncommitted).toBe(true);
    expect(historyText(told, false, style(false))).toContain('not committed yet');
    expect(historyOf({ kind: 'agent', name: 'alpha' }, { head: merge, here: SECOND }).uncommitted).toBe(false);
  });

  test('says when it was live, where Argo CD still knows', () => {
    const application = (revisions: [string, string][]): never =>
      ({
        metadata: { name: 'pap-north-agents' },
        status: { history: revisions.map(([revision, deployedAt]) => ({ revision, deployedAt })) },
      }) as never;
    const ordered = [{ name: 'pap-north-agents', hub: '', leaving: false, region: 'north', component: 'agents' }] as never;
    const only: History = {
      ...historyOf(gamma),
      entries: historyOf(gamma).entries.map((entry) => ({ ...entry, components: [{ component: 'agents', regions: ['north'] }] })),
    };
    const at = new Date(Date.parse(only.entries[1]?.delivery.at as string) + 90_000).toISOString().replace('.000Z', 'Z');
    const live = [
      {
        hub: '',
        application: application([
          [delivered, '2026-11-01T10:00:00Z'],
          [second, at],
          ['not-a-commit', 'never'],
        ]),
      },
    ];
    const told = withLive(only, WorkingCopy.around(origin) as WorkingCopy, ordered, live);
    // Of the oldest sync that is kept nobody knows whether it was the first, and the newest delivery was not synced.
    expect(told.entries.map((entry) => entry.live)).toEqual([[], [{ region: 'north', at, seconds: 90 }], []]);
  });
});

describe('the history of a region, and of the fleet', () => {
  test('has every delivery that changed it', () => {
    expect(historyOf({ kind: 'region', name: 'south' }).entries.map(({ delivery }) => delivery.id)).toEqual([last, second, delivered]);
    const all = historyOf({ kind: 'fleet', name: '' });
    expect(all.entries.map(({ regions }) => regions)).toEqual([
      ['north', 'south'],
      ['north', 'south'],
      ['north', 'south'],
    ]);
    expect(all.entries[1]?.agents.map(({ agent, moves }) => [agent, moves.map(({ to }) => to?.version)])).toEqual([['alpha', ['1.1.0', '1.1.0']]]);
    expect([valid(historyJson(all)), valid.errors]).toEqual([true, null]);
  });

  test('of what was never there is empty', () => expect(historyOf({ kind: 'region', name: 'nowhere' }).entries).toEqual([]));
});

describe('a clone that is cut off', () => {
  test('says where its history ends, and takes nothing for the first', () => {
    const shallow = join(folder, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth', '3', `file://${origin}`, shallow], { stdio: 'pipe' });
    const told = historyOf(gamma, { at: shallow });
    expect(told.entries.map(({ delivery }) => delivery.id)).toEqual([last]);
    expect(told.endsAt?.id).toBe(second);
    expect(historyText(told, false, style(false))).toContain('that is not the first commit. All of it: git fetch --unshallow\n');
    // Whatever the configuration says of the first commit.
    execFileSync('git', ['config', 'log.showRoot', 'false'], { cwd: shallow });
    execFileSync('git', ['config', 'diff.noprefix', 'true'], { cwd: shallow });
    expect(historyOf(gamma, { at: shallow })).toEqual(told);
    const blames = new Blames(WorkingCopy.around(shallow) as WorkingCopy, last);
    expect(blames.of(new Map([['config/fleet.yaml', [1]]])).get('config/fleet.yaml:1')?.state).toBe('shallow');
  });
});

describe('a line', () => {
  const blameOf = (lines: Record<string, number[]>, head?: string): [string, string | undefined, string | undefined][] =>
    [...new Blames(WorkingCopy.around(origin) as WorkingCopy, head).of(new Map(Object.entries(lines)))].map(([key, found]) => [
      key,
      found.state === 'committed' ? found.commit.subject : found.state,
      found.state === 'committed' ? found.mergedBy?.pullRequest : undefined,
    ]);
  const lineOf = (text: string): number => MOVED.split('\n').findIndex((each) => each.includes(text)) + 1;

  test('has the commit that set it, and the merge that brought it', () => {
    expect(blameOf({ 'config/fleet.yaml': [1, lineOf('alpha@1.1.0'), lineOf('moved:')] })).toEqual([
      ['config/fleet.yaml:1', 'Begin', undefined],
      [`config/fleet.yaml:${lineOf('alpha@1.1.0')}`, 'Bring alpha 1.1.0', '#4'],
      [`config/fleet.yaml:${lineOf('moved:')}`, 'Call it gamma (#5)', undefined],
    ]);
  });

  test('keeps it in a file of another name, and is not committed where nobody has', () => {
    renameSync(join(origin, 'config/fleet.yaml'), join(origin, 'config/other.yaml'));
    const renamed = commit('Rename');
    write({ 'config/new.yaml': 'a: 1\n', 'config/other.yaml': `${MOVED}# by hand\n` });
    expect(blameOf({ 'config/other.yaml': [1] }, renamed)).toEqual([['config/other.yaml:1', 'Begin', undefined]]);
    const end = MOVED.split('\n').length;
    expect(blameOf({ 'config/new.yaml': [1], 'config/other.yaml': [end] })).toEqual([
      ['config/new.yaml:1', 'uncommitted', undefined],
      [`config/other.yaml:${end}`, 'uncommitted', undefined],
    ]);
    expect(first).not.toBe('');
  });
});
