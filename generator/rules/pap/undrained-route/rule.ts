import { isDrained, refusalOf } from '../../../k8s/draining.ts';
import { podsBehind } from '../../../k8s/service.ts';
import { defineRule, each, text, type Cluster, type KubeObject, type Placed } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'pap/undrained-route',
  severity: 'warning',
  what: 'A route leads to an agent that drains, and does not refuse what is new.',
  why: 'The agent never becomes free of requests: those of this route are cut short when its pods stop.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  fix: 'Give the rule the middleware by which the agent drains, as its first one, or take the route away.',
  order: 112,
  *run(cluster) {
    for (const kind of ['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP']) {
      for (const route of cluster.subjects(kind)) {
        for (const place of each(route, 'spec.routes[]')) {
          const agent = drainedBehind(cluster, route, place);
          if (agent === undefined) continue;
          const refusal = refusalOf(agent);
          if (kind === 'traefik.io/IngressRoute' && each(place, 'middlewares[]').some(({ item }) => item['name'] === refusal)) continue;
          yield {
            object: route,
            path: `${place.at}/${place.item['middlewares'] === undefined ? 'services' : 'middlewares'}`,
            key: true,
            message: `leads to Deployment ${agent.metadata.name}, whose agent drains, and refuses nothing`,
            hint:
              kind === 'traefik.io/IngressRoute'
                ? `write \`{ name: ${refusal} }\` as the first of its middlewares while the agent drains`
                : 'take the route away while the agent drains; connections that stand go on',
          };
        }
      }
    }
  },
});

/** The workload of an agent that drains, if a rule of a route leads to its pods. */
function drainedBehind(cluster: Cluster, route: KubeObject, rule: Placed): KubeObject | undefined {
  const services = each(rule, 'services[]').map(({ item }) =>
    cluster.find('/Service', text(item['namespace']) ?? route.metadata.namespace, text(item['name']) ?? ''),
  );
  return services
    .flatMap((service) => (service === undefined ? [] : podsBehind(cluster, service)))
    .map(({ owner }) => owner)
    .find(isDrained);
}
