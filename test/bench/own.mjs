// What components of a fleet's own cost, beside ours: five of four objects each, one of them once per placement.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { median, wall } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

const COUNT = 5;

/** @param {string} name of the component @returns {Record<string, string>} path below its folder → text */
function component(name) {
  return {
    'component.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: ${name}
summary: A system of the bench
namespaces: [${name}]
objects: [common/system.yaml, region/facts.yaml, agent/access.yaml]
`,
    'settings.schema.json': JSON.stringify({
      type: 'object',
      additionalProperties: false,
      properties: { replicas: { type: 'integer', default: 2 }, memory: { type: 'string', format: 'quantity', default: '64Mi' } },
    }),
    'common/system.yaml': `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${name} }
spec: { selector: { app.kubernetes.io/name: ${name} }, ports: [{ name: http, port: 80, protocol: TCP, targetPort: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${name} }
spec:
  replicas: "{settings.replicas}"
  selector: { matchLabels: { app.kubernetes.io/name: ${name} } }
  template:
    metadata: { labels: { app.kubernetes.io/name: ${name} } }
    spec:
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: ${name}
          image: registry.example.net/${name}:1.0.0
          args: ["--region={region}.{zone}"]
          ports: [{ name: http, containerPort: 8080, protocol: TCP }]
          resources: { requests: { cpu: 10m, memory: "{settings.memory}" }, limits: { memory: "{settings.memory}" } }
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
`,
    'region/facts.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: facts, namespace: ${name} }
data: { region: "{region}" }
`,
    'agent/access.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: "from-{agent.name}", namespace: ${name} }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: "{fleet.namespace}" } }
          podSelector: { matchLabels: { app.kubernetes.io/name: "{agent.name}" } }
      ports: [{ port: http, protocol: TCP }]
`,
  };
}

/** Writes the fleet of the bench with components of its own. */
function writeOwn(config, regions, agents) {
  writeSynthetic(config, regions, agents);
  const names = Array.from({ length: COUNT }, (_, i) => `system-${i}`);
  const fleet = join(config, 'fleet.yaml');
  writeFileSync(fleet, readFileSync(fleet, 'utf8').replace('components:\n', `components:\n${names.map((name) => `  ${name}: {}\n`).join('')}`));
  for (const name of names) {
    for (const [path, text] of Object.entries(component(name))) {
      const file = join(config, 'components', name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/**
 * Time per object of own components, as a multiple of that of ours, into empty folders.
 * @param objectsIn counts the objects of an out/
 */
export function measureOwn(program, folder, { regions, agents, rounds }, objectsIn) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const [plain, own] = [join(folder, 'plain'), join(folder, 'own')];
  writeSynthetic(plain, regions, agents);
  writeOwn(own, regions, agents);
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const run = (config, out) => wall([program, 'generate', '--config', config, '--out', out], env);
  const objects = [plain, own].map((config) => {
    run(config, `${config}-out`);
    return objectsIn(`${config}-out`);
  });
  // Side by side: the machine may be at something else in the next round.
  const ratios = Array.from({ length: rounds }, (_, i) => {
    const start = wall([empty]);
    const [without, withOwn] = [run(plain, `${plain}-${i}`), run(own, `${own}-${i}`)];
    return (withOwn - without) / (objects[1] - objects[0]) / ((without - start) / objects[0]);
  });
  return { ratio: median(ratios), more: objects[1] - objects[0], objects: objects[0] };
}
