import { scaledBy } from '../../../k8s/scaling.ts';
import { defineRule, fields, get, integer, maps, quoted, sameNamespace, shown, text } from '../../kit.ts';

/** A share of nothing is no number: the autoscaler reports FailedGetResourceMetric and leaves the count as it is. */
export const rule = defineRule('cluster', {
  code: 'quantity/no-request',
  severity: 'error',
  what: 'An autoscaler counts a resource in shares of a request that a container does not make.',
  why: 'The autoscaler never scales: it cannot work out the share of a pod in which one container has no request.',
  fix: 'Add the request to every container, or a LimitRange with `defaultRequest` to the namespace.',
  order: 90,
  *run(cluster) {
    for (const scaler of cluster.subjects('autoscaling/HorizontalPodAutoscaler')) {
      for (const { item, at } of maps(fields(scaler['spec'])['metrics'], '/spec/metrics')) {
        const path = item['type'] === 'Resource' ? 'resource' : item['type'] === 'ContainerResource' ? 'containerResource' : undefined;
        const resource = path === undefined ? undefined : text(get(item, [path, 'name']));
        if (path === undefined || resource === undefined || integer(get(item, [path, 'target', 'averageUtilization'])) === undefined) continue;
        const pod = scaledBy(cluster, scaler);
        if (pod === undefined || cluster.all('/LimitRange').some(({ metadata }) => sameNamespace(metadata.namespace, scaler.metadata.namespace)))
          continue;
        const only = path === 'containerResource' ? get(item, [path, 'container']) : undefined;
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
          path: `${at}/${path}`,
          message: `counts ${shown(resource)} in shares of the request, and container ${quoted(text(lacking.item['name']) ?? '')} requests none`,
          hint: `add resources.requests.${shown(resource)}`,
          related: [{ object: pod.owner, path: lacking.at, note: 'the container' }],
        };
      }
    }
  },
});
