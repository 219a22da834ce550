// What policies of a fleet's own cost: four that judge objects, of which one looks at texts that name the region and one asks for the region.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, wall } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

const AGENTS = '{ kinds: [apps/Deployment], components: [agents] }';
const POLICIES = [
  ['{}', 'object.metadata.name.size() > 2'],
  [AGENTS, 'object.spec.template.spec.containers.all(c, c.image.contains(":"))'],
  [AGENTS, 'object.spec.template.spec.containers.all(c, !has(c.env) || c.env.all(e, !has(e.value) || e.value != "x"))'],
  [AGENTS, 'region.state != "gone" && agent.replicas > 0'],
];

function writePolicies(config) {
  const text = POLICIES.map(
    ([match, require], i) => `apiVersion: fleet.plugged.in/v1alpha1
kind: Policy
code: ours/${'abcd'[i]}
severity: error
about: Policy ${i} of the bench
match: ${match}
require: |
  ${require}
message: never said
`,
  ).join('---\n');
  mkdirSync(join(config, 'policies'), { recursive: true });
  writeFileSync(join(config, 'policies', 'bench.yaml'), text);
}

/** How much longer a check takes with policies. */
export function measurePolicies(program, folder, { regions, agents, rounds }) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const [plain, judged] = [join(folder, 'plain'), join(folder, 'judged')];
  for (const config of [plain, judged]) writeSynthetic(config, regions, agents);
  writePolicies(judged);
  const run = (config) => wall([program, 'validate', '--config', config], env);
  for (const config of [plain, judged]) run(config);
  // Side by side: the machine may be at something else in the next round.
  return { count: POLICIES.length, ratio: median(Array.from({ length: rounds }, () => run(judged) / run(plain))) };
}
