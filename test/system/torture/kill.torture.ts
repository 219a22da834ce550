// Processes that are killed at any moment. Seen red: with files renamed one by one, and with a lock that lies on the disk
// (its holder died, nobody could write).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { begin, kill, rounds, stateOf, Worker, workshop } from './processes.ts';
import { ONE_REGION } from './variants.ts';

const { folder, writer } = workshop();
const leftovers = (of: string): string[] => (readdirSync(of).includes('.out.pap-fleet') ? readdirSync(join(of, '.out.pap-fleet')) : []);

/**
 * Who is killed while it starts `sync` leaves a child that has the lock until it becomes that program: seen once in a thousand times, for an instant. What a
 * dead holder held for longer would still be held then.
 */
const SECONDS = '5';

/** Writers that never end by themselves: whenever one is killed, it was at it. An edit of all regions, back, and of one. */
const forEver = (out: string): string[] => [out, `small-b,small-a,${ONE_REGION}`, SECONDS];

test('killed at up to 1,000 random moments, 300 at least: never a mixture, and the next run goes on by itself', async () => {
  const out = join(folder, 'killed', 'out');
  const seen: Record<string, number> = {};
  let longest = 0;
  for (const round of rounds(300, 1000)) {
    // How long four runs take, so that the third, of one region, is reached: a machine is not as fast all the time.
    if (round % 50 === 0) {
      const worker = new Worker(writer, out);
      for (const variant of ['small-a', 'small-b', 'small-a']) {
        const began = performance.now();
        expect(await worker.write(variant, '0')).toEqual([0, '']);
        longest = 4 * (performance.now() - began);
      }
      await worker.end();
    }
    expect(await kill(writer, forEver(out), Math.random() * longest)).toEqual({ code: null, signal: 'SIGKILL', err: '' });
    const state = stateOf(out);
    seen[state] = (seen[state] ?? 0) + 1;
    // Where the old tree has gone and the new one has not come, both lie beside it and say so.
    if (state === 'absent') expect(leftovers(join(folder, 'killed')).sort()).toEqual(['.gitignore', 'last', 'next']);
  }
  process.stdout.write(`states after writers were killed: ${JSON.stringify(seen)}\n`);
  expect(seen['mixed']).toBeUndefined();
  expect(seen[ONE_REGION]).toBeGreaterThan(0);
  expect(await begin(writer, [out, 'small-a', SECONDS])).toMatchObject({ code: 0 });
  expect([stateOf(out), leftovers(join(folder, 'killed'))]).toEqual(['small-a', []]);
});

test('a holder that is killed holds nothing', async () => {
  const out = join(folder, 'held', 'out');
  for (let round = 0; round < 50; round++) {
    await kill(writer, forEver(out), Math.random() * 40);
    expect(await begin(writer, [out, 'small-b', SECONDS])).toEqual({ code: 0, signal: null, err: '' });
  }
});
