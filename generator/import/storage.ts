import { fields, maps, text, texts } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { workloadName } from '../model/names.ts';
import type { Brought, Told, View } from './brought.ts';
import type { Values } from './layers.ts';
import { present } from './pod.ts';
import type { Say } from './pod.ts';
import { podSpec } from './workload.ts';

/** The volume of an agent's own; `null` where it has none. */
export function storageOf({ object }: Brought, container: Fields, view: View, name: string, told: Told, say: Say): Values | null {
  const volumes = maps(podSpec(object)['volumes'], '/spec/template/spec/volumes').filter(({ item }) => item['persistentVolumeClaim'] !== undefined);
  const [first, ...others] = volumes;
  for (const { item, at } of others) say(at, `volume ${String(item['name'])}`, 'an agent has one volume of its own');
  if (first === undefined) return null;
  const claimName = text(fields(first.item['persistentVolumeClaim'])['claimName']);
  const mount = maps(container['volumeMounts'], '').find(({ item }) => item['name'] === first.item['name'])?.item;
  const claim = view
    .of('PersistentVolumeClaim')
    .find((each) => each.object.metadata.name === claimName && each.object.metadata.namespace === object.metadata.namespace);
  if (claim === undefined) {
    say(
      first.at,
      `volume ${String(first.item['name'])}`,
      `the claim ${claimName ?? ''} is not among the manifests, so that its size is not known: add it, or storage.size by hand`,
    );
    return present({ claim: claimName === workloadName(name) ? undefined : claimName, mountPath: mount?.['mountPath'] });
  }
  told.take(claim, `agents.${name}.storage`);
  const spec = fields(claim.object['spec']);
  const modes = texts(spec['accessModes']);
  if (modes.some((mode) => mode !== 'ReadWriteOnce'))
    told.left(claim, '/spec/accessModes', '', `the volume of an agent is ReadWriteOnce, not ${modes.join(', ')}`);
  return present({
    size: fields(fields(spec['resources'])['requests'])['storage'],
    class: text(spec['storageClassName']) ?? null,
    claim: claimName === workloadName(name) ? null : claimName,
    mountPath: mount?.['mountPath'],
  });
}
