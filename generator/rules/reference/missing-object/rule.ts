import { crdName } from '../../../k8s/routes.ts';
import { isBrought, referencesIn, type Reference } from '../../../k8s/references.ts';
import {
  child,
  defineRule,
  each,
  get,
  kindOf,
  named,
  objectTitle,
  quoted,
  sameNamespace,
  shown,
  type Cluster,
  type FoundIn,
  type KubeObject,
} from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/missing-object',
  severity: 'error',
  what: 'An object names another one that nobody makes.',
  why: 'Kubernetes accepts the name and does nothing: no route, no certificate, no scaling.',
  fix: 'Correct the name or the namespace, add the object, or declare it under `externals`.',
  order: 40,
  // Documentation names things that it does not show; one that is shown elsewhere is another matter.
  forgives: ({ related }, { sketch, whole }) => sketch && !whole && related === undefined,
  *run(cluster) {
    const said = new Set<string>();
    for (const reference of referencesIn(cluster)) {
      const { by, at, kind, namespace, name, verb } = reference;
      const key = `${objectTitle(by)} ${at}`;
      if (kind === '/Secret' || said.has(key) || isThere(cluster, reference) || !cluster.lacks(kind, namespace, name) || isAlone(cluster, reference))
        continue;
      said.add(key);
      const bare = shown(kind.slice(kind.indexOf('/') + 1));
      const elsewhere = cluster.named(kind, name)[0];
      yield {
        object: by,
        path: at,
        message: `${verb} the ${named(bare, namespace, name)}, which nobody makes`,
        hint:
          elsewhere === undefined
            ? `correct the name, or add the ${bare}${cluster.whole ? '; what the cluster brings is declared under "externals" in fleet.yaml' : ''}`
            : `there is one of this name in namespace ${shown(elsewhere.metadata.namespace ?? 'default')}; this reference does not cross namespaces`,
        related: elsewhere && [{ object: elsewhere, path: '/metadata/name', note: 'the one in the other namespace' }],
      };
    }
    yield* annotated(cluster);
  },
});

/** What annotations of Traefik name as `namespace-name@kubernetescrd`, by the kind that is meant. */
const ANNOTATIONS: Readonly<Record<string, string>> = {
  'traefik.ingress.kubernetes.io/router.middlewares': 'traefik.io/Middleware',
  'traefik.ingress.kubernetes.io/router.tls.options': 'traefik.io/TLSOption',
  'traefik.ingress.kubernetes.io/service.serverstransport': 'traefik.io/ServersTransport',
};

/** Where namespace ends and name begins nobody can see: it is missing if no object has that name, and one of a namespace that may be meant is here. */
function* annotated(cluster: Cluster): Iterable<FoundIn<'cluster'>> {
  for (const object of cluster.subjects('networking.k8s.io/Ingress', '/Service')) {
    for (const [key, kind] of Object.entries(ANNOTATIONS)) {
      const value = object.metadata.annotations?.[key];
      for (const reference of typeof value === 'string' ? value.split(',') : []) {
        const id = crdName(reference.trim());
        if (id.includes('@') || id === reference.trim()) continue;
        const ids = cluster.all(kind).map(({ metadata }) => [metadata.namespace ?? object.metadata.namespace ?? 'default', metadata.name] as const);
        const isMade = ids.some(([namespace, name]) => `${namespace}-${name}` === id);
        if (isMade || !(cluster.whole || ids.some(([namespace]) => id.startsWith(`${namespace}-`)))) continue;
        const bare = kind.slice(kind.indexOf('/') + 1);
        yield {
          object,
          path: child('/metadata/annotations', key),
          message: `names the ${bare} ${quoted(id)}, which nobody makes`,
          hint: `write <namespace>-<name>@kubernetescrd, or add the ${bare}`,
        };
      }
    }
  }
}

/** Whether it names one of its own kind, and is the only one here: that shows nothing of where the others are. */
function isAlone(cluster: Cluster, { by, kind, namespace }: Reference): boolean {
  if (cluster.whole || kindOf(by) !== kind) return false;
  return !cluster.all(kind).some((object) => object !== by && sameNamespace(object.metadata.namespace, namespace));
}

/** Whether something is there that nobody writes: every cluster brings it, or a controller makes it of another object. */
function isThere(cluster: Cluster, reference: Reference): boolean {
  const { by, kind, namespace, name } = reference;
  switch (kind) {
    // Classes are what clusters bring: that one is missing can only be said where everything is known that a cluster has.
    case 'networking.k8s.io/IngressClass':
      return !cluster.whole;
    case 'storage.k8s.io/StorageClass':
      // What the settings of an agent or a region name is there.
      return !cluster.whole || name === cluster.facts?.storageClass || by.metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet';
    case 'gateway.networking.k8s.io/Gateway':
      // Folders of examples leave the namespace to whoever applies one of them: there a Gateway shows nothing of another.
      return namespace === undefined && !cluster.whole;
    case '/Service':
      // Operators make the Services of their webhooks themselves, and Kubernetes its own.
      return (by.kind.endsWith('WebhookConfiguration') && !cluster.whole) || (name === 'kubernetes' && namespace === 'default');
    case 'velero.io/BackupStorageLocation':
    case 'velero.io/VolumeSnapshotLocation':
      // Velero's installation makes the first one; whoever writes one down writes them all down.
      return cluster.all(kind).length === 0 || (kind === 'velero.io/VolumeSnapshotLocation' && takesNoSnapshots(by));
    case '/ConfigMap':
      return isBrought(reference) || cluster.all('trust.cert-manager.io/Bundle').some(({ metadata }) => metadata.name === name);
    case '/PersistentVolumeClaim':
      return cluster.all('apps/StatefulSet').some(
        (object) =>
          sameNamespace(object.metadata.namespace, namespace) &&
          each(object, 'spec.volumeClaimTemplates[]').some(({ item }) => {
            const prefix = `${String(get(item, ['metadata', 'name']))}-${object.metadata.name}-`;
            return name.startsWith(prefix) && /^[0-9]+$/.test(name.slice(prefix.length));
          }),
      );
    default:
      return isBrought(reference);
  }
}

/** velero, pkg/controller/backup_controller.go, validateAndGetSnapshotLocations: then it does not look for the places. */
function takesNoSnapshots(by: KubeObject): boolean {
  return get(by, [...(by.kind === 'Schedule' ? ['spec', 'template'] : ['spec']), 'snapshotVolumes']) === false;
}
