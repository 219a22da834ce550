// Manifests that other projects publish: every YAML and JSON file of the Go modules that these tests build and read, one version of each module.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RELEASES } from '../../../generator/fleet/versions/releases.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { cachedAt, makeOnce } from '../programs/cache.ts';
import { moduleOf } from '../programs/crds.ts';
import { go } from '../programs/go.ts';
import { kindModules } from '../programs/kinds.ts';

const folder = join(import.meta.dirname, '..');

/** Of a file of another project: what can be read of it. */
export interface Published {
  /** `module@version/path`. */
  readonly path: string;
  readonly objects: readonly KubeObject[];
  /** What is a template, or no YAML that Kubernetes reads. */
  readonly unread?: 'template' | 'refused';
}

/** What these tests need of other projects, as Go calls it: the modules of go.mod files, and those of which only files are read. */
function modules(): string[] {
  const found = new Set<string>();
  const systems = [
    'argocd',
    'cert-manager',
    'traefik',
    'prometheus-operator',
    'external-secrets',
    'velero',
    'external-dns',
    'sealed-secrets',
  ] as const;
  for (const { module, version } of [...systems.map(moduleOf), ...kindModules]) found.add(`${module}@${version}`);
  for (const name of readdirSync(folder)) {
    const file = join(folder, name, 'go.mod');
    if (!existsSync(file)) continue;
    for (const [, module, version] of readFileSync(file, 'utf8').matchAll(/^(?:require |.* => )?\t?(\w\S*\.\S+\/\S+) (v\S+)/gm))
      found.add(`${module}@${version}`);
  }
  // Of Kubernetes only what judges: other minors have nearly the same files.
  const { version } = RELEASES.kubernetes;
  const ofKubernetes = [
    `k8s.io/kubernetes@v${version}`,
    ...['api', 'apiextensions-apiserver', 'kubectl'].map((name) => `k8s.io/${name}@v0${version.slice(1)}`),
  ];
  return [...[...found].filter((name) => !name.startsWith('k8s.io/')), ...ofKubernetes];
}

/** Objects with every field, in which no value means anything, and what is written to break parsers. */
const PASSED_OVER = /\/(node_modules|\.git)\/|@v[^/]*\/testdata\/v\d|\/roundtrip\//;

/** Read once: there are tens of thousands of files to look into. */
export function published(): Published[] {
  const names = modules().sort();
  const target = cachedAt('corpus 1', ...names, PASSED_OVER.source);
  makeOnce(target, (into) => writeFileSync(join(into, 'corpus.json'), JSON.stringify(gathered(names))));
  return JSON.parse(readFileSync(join(target, 'corpus.json'), 'utf8')) as Published[];
}

/** Every file once, however many modules have it. */
function gathered(names: readonly string[]): Published[] {
  const cache = go(['env', 'GOMODCACHE'], { cwd: tmpdir() }).trim();
  const seen = new Set<string>();
  const files: Published[] = [];
  for (const name of names) {
    const top = join(
      cache,
      name.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`),
    );
    if (!existsSync(top)) continue;
    const inside = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ya?ml|json)$/.test(file));
    for (const file of inside.sort()) {
      const path = `${name}/${file}`;
      if (PASSED_OVER.test(path) || !statSync(join(top, file)).isFile()) continue;
      const bytes = readFileSync(join(top, file));
      if (bytes.length > 2 ** 22 || !/^\s*"?apiVersion"?:|[{,]\s*"apiVersion":/m.test(bytes.toString('latin1'))) continue;
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (seen.has(hash)) continue;
      seen.add(hash);
      const { manifests, findings, templates } = parseManifests({ path, bytes });
      const flawed = templates.length > 0 || findings.some(({ severity }) => severity === 'error');
      files.push({
        path,
        objects: manifests.map(({ data }) => data as unknown as KubeObject),
        ...(flawed ? { unread: bytes.includes('{{') ? ('template' as const) : ('refused' as const) } : {}),
      });
    }
  }
  return files;
}
