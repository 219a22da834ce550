// Application: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import { allowedIn, namespacesOf } from './allowed.ts';
import { factsOf } from './build.ts';
import { objectCount } from './overlay.ts';
import { syncWindows } from './sync-windows.ts';
import type { Overlay } from './overlay.ts';
import type { GroupKind, KubeObject } from '../k8s/object.ts';
import { REGION_LABEL, fleetLabels } from '../k8s/labels.ts';
import type { Fleet, Hub } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { serves } from '../fleet/versions/serves.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { hubsAround } from '../fleet/resolve/hubs.ts';
import { circumstances } from '../fleet/resolve/kept.ts';
import { deliveryFolder, regionPath } from '../model/delivery-paths.ts';
import { applicationName, projectName, rootName } from '../model/names.ts';
import { byCodeUnit } from '../model/order.ts';

/** Kinds that controllers make below ours; without them Argo CD would not show what became of a Deployment. */
export const CHILD_KINDS: readonly GroupKind[] = [
  { group: '', kind: 'Pod' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
];

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** The root Application of an Argo CD and its project: applied once by hand, they bring everything else. */
export function rootObjects(fleet: Fleet, { name: hub, argocd }: Hub): KubeObject[] {
  const { repoURL, branch, path } = fleet.gitops;
  const name = rootName(fleet.name);
  const metadata = { name, namespace: argocd.namespace, labels: fleetLabels(fleet.name) };
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata,
      spec: {
        description: `Root of the fleet ${fleet.name}: may write Applications and AppProjects, nothing else`,
        sourceRepos: [repoURL],
        // Whoever may write here administers Argo CD; that is why the root has a project of its own.
        destinations: [{ name: 'in-cluster', namespace: argocd.namespace }],
        namespaceResourceWhitelist: [
          { group: 'argoproj.io', kind: 'AppProject' },
          { group: 'argoproj.io', kind: 'Application' },
        ],
      },
    } satisfies IAppProject,
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata,
      spec: {
        project: name,
        source: {
          repoURL,
          targetRevision: `refs/heads/${branch}`,
          path: `${path}/${deliveryFolder(hub)}`,
          // Plain files: hundreds of Applications in one Kustomize build would take minutes. The folder of a hub holds nothing else.
          directory: hub === '' ? { exclude: 'kustomization.yaml', recurse: true } : { recurse: true },
        },
        destination: { name: 'in-cluster', namespace: argocd.namespace },
        syncPolicy: {
          // Without prune: a region that vanishes from Git keeps running until a person removes its Applications.
          automated: { selfHeal: true },
          retry: retry(argocd.version),
          syncOptions: ['ApplyOutOfSyncOnly=true', 'FailOnSharedResource=true'],
        },
      },
    } satisfies IApplication,
  ];
}

/** What one Argo CD has of a region. */
export interface Delivery {
  readonly hub: Hub;
  readonly objects: readonly KubeObject[];
}

const delivered = new WeakMap<readonly Overlay[], ReadonlyMap<Region, readonly Delivery[]>>();

/** Per region, its project and Applications: made once, for those who judge them and those who write them. */
export function deliveryObjects(fleet: Fleet, overlays: readonly Overlay[], memory: Keeper = FORGETFUL): ReadonlyMap<Region, readonly Delivery[]> {
  const known = delivered.get(overlays);
  if (known !== undefined) return known;
  const byRegion = new Map(fleet.regions.map((region) => [region, [] as Overlay[]]));
  for (const overlay of overlays) byRegion.get(overlay.region)?.push(overlay);
  const kept = memory.open('delivered');
  const head = circumstances(fleet);
  const made = new Map(
    [...byRegion].map(([region, own]) => [
      region,
      kept.of(region.name, [head, region, ...own], () => hubsAround(region).map((hub) => ({ hub, objects: regionObjects(fleet, region, own, hub) }))),
    ]),
  );
  delivered.set(overlays, made);
  return made;
}

/** The same by the file below out/ that holds it. */
export function deliveryFiles(fleet: Fleet, overlays: readonly Overlay[]): [path: string, objects: readonly KubeObject[]][] {
  return [...deliveryObjects(fleet, overlays)].flatMap(([{ name }, all]) =>
    all.map(({ hub, objects }): [string, readonly KubeObject[]] => [regionPath(hub.name, name), objects]),
  );
}

