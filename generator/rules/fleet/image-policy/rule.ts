import { isPinned, tagOf } from '../../../k8s/images.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/image-policy',
  severity: 'error',
  what: 'An image does not satisfy the admission policy that the fleet itself writes.',
  why: 'The cluster would refuse the pods at the next rollout.',
  fix: 'Give the image a tag other than latest, or a digest where `components.cluster.images` asks for one.',
  order: 180,
  *run(fleet, where) {
    const seen = new Set<string>();
    for (const region of fleet.regions) {
      const settings = region.components['cluster'] as { images: string; registries: readonly string[] } | undefined;
      for (const { agent } of region.placements) {
        const problem = settings && violation(agent.image, settings);
        if (problem === undefined) continue;
        const at = where.agent(agent.name, region.name, 'image');
        if (seen.has(at)) continue;
        seen.add(at);
        yield {
          path: at,
          message: `the image of agent "${agent.name}" ${problem}; the admission policy of ${region.name} would refuse its pods`,
          hint: problem.startsWith('comes')
            ? `push it there, or add its registry to components.cluster.registries: ${settings?.registries.join(', ')}`
            : settings?.images === 'digest'
              ? 'append @sha256:… (crane digest IMAGE prints it)'
              : 'append a tag that names a version',
        };
      }
    }
  },
});

function violation(image: string, { images: policy, registries }: { images: string; registries: readonly string[] }): string | undefined {
  if (registries.length > 0 && !registries.some((registry) => image.startsWith(`${registry}/`))) return 'comes from no registry that is allowed';
  if (isPinned(image)) return undefined;
  if (policy === 'digest') return 'is not pinned by digest';
  const tag = tagOf(image);
  if (tag === undefined) return 'has no tag';
  return tag === 'latest' ? 'has the tag latest' : undefined;
}
