import { isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { fields, maps, text } from './look.ts';
import type { Pod } from './pod.ts';
import type { Ask } from './secret-ask.ts';

const known = new WeakMap<Pod, readonly Ask[]>();

/** The Secrets that a pod reads: the same in every cluster that holds it. */
export function asksOfPod(pod: Pod): readonly Ask[] {
  return memo(known, pod, () => asks(pod));
}

function asks({ owner, spec, at, containers }: Pod): Ask[] {
  const base = { by: owner, namespace: owner.metadata.namespace };
  const found: Ask[] = [];
  const volume = (source: unknown, sourceAt: Pointer, field: string): void => {
    if (!isMap(source) || source['optional'] === true) return;
    const name = text(source[field]);
    if (name === undefined) return;
    const read = maps(source['items'], `${sourceAt}/items`);
    const one = { ...base, name, at: child(sourceAt, field), verb: 'mounts' };
    if (read.length === 0) found.push(one);
    for (const { item, at: itemAt } of read) found.push({ ...one, key: { name: text(item['key']) ?? '', at: child(itemAt, 'key') } });
  };
  for (const { item, at: volumeAt } of maps(spec['volumes'], `${at}/spec/volumes`)) {
    volume(item['secret'], `${volumeAt}/secret`, 'secretName');
    for (const { item: source, at: sourceAt } of maps(fields(item['projected'])['sources'], `${volumeAt}/projected/sources`))
      volume(source['secret'], `${sourceAt}/secret`, 'name');
  }
  for (const { fields: container, at: containerAt } of containers) {
    for (const { item, at: envAt } of maps(container['env'], `${containerAt}/env`)) {
      const from = fields(fields(item['valueFrom'])['secretKeyRef']);
      const name = text(from['name']);
      const fromAt = `${envAt}/valueFrom/secretKeyRef`;
      if (name !== undefined && from['optional'] !== true)
        found.push({ ...base, name, at: `${fromAt}/name`, key: { name: text(from['key']) ?? '', at: `${fromAt}/key` }, verb: 'reads' });
    }
    for (const { item, at: fromAt } of maps(container['envFrom'], `${containerAt}/envFrom`)) {
      const from = fields(item['secretRef']);
      const name = text(from['name']);
      if (name !== undefined && from['optional'] !== true) found.push({ ...base, name, at: `${fromAt}/secretRef/name`, verb: 'reads' });
    }
  }
  for (const { item, at: pullAt } of maps(spec['imagePullSecrets'], `${at}/spec/imagePullSecrets`)) {
    const name = text(item['name']);
    if (name !== undefined) found.push({ ...base, name, at: `${pullAt}/name`, verb: 'pulls images with' });
  }
  return found;
}
