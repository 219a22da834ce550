import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { fields, maps, text } from './look.ts';
import type { Pod } from './pod.ts';

/** A Secret or a volume that a pod gets to see, whether it must be there or not. */
export interface Mount {
  readonly kind: 'Secret' | 'PersistentVolumeClaim';
  readonly name: string;
  readonly at: Pointer;
}

const known = new WeakMap<Pod, readonly Mount[]>();

/** Every Secret and claim that a pod names: as volume, in its environment, or to pull images. */
export function mountsOf(pod: Pod): readonly Mount[] {
  let mounts = known.get(pod);
  if (mounts === undefined) known.set(pod, (mounts = [...mountsIn(pod)]));
  return mounts;
}

function* mountsIn({ spec, at, containers }: Pod): Iterable<Mount> {
  for (const { item, at: volume } of maps(spec['volumes'], `${at}/spec/volumes`)) {
    yield* secret(fields(item['secret']), `${volume}/secret`, 'secretName');
    for (const { item: source, at: sourceAt } of maps(fields(item['projected'])['sources'], `${volume}/projected/sources`))
      yield* secret(fields(source['secret']), `${sourceAt}/secret`, 'name');
    const claim = text(fields(item['persistentVolumeClaim'])['claimName']);
    if (claim !== undefined) yield { kind: 'PersistentVolumeClaim', name: claim, at: `${volume}/persistentVolumeClaim/claimName` };
    // Drivers of storage are handed a Secret of the pod's namespace.
    for (const [field, value] of Object.entries(item)) {
      for (const reference of ['secretRef', 'nodePublishSecretRef']) {
        const found = text(fields(fields(value)[reference])['name']);
        if (found !== undefined) yield { kind: 'Secret', name: found, at: `${child(volume, field)}/${reference}/name` };
      }
    }
  }
  const ephemeral = maps(spec['ephemeralContainers'], `${at}/spec/ephemeralContainers`);
  for (const { item: container, at: containerAt } of [...containers, ...ephemeral]) {
    for (const { item, at: env } of maps(container['env'], `${containerAt}/env`))
      yield* secret(fields(fields(item['valueFrom'])['secretKeyRef']), `${env}/valueFrom/secretKeyRef`, 'name');
    for (const { item, at: from } of maps(container['envFrom'], `${containerAt}/envFrom`))
      yield* secret(fields(item['secretRef']), `${from}/secretRef`, 'name');
  }
  for (const { item, at: pull } of maps(spec['imagePullSecrets'], `${at}/spec/imagePullSecrets`)) yield* secret(item, pull, 'name');
}

function* secret(source: Readonly<Record<string, unknown>>, at: Pointer, field: string): Iterable<Mount> {
  const name = text(source[field]);
  if (name !== undefined) yield { kind: 'Secret', name, at: `${at}/${field}` };
}