/** The project that confines a region, and one Application per component. */
export function regionObjects(fleet: Fleet, region: Region, overlays: readonly Overlay[], hub: Hub = region.hub): KubeObject[] {
  return [project(fleet, region, overlays, hub), ...overlays.map((overlay) => application(fleet, overlay, hub))];
}

function project(fleet: Fleet, region: Region, overlays: readonly Overlay[], { argocd }: Hub): KubeObject {
  const { kinds, namespaces } = allowedIn(
    fleet,
    region,
    overlays.map(({ component }) => component),
  );
  const windows = syncWindows(fleet, region);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: projectName(fleet.name, region.name),
      namespace: argocd.namespace,
      labels: { ...fleetLabels(fleet.name), [REGION_LABEL]: region.name },
    },
    spec: {
      description: `Region ${region.name} of the fleet ${fleet.name}`,
      sourceRepos: [fleet.gitops.repoURL],
      destinations: distinct(namespaces.length === 0 ? [fleet.namespace] : namespaces).map((namespace) => ({ name: region.cluster, namespace })),
      clusterResourceWhitelist: whitelist(kinds.filter((kind) => kind.cluster === true)),
      namespaceResourceWhitelist: whitelist([...kinds.filter((kind) => kind.cluster !== true), ...CHILD_KINDS]),
      ...(windows.length === 0 ? {} : { syncWindows: windows }),
    },
  } satisfies IAppProject;
}

function whitelist(kinds: readonly GroupKind[]): { group: string; kind: string }[] {
  return distinct(kinds.map(({ group: g, kind }) => `${g}/${kind}`)).map((text) => {
    const slash = text.indexOf('/');
    return { group: text.slice(0, slash), kind: text.slice(slash + 1) };
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(byCodeUnit);
}

function application(fleet: Fleet, overlay: Overlay, { name: hub, argocd }: Hub): KubeObject {
  const { region, component } = overlay;
  if (objectCount(overlay) === 0) throw new Error(`the overlay ${region.name}/${component.name} is empty`);
  const { repoURL, branch, path } = fleet.gitops;
  const agents = region.placements.map(({ agent }) => agent);
  const ignored = component.ignored?.(factsOf(fleet), agents) ?? [];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: applicationName(fleet.name, region.name, component.name),
      namespace: argocd.namespace,
      labels: { ...fleetLabels(fleet.name), 'app.kubernetes.io/component': component.name, [REGION_LABEL]: region.name },
      // Exact: what the overlay applies changes only when its own folder does, since bases are never edited.
      annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
      // Only a region that is being taken down takes its workloads with it.
      ...(region.state === 'decommissioning' ? { finalizers: [FINALIZER] } : {}),
    },
    spec: {
      project: projectName(fleet.name, region.name),
      source: { repoURL, targetRevision: `refs/heads/${branch}`, path: `${path}/overlays/${region.name}/${component.name}` },
      destination: {
        name: region.cluster,
        namespace: namespacesOf(component, fleet, region)[0] ?? fleet.namespace,
      },
      ...(ignored.length === 0 ? {} : { ignoreDifferences: ignored.map(({ path: at, ...of }) => ({ ...of, jsonPointers: [at] })) }),
      syncPolicy: {
        // Two that sync one region by themselves would undo each other's work while they have seen different commits.
        ...(region.leaves?.name === hub ? {} : { automated: { prune: true, selfHeal: true } }),
        retry: retry(argocd.version),
        syncOptions: [
          'ApplyOutOfSyncOnly=true',
          'FailOnSharedResource=true',
          'PruneLast=true',
          // Else a sync for another reason would apply what Git says in the ignored fields.
          ...(ignored.length === 0 ? [] : ['RespectIgnoreDifferences=true']),
          'ServerSideApply=true',
        ],
      },
    },
  } satisfies IApplication;
}

/** Components of a new region become possible one after another; retrying without limit is what orders them. */
function retry(argocd: string) {
  return {
    limit: -1,
    backoff: { duration: '30s', factor: 2, maxDuration: '5m0s' },
    // Else the revision that cannot be applied is tried for ever, and the commit that mends it never.
    ...(serves({ argocd }, 'retryRefresh') ? { refresh: true } : {}),
  };
}
