import { endpointsOf, monitored, monitoredPods } from '../../../k8s/monitor.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { podPort, podsBehind, portList, portsOf } from '../../../k8s/service.ts';
import { defineRule, integer, objectTitle, quoted, shown, text, type FoundIn, type KubeObject, type Pointer } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/monitor-port',
  severity: 'warning',
  inFleets: 'error',
  what: 'A ServiceMonitor or PodMonitor scrapes a port that is not there by that name or number.',
  why: 'Prometheus drops the target and says nothing; alerts on absent metrics never fire.',
  source: 'prometheus-operator, pkg/prometheus/promcfg.go, generateServiceMonitorConfig',
  fix: 'Name the port of the Service, by its name; for pods, a port that the container lists.',
  order: 70,
  *run(cluster) {
    for (const monitor of cluster.subjects('monitoring.coreos.com/ServiceMonitor')) {
      const services = monitored(cluster, monitor);
      const service = services[0];
      if (service === undefined) continue;
      for (const { item, at } of endpointsOf(monitor)) {
        const name = text(item['port']);
        // Of the two, Prometheus takes the port of the Service.
        if (name === undefined)
          yield* unnamed(
            monitor,
            services.flatMap((each) => podsBehind(cluster, each)),
            item['targetPort'],
            `${at}/targetPort`,
          );
        if (name === undefined || services.some((each) => portsOf(each).some((port) => port.name === name))) continue;
        const target = podsBehind(cluster, service).some((pod) => podPort(pod, name) !== undefined);
        yield {
          object: monitor,
          path: `${at}/port`,
          message: `scrapes the port ${quoted(name)} of ${objectTitle(service)}, which has ${portList(service)}`,
          hint: target
            ? "that is the name of the pod's port; here the name of the Service's port is meant"
            : 'name a port of the Service, by its name and not by its number',
          related: [{ object: service, path: '/spec/ports', note: 'the ports it has' }],
        };
      }
    }
    for (const monitor of cluster.subjects('monitoring.coreos.com/PodMonitor')) {
      const pods = monitoredPods(cluster, monitor);
      for (const { item, at } of endpointsOf(monitor)) {
        const key = ['port', 'portNumber', 'targetPort'].find((each) => item[each] !== undefined);
        if (key !== undefined) yield* unnamed(monitor, pods, item[key], `${at}/${key}`);
      }
    }
  },
});

/** A port of pods is found by what their containers list, its number too. */
function* unnamed(monitor: KubeObject, pods: readonly Pod[], wanted: unknown, path: Pointer): Iterable<FoundIn<'cluster'>> {
  const port = integer(wanted) ?? text(wanted);
  const pod = pods[0];
  if (port === undefined || pod === undefined) return;
  if (pods.some(({ containers }) => containers.some(({ ports }) => ports.some(({ name, number }) => name === port || number === port)))) return;
  const listed = pod.containers.flatMap(({ ports }) =>
    ports.map(({ name, number }) => (name === undefined ? String(number) : `${name} (${number})`)),
  );
  yield {
    object: monitor,
    path,
    message: `scrapes the port ${shown(String(port))} of ${objectTitle(pod.owner)}, whose containers list ${listed.length === 0 ? 'none' : shown(listed.join(', '))}`,
    hint: 'add the port to the container, or name one that it lists',
    related: [{ object: pod.owner, path: `${pod.at}/spec`, note: 'the pods it selects' }],
  };
}
