import { fields, maps, text } from './look.ts';
import type { Pod } from './pod.ts';
import type { Pointer } from '../model/pointer.ts';

/** What an image reference says about which bytes it means. */
export function isPinned(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}

/** The tag, or undefined: the colon of a registry's port is none. */
export function tagOf(image: string): string | undefined {
  const [named = ''] = image.split('@', 1);
  return /:([A-Za-z0-9_][A-Za-z0-9_.-]*)$/.exec(named)?.[1];
}

/** Every image that a pod brings: those of its containers of all three kinds, and volumes that are images. */
export function imagesOf({ spec, at, containers }: Pod): readonly { readonly image: string; readonly at: Pointer }[] {
  const found: { image: string; at: Pointer }[] = [];
  const add = (image: unknown, place: Pointer): void => {
    const name = text(image);
    if (name !== undefined) found.push({ image: name, at: place });
  };
  for (const { item: container, at: own } of containers) add(container['image'], `${own}/image`);
  for (const { item, at: own } of maps(spec['ephemeralContainers'], `${at}/spec/ephemeralContainers`)) add(item['image'], `${own}/image`);
  for (const { item, at: own } of maps(spec['volumes'], `${at}/spec/volumes`)) add(fields(item['image'])['reference'], `${own}/image/reference`);
  return found;
}
