import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import { compile } from '../../../generator/compile.ts';
import { emitAll } from '../../../generator/k8s/emit.ts';
import { clustersOf } from '../../../generator/lint/clusters.ts';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { redactAll } from '../../../generator/secrets/redact.ts';
import { files } from '../../support/fleets.ts';

const read = (text: string, path = 'a.yaml') => parseManifests({ path, bytes: Buffer.from(text) });
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

test('what the generator writes for the fleet of the guide is in order, cluster by cluster', () => {
  const { overlays = [], files: out } = compile(
    files({ 'fleet.yaml': readFileSync(join(import.meta.dirname, '../../../config/fleet.yaml'), 'utf8') }),
  );
  const regions = [...new Set(overlays.map(({ region }) => region))];
  expect(regions.length).toBeGreaterThan(1);
  for (const region of regions) {
    const objects = overlays.filter((overlay) => overlay.region === region).flatMap(overlayObjects);
    const { manifests, findings } = read(emitAll(objects));
    expect(manifests.length).toBe(objects.length);
    expect([...findings, ...lint(manifests, anyCluster)]).toEqual([]);
  }
  const applications = [...(out ?? [])]
    .filter(([path]) => /^argocd\/(?!kustomization)/.test(path))
    .flatMap(([path, text]) => read(text, path).manifests);
  expect(applications.length).toBeGreaterThan(20);
  expect(lint(applications, anyCluster)).toEqual([]);
});

describe('manifests of others', () => {
  test('of a List each item is an object at its place', () => {
    const { manifests } = read('apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: a }\n');
    expect(manifests.map((manifest) => manifest.locate('/metadata/name').line)).toEqual([6]);
  });

  test('Markdown: fenced YAML keeps its line and column, also indented and with several documents', () => {
    const text = `# A\n\n- step\n\n    \`\`\`yaml title="x"\n    apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: a\n    ---\n    apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: b\n    \`\`\`\n\n\`\`\`sh\nkind: x\n\`\`\`\n`;
    const { manifests, findings } = read(text, 'a.md');
    expect(findings).toEqual([]);
    expect(manifests.map((manifest) => manifest.locate('/metadata/name'))).toEqual([
      { file: 'a.md', line: 9, col: 13, length: 1 },
      { file: 'a.md', line: 14, col: 13, length: 1 },
    ]);
  });

  test('a separator inside a text separates nothing', () => {
    const { manifests } = read(`\`\`\`yaml\n${CONFIG_MAP}data:\n  a: |\n    ---\n    b\n\`\`\`\n`, 'a.md');
    expect(manifests.map(({ data }) => data['data'])).toEqual([{ a: '---\nb\n' }]);
  });

  test('anchors and merge keys are theirs to use; an alias without an anchor and one that multiplies are findings', () => {
    expect(read(`${CONFIG_MAP}data: &d { a: b }\n---\n${CONFIG_MAP}x: *y\n`).findings.map(({ code }) => code)).toEqual(['yaml/syntax']);
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1,1,1]',
      ...'bcdefghi'.split('').map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
    ];
    expect(read(`${CONFIG_MAP}${bomb.join('\n')}\n`).findings.map(({ code }) => code)).toEqual(['yaml/syntax']);
  });

  test('what tools print beside an object, null for nothing, and a project that names a cluster twice, are no mistakes', () => {
    const printed = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, uid: 7f9c24e8-3b12-4d0a-9c51-6f1f0b2a7d33, resourceVersion: "1", generation: 2, creationTimestamp: null, managedFields: [] }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3 }
