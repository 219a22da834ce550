import { group, type KubeObject } from './object.ts';
import { get } from '../model/data.ts';
import { pointer, type Pointer } from '../model/pointer.ts';
import { fields, integer, maps, text, textMap, type Fields } from './look.ts';

/** The pods that one object runs. */
export interface Pod {
  /** The Deployment, Job or whatever it is; a bare Pod itself. */
  readonly owner: KubeObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
  /** Where the pod's metadata and spec begin in the owner. */
  readonly at: Pointer;
  /** How many run; undefined where the number is somebody else's. */
  readonly replicas: number | undefined;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly fields: Fields;
  readonly at: Pointer;
  readonly init: boolean;
  readonly ports: readonly { readonly name: string | undefined; readonly number: number; readonly protocol: string }[];
}

/** Kinds that run pods, as `group/Kind`, and where each has the pod. */
export const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  'apps/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Kinds that run pods, as `group/Kind`. */
export const WORKLOADS: readonly string[] = Object.keys(TEMPLATES);

/** Kinds whose number of pods an autoscaler or a person may set. */
const SCALED = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet']);

const known = new WeakMap<KubeObject, Pod | null>();

/** The pods of an object, if it is one that has any: worked out once, however many clusters hold it. */
export function podOf(object: KubeObject): Pod | undefined {
  let pod = known.get(object);
  if (pod === undefined) known.set(object, (pod = podIn(object) ?? null));
  return pod ?? undefined;
}

function podIn(object: KubeObject): Pod | undefined {
  const kind = `${group(object)}/${object.kind}`;
  const path = TEMPLATES[kind];
  if (path === undefined) return undefined;
  const template = fields(get(object, path));
  const metadata = fields(template['metadata']);
  const spec = fields(template['spec']);
  const at = pointer(...path);
  const replicas = SCALED.has(kind) ? fields(object['spec'])['replicas'] : undefined;
  return {
    owner: object,
    labels: textMap(metadata['labels']),
    annotations: textMap(metadata['annotations']),
    spec,
    at,
    replicas: integer(replicas),
    containers: [
      ...maps(spec['containers'], `${at}/spec/containers`).map((found) => container(found, false)),
      ...maps(spec['initContainers'], `${at}/spec/initContainers`).map((found) => container(found, true)),
    ],
  };
}

function container({ item, at }: { readonly item: Fields; readonly at: Pointer }, init: boolean): Container {
  const ports = maps(item['ports'], '').flatMap(({ item: port }) => {
    const number = integer(port['containerPort']);
    return number === undefined ? [] : [{ name: text(port['name']), number, protocol: text(port['protocol']) ?? 'TCP' }];
  });
  return { fields: item, at, init, ports };
}

/** The names that a pod's containers have for one of its ports. */
export function portNames({ containers }: Pod, number: number, protocol: string): string[] {
  return containers.flatMap(({ ports }) => ports.flatMap((port) => (port.number === number && port.protocol === protocol ? (port.name ?? []) : [])));
}
