import { lockText } from '../../../generator/render/lock.ts';
import { sha256 } from '../../../generator/model/sha256.ts';

/** Files of a variant's tree: of `small-a` and `small-b` few, so that a run takes little more than what is tried with it. */
const sizeOf = (variant: string): number => (variant.startsWith('small') ? 100 : 300);

/** One region of it is another one than in `small-a`. */
export const ONE_REGION = 'small-a-one-region';

/** A tree of which most files differ from variant to variant, some are the same, and some are there in one only. */
export function filesOf(name: string): ReadonlyMap<string, string> {
  const variant = name === ONE_REGION ? 'small-a' : name;
  const files = Array.from({ length: sizeOf(variant) }, (_, i): [string, string] => {
    if (i % 10 === 0) return [`base/same/${i}/objects.yaml`, 'same\n'];
    if (i % 10 === 1) return [`base/${variant}/${i}/objects.yaml`, `${variant}\n`];
    return [`overlays/region-${i % 12}/c${i}/kustomization.yaml`, `${i % 12 === 3 ? name : variant} ${i}\n`.repeat(20)];
  });
  const listed = Object.fromEntries(files.map(([path, content]) => [path, sha256(content)]));
  return new Map([...files, ['fleet.lock.json', lockText({ lockVersion: 1, files: listed })]]);
}
