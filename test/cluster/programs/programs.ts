// The programs that these tests run, each built from a Go module in this folder whose go.mod and go.sum pin everything.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RELEASES, minorOf } from '../../../generator/fleet/versions/releases.ts';
import { cachedAt, makeOnce } from './cache.ts';
import { go } from './go.ts';

/** Program → module, and its main package: in the module, or in one that it requires. */
const PROGRAMS = {
  etcd: ['etcd', '.'],
  'kube-apiserver': ['kubernetes', './kube-apiserver'],
  'kube-controller-manager': ['kubernetes', './kube-controller-manager'],
  yaml: ['kubernetes', './yaml'],
  kustomize: ['kustomize', '.'],
  'external-dns': ['external-dns', '.'],
  'cert-manager': ['cert-manager', '.'],
  'gitops-engine': ['gitops-engine', '.'],
  traefik: ['traefik', `${RELEASES.traefik.module}/cmd/traefik`],
  helm: ['helm', `${RELEASES.helm.module}/cmd/helm`],
  'traefik-2': ['traefik2', `${RELEASES['traefik-2'].module}/cmd/traefik`],
} as const;

export type Program = keyof typeof PROGRAMS;

interface Edit {
  readonly module: string;
  readonly file: string;
  readonly old: string;
  readonly now: string;
}

/** What is not upstream's: a wait that has no setting, and that tests would spend most of their time in. */
const EDITS: Partial<Readonly<Record<Program, readonly Edit[]>>> = {
  // After a challenge is seen, for resolvers that hold an older answer: there are none here.
  'cert-manager': [{ module: RELEASES['cert-manager'].module, file: 'pkg/issuer/acme/dns/dns.go', old: 'ttl := 60\n', now: 'ttl := 1\n' }],
};

export const programs = Object.keys(PROGRAMS) as readonly Program[];

const folderOf = (module: string): string => join(import.meta.dirname, '..', module);

/**
 * The version of Kubernetes that judges, without the `v`: the one of RELEASES, or that of the minor in KUBERNETES, such as `1.36`.
 * @throws where KUBERNETES is none of them
 */
export function kubernetesVersion(): string {
  const { version, others } = RELEASES.kubernetes;
  const asked = process.env['KUBERNETES'] ?? minorOf(version);
  const found = [version, ...others].find((each) => minorOf(each) === asked);
  if (found === undefined) throw new Error(`KUBERNETES=${asked}: there is ${[version, ...others].map(minorOf).sort().join(', ')}`);
  return found;
}

/** `go.mod` of a program's module; Kubernetes has one more per other minor. */
function modFile(module: string): string {
  const version = kubernetesVersion();
  return module === 'kubernetes' && version !== RELEASES.kubernetes.version ? `${minorOf(version)}.mod` : 'go.mod';
}

/** As hack/lib/version.sh of Kubernetes: without them a program takes itself for version 0.0.0 and refuses what every version has. */
function versionFlags(): string[] {
  const version = kubernetesVersion();
  const [major, minor] = version.split('.');
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  return Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
}

function target(program: Program): string {
  const [module, main] = PROGRAMS[program];
  const folder = folderOf(module);
  const mod = modFile(module);
  const names = [mod, mod.replace(/mod$/, 'sum'), ...(main.startsWith('.') ? [join(main, 'main.go')] : [])].map((name) => join(folder, name));
  const edits = EDITS[program] === undefined ? [] : [JSON.stringify(EDITS[program])];
  return cachedAt(program, ...[...names, ...standIns(folder)].map((name) => readFileSync(name)), ...edits);
}

/** A `go.mod` that has a copy of a module with its edits in the place of the module. @throws where upstream's text is another one */
function edited(edits: readonly Edit[], folder: string, mod: string, into: string): string {
  const path = join(into, 'edited.mod');
  const replaced = [...new Set(edits.map(({ module }) => module))].map((module, i) => {
    const copy = join(into, String(i));
    cpSync(go(['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module], { cwd: folder }).trim(), copy, { recursive: true });
    for (const { file, old, now } of edits.filter((edit) => edit.module === module)) {
      const [before, after, ...more] = readFileSync(join(copy, file), 'utf8').split(old);
      if (after === undefined || more.length > 0) throw new Error(`${module}: ${file} does not have ${JSON.stringify(old)} once`);
      // The module cache is read-only, and so is a copy of it.
      rmSync(join(copy, file));
      writeFileSync(join(copy, file), `${before}${now}${after}`);
    }
    return `\nreplace ${module} => ${copy}\n`;
  });
  writeFileSync(path, readFileSync(join(folder, mod), 'utf8') + replaced.join(''));
  cpSync(join(folder, mod.replace(/mod$/, 'sum')), path.replace(/mod$/, 'sum'));
  return path;
}

/** Every file of the modules in this folder that a module has in the place of published ones. */
function standIns(folder: string): string[] {
  const replaced = [...readFileSync(join(folder, 'go.mod'), 'utf8').matchAll(/ => (\.\.\/stand-ins\/\S+)$/gm)].map(([, path]) =>
    join(folder, path as string),
  );
  const entries = replaced.flatMap((path) => readdirSync(path, { recursive: true, withFileTypes: true }));
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
}

/** Where a program lies once it is built. */
export const programPath = (program: Program): string => join(target(program), program);

/** Builds a program unless it is there. @throws with the words of Go */
export function build(program: Program): void {
  const [module, main] = PROGRAMS[program];
  makeOnce(target(program), (into) => {
    const flags = ['-s', '-w', ...(module === 'kubernetes' ? versionFlags() : [])];
    process.stderr.write(`building ${program}, which takes minutes the first time\n`);
    const scratch = mkdtempSync(join(tmpdir(), 'pap-build-'));
    const folder = folderOf(module);
    try {
      const mod = EDITS[program] === undefined ? modFile(module) : edited(EDITS[program], folder, modFile(module), scratch);
      const how = ['-mod=readonly', `-modfile=${mod}`, '-trimpath', '-buildvcs=false', '-ldflags', flags.join(' ')];
      go(['build', ...how, '-o', join(into, program), main], { cwd: folder, env: { CGO_ENABLED: '0' } });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}
