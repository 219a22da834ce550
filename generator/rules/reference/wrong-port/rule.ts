import { GATEWAY_ROUTES } from '../../../k8s/gateway.ts';
import { ROUTES, backendsOf, podPort, podsBehind, portList, portNamed, portsOf, type Backend } from '../../../k8s/service.ts';
import { defineRule, fields, get, integer, objectTitle, quoted, sameNamespace, shown, type Cluster, type FoundIn } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/wrong-port',
  severity: 'error',
  what: 'A port is named that the other side does not have.',
  why: 'Requests end in 404 or 502, probes fail, and the object looks healthy.',
  fix: 'Name a port of the Service in a route, and a port of the container in a Service or a probe.',
  order: 60,
  *run(cluster) {
    for (const backend of cluster.subjects(...ROUTES, ...GATEWAY_ROUTES).flatMap(backendsOf)) yield* leads(cluster, backend);
    yield* services(cluster);
    yield* probes(cluster);
  },
});

function* leads(cluster: Cluster, { by, namespace, name, port: { wanted, at } }: Backend): Iterable<FoundIn<'cluster'>> {
  const service = cluster.find('/Service', namespace, name);
  if (
    service === undefined ||
    (typeof wanted !== 'number' && typeof wanted !== 'string') ||
    // Documents show one Service in several ways.
    cluster.named('/Service', name).some((each) => sameNamespace(each.metadata.namespace, namespace) && portNamed(each, wanted) !== undefined) ||
    fields(service['spec'])['type'] === 'ExternalName'
  )
    return;
  yield {
    object: by,
    path: at,
    message: `leads to port ${shown(String(wanted))} of ${objectTitle(service)}, which has ${portList(service)}`,
    hint: 'name a port of the Service: its own, not that of the pod',
    related: [{ object: service, path: '/spec/ports', note: 'the ports it has' }],
  };
}

function* services(cluster: Cluster): Iterable<FoundIn<'cluster'>> {
  for (const service of cluster.subjects('/Service')) {
    const pods = podsBehind(cluster, service);
    if (pods.length === 0) continue;
    const declared = pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports));
    for (const { target, at, protocol } of portsOf(service)) {
      // Containers may listen without saying so; those of a fleet that list their ports are taken at their word.
      const fits =
        typeof target === 'string'
          ? pods.some((pod) => podPort(pod, target) !== undefined)
          : !cluster.whole || declared.length === 0 || declared.some((port) => port.number === target && port.protocol === protocol);
      if (fits) continue;
      const pod = (pods[0] as (typeof pods)[number]).owner;
      const names = declared.map(({ name, number }) => (typeof target === 'string' ? (name ?? String(number)) : String(number)));
      yield {
        object: service,
        path: at,
        message: `targets the port ${shown(String(target))}${protocol === 'TCP' ? '' : `/${protocol}`} of ${objectTitle(pod)}, whose containers have ${names.length === 0 ? 'none' : shown([...new Set(names)].join(', '))}`,
        hint: 'correct targetPort, or add the port to the container',
        related: [{ object: pod, path: '/spec', note: 'the pod it selects' }],
      };
    }
  }
}

function* probes(cluster: Cluster): Iterable<FoundIn<'cluster'>> {
  for (const { owner, containers } of cluster.pods) {
    for (const { item: container, at, ports } of containers) {
      for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        for (const action of ['httpGet', 'tcpSocket']) {
          const port = get(container, [probe, action, 'port']);
          if (typeof port !== 'string' || integer(Number(port)) !== undefined || ports.some(({ name }) => name === port)) continue;
          yield {
            object: owner,
            path: `${at}/${probe}/${action}/port`,
            message: `probes the port ${quoted(port)}, which the container does not name`,
            hint: 'name the port under ports, or write its number',
          };
        }
      }
    }
  }
}
