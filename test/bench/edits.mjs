// The daily act: one line of the fleet changes. Beside it `validate` of the same fleet, in the same minute.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, wall } from './measure.mjs';

/** The fleet with one line changed, for one region or for all that run the agent. */
const EDITS = {
  'one region': (text) => text.replace('      region-000: {autoscale: {max: 9}}', '      region-000: {autoscale: {max: 8}}'),
  'all regions': (text) => text.replace('agents/agent-001:v1.1.0', 'agents/agent-001:v1.1.1'),
};

/**
 * @param {string} program
 * @param {string} config folder of a synthetic fleet
 * @param {string} out folder to generate into
 * @param {Record<string, string>} env
 * @param {number} rounds
 * @returns {Record<string, number>} medians in ms
 */
export function measureEdits(program, config, out, env, rounds) {
  const file = join(config, 'fleet.yaml');
  const before = readFileSync(file, 'utf8');
  const generate = () => wall([program, 'generate', '--config', config, '--out', out], env);
  const times = { validate: [], unchanged: [], plan: [] };
  generate();
  try {
    for (let round = 0; round < rounds; round++) {
      times.unchanged.push(generate());
      times.validate.push(wall([program, 'validate', '--config', config], env));
      for (const [name, edit] of Object.entries(EDITS)) {
        const after = edit(before);
        if (after === before) throw new Error(`the edit "${name}" changes nothing`);
        writeFileSync(file, after);
        if (name === 'all regions') times.plan.push(wall([program, 'plan', '--base', 'out', '--config', config, '--out', out], env));
        (times[name] ??= []).push(generate());
        writeFileSync(file, before);
        generate();
      }
    }
  } finally {
    writeFileSync(file, before);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}
