import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/delivery.schema.json' with { type: 'json' };
import { MESSAGE_FORMATS, deliveryMessage, deliveryRecord, notSentText } from '../../../generator/report/delivery.ts';
import type { Facts } from '../../../generator/report/delivery.ts';

const isRecord = new Ajv2020.default({ strict: true, allErrors: true }).compile(schema);

const FACTS: Facts = {
  fleet: 'pap',
  at: '2026-12-01T09:12:00Z',
  remote: 'https://git.example.org/team/fleet.git',
  branch: 'main',
  pushed: true,
  commit: 'a'.repeat(40),
  subject: 'research 1.2.0 → 1.3.0 in eu-west; held: us-east',
  from: 'b'.repeat(40),
  by: 'Ada Lovelace',
  generator: '0.1.0',
  config: 'c'.repeat(64),
  plan: '0123456789abcdef',
  delivered: {
    created: ['base/agents/research/x/objects.yaml'],
    updated: ['overlays/eu-west/agents/objects.yaml', 'overlays/ap/fleet.lock.json'],
    deleted: [],
  },
  news: [
    { what: 'research 1.2.0 → 1.3.0', agent: 'research', regions: ['eu-west', 'us-east'], rank: 3 },
    { what: 'files for name servers', regions: [], rank: 6 },
  ],
  holds: new Map([['us-east', { because: '9 of 61 objects deleted' }]]),
  rollouts: [{ name: 'research-1.3.0', reached: 1, waves: 3 }],
  findings: { errors: 0, warnings: 2, notes: 1 },
  approvals: ['055019e069c6426e-0123'],
  merges: [{ commit: 'd'.repeat(40), subject: 'Run research 1.3.0 (#12)', author: 'Grace Hopper', at: '2026-12-01T09:10:00Z', pullRequest: 12 }],
};

test('the record says what was delivered, and is what its schema says', () => {
  const record = deliveryRecord(FACTS);
  expect([isRecord(record), isRecord.errors]).toEqual([true, null]);
  expect(record).toMatchObject({
    files: { created: 1, updated: 2, deleted: 0 },
    regions: ['ap', 'eu-west'],
    changes: [
      { what: 'research 1.2.0 → 1.3.0', agent: 'research', regions: ['eu-west'] },
      { what: 'files for name servers', regions: [] },
    ],
    held: { 'us-east': '9 of 61 objects deleted' },
  });
  expect(record).not.toHaveProperty('more');
  const { plan: _, ...without } = FACTS;
  expect(deliveryRecord(without)).not.toHaveProperty('plan');
});

test('a message for people', () => {
  const { text } = JSON.parse(deliveryMessage(FACTS, 'slack')) as { text: string };
  expect(text.split('\n')).toEqual([
    'pap: research 1.2.0 → 1.3.0 in eu-west; held: us-east',
    'main aaaaaaaaaaaa, by Ada Lovelace',
    'Changes:',
    '- research 1.2.0 → 1.3.0: eu-west',
    '- files for name servers',
    'Held:',
    '- us-east: 9 of 61 objects deleted',
    'Merged:',
    '- Run research 1.3.0 (?12) (Grace Hopper, request 12)',
  ]);
});

test('a delivery of nothing but files that belong to no region, by a commit that names no request', () => {
  const [merge] = FACTS.merges;
  const { pullRequest: _, ...plain } = merge as NonNullable<typeof merge>;
  const facts = {
    ...FACTS,
    news: [],
    holds: new Map<string, never>(),
    merges: [plain],
    delivered: { created: [], updated: ['README.md'], deleted: [] },
  };
  expect(deliveryRecord(facts)).toMatchObject({ regions: [], changes: [], held: {} });
  expect((JSON.parse(deliveryMessage(facts, 'json')) as { text: string }).text.split('\n').slice(2)).toEqual([
    'Merged:',
    '- Run research 1.3.0 (?12) (Grace Hopper)',
  ]);
});

test('a warning shows no secret', () => {
  expect(notSentText(`no answer of ghp_${'a1B2'.repeat(9)}`)).toBe(
    'warning: the message about this delivery was not sent: no answer of ************\n',
  );
});

describe('text of others', () => {
  const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
  const BAD = `<!channel> @everyone [x](https://evil.example) www.evil.example *b* \`c\` | ${TOKEN} \u202e\u0007\n/remind\r\n${'y'.repeat(4000)}`;
  const hostile: Facts = {
    ...FACTS,
    subject: BAD,
    by: BAD,
    fleet: BAD,
    branch: BAD,
    news: Array.from({ length: 1200 }, (_, i) => ({ what: `${i} ${BAD}`, regions: Array.from({ length: 1100 }, (__, n) => `r-${n}`), rank: 1 })),
    holds: new Map(Array.from({ length: 1500 }, (_, i) => [`r-h${i}`, { because: BAD }])),
    merges: Array.from({ length: 1001 }, () => ({ ...(FACTS.merges[0] as Facts['merges'][number]), subject: BAD, author: BAD })),
  };

  test('holds no secret in the record, and every list and text has its bound', () => {
    const record = deliveryRecord(hostile);
    expect(isRecord(record)).toBe(true);
    expect(JSON.stringify(record)).not.toContain(TOKEN);
    expect(record.subject).toHaveLength(300);
    expect(record.more).toEqual({ changes: 200, held: 500, merges: 1 });
    expect(record.changes[0]?.regions).toHaveLength(1000);
  });

  test.each(MESSAGE_FORMATS)('in a message as %s it is words: no mention, no link, no format, no secret, bounded', (format) => {
    const body = deliveryMessage(hostile, format);
    expect(Buffer.byteLength(body)).toBeLessThan(100_000);
    expect(body).not.toContain(TOKEN);
    const data = JSON.parse(body) as { text?: string; attachments?: { content: { body: { text: string }[] } }[] };
    const text = data.text ?? (data.attachments?.[0]?.content.body ?? []).map((block) => block.text).join('\n');
    expect(text).not.toMatch(/[<>@[\]*`|\\_~#]|:\/\/|www\.|\u202e|\r/);
    for (const line of text.split('\n')) expect(line).toMatch(/^(- \S|\S)/);
    expect(text).toContain('- and 1180 more');
  });

  test('half a character is not left at the end', () => {
    const record = deliveryRecord({ ...FACTS, subject: `${'x'.repeat(298)}😀${'y'.repeat(10)}` });
    expect(record.subject).toBe(`${'x'.repeat(298)}…`);
  });
});
