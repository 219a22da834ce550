// Files of the Go modules of other projects that tests read: the source that a table names, the chart that gives a program its rights.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RELEASES } from '../../../generator/fleet/versions/releases.ts';
import { cachedAt, makeOnce } from './cache.ts';
import { CRDS } from './crds.ts';
import { go } from './go.ts';

interface Source {
  readonly module: string;
  readonly version: string;
  /** As go.sum has it: of the whole module. */
  readonly sum: string;
  readonly files: readonly string[];
}

function pinned(system: keyof typeof RELEASES): Omit<Source, 'files'> {
  const found = CRDS.find((source) => source.system === system);
  if (found === undefined) throw new Error(`crds.ts does not say which ${system} it is`);
  const { module, version } = RELEASES[system];
  return { module, version: `v${version}`, sum: found.sum };
}

const SOURCES = {
  'cert-manager': { ...pinned('cert-manager'), files: ['deploy/charts/cert-manager/templates/rbac.yaml', 'deploy/charts/cert-manager/values.yaml'] },
  'argo-cd': {
    ...pinned('argocd'),
    files: [
      ...['controller/appcontroller.go', 'controller/state.go', 'controller/sync.go'],
      ...['pkg/apis/application/v1alpha1/application_annotations.go', 'pkg/apis/application/v1alpha1/types.go'],
    ],
  },
  'gitops-engine': {
    module: 'github.com/argoproj/argo-cd/gitops-engine',
    // As gitops-engine/go.mod of these tests has it.
    version: 'v0.0.0-20260914071520-c9c369efcc5b',
    sum: 'h1:0tKOg3Fxd5cqVemntg63MqCjk7wqVV32vbVGWOGyhR8=',
    files: ['pkg/sync/common/types.go', 'pkg/sync/sync_context.go'],
  },
} as const satisfies Readonly<Record<string, Source>>;

export type Upstream = keyof typeof SOURCES;

const target = (of: Upstream): string => cachedAt(JSON.stringify(SOURCES[of]));

/** Fetches them unless they are there. @throws where a module is not the one that was pinned */
export function fetchSources(): void {
  for (const of of Object.keys(SOURCES) as Upstream[]) {
    makeOnce(target(of), (into) => {
      const { module, version, sum, files } = SOURCES[of];
      const { Dir, Sum } = JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`], { cwd: tmpdir() })) as { Dir: string; Sum: string };
      if (Sum !== sum) throw new Error(`${module}@${version} is not the module that was pinned: its sum is ${Sum}`);
      for (const file of files) {
        mkdirSync(join(into, dirname(file)), { recursive: true });
        copyFileSync(join(Dir, file), join(into, file));
      }
    });
  }
}

export const sourceOf = (of: Upstream, file: string): string => readFileSync(join(target(of), file), 'utf8');

export const versionOf = (of: Upstream): string => SOURCES[of].version;
