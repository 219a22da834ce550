// 40,000 plain objects through lint, and through kubeconform: npm run bench -- --lint. Kubeconform is built from its Go module and given the closed schemas
// of this project: it holds objects against those alone, and looks at none beside another.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cost, median, peak } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const VERSION = 'v0.8.0';
/** By the version of one module Go knows all others: this is the sum of the module in the checksum database, which Go asks itself. */
const KUBECONFORM = `github.com/yannh/kubeconform/cmd/kubeconform@${VERSION}`;

const APP = (name, namespace) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: registry.example.net/${name}:1.0.0@sha256:${'0123456789abcdef'.repeat(4)}
          ports:
            - name: http
              containerPort: 8080
          envFrom:
            - configMapRef:
                name: ${name}
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${namespace}
data:
  LOG_LEVEL: info
  REGION: north
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`;

/** Four objects per application, a hundred applications per namespace, a file per namespace. @returns how many there are */
export function writePlain(folder, objects) {
  mkdirSync(folder, { recursive: true });
  const namespaces = Math.ceil(objects / 400);
  for (let n = 0; n < namespaces; n++) {
    const apps = Array.from({ length: 100 }, (_, i) => APP(`app-${n}-${i}`, `shop-${n}`));
    writeFileSync(join(folder, `shop-${n}.yaml`), apps.join('---\n'));
  }
  return namespaces * 400;
}

/** The closed schemas, one file per kind, as kubeconform looks for them. @returns where */
export function writeSchemas(folder) {
  mkdirSync(folder, { recursive: true });
  const { kinds, $defs } = JSON.parse(readFileSync(join(root, 'schemas/objects/generated.json'), 'utf8'));
  for (const [name, schema] of Object.entries(kinds)) {
    const used = {};
    const add = (text) => {
      for (const [, key] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
        if (key in used) continue;
        used[key] = $defs[key];
        add(JSON.stringify($defs[key]));
      }
    };
    add(JSON.stringify(schema));
    const [version, kind] = name.split('/').slice(-2);
    const group = name.split('/').length === 3 ? `-${name.split('.')[0].split('/')[0]}` : '';
    writeFileSync(join(folder, `${kind.toLowerCase()}${group}-${version}.json`), JSON.stringify({ ...schema, $defs: used }));
  }
  return join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
}

/** @returns {string | undefined} the program; nothing where Go cannot build it */
export function installKubeconform(folder) {
  const program = join(folder, 'kubeconform');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('go', ['install', '-trimpath', KUBECONFORM], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' },
  });
  return status === 0 ? program : undefined;
}

/** @returns {{ objects: number, memory: number, ours: object, theirs: object | undefined }} wall and processor time in ms */
export function measureLint(program, folder, objects, rounds) {
  const input = join(folder, 'manifests');
  const count = writePlain(input, objects);
  const kubeconform = installKubeconform(join(folder, 'go'));
  const schemas = writeSchemas(join(folder, 'schemas'));
  const times = { ours: [], theirs: [] };
  for (let i = 0; i < rounds; i++) {
    times.ours.push(cost([program, 'lint', input]));
    if (kubeconform !== undefined) times.theirs.push(cost(['-strict', '-schema-location', schemas, input], {}, { program: kubeconform }));
  }
  const of = (all) => (all.length === 0 ? undefined : { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) });
  return { objects: count, memory: peak([program, 'lint', input]), ours: of(times.ours), theirs: of(times.theirs) };
}
