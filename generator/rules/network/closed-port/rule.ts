import { allowsPort, isolation, mainPolicy } from '../../../k8s/network.ts';
import { portNames, type Pod } from '../../../k8s/pod.ts';
import { podPort, podsBehind, portsOf } from '../../../k8s/service.ts';
import { defineRule, get, objectTitle, shown } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'network/closed-port',
  severity: 'warning',
  what: 'A Service offers a port that no policy opens to anybody.',
  why: 'It looks as if it could be used.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  fix: 'Allow it from its users, or take it out of the Service.',
  order: 50,
  *run(cluster) {
    for (const service of cluster.subjects('/Service')) {
      for (const pod of podsBehind(cluster, service)) {
        const isolated = isolation(cluster, pod, 'ingress');
        if (isolated === undefined || isolated.allowances.length === 0) continue;
        for (const { target, name, number, at, protocol } of portsOf(service)) {
          const own = podPort(pod, target);
          if (own === undefined) continue;
          const names = portNames(pod, own, protocol);
          if (isolated.allowances.some((rule) => allowsPort(rule, own, protocol, names))) continue;
          // The kubelet asks from the node, whatever policies say.
          if (isProbed(pod, own, names)) continue;
          const policy = mainPolicy(isolated);
          yield {
            object: service,
            path: at,
            message: `offers port ${shown(String(name ?? number))}, but ${objectTitle(policy)} lets nobody reach port ${own} of ${objectTitle(pod.owner)}`,
            hint: 'allow it from its users, or take the port out of the Service',
            related: [{ object: policy, path: '/spec', note: 'the policy' }],
          };
        }
      }
    }
  },
});

/** Whether a probe of the pod asks a port. */
function isProbed(pod: Pod, number: number, names: readonly string[]): boolean {
  const asked = pod.containers.flatMap(({ item }) => PROBES.flatMap((probe) => ASKS.map((way) => get(item, [probe, way, 'port']))));
  return asked.some((port) => port === number || (typeof port === 'string' && names.includes(port)));
}

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
const ASKS = ['httpGet', 'tcpSocket', 'grpc'];
