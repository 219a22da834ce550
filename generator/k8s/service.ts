import type { KubeObject } from './object.ts';
import { memo } from '../model/memo.ts';
import type { Pointer } from '../model/pointer.ts';
import { sameNamespace } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { fields, integer, maps, text, textMap } from './look.ts';
import type { Pod } from './pod.ts';
import { hasAll } from './selector.ts';
import { shown } from '../model/quoted.ts';

export interface ServicePort {
  readonly name: string | undefined;
  readonly number: number;
  /** A port's number, or the name of one of the pod's. */
  readonly target: number | string;
  readonly protocol: string;
  readonly at: Pointer;
}

export function portsOf(service: KubeObject): ServicePort[] {
  return maps(fields(service['spec'])['ports'], '/spec/ports').flatMap(({ item, at }) => {
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
  return podsIn(cluster, service.metadata.namespace).filter(({ labels }) => hasAll(selector, labels));
}

export function podsIn(cluster: Cluster, namespace: string | undefined): readonly Pod[] {
  const [own, ...around] = cluster.once('pods by namespace', podsByNamespace).map((pods) => podsOf(pods, namespace));
  return around.length === 0 ? (own ?? []) : [own ?? [], ...around].flat();
}

function podsOf(pods: ReadonlyMap<string, readonly Pod[]>, namespace: string | undefined): readonly Pod[] {
  // Where nobody names a namespace, all may be meant.
  if (namespace === undefined || pods.has(''))
    return [...pods.values()].flat().filter(({ owner }) => sameNamespace(owner.metadata.namespace, namespace));
  return pods.get(namespace) ?? [];
}

function podsByNamespace({ pods }: Cluster): ReadonlyMap<string, readonly Pod[]> {
  const byNamespace = new Map<string, Pod[]>();
  for (const pod of pods) memo(byNamespace, pod.owner.metadata.namespace ?? '', () => [] as Pod[]).push(pod);
  return byNamespace;
}

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
