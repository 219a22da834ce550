// A fleet of any size, the same every time: what the bench measures and what the tests scale up with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {number} regions
 * @param {number} agents every agent in every region; one placement in 50 has an override
 * @param {string[]} without components that are switched off
 */
export function syntheticFleet(regions, agents, without = []) {
  const region = (i) => `region-${String(i).padStart(3, '0')}`;
  const names = Array.from({ length: regions }, (_, i) => region(i));
  const lines = [
    'apiVersion: fleet.plugged.in/v1alpha1',
    'kind: Fleet',
    'name: bench',
    'gitops: {repoURL: https://git.example.net/bench/fleet.git}',
    'zone: {name: a.example.net, nameservers: [ns1.example.net]}',
    'station: {cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32]}',
    'components:',
    '  cluster: {images: tag, quota: {cpu: "1000", memory: 2Ti, pods: 10000}}',
    ...(without.includes('secrets') ? [] : ['  secrets: {provider: external-secrets}']),
    ...without.map((name) => `  ${name}: {enabled: false}`),
    'regions:',
  ];
  names.forEach((name, i) => lines.push(`  ${name}: {cluster: ${name}, versions: {kubernetes: "1.${34 + (i % 2)}"}}`));
  lines.push('agents:');
  for (let a = 0; a < agents; a++) {
    const own = `agent-${String(a).padStart(3, '0')}`;
    lines.push(
      `  ${own}:`,
      `    ref: example/${own}@1.${a % 7}.0`,
      `    image: registry.example.net/agents/${own}:v1.${a % 7}.0`,
      `    tier: ${['light', 'standard', 'heavy'][a % 3]}`,
      '    stateless: true',
      `    autoscale: {min: 2, max: ${3 + (a % 5)}}`,
      `    env: {LOG_LEVEL: info, SHARD: "${a}"}`,
      `    regions: [${names.join(', ')}]`,
    );
    const overridden = names.filter((_, i) => (i + a) % 50 === 0);
    if (overridden.length > 0) lines.push('    overrides:', ...overridden.map((name) => `      ${name}: {autoscale: {max: 9}}`));
  }
  return `${lines.join('\n')}\n`;
}

export function writeSynthetic(folder, regions, agents, without) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fleet.yaml'), syntheticFleet(regions, agents, without));
}
