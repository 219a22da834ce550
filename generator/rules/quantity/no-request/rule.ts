import { scaledBy } from '../../../k8s/scaling.ts';
import { defineRule, each, fields, get, integer, maps, quoted, sameNamespace, shown, text, type KubeObject, type Pointer } from '../../kit.ts';

/** A share of nothing is no number: the autoscaler reports FailedGetResourceMetric and leaves the count as it is. */
export const rule = defineRule('cluster', {
  code: 'quantity/no-request',
  severity: 'error',
  what: 'An autoscaler counts a resource in shares of a request that a container does not make.',
  why: 'The autoscaler never scales: it cannot work out the share of a pod in which one container has no request.',
  fix: 'Add the request to every container, or a LimitRange with `defaultRequest` to the namespace.',
  order: 90,
  *run(cluster) {
    for (const scaler of cluster.subjects('autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject')) {
      for (const { resource, only, at } of sharesOf(scaler)) {
        const pod = scaledBy(cluster, scaler);
        if (pod === undefined || cluster.all('/LimitRange').some(({ metadata }) => sameNamespace(metadata.namespace, scaler.metadata.namespace)))
          continue;
        // A limit is the request where none is written.
        const lacking = pod.containers.find(
          ({ item: container, init }) =>
            !init &&
            (only === undefined || container['name'] === only) &&
            get(container, ['resources', 'requests', resource]) === undefined &&
            get(container, ['resources', 'limits', resource]) === undefined,
        );
        if (lacking === undefined) continue;
        yield {
          object: scaler,
          path: at,
          message: `counts ${shown(resource)} in shares of the request, and container ${quoted(text(lacking.item['name']) ?? '')} requests none`,
          hint: `add resources.requests.${shown(resource)}`,
          related: [{ object: pod.owner, path: lacking.at, note: 'the container' }],
        };
      }
    }
  },
});

interface Share {
  readonly resource: string;
  /** The one container that counts. */
  readonly only: string | undefined;
  readonly at: Pointer;
}

/** What an autoscaler counts in shares of a request. KEDA asks for a request even where it counts something else of the resource. */
function sharesOf(scaler: KubeObject): readonly Share[] {
  if (scaler.kind === 'ScaledObject')
    return each(scaler, 'spec.triggers[]').flatMap(({ item, at }) =>
      item['type'] === 'cpu' || item['type'] === 'memory'
        ? [{ resource: item['type'], only: text(fields(item['metadata'])['containerName']), at: `${at}/type` }]
        : [],
    );
  return maps(fields(scaler['spec'])['metrics'], '/spec/metrics').flatMap(({ item, at }) => {
    const path = item['type'] === 'Resource' ? 'resource' : item['type'] === 'ContainerResource' ? 'containerResource' : undefined;
    const resource = path === undefined ? undefined : text(get(item, [path, 'name']));
    if (path === undefined || resource === undefined || integer(get(item, [path, 'target', 'averageUtilization'])) === undefined) return [];
    return [{ resource, only: path === 'containerResource' ? text(get(item, [path, 'container'])) : undefined, at: `${at}/${path}` }];
  });
}
