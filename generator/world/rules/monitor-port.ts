import { objectTitle } from '../../kube/object.ts';
import { fields, maps, text } from '../look.ts';
import { monitored } from '../monitor.ts';
import type { WorldRule } from '../rule.ts';
import { podPort, podsBehind, portList, portsOf } from '../service.ts';
import { quoted } from '../../model/quoted.ts';

/** Prometheus drops a target whose port has not the name that the ServiceMonitor asks for, and says nothing. */
export const monitorPort: WorldRule = {
  code: 'reference/monitor-port',
  *run(cluster) {
    for (const monitor of cluster.subjects('monitoring.coreos.com/ServiceMonitor')) {
      const { services } = monitored(cluster, monitor);
      const service = services[0];
      if (service === undefined) continue;
      for (const { item, at } of maps(fields(monitor['spec'])['endpoints'], '/spec/endpoints')) {
        const name = text(item['port']);
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
  },
};
