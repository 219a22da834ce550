// publish --record and the message: one record of each delivery, and a webhook whose failure changes nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import schema from '../../../schemas/delivery.schema.json' with { type: 'json' };
import type { DeliveryRecord } from '../../../generator/report/delivery.ts';
import { Webhook } from '../../support/webhook.ts';
import { listening } from './gitlab-jobs.ts';
import { Clone, Remote, scratch } from './repositories.ts';

const folder = scratch();
const webhook = new Webhook(folder);
const isRecord = new Ajv2020.default({ strict: true, allErrors: true }).compile(schema);
let remote: Remote;
let record: string;
let urlFile: string;
beforeAll(async () => {
  await webhook.listen();
  remote = new Remote(folder, { agents: ['alpha', 'bravo'], maxUpdatePercent: 60 });
  record = join(folder, 'delivery.json');
  urlFile = join(folder, 'url');
  writeFileSync(urlFile, `${webhook.url}/hook-secret\n`);
});
afterAll(() => webhook.close());

const read = (): DeliveryRecord => JSON.parse(readFileSync(record, 'utf8')) as DeliveryRecord;

test('a delivery has a record, and the webhook is told once', () => {
  const merged = remote.clone().merge('alpha', '1.1.0');
  const { bin, log } = listening(folder, ['node', 'git', 'sh']);
  const clone = remote.clone();
  const desk = new Clone(clone.folder, { ...clone.env, PATH: `${bin}:${clone.env['PATH'] ?? ''}` });
  const ran = desk.publish('--record', record, '--notify-url-file', urlFile);
  expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
  const made = read();
  expect([isRecord(made), isRecord.errors]).toEqual([true, null]);
  expect(made).toMatchObject({
    fleet: 'test',
    pushed: true,
    branch: 'main',
    commit: remote.head(),
    from: merged,
    by: 'Ada',
    subject: 'alpha 1.0.0 → 1.1.0 in north, south',
    regions: ['north', 'south'],
    held: {},
    merges: [{ commit: merged, subject: 'Run alpha 1.1.0', author: 'Ada' }],
  });
  const told = webhook.told();
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({
    text: expect.stringContaining('test: alpha 1.0.0 → 1.1.0') as string,
    delivery: { commit: made.commit },
  });
  expect(readFileSync(log, 'utf8')).not.toContain('hook-secret');
  expect(ran.out + ran.err).not.toContain('hook-secret');
});

test('where nothing is delivered there is no record, and nobody is told', () => {
  const clone = remote.clone();
  expect(clone.publish('--record', join(folder, 'none.json'), '--notify-url-file', urlFile)).toMatchObject({ code: 0 });
  expect(() => readFileSync(join(folder, 'none.json'))).toThrow('ENOENT');
  expect(webhook.told()).toEqual([]);
});

test('numbers of pull and merge requests are those of the commits, of every merge since the delivery before', () => {
  const desk = remote.clone();
  const messages = [
    'Run it (#12)',
    'Merge pull request #34 from team/x',
    'Merge branch x\n\nSee merge request team/fleet!56',
    'Say nothing #78 of it',
  ];
  for (const [i, message] of messages.entries()) {
    desk.replace('config/agents/alpha.yaml', `@1.${i + 1}.0`, `@1.${i + 2}.0`);
    desk.commit(message);
  }
  desk.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish('--record', record)).toMatchObject({ code: 0 });
  expect(read().merges.map(({ pullRequest }) => pullRequest)).toEqual([undefined, 56, 34, 12]);
});

test('a message that holds the signs between fields, and a date that no calendar has, end up as words of a record', () => {
  const desk = remote.clone();
  desk.replace('config/agents/alpha.yaml', '@1.5.0', '@1.6.0');
  desk.commit(`Run it\u0001again (#9)\n\nno number\u0001${'f'.repeat(40)}`);
  const raw = desk.git('cat-file', 'commit', 'HEAD').replace(/^(committer .*>) \d+/m, '$1 99999999999999');
  desk.write('.git/raw', `${raw}\n`);
  const head = desk.git('hash-object', '-t', 'commit', '-w', '.git/raw');
  desk.git('push', '--quiet', 'origin', `${head}:refs/heads/main`);
  const ran = remote.clone().publish('--record', record);
  expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
  expect([isRecord(read()), isRecord.errors]).toEqual([true, null]);
  expect(read().merges).toEqual([{ commit: head, subject: 'Run it\u0001again (#9)', author: 'Ada', at: '9999-12-31T23:59:59Z', pullRequest: 9 }]);
});

test.each(['refused', 'moved', 'broken'])('a webhook that is %s is a warning, and the delivery stands', (path) => {
  const merged = remote.clone().merge('bravo', `2.0.${path.length}`);
  const clone = remote.clone();
  const desk = new Clone(clone.folder, { ...clone.env, NOTIFY_URL: `${webhook.url}/${path}` });
  const ran = desk.publish('--notify-format', 'slack');
  expect(ran.code).toBe(0);
  expect(ran.err).toMatch(/^warning: the message about this delivery was not sent: [^\n]+\n$/);
  expect(ran.err).not.toMatch(/127\.0\.0\.1|secret words/);
  expect(remote.since(merged)).toHaveLength(1);
  webhook.told();
});

test('so is a record that cannot be written; machines get both as data', () => {
  const merged = remote.clone().merge('bravo', '3.0.0');
  const ran = remote.clone().publish('--record', '/dev/null/x', '--notify-url-file', join(folder, 'nowhere'), '--json');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(ran.out)).toMatchObject({
    ok: true,
    notified: false,
    warnings: [expect.stringContaining('was not written') as string, expect.stringContaining('cannot be read (ENOENT)') as string],
  });
  expect(remote.since(merged)).toHaveLength(1);
});

test('a format that there is not is refused before anything is done', () => {
  remote.clone().merge('bravo', '4.0.0');
  const before = remote.head();
  expect(remote.clone().publish('--notify-format', 'xml')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--notify-format must be one of json, slack, teams') as string,
  });
  expect(remote.head()).toBe(before);
});
