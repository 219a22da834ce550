import { fields, maps } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { signingKeySecret } from '../model/names.ts';
import type { View } from './brought.ts';

/** Generations of the signing key: those that pods mount, and those that are delivered already. */
export function signingKeysOf(name: string, pod: Fields, view: View): readonly number[] {
  const generation = (secret: unknown): number | undefined => {
    const [, number] = new RegExp(`^${signingKeySecret(name)}(?:-([1-9][0-9]{0,2}))?$`).exec(typeof secret === 'string' ? secret : '') ?? [];
    if (typeof secret !== 'string' || !secret.startsWith(signingKeySecret(name))) return undefined;
    return number === undefined ? (secret === signingKeySecret(name) ? 1 : undefined) : Number(number);
  };
  const mounted = maps(pod['volumes'], '').flatMap(({ item }) => {
    const own = fields(item['secret'])['secretName'];
    const projected = maps(fields(item['projected'])['sources'], '').map(({ item: source }) => fields(source['secret'])['name']);
    return [own, ...projected].flatMap((secret) => generation(secret) ?? []);
  });
  const delivered = view
    .of('external-secrets.io/ExternalSecret')
    .flatMap(({ object }) => generation(object.metadata.name) ?? [])
    .sort((a, b) => a - b);
  const all = [...new Set([...mounted, ...delivered])];
  return all.length === 0 ? [1] : all;
}
