import { remembered } from '../model/memo.ts';
import { group, knownByKind, type KubeObject } from './object.ts';
import { get } from '../model/data.ts';
import { pointer, type Pointer } from '../model/pointer.ts';
import { each, fields, integer, text, textMap, type Fields, type Placed } from './look.ts';

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
  readonly volumes: readonly Placed[];
}

export interface Container extends Placed {
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

/** Where objects of a kind have their pods; that most have none is known without asking for each. */
const templateOf = knownByKind((apiVersion, kind): readonly string[] | undefined => TEMPLATES[`${group({ apiVersion })}/${kind}`]);

/** The pods of an object, if it is one that has any: worked out once, however many clusters hold it. */
export function podOf(object: KubeObject): Pod | undefined {
  return templateOf(object) === undefined ? undefined : podIn(object);
}

const podIn = remembered((object: KubeObject): Pod => {
  const kind = `${group(object)}/${object.kind}`;
  const path = templateOf(object) as readonly string[];
  const template: Placed = { item: fields(get(object, path)), at: pointer(...path) };
  const metadata = fields(template.item['metadata']);
  return {
    owner: object,
    labels: textMap(metadata['labels']),
    annotations: textMap(metadata['annotations']),
    spec: fields(template.item['spec']),
    at: template.at,
    replicas: SCALED.has(kind) ? integer(fields(object['spec'])['replicas']) : undefined,
    containers: [
      ...each(template, 'spec.containers[]').map((found) => container(found, false)),
      ...each(template, 'spec.initContainers[]').map((found) => container(found, true)),
    ],
    volumes: each(template, 'spec.volumes[]'),
  };
});

function container(place: Placed, init: boolean): Container {
  const ports = each(place, 'ports[]').flatMap(({ item: port }) => {
    const number = integer(port['containerPort']);
    return number === undefined ? [] : [{ name: text(port['name']), number, protocol: text(port['protocol']) ?? 'TCP' }];
  });
  return { item: place.item, at: place.at, init, ports };
}

/** The names that a pod's containers have for one of its ports. */
export function portNames({ containers }: Pod, number: number, protocol: string): string[] {
  return containers.flatMap(({ ports }) => ports.flatMap((port) => (port.number === number && port.protocol === protocol ? (port.name ?? []) : [])));
}

/** Kinds that run pods, as rules about one object name them: a ReplicaSet is what a Deployment makes. */
export const POD_KINDS: readonly string[] = WORKLOADS.filter((kind) => kind !== 'apps/ReplicaSet');

/** Where objects of a kind have the specification of their pods. */
const specPath = knownByKind((apiVersion, kind): string | undefined => {
  const name = `${group({ apiVersion })}/${kind}`;
  return POD_KINDS.includes(name) ? [...(TEMPLATES[name] as readonly string[]), 'spec'].join('.') : undefined;
});

let lastObject: KubeObject | undefined;
let lastSpec: Placed | undefined;

/** The specification of the pods that an object runs. Rule after rule asks about one object. */
export function podSpec(object: KubeObject): Placed | undefined {
  const path = specPath(object);
  if (path === undefined) return undefined;
  if (object !== lastObject) {
    lastSpec = each(object, path)[0];
    lastObject = object;
  }
  return lastSpec;
}

/** Containers of every sort. */
export function containers(object: KubeObject): Placed[] {
  const pod = podSpec(object);
  return pod === undefined ? [] : each(pod, 'initContainers|containers|ephemeralContainers[]');
}
