import { isClusterScoped, group, type KubeObject } from '../k8s/object.ts';
import type { Fleet, Hub } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { fullNames } from '../fleet/hosts.ts';
import { hubsAround } from '../fleet/resolve/hubs.ts';
import { cleanupPath } from '../model/names.ts';
import { byCodeUnit } from '../model/order.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import type { Overlay } from './overlay.ts';

/** Something that must be there before a region can sync, and the command that shows whether it is. */
export interface Prerequisite {
  readonly topic: 'Argo CD' | 'versions' | 'CRDs' | 'namespaces' | 'Secrets' | 'DNS' | 'storage' | 'metrics' | 'externals';
  readonly what: string;
  /** One shell command that fails when it is missing. */
  readonly command: string;
}

/** API groups that every API server has: everything else comes from a CustomResourceDefinition. */
const BUILT_IN = /^(|apps|autoscaling|batch|policy|(admissionregistration|networking|rbac\.authorization|scheduling|storage|discovery)\.k8s\.io)$/;

/** What a region's objects count on. @param has whether a path below out/ is written */
export function prerequisites(
  fleet: Fleet,
  region: Region,
  overlays: readonly Overlay[],
  secrets: readonly RequiredSecret[],
  has: (path: string) => boolean,
): Prerequisite[] {
  const kubectl = `kubectl --context ${region.cluster}`;
  const objects = overlays.flatMap(({ units, own }) => [...units, ...own].flatMap((part) => part.objects));
  const made = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const runs = (name: string): boolean => overlays.some(({ component }) => component.name === name);
  const { versions, clusterFacts } = region;
  const version = (what: string, command: string): Prerequisite => ({ topic: 'versions', what, command });
  return [
    ...hubsAround(region).map((hub) => registered(region, hub)),
    version(`Kubernetes ${versions.kubernetes}`, serverCommand(kubectl, versions.kubernetes)),
    ...(runs('ingress')
      ? [version(`Traefik ${versions.traefik}`, imageCommand(kubectl, clusterFacts.ingress.namespace, 'traefik', versions.traefik))]
      : []),
    ...(runs('certs')
      ? [
          version(
            `cert-manager ${versions['cert-manager']}`,
            imageCommand(kubectl, clusterFacts.certManager.namespace, 'cert-manager-controller', versions['cert-manager']),
          ),
        ]
      : []),
    ...(usesStore(region)
      ? [
          version(
            `External Secrets ${versions['external-secrets']}`,
            imageCommand(kubectl, undefined, 'external-secrets', versions['external-secrets']),
          ),
        ]
      : []),
    ...customKinds(objects).map((name): Prerequisite => ({ topic: 'CRDs', what: name, command: `${kubectl} get crd ${name}` })),
    ...foreignNamespaces(objects, made).map((name): Prerequisite => ({
      topic: 'namespaces',
      what: name,
      command: `${kubectl} get namespace ${name}`,
    })),
    ...secretStore(kubectl, region),
    ...secrets.map((need): Prerequisite => ({
      topic: 'Secrets',
      what: `${need.namespace}/${need.name} with ${need.keys.map(({ key }) => key).join(', ')}${usesStore(region) ? ' (there once External Secrets has read the store)' : ''}`,
      command: `${kubectl} --namespace ${need.namespace} get secret ${need.name}`,
    })),
    ...(region.placements.some(({ agent }) => agent.storage !== null) ? [storage(kubectl, clusterFacts.storageClass)] : []),
    ...(region.placements.some(({ agent }) => agent.autoscale !== null)
      ? [{ topic: 'metrics' as const, what: 'metrics-server, for the autoscalers', command: `${kubectl} get apiservice v1beta1.metrics.k8s.io` }]
      : []),
    ...(runs('dns') ? dns(fleet, region) : []),
    ...(has(cleanupPath(region.name)) ? [cleanedUp(`${fleet.gitops.path}/${cleanupPath(region.name)}`)] : []),
    ...externals(kubectl, fleet, region),
  ];
}

function registered({ cluster }: Region, { name, argocd }: Hub): Prerequisite {
  return {
    topic: 'Argo CD',
    what: `cluster "${cluster}" is registered with ${name === '' ? '' : `the hub ${name}, `}Argo CD ${argocd.version}`,
    // A context of argocd that has the name of the hub.
    command: `argocd cluster get ${cluster}${name === '' ? '' : ` --argocd-context ${name}`}`,
  };
}

