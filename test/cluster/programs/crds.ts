// CustomResourceDefinitions of the systems that a fleet writes for, out of their Go modules: nothing else is fetched of those.
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { RELEASES } from '../../../generator/fleet/versions/releases.ts';
import { cachedAt, makeOnce } from './cache.ts';
import { manifestsIn } from './manifests.ts';
import { download } from './module.ts';
import type { Module } from './module.ts';

interface Source {
  readonly system: keyof typeof RELEASES;
  /** As go.sum has it: of the whole module. */
  readonly sum: string;
  readonly folder: string;
  readonly files: readonly string[];
}

const CRDS: readonly Source[] = [
  {
    system: 'argocd',
    sum: 'h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=',
    folder: 'manifests/crds',
    files: ['application-crd.yaml', 'appproject-crd.yaml'],
  },
  {
    system: 'cert-manager',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/crds',
    files: [
      ...['certificaterequests', 'certificates', 'clusterissuers', 'issuers'].map((name) => `cert-manager.io_${name}.yaml`),
      ...['challenges', 'orders'].map((name) => `acme.cert-manager.io_${name}.yaml`),
    ],
  },
  {
    system: 'traefik',
    sum: 'h1:T8wy9KuaFzCkmXCqAzDy7t73pBDR1DHrJe3pqXpNXTw=',
    folder: 'docs/content/reference/dynamic-configuration',
    files: ['kubernetes-crd-definition-v1.yml'],
  },
  {
    system: 'prometheus-operator',
    sum: 'h1:AohlYJT+En8TmNpAcEUJ3GsaJTAqfEBwHmGTVpRm/Io=',
    folder: 'example/prometheus-operator-crd',
    files: ['podmonitors', 'probes', 'prometheusrules', 'servicemonitors'].map((name) => `monitoring.coreos.com_${name}.yaml`),
  },
  {
    system: 'external-secrets',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: ['externalsecrets', 'secretstores', 'clustersecretstores'].map((name) => `external-secrets.io_${name}.yaml`),
  },
  {
    system: 'velero',
    sum: 'h1:9uwN5yxTWQl9PsF5ljX4xiG+7VIq3I9mxOQ0DyyZ31A=',
    folder: 'config/crd/v1/bases',
    files: ['backups', 'backupstoragelocations', 'schedules'].map((name) => `velero.io_${name}.yaml`),
  },
  {
    system: 'external-dns',
    sum: 'h1:+ASJ3KF7DLqHo2LsG8Qinuh2J389MS86I19i/r8ewUc=',
    folder: 'config/crd/standard',
    files: ['dnsendpoints.externaldns.k8s.io.yaml'],
  },
  {
    system: 'sealed-secrets',
    sum: 'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
    folder: 'helm/sealed-secrets/crds',
    files: ['bitnami.com_sealedsecrets.yaml'],
  },
];

/** The module of a system, as it is pinned here. @throws where none is */
export function moduleOf(system: Source['system']): Module {
  const found = CRDS.find((source) => source.system === system);
  if (found === undefined) throw new Error(`crds.ts does not say which ${system} it is`);
  const { module, version } = RELEASES[system];
  return { module, version: `v${version}`, sum: found.sum };
}

const target = (): string => cachedAt(...CRDS.flatMap((source) => [JSON.stringify(moduleOf(source.system)), JSON.stringify(source)]));

/** Fetches them unless they are there. @throws where a module is not the one that was pinned */
export function fetchCrds(): void {
  makeOnce(target(), (into) => {
    for (const { system, folder, files } of CRDS) {
      const from = download(moduleOf(system));
      for (const file of files) copyFileSync(join(from, folder, file), join(into, basename(file)));
    }
  });
}

/** Every definition that those modules publish beside them. */
export function allDefinitions(): KubeObject[] {
  return CRDS.flatMap(({ system, folder }) => {
    const from = join(download(moduleOf(system)), folder);
    const files = readdirSync(from).filter((name) => /\.ya?ml$/.test(name));
    return files.sort().flatMap((name) => manifestsIn(readFileSync(join(from, name), 'utf8')));
  }).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** What the CRDs are made from: other ones, another text. */
export const crdsKey = (): string => target();

let known: readonly KubeObject[] | undefined;

export function crds(): readonly KubeObject[] {
  return (known ??= read());
}

function read(): KubeObject[] {
  return readdirSync(target())
    .sort()
    .flatMap((file) => manifestsIn(readFileSync(join(target(), file), 'utf8')))
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}
