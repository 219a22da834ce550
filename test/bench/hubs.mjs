// What several Argo CDs cost, beside the same fleet with one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, wall } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

/** Writes the fleet of the bench with its regions divided among hubs. @param leaving regions that go from the first to the second */
function writeHubs(config, { regions, agents, hubs }, leaving = []) {
  writeSynthetic(config, regions, agents);
  const names = Array.from({ length: regions }, (_, i) => `region-${String(i).padStart(3, '0')}`);
  const of = (hub) => names.slice(Math.floor((hub * regions) / hubs), Math.floor(((hub + 1) * regions) / hubs));
  const lines = Array.from({ length: hubs }, (_, hub) => {
    const left = hub === 0 && leaving.length > 0 ? `, leaving: [${leaving.join(', ')}]` : '';
    return `    hub-${hub}: {regions: ${hub === hubs - 1 ? 'rest' : `[${of(hub).join(', ')}]`}${left}}`;
  });
  const fleet = join(config, 'fleet.yaml');
  const gitops = 'gitops: {repoURL: https://git.example.net/bench/fleet.git}';
  const text = readFileSync(fleet, 'utf8');
  writeFileSync(fleet, text.replace(gitops, ['gitops:', '  repoURL: https://git.example.net/bench/fleet.git', '  hubs:', ...lines].join('\n')));
}

/** Whole runs with hubs, as multiples of those without: into an empty folder, unchanged, and the plan of the first step of a move. */
export function measureHubs(program, folder, { regions, agents, hubs, rounds }) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const [plain, several] = [join(folder, 'plain'), join(folder, 'several')];
  writeSynthetic(plain, regions, agents);
  const generate = (config, out) => wall([program, 'generate', '--config', config, '--out', out], env);
  const pairs = Array.from({ length: rounds }, (_, i) => {
    writeHubs(several, { regions, agents, hubs });
    // Side by side: the machine may be at something else in the next round.
    const cold = generate(several, `${several}-${i}`) / generate(plain, `${plain}-${i}`);
    const unchanged = generate(several, `${several}-${i}`) / generate(plain, `${plain}-${i}`);
    writeHubs(several, { regions, agents, hubs }, ['region-000']);
    // It waits for an approval.
    const move = wall([program, 'plan', '--config', several, '--base', 'out', '--out', `${several}-${i}`], env, process.execPath, 3);
    return { cold, unchanged, move };
  });
  return Object.fromEntries(['cold', 'unchanged', 'move'].map((key) => [key, median(pairs.map((pair) => pair[key]))]));
}
