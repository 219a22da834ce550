// Processes that write the same out/ at the same time. Seen red: without the lock.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { begin, stateOf, workshop } from './processes.ts';

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
