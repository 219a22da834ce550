import { hasImageRules } from '../../../k8s/admission.ts';
import { isPinned, tagOf } from '../../../k8s/images.ts';
import { text } from '../../../k8s/look.ts';
import type { WorldRule } from '../../cluster-rule.ts';
import { shown } from '../../../model/quoted.ts';

/** A tag can be moved, and then two pods of one Deployment run two programs. */
export const unpinnedImage: WorldRule = {
  code: 'security/unpinned-image',
  *run(cluster) {
    // Where a fleet or a policy says what an image must carry, that was decided.
    if (cluster.whole || hasImageRules(cluster)) return;
    for (const { owner, containers } of cluster.pods) {
      for (const { fields: container, at } of containers) {
        const image = text(container['image']);
        if (image === undefined || isPinned(image) || /[{}$<>]/.test(image)) continue;
        const tag = tagOf(image);
        yield {
          object: owner,
          path: `${at}/image`,
          message: `runs ${shown(image)}: ${tag === undefined ? 'without a tag that is whatever is latest' : 'a tag can be moved to another image'}`,
          hint: 'append @sha256:… (crane digest IMAGE prints it)',
        };
      }
    }
  },
};
