// CustomResourceDefinitions of the systems that a fleet writes for, out of their Go modules: nothing else is fetched of those.
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import type { System } from '../../../generator/fleet/versions/table.ts';
import { cachedAt, makeOnce } from './cache.ts';
import { go } from './go.ts';

interface Source {
  /** As the version table of the generator calls it; absent where it has no row. */
  readonly system?: System;
  readonly module: string;
  readonly version: string;
  /** As go.sum has it: of the whole module. */
  readonly sum: string;
  readonly folder: string;
  readonly files: readonly string[];
}

export const CRDS: readonly Source[] = [
  {
    system: 'argocd',
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.7',
    sum: 'h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=',
    folder: 'manifests/crds',
    files: ['application-crd.yaml', 'appproject-crd.yaml'],
  },
  {
    system: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/crds',
    files: [
      ...['certificaterequests', 'certificates', 'clusterissuers', 'issuers'].map((name) => `cert-manager.io_${name}.yaml`),
      ...['challenges', 'orders'].map((name) => `acme.cert-manager.io_${name}.yaml`),
    ],
  },
  {
    system: 'traefik',
    module: 'github.com/traefik/traefik/v3',
    version: 'v3.7.13',
    sum: 'h1:T8wy9KuaFzCkmXCqAzDy7t73pBDR1DHrJe3pqXpNXTw=',
    folder: 'docs/content/reference/dynamic-configuration',
    files: ['kubernetes-crd-definition-v1.yml'],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.93.0',
    sum: 'h1:AohlYJT+En8TmNpAcEUJ3GsaJTAqfEBwHmGTVpRm/Io=',
    folder: 'example/prometheus-operator-crd',
    files: ['podmonitors', 'probes', 'prometheusrules', 'servicemonitors'].map((name) => `monitoring.coreos.com_${name}.yaml`),
  },
  // Later versions are not published as this module: their go.mod does not end in /v2, as a second major version must.
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: ['externalsecrets', 'secretstores', 'clustersecretstores'].map((name) => `external-secrets.io_${name}.yaml`),
  },
  {
    module: 'github.com/vmware-tanzu/velero',
    version: 'v1.18.3',
    sum: 'h1:9uwN5yxTWQl9PsF5ljX4xiG+7VIq3I9mxOQ0DyyZ31A=',
    folder: 'config/crd/v1/bases',
    files: ['backups', 'backupstoragelocations', 'schedules'].map((name) => `velero.io_${name}.yaml`),
  },
  {
    system: 'external-dns',
    module: 'sigs.k8s.io/external-dns',
    version: 'v0.22.0',
    sum: 'h1:+ASJ3KF7DLqHo2LsG8Qinuh2J389MS86I19i/r8ewUc=',
    folder: 'config/crd/standard',
    files: ['dnsendpoints.externaldns.k8s.io.yaml'],
  },
  {
    module: 'github.com/bitnami-labs/sealed-secrets',
    version: 'v0.40.0',
    sum: 'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
    folder: 'helm/sealed-secrets/crds',
    files: ['bitnami.com_sealedsecrets.yaml'],
  },
];

const target = (): string => cachedAt(JSON.stringify(CRDS));

/** Fetches them unless they are there. @throws where a module is not the one that was pinned */
export function fetchCrds(): void {
  makeOnce(target(), (into) => {
    for (const { module, version, sum, folder, files } of CRDS) {
      const { Dir, Sum } = JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`], { cwd: tmpdir() })) as { Dir: string; Sum: string };
      if (Sum !== sum) throw new Error(`${module}@${version} is not the module that was pinned: its sum is ${Sum}`);
      for (const file of files) copyFileSync(join(Dir, folder, file), join(into, basename(file)));
    }
  });
}

export function crds(): KubeObject[] {
  return readdirSync(target())
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(target(), file), 'utf8')).map((document) => document.toJS() as KubeObject | null))
    .filter((object): object is KubeObject => object?.kind === 'CustomResourceDefinition');
}
