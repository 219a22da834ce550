import { objectTitle, type KubeObject } from '../../../k8s/object.ts';
import { get } from '../../../model/data.ts';
import { child, type Pointer } from '../../../model/pointer.ts';
import { shown } from '../../../model/quoted.ts';
import { classAsks } from '../../../k8s/class-references.ts';
import { named, sameNamespace, type Cluster } from '../../../k8s/cluster.ts';
import { ROOT_CERTIFICATES, configMapAsks } from '../../../k8s/config-maps.ts';
import { isAction } from '../../../k8s/ingress.ts';
import { fields, maps, text, type Fields } from '../../../k8s/look.ts';
import { defineRule, type FoundIn } from '../../rule.ts';

interface Reference {
  readonly by: KubeObject;
  readonly at: Pointer;
  /** As `group/Kind`. */
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly verb: string;
}

/** What an object names must be there: in its namespace, and of that kind. */
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
    for (const reference of references(cluster)) {
      const { by, at, kind, namespace, name, verb } = reference;
      const key = `${objectTitle(by)} ${at}`;
      if (said.has(key) || !cluster.lacks(kind, namespace, name) || isMadeOtherwise(cluster, reference)) continue;
      said.add(key);
      yield fault(cluster, by, at, kind, namespace, name, verb);
    }
  },
});

/** Roles that every cluster has in its system namespaces. */
const SYSTEM_ROLE = /^(?:system:.*|extension-apiserver-authentication-reader)$/;

/** Whether the cluster makes an object itself, or a controller makes it of another: of a StatefulSet its claims. */
function isMadeOtherwise(cluster: Cluster, { kind, namespace, name }: Reference): boolean {
  if (kind === 'rbac.authorization.k8s.io/Role') return SYSTEM_ROLE.test(name) && (namespace === undefined || namespace.startsWith('kube-'));
  if (kind === '/ConfigMap') return cluster.all('trust.cert-manager.io/Bundle').some(({ metadata }) => metadata.name === name);
  if (kind !== '/PersistentVolumeClaim') return false;
  return cluster.all('apps/StatefulSet').some(
    (object) =>
      sameNamespace(object.metadata.namespace, namespace) &&
      maps(fields(object['spec'])['volumeClaimTemplates'], '').some(({ item }) => {
        const prefix = `${String(fields(item['metadata'])['name'])}-${object.metadata.name}-`;
        return name.startsWith(prefix) && /^[0-9]+$/.test(name.slice(prefix.length));
      }),
  );
}

function fault(
  cluster: Cluster,
  by: KubeObject,
  at: Pointer,
  kind: string,
  namespace: string | undefined,
  name: string,
  verb: string,
): FoundIn<'cluster'> {
  const bare = shown(kind.slice(kind.indexOf('/') + 1));
  const elsewhere = cluster.named(kind, name)[0];
  return {
    object: by,
    path: at,
    message: `${verb} the ${named(bare, namespace, name)}, which nobody makes`,
    hint:
      elsewhere === undefined
        ? `correct the name, or add the ${bare}${cluster.whole ? '; what the cluster brings is declared under "externals" in fleet.yaml' : ''}`
        : `there is one of this name in namespace ${shown(elsewhere.metadata.namespace ?? 'default')}; this reference does not cross namespaces`,
    ...(elsewhere === undefined ? {} : { related: [{ object: elsewhere, path: '/metadata/name', note: 'the one in the other namespace' }] }),
  };
}

