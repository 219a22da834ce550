import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';
import { sameNamespace, type Cluster, type Index } from './cluster.ts';
import { each, fields, integer, text, textMap, type Fields } from './look.ts';
import { podOf, type Pod } from './pod.ts';
import { hasAll } from './selector.ts';
import { get } from '../model/data.ts';
import { shown } from '../model/quoted.ts';

interface ServicePort {
  readonly name: string | undefined;
  readonly number: number;
  /** A port's number, or the name of one of the pod's. */
  readonly target: number | string;
  readonly protocol: string;
  readonly at: Pointer;
}

export function portsOf(service: KubeObject): ServicePort[] {
  return each(service, 'spec.ports[]').flatMap(({ item, at }) => {
    const number = integer(item['port']);
    if (number === undefined) return [];
    return [
      {
        name: text(item['name']),
        number,
        // 0 is what an unset number looks like when it is printed.
        target: (integer(item['targetPort']) || undefined) ?? text(item['targetPort']) ?? number,
        protocol: text(item['protocol']) ?? 'TCP',
        at,
      },
    ];
  });
}

/** What a Service selects by; absent for one whose endpoints somebody else makes. */
export function selectorOf(service: KubeObject): Readonly<Record<string, string>> | undefined {
  const { selector, type } = fields(service['spec']);
  const labels = textMap(selector);
  return Object.keys(labels).length === 0 || type === 'ExternalName' ? undefined : labels;
}

/** The pods behind a Service. */
export function podsBehind(cluster: Cluster, service: KubeObject): readonly Pod[] {
  const selector = selectorOf(service);
  if (selector === undefined) return [];
  return cluster.derive('pods behind a Service', JSON.stringify([service.metadata.namespace, selector]), (all) =>
    podsIn(all, service.metadata.namespace, selector).filter(({ labels }) => hasAll(selector, labels)),
  );
}

const NAME = 'app.kubernetes.io/name';

/**
 * The pods that something in a namespace may mean: where nobody names a namespace, all of them.
 * @param labels that the pods must have; of these one is looked at, which tells most programs apart
 */
export function podsIn(cluster: Cluster, namespace: string | undefined, labels: Readonly<Record<string, string>> = {}): readonly Pod[] {
  const key = Object.hasOwn(labels, NAME) ? NAME : Object.keys(labels)[0];
  const pods = key === undefined ? cluster.allPods : cluster.lookup(podsByLabel, `${key}=${labels[key]}`);
  return pods.filter(({ owner }) => sameNamespace(owner.metadata.namespace, namespace));
}

const podsByLabel: Index<Pod> = (object) => {
  const pod = podOf(object);
  return pod === undefined ? [] : Object.entries(pod.labels).map(([key, value]) => [`${key}=${value}`, pod]);
};

/** The number that a port of the pod has, by number or by name; undefined when the pod has no port of that name. */
export function podPort(pod: Pod, target: number | string): number | undefined {
  if (typeof target === 'number') return target;
  for (const { ports } of pod.containers) for (const port of ports) if (port.name === target) return port.number;
  return undefined;
}

/** The Service port that a reference names: by number, by name, or by a number in quotes. */
export function portNamed(service: KubeObject, wanted: unknown): ServicePort | undefined {
  return portsOf(service).find(({ name, number }) => wanted === number || wanted === name || wanted === String(number));
}

export function portList(service: KubeObject): string {
  const ports = portsOf(service).map(({ name, number }) => (name === undefined ? String(number) : `${shown(name)} (${number})`));
  return ports.length === 0 ? 'no port' : ports.join(', ');
}

/** Kinds that say who answers at a host. */
export const ROUTES = ['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP', 'networking.k8s.io/Ingress'];

/** Where a route sends requests. */
export interface Backend {
  readonly by: KubeObject;
  readonly at: Pointer;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly port: { readonly wanted: unknown; readonly at: Pointer };
}

/** What a route leads to; what is no Service has no name. */
export function backendsOf(by: KubeObject): readonly Backend[] {
  const own = by.metadata.namespace;
  if (by.apiVersion.startsWith('gateway.networking.k8s.io/'))
    return each(by, 'spec.rules[].backendRefs[]').map(({ item, at }) => ({
      by,
      at,
      namespace: text(item['namespace']) ?? own,
      name: (item['group'] ?? '') === '' && (item['kind'] ?? 'Service') === 'Service' ? (text(item['name']) ?? '') : '',
      port: { wanted: item['port'], at: `${at}/port` },
    }));
  if (by.kind !== 'Ingress')
    return each(by, 'spec.routes[].services[]').map(({ item, at }) => ({
      by,
      at,
      namespace: text(item['namespace']) ?? own,
      name: item['kind'] === 'TraefikService' ? '' : (text(item['name']) ?? ''),
      port: { wanted: item['port'], at: `${at}/port` },
    }));
  return each(by, 'spec.rules[].http.paths[].backend').map(({ item, at }) => {
    const service = fields(item['service']);
    const port = fields(service['port']);
    const key = port['name'] === undefined ? 'number' : 'name';
    const name = isAction(service) ? '' : (text(service['name']) ?? '');
    return { by, at, namespace: own, name, port: { wanted: port[key], at: `${at}/service/port/${key}` } };
  });
}

/** Whether a backend of an Ingress names no Service but an action in its annotations, as the AWS Load Balancer Controller has it. */
export function isAction(service: Fields): boolean {
  return get(service, ['port', 'name']) === 'use-annotation';
}
