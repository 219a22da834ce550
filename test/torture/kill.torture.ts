// Processes that are killed at any moment. Seen red: with files renamed one by one, and with a lock that lies on the disk
// (its holder died, nobody could write).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { begin, stateOf, workshop } from './processes.ts';

const { folder, writer } = workshop();
const leftovers = (of: string): string[] => (readdirSync(of).includes('.out.pap-fleet') ? readdirSync(join(of, '.out.pap-fleet')) : []);

test('killed at 1,000 random moments: never a mixture, and the next run goes on by itself', async () => {
  const out = join(folder, 'killed', 'out');
  expect(await begin(writer, [out, 'a'])).toMatchObject({ code: 0 });
  const seen: Record<string, number> = {};
  let [killed, longest] = [0, 0];
  for (let round = 0; killed < 1000; round++) {
    expect(round, 'most runs end before they are killed').toBeLessThan(4000);
    // Every tenth run goes to its end and says how long that is: a machine is not as fast all the time.
    const measured = round % 10 === 0;
    const began = performance.now();
    const { code, signal, err } = await begin(writer, [out, round % 2 === 0 ? 'b' : 'a'], measured ? undefined : Math.random() * longest);
    if (measured) longest = (performance.now() - began) * 1.05;
    if (signal === 'SIGKILL') killed += 1;
    else expect({ code, err }).toEqual({ code: 0, err: '' });
    const state = stateOf(out);
    seen[state] = (seen[state] ?? 0) + 1;
    // Where the old tree has gone and the new one has not come, both lie beside it and say so.
    if (state === 'absent') expect(leftovers(join(folder, 'killed')).sort()).toEqual(['.gitignore', 'last', 'next']);
  }
  process.stdout.write(`states after ${killed} were killed: ${JSON.stringify(seen)}\n`);
  expect(seen['mixed']).toBeUndefined();
  expect(await begin(writer, [out, 'a'])).toMatchObject({ code: 0 });
  expect([stateOf(out), leftovers(join(folder, 'killed'))]).toEqual(['a', []]);
});

test('a holder that is killed holds nothing', async () => {
  const out = join(folder, 'held', 'out');
  for (let round = 0; round < 50; round++) {
    await begin(writer, [out, 'a'], 30 + Math.random() * 40);
    expect(await begin(writer, [out, 'b'])).toEqual({ code: 0, signal: null, err: '' });
  }
});