function* references(cluster: Cluster): Iterable<Reference> {
  for (const { by, at, name } of configMapAsks(cluster)) {
    if (!ROOT_CERTIFICATES.has(name)) yield { by, at, kind: '/ConfigMap', namespace: by.metadata.namespace, name, verb: 'reads' };
  }
  for (const { owner: by, spec, at } of cluster.pods) {
    const { namespace } = by.metadata;
    for (const { item, at: volumeAt } of maps(spec['volumes'], `${at}/spec/volumes`)) {
      const name = text(fields(item['persistentVolumeClaim'])['claimName']);
      if (name !== undefined)
        yield { by, at: `${volumeAt}/persistentVolumeClaim/claimName`, kind: '/PersistentVolumeClaim', namespace, name, verb: 'mounts' };
    }
    const account = text(spec['serviceAccountName']);
    if (account !== undefined && account !== 'default')
      yield { by, at: `${at}/spec/serviceAccountName`, kind: '/ServiceAccount', namespace, name: account, verb: 'runs as' };
    const priority = text(spec['priorityClassName']);
    // Kubernetes brings two of its own.
    if (priority !== undefined && !priority.startsWith('system-'))
      yield { by, at: `${at}/spec/priorityClassName`, kind: 'scheduling.k8s.io/PriorityClass', namespace: undefined, name: priority, verb: 'has' };
    const runtime = text(spec['runtimeClassName']);
    if (runtime !== undefined)
      yield { by, at: `${at}/spec/runtimeClassName`, kind: 'node.k8s.io/RuntimeClass', namespace: undefined, name: runtime, verb: 'runs in' };
  }
  for (const by of cluster.subjects('apps/StatefulSet')) {
    const name = text(fields(by['spec'])['serviceName']);
    if (name !== undefined)
      yield { by, at: '/spec/serviceName', kind: '/Service', namespace: by.metadata.namespace, name, verb: 'gets its names from' };
  }
  yield* certificates(cluster);
  yield* middlewares(cluster);
  yield* stores(cluster);
  yield* routes(cluster);
  yield* ingresses(cluster);
  yield* scalers(cluster);
  yield* bindings(cluster);
  for (const { by, at, kind, name } of classAsks(cluster)) yield { by, at, kind, namespace: undefined, name, verb: 'is of' };
}

function* certificates(cluster: Cluster): Iterable<Reference> {
  for (const by of cluster.subjects('cert-manager.io/Certificate')) {
    const issuer = fields(fields(by['spec'])['issuerRef']);
    const name = text(issuer['name']);
    const kind = text(issuer['kind']) ?? 'Issuer';
    // Issuers of other groups belong to other controllers.
    if (name === undefined || (issuer['group'] !== undefined && issuer['group'] !== 'cert-manager.io')) continue;
    const namespace = kind === 'ClusterIssuer' ? undefined : by.metadata.namespace;
    yield { by, at: '/spec/issuerRef/name', kind: `cert-manager.io/${kind}`, namespace, name, verb: 'is ordered from' };
  }
}

function* stores(cluster: Cluster): Iterable<Reference> {
  for (const by of cluster.subjects('external-secrets.io/ExternalSecret')) {
    const store = fields(fields(by['spec'])['secretStoreRef']);
    const name = text(store['name']);
    const kind = text(store['kind']) ?? 'SecretStore';
    if (name === undefined) continue;
    const namespace = kind === 'ClusterSecretStore' ? undefined : by.metadata.namespace;
    yield { by, at: '/spec/secretStoreRef/name', kind: `external-secrets.io/${kind}`, namespace, name, verb: 'reads' };
  }
}

function* routes(cluster: Cluster): Iterable<Reference> {
  for (const by of [...cluster.subjects('traefik.io/IngressRoute'), ...cluster.subjects('traefik.io/IngressRouteTCP')]) {
    const tcp = by.kind.endsWith('TCP');
    const spec = fields(by['spec']);
    for (const { item, at } of maps(spec['routes'], '/spec/routes')) {
      for (const { item: middleware, at: itemAt } of maps(item['middlewares'], `${at}/middlewares`)) {
        const name = text(middleware['name']);
        // `name@file` is a middleware of Traefik's own configuration.
        if (name === undefined || name.includes('@')) continue;
        const kind = `traefik.io/Middleware${tcp ? 'TCP' : ''}`;
        yield { by, at: child(itemAt, 'name'), kind, namespace: text(middleware['namespace']) ?? by.metadata.namespace, name, verb: 'goes through' };
      }
      for (const { item: service, at: itemAt } of maps(item['services'], `${at}/services`)) {
        const name = text(service['name']);
        if (name === undefined || name.includes('@')) continue;
        const kind = service['kind'] === 'TraefikService' ? 'traefik.io/TraefikService' : '/Service';
        yield { by, at: child(itemAt, 'name'), kind, namespace: text(service['namespace']) ?? by.metadata.namespace, name, verb: 'leads to' };
        const transport = text(service['serversTransport']);
        if (transport !== undefined && !transport.includes('@')) {
          const transportKind = `traefik.io/ServersTransport${tcp ? 'TCP' : ''}`;
          yield {
            by,
            at: child(itemAt, 'serversTransport'),
            kind: transportKind,
            namespace: by.metadata.namespace,
            name: transport,
            verb: 'connects by',
          };
        }
      }
    }
    const options = fields(fields(spec['tls'])['options']);
    const name = text(options['name']);
    if (name !== undefined && !name.includes('@'))
      yield {
        by,
        at: '/spec/tls/options/name',
        kind: 'traefik.io/TLSOption',
        namespace: text(options['namespace']) ?? by.metadata.namespace,
        name,
        verb: 'uses',
      };
  }
}

