// What a program that watches takes to answer after a save, from the save to the last byte, beside `validate` of the same fleet.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EDITS } from './edits.mjs';
import { median, wall } from './measure.mjs';

/**
 * @param {string} program
 * @param {string} config folder of a synthetic fleet
 * @param {Record<string, string>} env
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} medians in ms
 */
export async function measureWatch(program, config, env, rounds) {
  const file = join(config, 'fleet.yaml');
  const before = readFileSync(file, 'utf8');
  const args = ['validate', '--config', config, '--max-file-size', '64MiB'];
  const child = spawn(process.execPath, [program, ...args, '--watch', '--json'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const save = async (text) => {
    const start = performance.now();
    writeFileSync(file, text);
    const { ok } = JSON.parse((await answers.next()).value);
    if (!ok) throw new Error('the fleet is not valid');
    return performance.now() - start;
  };
  const times = { validate: [] };
  try {
    await answers.next();
    for (let round = 0; round < rounds; round++) {
      times.validate.push(wall([program, ...args], env));
      for (const [name, edit] of Object.entries(EDITS)) {
        (times[name] ??= []).push(await save(edit(before)));
        times[name].push(await save(before));
      }
    }
  } finally {
    child.kill('SIGINT');
    writeFileSync(file, before);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}
