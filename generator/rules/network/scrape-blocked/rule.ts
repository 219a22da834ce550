import { mayHoldPods } from '../../../k8s/ip-block.ts';
import { MONITORS, endpointsOf, monitored, monitoredPods } from '../../../k8s/monitor.ts';
import { allowsPort, allowsWorkload, isolation, placeOf, type Allowance } from '../../../k8s/network.ts';
import { portNames, type Pod } from '../../../k8s/pod.ts';
import { podPort, podsBehind, portNamed } from '../../../k8s/service.ts';
import { memo } from '../../../model/memo.ts';
import { defineRule, fields, integer, objectTitle, text, type Cluster, type Fields, type FoundIn, type KubeObject, type Pointer } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'network/scrape-blocked',
  severity: 'warning',
  inFleets: 'error',
  what: 'A NetworkPolicy keeps Prometheus from pods that a ServiceMonitor scrapes.',
  why: 'No metrics arrive, and alerts on them stay silent.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  fix: 'Allow the port from the namespace of Prometheus.',
  order: 40,
  *run(cluster) {
    for (const monitor of cluster.subjects(...MONITORS)) {
      for (const { item, at } of endpointsOf(monitor)) {
        // Services with one selector lead to the same pods.
        const asked = new Map<unknown, Set<unknown>>();
        for (const [pods, target] of targets(cluster, monitor, item)) {
          const ports = memo(asked, pods, () => new Set());
          if (ports.has(target)) continue;
          ports.add(target);
          for (const pod of pods) yield* blocked(cluster, monitor, at, pod, target);
        }
      }
    }
  },
});

/** The pods that an endpoint means, each with the port by which it is scraped. */
function* targets(cluster: Cluster, monitor: KubeObject, { port, portNumber, targetPort }: Fields): Iterable<[readonly Pod[], number | string]> {
  const name = text(port);
  if (monitor.kind === 'PodMonitor') {
    const target = name ?? integer(portNumber) ?? integer(targetPort) ?? text(targetPort);
    if (target !== undefined) yield [monitoredPods(cluster, monitor), target];
    return;
  }
  for (const service of monitored(cluster, monitor)) {
    // Of the two, Prometheus takes the port of the Service.
    const target = name === undefined ? (integer(targetPort) ?? text(targetPort)) : portNamed(service, name)?.target;
    if (target !== undefined) yield [podsBehind(cluster, service), target];
  }
}

function* blocked(cluster: Cluster, monitor: KubeObject, at: Pointer, pod: Pod, target: number | string): Iterable<FoundIn<'cluster'>> {
  const number = podPort(pod, target);
  const isolated = isolation(cluster, pod, 'ingress');
  if (number === undefined || isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) return;
  const names = portNames(pod, number, 'TCP');
  const opens = (rule: Allowance): boolean => allowsPort(rule, number, 'TCP', names);
  const lets = (rule: Allowance): boolean => letsPrometheus(cluster, rule);
  if (isolated.allowances.some((rule) => opens(rule) && lets(rule))) return;
  yield {
    ...placeOf(isolated, 'ingress', opens, lets),
    message: `keeps Prometheus from port ${number} of ${objectTitle(pod.owner)}, which ${objectTitle(monitor)} scrapes`,
    hint: `allow port ${number} from the namespace of Prometheus: namespaceSelector kubernetes.io/metadata.name`,
    related: [{ object: monitor, path: at, note: 'the endpoint' }],
  };
}

function letsPrometheus(cluster: Cluster, rule: Allowance): boolean {
  if (cluster.facts !== undefined) return allowsWorkload(cluster, rule, cluster.facts.prometheus);
  return (
    rule.peers === undefined || rule.peers.some((peer) => /monitor|prometheus|observab|metrics/i.test(JSON.stringify(peer)) || isEverywhere(peer))
  );
}

function isEverywhere({ namespaceSelector, ipBlock }: Readonly<Record<string, unknown>>): boolean {
  if (ipBlock !== undefined) return mayHoldPods(fields(ipBlock));
  return namespaceSelector !== undefined && Object.keys(fields(namespaceSelector)).length === 0;
}
