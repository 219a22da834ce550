import { defineRule, each, quoted, shown, text, texts, type Cluster } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/other-namespace',
  severity: 'error',
  what: 'A route refers to an object in another namespace.',
  why: 'Traefik refuses such a reference unless `allowCrossNamespace` is set, and drops the route.',
  fix: 'Keep a copy of what is referred to in the namespace of the route.',
  order: 80,
  *run(cluster) {
    for (const route of cluster.subjects('traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP')) {
      const own = route.metadata.namespace;
      for (const { item, at } of [...each(route, 'spec.routes[].middlewares|services[]'), ...each(route, 'spec.tls.options')]) {
        const namespace = text(item['namespace']);
        if (own === undefined || namespace === undefined || namespace === own || mayCross(cluster)) continue;
        yield {
          object: route,
          path: `${at}/namespace`,
          message: `refers to ${quoted(text(item['name']) ?? '')} in namespace ${shown(namespace)}, but lies in ${shown(own)}; Traefik allows that only with allowCrossNamespace`,
          hint: `keep a copy in ${shown(own)}; with allowCrossNamespace any namespace could use any other's Secrets`,
        };
      }
    }
  },
});

const FLAG = /^--providers\.kubernetescrd\.allowcrossnamespace(?:=true)?$/i;

/** Whether Traefik, where its arguments are here, is told to allow it. */
function mayCross(cluster: Cluster): boolean {
  return cluster.derive('crosses namespaces', '', ({ pods }) =>
    pods.some(({ containers }) =>
      containers.some(({ item: { args, command } }) => [...texts(args), ...texts(command)].some((arg) => FLAG.test(arg))),
    ),
  );
}
