import { isClusterNamespace, reservedNamespace } from '../../../k8s/reserved-namespace.ts';
import type { Fleet } from '../../../fleet/fleet.ts';
import { argoCdNamespaces } from '../../../fleet/resolve/hubs.ts';
import { defineRule, pointer, type Layers, type Pointer } from '../../kit.ts';

/** Systems of a cluster into whose namespace the fleet writes; into those of the others it only looks. */
const WRITTEN = ['certManager', 'velero'] as const;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-namespace',
  severity: 'error',
  what: 'Objects are to go into a namespace of the cluster itself or of Argo CD.',
  why: 'Whoever may write into the namespace of Argo CD rules every cluster it knows; in those of the cluster, quotas, policies and pruning would meet what is not ours.',
  fix: 'Name a namespace of its own, such as `agents`, or the one that the system really runs in.',
  order: 120,
  *run(fleet, where) {
    const argocd = argoCdNamespaces(fleet);
    for (const { path, file, name, what } of namespaces(fleet, where)) {
      const whose = reservedNamespace(name, argocd);
      if (whose === undefined) continue;
      yield {
        path,
        ...(file === undefined ? {} : { file }),
        message: `${what} cannot be the namespace "${name}": ${whose}`,
        hint: 'take a namespace of its own',
      };
    }
    for (const { argocd: own, at } of fleet.gitops.hubs) {
      if (!isClusterNamespace(own.namespace) || own.namespace === OPENSHIFT) continue;
      yield {
        path: `${at}/argocd/namespace`,
        message: `Argo CD cannot be in the namespace "${own.namespace}": it belongs to the cluster itself`,
        hint: 'name the namespace that Argo CD runs in, such as argocd',
      };
    }
  },
});

/** Where the operator of OpenShift puts Argo CD. */
const OPENSHIFT = 'openshift-gitops';

/** Every namespace of the config that objects go into. */
function* namespaces(fleet: Fleet, where: Layers): Iterable<{ path: Pointer; file?: string; name: string; what: string }> {
  yield { path: pointer('namespace'), name: fleet.namespace, what: 'the place of the agents' };
  for (const { name: region, clusterFacts } of fleet.regions) {
    for (const system of WRITTEN) {
      const { namespace: name } = clusterFacts[system];
      yield { path: where.region(region, 'clusterFacts', system, 'namespace'), name, what: `the place of ${system} in ${region}` };
    }
  }
  for (const { at, namespaces: granted } of fleet.grants) {
    for (const [i, name] of granted.entries()) yield { path: `${at}/namespaces/${i}`, name, what: 'what is granted' };
  }
  for (const { name: component, file, namespaces: own } of fleet.declared) {
    for (const [i, name] of own.entries()) yield { path: `/0/namespaces/${i}`, file, name, what: `a place of the component ${component}` };
  }
}
