// Processes that write the same out/ at the same time. Seen red: without the lock, and with
// a name for it that is shorter than there can be, which is not the same to Node 20 and to later ones.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES, nodeOf } from './nodes.ts';
import { begin, hold, stateOf, workshop } from './processes.ts';

const { folder, writer } = workshop();

test('two at once, 1,000 rounds: one after the other, or one says that the other is at work', async () => {
  const out = join(folder, 'raced', 'out');
  const ends: Record<string, number> = {};
  for (let round = 0; round < 1000; round++) {
    const wait = round % 2 === 0 ? '30' : '0';
    const both = await Promise.all([begin(writer, [out, 'a', wait]), begin(writer, [out, 'b', wait])]);
    const codes = both.map(({ code }) => code).sort();
    const key = `wait ${wait}: ${codes.join(' and ')}`;
    ends[key] = (ends[key] ?? 0) + 1;
    expect(wait === '30' ? ['0,0'] : ['0,0', '0,4']).toContain(codes.join());
    expect(['a', 'b']).toContain(stateOf(out));
    for (const { code, err } of both) expect(err).toBe(code === 4 ? `another run is writing ${out}\n` : '');
  }
  process.stdout.write(`${JSON.stringify(ends)}\n`);
  expect(readdirSync(join(folder, 'raced'))).toEqual(['out']);
});

test('a lock that one Node holds is held to every other', { timeout: 300_000 }, async () => {
  const nodes = NODES.map((version) => nodeOf(version, folder));
  const out = join(folder, 'mixed', 'out');
  for (const holder of nodes)
    for (const other of nodes)
      for (let round = 0; round < 3; round++) {
        const held = await hold(writer, out, holder);
        try {
          expect(await begin(writer, [out, 'a', '0'], undefined, other)).toEqual({ code: 4, signal: null, err: `another run is writing ${out}\n` });
        } finally {
          await held();
        }
        expect(await begin(writer, [out, 'a', '0'], undefined, other)).toMatchObject({ code: 0, err: '' });
      }
});
