// The daily act: one line of the fleet changes. Beside it `validate` of the same fleet, in the same minute.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, wall } from './measure.mjs';

/** The fleet with one line changed, for one region or for all that run the agent. */
export const EDITS = {
  'one region': (text) => text.replace('      region-000: {autoscale: {max: 9}}', '      region-000: {autoscale: {max: 8}}'),
  'all regions': (text) => text.replace('agents/agent-001:v1.1.0', 'agents/agent-001:v1.1.1'),
};

/**
 * @param {string} program
 * @param {string} ungated the program without its gate
 * @param {string} config folder of a synthetic fleet
 * @param {string} out folder to generate into
 * @param {Record<string, string>} env
 * @param {number} rounds
 * @returns {Record<string, number>} medians in ms; `gate`, the share by which the gate makes `plan` longer
 */
export function measureEdits(program, ungated, config, out, env, rounds) {
  const file = join(config, 'fleet.yaml');
  const before = readFileSync(file, 'utf8');
  const generate = () => wall([program, 'generate', '--config', config, '--out', out], env);
  const times = { validate: [], unchanged: [], plan: [] };
  const shares = [];
  const plan = (of) => wall([of, 'plan', '--base', 'out', '--config', config, '--out', out], env);
  generate();
  try {
    for (let round = 0; round < rounds; round++) {
      times.unchanged.push(generate());
      times.validate.push(wall([program, 'validate', '--config', config], env));
      for (const [name, edit] of Object.entries(EDITS)) {
        const after = edit(before);
        if (after === before) throw new Error(`the edit "${name}" changes nothing`);
        writeFileSync(file, after);
        if (name === 'all regions') {
          // Of runs side by side: the machine may be at something else in the next round.
          const [first, second] = round % 2 === 0 ? [program, ungated] : [ungated, program];
          const both = new Map([first, second].map((of) => [of, plan(of)]));
          times.plan.push(both.get(program));
          shares.push(both.get(program) / both.get(ungated) - 1);
        }
        (times[name] ??= []).push(generate());
        writeFileSync(file, before);
        generate();
      }
    }
  } finally {
    writeFileSync(file, before);
  }
  return { ...Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)])), gate: median(shares) };
}
