import { objectTitle } from '../../kube/object.ts';
import { fields, maps, text } from '../look.ts';
import { monitored } from '../monitor.ts';
import { allowsPort, allowsWorkload, isolation } from '../network.ts';
import type { Allowance } from '../network.ts';
import type { Cluster } from '../cluster.ts';
import type { WorldRule } from '../rule.ts';
import { podPort, podsBehind, portNamed } from '../service.ts';

/** Prometheus scrapes pods from its own namespace: a policy that lets only the ingress in blinds every alert. */
export const scrapeBlocked: WorldRule = {
  code: 'network/scrape-blocked',
  *run(cluster) {
    for (const monitor of cluster.subjects('monitoring.coreos.com/ServiceMonitor')) {
      for (const { item, at } of maps(fields(monitor['spec'])['endpoints'], '/spec/endpoints')) {
        for (const service of monitored(cluster, monitor).services) {
          const port = portNamed(service, text(item['port']));
          for (const pod of port === undefined ? [] : podsBehind(cluster, service)) {
            const number = port === undefined ? undefined : podPort(pod, port.target);
            const isolated = isolation(cluster, pod, 'ingress');
            if (number === undefined || isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
            const name = typeof port?.target === 'string' ? port.target : undefined;
            if (isolated.allowances.some((rule) => allowsPort(rule, number, 'TCP', name) && letsPrometheus(cluster, rule))) continue;
            const policy = isolated.policies[0] as (typeof isolated.policies)[number];
            yield {
              object: policy,
              path: '/spec/ingress',
              message: `keeps Prometheus from port ${number} of ${objectTitle(pod.owner)}, which ${objectTitle(monitor)} scrapes`,
              hint: `allow port ${number} from the namespace of Prometheus: namespaceSelector kubernetes.io/metadata.name`,
              related: [{ object: monitor, path: at, note: 'the endpoint' }],
            };
          }
        }
      }
    }
  },
};

function letsPrometheus(cluster: Cluster, rule: Allowance): boolean {
  if (cluster.facts !== undefined) return allowsWorkload(cluster, rule, cluster.facts.prometheus);
  return (
    rule.peers === undefined || rule.peers.some((peer) => /monitor|prometheus|observab|metrics/i.test(JSON.stringify(peer)) || isEverywhere(peer))
  );
}

function isEverywhere({ namespaceSelector, ipBlock }: Readonly<Record<string, unknown>>): boolean {
  if (ipBlock !== undefined) return true;
  return namespaceSelector !== undefined && Object.keys(fields(namespaceSelector)).length === 0;
}
