import { hasImageRules } from '../../../k8s/admission.ts';
import { isPinned, tagOf } from '../../../k8s/images.ts';
import { podOf } from '../../../k8s/pod.ts';
import type { Spot } from '../../../model/finding.ts';
import { child, defineRule, memo, pointer, shown, text } from '../../kit.ts';

const WORDS = {
  code: 'security/unpinned-image',
  severity: 'warning',
  what: 'An image is named by a tag alone.',
  why: 'A tag can be moved: two pods of one Deployment may run two programs, and nobody sees which. Of `latest`, or of no tag at all, that is to be expected and this is a warning; of any other tag it is a note.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/',
  fix: 'Append the digest.',
  order: 30,
} as const;

/** A tag can be moved, and then two pods of one Deployment run two programs. */
const inCluster = defineRule('cluster', {
  ...WORDS,
  *run(cluster) {
    // Where a fleet or a policy says what an image must carry, that was decided.
    if (cluster.whole || hasImageRules(cluster)) return;
    for (const { owner, containers } of cluster.pods) {
      for (const { item: container, at } of containers) {
        const image = text(container['image']);
        if (image === undefined || isPinned(image) || /[{}$<>]/.test(image)) continue;
        const tag = tagOf(image);
        yield {
          object: owner,
          path: `${at}/image`,
          severity: isMeantToMove(image) ? undefined : 'note',
          message: `runs ${shown(image)}: ${tag === undefined ? 'without a tag that is whatever is latest' : 'a tag can be moved to another image'}`,
          hint: 'append @sha256:… (crane digest IMAGE prints it)',
        };
      }
    }
  },
});

/** Who runs an image, where. */
interface Use {
  readonly first: Spot;
  readonly who: Set<string>;
  readonly regions: Set<string>;
}

/**
 * Images named by a tag alone, each once: what hundreds of pods run is one line of the fleet. Where `components.cluster.images`
 * is written down, somebody has decided what an image must carry, and the admission policy sees to it.
 */
const inFleet = defineRule('delivery', {
  ...WORDS,
  run({ fleet: { regions }, extras }, layers) {
    const uses = new Map<string, Use>();
    const pinned = new Map<string, boolean>();
    const sound = (image: string): boolean => memo(pinned, image, () => isPinned(image));
    const use = (image: string, who: string, region: string, first: () => Spot): void => {
      const { who: all, regions: places } = memo(uses, image, () => ({ first: first(), who: new Set(), regions: new Set() }));
      all.add(who);
      places.add(region);
    };
    for (const { name, placements, state } of regions) {
      if (state === 'decommissioned' || layers.setting('cluster', name, 'images') !== pointer('regions', name)) continue;
      for (const { agent } of placements) {
        if (!sound(agent.image)) use(agent.image, `agent "${agent.name}"`, name, () => ({ path: layers.agent(agent.name, name, 'image') }));
      }
      for (const { object, region, spot } of extras) {
        if (region !== 'all' && region !== name) continue;
        for (const { item, at } of podOf(object)?.containers ?? []) {
          const { image } = item;
          if (typeof image !== 'string' || isPinned(image)) continue;
          use(image, `${object.kind} ${object.metadata.name}`, name, () => ({ ...spot, path: child(at, 'image') }));
        }
      }
    }
    return [...uses].map(([image, { first, who, regions: places }]) => ({
      ...first,
      severity: isMeantToMove(image) ? undefined : 'note',
      message: `${counted(who, 'workloads')} in ${counted(places, 'regions')} run${who.size === 1 ? 's' : ''} ${shown(image)}: a tag can be moved to another image`,
      hint: 'append @sha256:… (crane digest IMAGE prints it); or write components.cluster.images: tag, if tags are enough',
    }));
  },
});

export const rule = [inCluster, inFleet] as const;

/** Kubernetes, "Images": avoid `latest`, also where it goes without saying. */
function isMeantToMove(image: string): boolean {
  return [undefined, 'latest'].includes(tagOf(image));
}

function counted(names: ReadonlySet<string>, many: string): string {
  return names.size === 1 ? [...names].map(shown).join('') : `${names.size} ${many}`;
}
