// Processes that write the same out/ at the same time. Seen red: without the lock; with a name of it that two Nodes fill up each in
// its own way.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES, nodeOf } from './nodes.ts';
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

test('two of different Nodes at once, 60 rounds: one after the other', async () => {
  const out = join(folder, 'mixed', 'out');
  const nodes = NODES.map((version) => nodeOf(folder, version));
  for (let round = 0; round < 60; round++) {
    const [one, other] = [nodes[round % nodes.length], nodes[(round + 1) % nodes.length]];
    const both = await Promise.all([begin(writer, [out, 'a', '30'], undefined, one), begin(writer, [out, 'b', '30'], undefined, other)]);
    expect(both).toEqual([0, 1].map(() => ({ code: 0, signal: null, err: '' })));
    expect(['a', 'b']).toContain(stateOf(out));
  }
});