/** What a middleware passes requests on to. */
function* middlewares(cluster: Cluster): Iterable<Reference> {
  for (const by of cluster.subjects('traefik.io/Middleware')) {
    const spec = fields(by['spec']);
    const to = (item: Fields, at: Pointer, kind: string, verb: string): Reference[] => {
      const name = text(item['name']);
      const namespace = text(item['namespace']) ?? by.metadata.namespace;
      return name === undefined || name.includes('@') ? [] : [{ by, at: child(at, 'name'), kind, namespace, name, verb }];
    };
    for (const { item, at } of maps(fields(spec['chain'])['middlewares'], '/spec/chain/middlewares'))
      yield* to(item, at, 'traefik.io/Middleware', 'goes through');
    const page = fields(fields(spec['errors'])['service']);
    yield* to(page, '/spec/errors/service', page['kind'] === 'TraefikService' ? 'traefik.io/TraefikService' : '/Service', 'leads to');
  }
}

function* ingresses(cluster: Cluster): Iterable<Reference> {
  for (const by of cluster.subjects('networking.k8s.io/Ingress')) {
    const spec = fields(by['spec']);
    const backend = function* (value: unknown, at: Pointer): Iterable<Reference> {
      const name = text(get(value, ['service', 'name']));
      if (name !== undefined && !isAction(value))
        yield { by, at: `${at}/service/name`, kind: '/Service', namespace: by.metadata.namespace, name, verb: 'leads to' };
    };
    yield* backend(spec['defaultBackend'], '/spec/defaultBackend');
    for (const { item, at } of maps(spec['rules'], '/spec/rules')) {
      for (const { item: path, at: pathAt } of maps(fields(item['http'])['paths'], `${at}/http/paths`))
        yield* backend(path['backend'], `${pathAt}/backend`);
    }
  }
}

const SCALABLE = ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet'];

function* scalers(cluster: Cluster): Iterable<Reference> {
  for (const by of cluster.subjects('autoscaling/HorizontalPodAutoscaler')) {
    const { apiVersion, kind, name } = fields(fields(by['spec'])['scaleTargetRef']);
    const group = text(apiVersion)?.split('/')[0] ?? '';
    const full = `${group}/${String(kind)}`;
    if (text(name) !== undefined && SCALABLE.includes(full))
      yield { by, at: '/spec/scaleTargetRef/name', kind: full, namespace: by.metadata.namespace, name: name as string, verb: 'scales' };
  }
}

function* bindings(cluster: Cluster): Iterable<Reference> {
  for (const kind of ['RoleBinding', 'ClusterRoleBinding']) {
    for (const by of cluster.subjects(`rbac.authorization.k8s.io/${kind}`)) {
      const role = fields(by['roleRef']);
      const name = text(role['name']);
      // Clusters bring ClusterRoles of their own: view, edit, system:….
      if (name !== undefined && role['kind'] === 'Role')
        yield { by, at: '/roleRef/name', kind: 'rbac.authorization.k8s.io/Role', namespace: by.metadata.namespace, name, verb: 'grants' };
      for (const { item, at } of maps(by['subjects'], '/subjects')) {
        const account = item['kind'] === 'ServiceAccount' ? text(item['name']) : undefined;
        const namespace = text(item['namespace']) ?? by.metadata.namespace;
        // Every namespace has one called default.
        if (account !== undefined && account !== 'default')
          yield { by, at: child(at, 'name'), kind: '/ServiceAccount', namespace, name: account, verb: 'is for' };
      }
    }
  }
  for (const by of cluster.subjects('admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding')) {
    const name = text(fields(by['spec'])['policyName']);
    if (name !== undefined)
      yield { by, at: '/spec/policyName', kind: 'admissionregistration.k8s.io/ValidatingAdmissionPolicy', namespace: undefined, name, verb: 'binds' };
  }
}
