import { defineRule, each, objectTitle, text, type Cluster, type KubeObject, type Pointer } from '../../kit.ts';

/** A kind whose objects lead to others of it, and where they say so. */
const LEADS: readonly (readonly [kind: string, paths: readonly string[]])[] = [
  ['traefik.io/Middleware', ['spec.chain.middlewares[]']],
  ['traefik.io/TraefikService', ['spec.weighted.services[]', 'spec.mirroring', 'spec.mirroring.mirrors[]']],
];

/** traefik, pkg/server/recursion/recursion.go, CheckRecursion. */
export const rule = defineRule('cluster', {
  code: 'reference/loop',
  severity: 'error',
  what: 'A chain of middlewares, or a service of Traefik, leads back to itself.',
  why: 'Traefik says "recursion detected" in its log and leaves out every route that goes through it: they answer 404.',
  fix: 'Take the step out that leads back.',
  order: 92,
  *run(cluster) {
    for (const [kind, paths] of LEADS)
      for (const object of cluster.subjects(kind))
        for (const { next, at } of steps(cluster, object, kind, paths))
          if (reaches(cluster, next, object, kind, paths))
            yield {
              object,
              path: at,
              message: next === object ? 'leads to itself' : `leads to ${objectTitle(next)}, which leads back`,
              hint: 'take out the step that leads back',
            };
  },
});

function steps(cluster: Cluster, from: KubeObject, kind: string, paths: readonly string[]): { next: KubeObject; at: Pointer }[] {
  return paths.flatMap((path) =>
    each(from, path).flatMap(({ item, at }) => {
      const name = text(item['name']);
      // A service is one of Kubernetes unless it says otherwise.
      if (name === undefined || (kind.endsWith('TraefikService') && item['kind'] !== 'TraefikService')) return [];
      const next = cluster.find(kind, text(item['namespace']) ?? from.metadata.namespace, name);
      return next === undefined ? [] : [{ next, at }];
    }),
  );
}

function reaches(cluster: Cluster, from: KubeObject, to: KubeObject, kind: string, paths: readonly string[]): boolean {
  const seen = new Set<KubeObject>();
  const left = [from];
  for (let object = left.pop(); object !== undefined; object = left.pop()) {
    if (object === to) return true;
    if (seen.has(object)) continue;
    seen.add(object);
    left.push(...steps(cluster, object, kind, paths).map(({ next }) => next));
  }
  return false;
}