status: { currentReplicas: 1, desiredReplicas: 1 }
`;
    const nothing =
      'apiVersion: velero.io/v1\nkind: Schedule\nmetadata: { name: a }\nspec: { schedule: 0 7 * * *, template: { snapshotVolumes: null } }\n';
    const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: web, namespace: argocd }
spec:
  sourceRepos: [https://git.example.net/web.git]
  destinations: [{ name: north, server: https://north.example.net, namespace: web }]
`;
    const empty = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  strategy: { type: Recreate, rollingUpdate: }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: }
    spec:
      nodeSelector:
      containers: [{ name: web, image: "r.example.net/x@sha256:${'0'.repeat(64)}", env: [{ name: A, value: , valueFrom: { configMapKeyRef: { name: web, key: a } } }] }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { b: x, a: "" }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { minAvailable: , maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`;
    const long = `apiVersion: batch/v1
kind: Job
metadata: { generateName: ${'a'.repeat(62)}-, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: web, image: "r.example.net/x@sha256:${'0'.repeat(64)}" }] } } }
`;
    for (const text of [printed, nothing, project, empty, long]) expect(lint(read(text).manifests, anyCluster), text).toEqual([]);
  });

  test.each(['{}', '[shop]', '5'])('a namespace %s is a mistake, and stops nothing', (namespace) => {
    const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: api }
rules: []
`;
    expect(lint(read(binding).manifests, anyCluster).map(({ code, pointer }) => [code, pointer])).toEqual([
      ['object/wrong-shape', '/metadata/namespace'],
    ]);
  });

  test('what controllers made of an object is no second one', () => {
    const made = (kind: string, apiVersion: string, name: string, owner: string, spec: string): string => `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop, ownerReferences: [{ apiVersion: apps/v1, kind: ${owner}, name: web, uid: x, controller: true }] }
spec: ${spec}
`;
    const pod = `{ containers: [{ name: web, image: "r.example.net/x@sha256:${'0'.repeat(64)}", resources: { requests: { cpu: 1 } } }] }`;
    const set = `{ replicas: 1, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: ${pod} } }`;
    const objects = [
      `apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: all, namespace: shop }\nspec: { hard: { requests.cpu: 1 } }\n`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: ${set.replace('replicas: 1', 'strategy: { type: Recreate }')}\n`,
      made('ReplicaSet', 'apps/v1', 'web', 'Deployment', set),
      made('Pod', 'v1', 'web-x', 'ReplicaSet', pod),
    ];
    const codes = (texts: readonly string[]): string[] => lint(read(texts.join('---\n')).manifests, anyCluster).map(({ code }) => code);
    expect(codes(objects)).toEqual([]);
    expect(codes(objects.map((text) => text.replace('controller: true', 'controller: false')))).toContain('quantity/over-quota');
  });

  test('of a Service that is shown in two ways, either may be meant', () => {
    const service = (port: number): string => `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: ${port} }] }\n`;
    const route = `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web }
spec: { routes: [{ kind: Rule, match: Host(\`web.example.net\`), services: [{ name: web, port: 80 }] }] }
`;
    const codes = (...texts: string[]): string[] => lint(read(texts.join('---\n')).manifests, anyCluster).map(({ code }) => code);
    expect(codes(service(443), service(80), route)).toEqual([]);
    expect(codes(service(443), route)).toEqual(['reference/wrong-port']);
  });

  test('what a Secret holds is not shown, nor what looks like one elsewhere', () => {
    const password = ['k3Jf9sQ2', 'vX8mZp1L'].join('');
    const secret = `{apiVersion: v1, kind: Secret, metadata: {name: s_, namespace: a}, stringData: {p: ${password}, q: ok}}\n`;
    const pod = `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: "r/i:1", password: ${password}}]}}\n`;
    for (const text of [secret, pod]) {
      const { manifests, secrets } = read(text);
      const shown = JSON.stringify(redactAll(lint(manifests, anyCluster), secrets));
      expect(shown).toMatch(/is no field here|is no legal name/);
      expect(shown).not.toContain(password);
      expect(shown).toContain('*'.repeat(password.length));
    }
  });

  test('what is no object is passed over, and broken YAML is a finding at its place', () => {
    expect(read('a: 1\n---\n- b\n---\n# nothing\n')).toEqual({ manifests: [], findings: [], secrets: [], templates: [], notes: [] });
    expect(read('kind: a\nb: [1\nc: d\n').findings.map(({ place: { line }, code }) => [code, line])).toEqual([['yaml/syntax', 3]]);
  });

  test('kustomizations are alternatives, unless Applications send them to one cluster', () => {
    const built = (folder: string) => ({ folder, ...read(CONFIG_MAP) });
    const application = (path: string) =>
      read(
        `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { source: { path: ${path} }, destination: { name: one } }\n`,
      ).manifests;
    expect(clustersOf([], [built('x/a'), built('x/b')]).map(({ length }) => length)).toEqual([1, 1]);
    expect(clustersOf([...application('a'), ...application('b')], [built('x/a'), built('x/b')]).map(({ length }) => length)).toEqual([2, 2]);
  });
});
