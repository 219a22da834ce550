// Processes that write the same out/ at the same time. Seen red: without the lock, and with
// a name for it that is shorter than there can be, which is not the same to Node 20 and to later ones.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES, nodeOf } from './nodes.ts';
import { begin, hold, rounds, stateOf, Worker, workshop } from './processes.ts';

const { folder, writer } = workshop();

test('two at once, up to 1,000 rounds, 300 at least: one after the other, or one says that the other is at work', async () => {
  const out = join(folder, 'raced', 'out');
  const ends: Record<string, number> = {};
  let pair: [Worker, Worker] | undefined;
  const end = async (): Promise<void> => void (await Promise.all((pair ?? []).map((worker) => worker.end())));
  for (const round of rounds(300, 1000)) {
    // New ones now and then: the first run of a process is slower than the next, so that they meet elsewhere.
    if (round % 20 === 0) await end();
    if (pair === undefined || round % 20 === 0) pair = [new Worker(writer, out), new Worker(writer, out)];
    const wait = round % 2 === 0 ? '30' : '0';
    const both = await Promise.all([pair[0].write('small-a', wait), pair[1].write('small-b', wait)]);
    const codes = both.map(([code]) => code).sort();
    const key = `wait ${wait}: ${codes.join(' and ')}`;
    ends[key] = (ends[key] ?? 0) + 1;
    expect(wait === '30' ? ['0,0'] : ['0,0', '0,4']).toContain(codes.join());
    expect(['small-a', 'small-b']).toContain(stateOf(out));
    for (const [code, message] of both) expect(message).toBe(code === 4 ? `another run is writing ${out}` : '');
  }
  await end();
  process.stdout.write(`${JSON.stringify(ends)}\n`);
  // They do meet.
  expect(ends['wait 0: 0 and 4']).toBeGreaterThan(30);
  expect(readdirSync(join(folder, 'raced'))).toEqual(['out']);
});

test('a lock that one Node holds is held to every other', { timeout: 300_000 }, async () => {
  const nodes = NODES.map(nodeOf);
  const out = join(folder, 'mixed', 'out');
  for (const holder of nodes)
    for (const other of nodes)
      for (let round = 0; round < 3; round++) {
        const held = await hold(writer, out, holder);
        try {
          expect(await begin(writer, [out, 'small-a', '0'], other)).toEqual({ code: 4, signal: null, err: `another run is writing ${out}\n` });
        } finally {
          await held();
        }
        expect(await begin(writer, [out, 'small-a', '0'], other)).toMatchObject({ code: 0, err: '' });
      }
});
