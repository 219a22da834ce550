import { isAgent } from '../../../k8s/agent.ts';
import { podPort, podsBehind } from '../../../k8s/service.ts';
import { defineRule, each, shown, type Cluster, type KubeObject } from '../../kit.ts';

/** The port of PAP-CP. */
const PAP_CP = 50051;

export const rule = defineRule('cluster', {
  code: 'pap/grpc-protocol',
  severity: 'warning',
  what: 'The Service of an agent offers gRPC without a word of it.',
  why: 'Proxies speak HTTP/1.1 to it, and every call of PAP-CP fails.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol',
  fix: 'Write `appProtocol: kubernetes.io/h2c`.',
  order: 80,
  *run(cluster) {
    for (const service of cluster.subjects('/Service')) {
      for (const { item, at } of each(service, 'spec.ports[]')) {
        if (item['appProtocol'] !== undefined) continue;
        const target = item['targetPort'] ?? item['port'];
        if (typeof target !== 'number' && typeof target !== 'string') continue;
        const isGrpc = item['name'] === 'grpc' || podsBehind(cluster, service).some((pod) => podPort(pod, target) === PAP_CP);
        if (!isGrpc || !podsBehind(cluster, service).some(isAgent) || isSpoken(cluster, service)) continue;
        yield {
          object: service,
          path: at,
          message: `offers gRPC on port ${shown(String(item['name'] ?? item['port']))} and does not say so: proxies speak HTTP/1.1 to it`,
          hint: 'write appProtocol: kubernetes.io/h2c',
        };
      }
    }
  },
});

/** Whether a route of Traefik says itself how to speak to the Service. */
function isSpoken(cluster: Cluster, { metadata: { name } }: KubeObject): boolean {
  return cluster
    .all('traefik.io/IngressRoute')
    .some((route) => each(route, 'spec.routes[].services[]').some(({ item }) => item['name'] === name && item['scheme'] === 'h2c'));
}