/** What people declared that the cluster has. An entry point of Traefik and a host outside are no objects. */
function externals(kubectl: string, { externals: all }: Fleet, region: Region): Prerequisite[] {
  return all
    .filter((external) => (external.region ?? region.name) === region.name && !['EntryPoint', 'Host'].includes(external.kind))
    .map(({ kind, namespace, name, keys = [], reason }): Prerequisite => ({
      topic: 'externals',
      what: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${keys.length === 0 ? '' : ` with ${keys.join(', ')}`}: ${reason}`,
      command: `${kubectl}${namespace === undefined ? '' : ` --namespace ${namespace}`} get ${kind.toLowerCase()} ${name}`,
    }));
}

function dns({ zone }: Fleet, region: Region): Prerequisite[] {
  return [
    { topic: 'DNS', what: `${zone.name} is delegated`, command: `test -n "$(dig +short NS ${zone.name})"` },
    { topic: 'DNS', what: `${region.ingressHost} resolves`, command: `test -n "$(dig +short ${region.ingressHost})"` },
    {
      topic: 'DNS',
      what: `the wildcard does not answer for _acme-challenge.${region.name}.${zone.name}`,
      command: `test -z "$(dig +short CNAME _acme-challenge.${region.name}.${zone.name})"`,
    },
    ...region.placements
      .flatMap(({ agent }) => fullNames(agent))
      .map((name): Prerequisite => ({
        topic: 'DNS',
        what: `nobody else has ${name}; the name server lets the keys of the region write it, by its part of named.conf`,
        command: `test -z "$(dig +short ${name})" || test "$(dig +short CNAME ${name})" = "${region.ingressHost}."`,
      })),
  ];
}

/** What the script deletes is asked for. The answer of the wildcard, an alias, is neither of its records; what dig says of a failure begins with `;`. */
function cleanedUp(path: string): Prerequisite {
  return {
    topic: 'DNS',
    what: `nothing is left that ${path} deletes: apply it at the name server`,
    command: `! awk '/^update delete/ {print $3, $4}' ${path} | dig +short -f - | grep -qE '^([0-9]+ |"|;)'`,
  };
}

function usesStore(region: Region): boolean {
  const settings = region.components['secrets'] as { enabled?: boolean; provider?: string } | undefined;
  return settings?.enabled !== false && settings?.provider === 'external-secrets';
}

function secretStore(kubectl: string, region: Region): Prerequisite[] {
  if (!usesStore(region)) return [];
  const { store } = region.components['secrets'] as { store?: string };
  return [
    {
      topic: 'Secrets',
      what: `ClusterSecretStore ${store}, holding what out/secrets.md lists`,
      command: `${kubectl} get clustersecretstore ${store}`,
    },
  ];
}

function storage(kubectl: string, storageClass: string | null): Prerequisite {
  return storageClass === null
    ? { topic: 'storage', what: 'a default StorageClass', command: `${kubectl} get storageclass | grep -q '(default)'` }
    : { topic: 'storage', what: `StorageClass ${storageClass}`, command: `${kubectl} get storageclass ${storageClass}` };
}

/** Asks the server alone: `kubectl version` tells of kubectl as well. Providers write `35+`. */
function serverCommand(kubectl: string, version: string): string {
  return `${kubectl} get --raw /version | grep -qE '"minor": *"${version.split('.')[1]}[+]?"'`;
}

/** @param namespace absent where the fleet does not know it */
function imageCommand(kubectl: string, namespace: string | undefined, image: string, version: string): string {
  const pods = namespace === undefined ? `${kubectl} get pods --all-namespaces` : `${kubectl} --namespace ${namespace} get pods`;
  return `${pods} -o jsonpath='{..image}' | grep -qE '${image}:v?${version.replaceAll('.', String.raw`\.`)}([^0-9]|$)'`;
}

function customKinds(objects: readonly KubeObject[]): string[] {
  const names = objects.filter((object) => !BUILT_IN.test(group(object))).map((object) => `${plural(object.kind)}.${group(object)}`);
  return [...new Set(names)].sort(byCodeUnit);
}

/** The lower-case plural by which an API serves a kind. */
function plural(kind: string): string {
  const lower = kind.toLowerCase();
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** Namespaces that objects go to and the fleet does not make. */
function foreignNamespaces(objects: readonly KubeObject[], made: ReadonlySet<string>): string[] {
  const used = objects.filter((object) => !isClusterScoped(object)).flatMap(({ metadata }) => metadata.namespace ?? []);
  return [...new Set(used)].filter((name) => !made.has(name)).sort(byCodeUnit);
}
