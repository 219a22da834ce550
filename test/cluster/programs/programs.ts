// The programs that these tests run, each built from a Go module in this folder whose go.mod and go.sum pin everything.
import { readFileSync, readdirSync } from 'node:fs';
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
  'external-dns': ['external-dns', '.'],
  'cert-manager': ['cert-manager', '.'],
  'gitops-engine': ['gitops-engine', '.'],
  traefik: ['traefik', `${RELEASES.traefik.module}/cmd/traefik`],
  helm: ['helm', `${RELEASES.helm.module}/cmd/helm`],
  'traefik-2': ['traefik2', `${RELEASES['traefik-2'].module}/cmd/traefik`],
} as const;

export type Program = keyof typeof PROGRAMS;

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
  return cachedAt(program, ...[...names, ...standIns(folder)].map((name) => readFileSync(name)));
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
    go(
      [
        'build',
        '-mod=readonly',
        `-modfile=${modFile(module)}`,
        '-trimpath',
        '-buildvcs=false',
        '-ldflags',
        flags.join(' '),
        '-o',
        join(into, program),
        main,
      ],
      {
        cwd: folderOf(module),
        env: { CGO_ENABLED: '0' },
      },
    );
  });
}
