// What it takes to play a rollout of many waves before it is made: a compile and a plan for each, held against one check of the same fleet.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wall } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

function writeRollout(config, regions, agent, waves) {
  const size = Math.ceil(regions.length / waves);
  const lists = Array.from({ length: waves }, (_, i) => regions.slice(i * size, (i + 1) * size)).filter((list) => list.length > 0);
  const text = `apiVersion: fleet.plugged.in/v1alpha1
kind: Rollout
name: bench
set:
  agents.${agent}: { env: { BENCH: waves } }
waves:
${lists.map((list) => `  - { regions: [${list.join(', ')}], soak: 1h }\n`).join('')}reached: 0
`;
  mkdirSync(join(config, 'rollouts'), { recursive: true });
  writeFileSync(join(config, 'rollouts', 'bench.yaml'), text);
  return lists.length;
}

/** Milliseconds that `simulate` takes, how many waves it plays, and how many checks of the fleet that is. */
export function measureWaves(program, folder, { regions, agents, waves }) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const config = join(folder, 'config');
  writeSynthetic(config, regions, agents);
  const names = Array.from({ length: regions }, (_, i) => `region-${String(i).padStart(3, '0')}`);
  const played = writeRollout(config, names, 'agent-000', waves);
  const check = wall([program, 'validate', '--config', config], env);
  const ms = wall([program, 'simulate', 'bench', '--config', config], env);
  return { waves: played, ms, checks: ms / check };
}
