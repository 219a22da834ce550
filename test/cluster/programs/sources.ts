// Files of the Go modules of other projects that tests read: the source that a table names, the chart that gives a program its rights.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RELEASES } from '../../../generator/fleet/versions/releases.ts';
import { cachedAt, makeOnce } from './cache.ts';
import { moduleOf } from './crds.ts';
import { download } from './module.ts';
import type { Module } from './module.ts';

interface Source extends Module {
  readonly files: readonly string[];
}

const SOURCES = {
  'cert-manager': {
    ...moduleOf('cert-manager'),
    files: ['deploy/charts/cert-manager/templates/rbac.yaml', 'deploy/charts/cert-manager/values.yaml'],
  },
  traefik: { ...moduleOf('traefik'), files: ['docs/content/reference/dynamic-configuration/kubernetes-crd-rbac.yml'] },
  'traefik-2': {
    module: RELEASES['traefik-2'].module,
    version: `v${RELEASES['traefik-2'].version}`,
    sum: 'h1:7kiKS7UAH1voU3N2DYo8oDdHw3B6AB3icN1oW8tB4Ys=',
    files: ['crd-definition-v1', 'crd-rbac'].map((name) => `docs/content/reference/dynamic-configuration/kubernetes-${name}.yml`),
  },
  'argo-cd': {
    ...moduleOf('argocd'),
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
      const from = download(SOURCES[of]);
      for (const file of SOURCES[of].files) {
        mkdirSync(join(into, dirname(file)), { recursive: true });
        copyFileSync(join(from, file), join(into, file));
      }
    });
  }
}

export const sourceOf = (of: Upstream, file: string): string => readFileSync(join(target(of), file), 'utf8');

export const versionOf = (of: Upstream): string => SOURCES[of].version;
