import { isPinned, tagOf } from '../../../k8s/images.ts';
import type { Agent } from '../../../fleet/agent.ts';
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
        for (const { image, field, what } of imagesOf(agent)) {
          const problems = settings === undefined ? [] : violations(image, settings);
          if (problems.length === 0) continue;
          const at = where.agent(agent.name, region.name, ...field);
          if (seen.has(at)) continue;
          seen.add(at);
          for (const { problem, hint } of problems)
            yield {
              path: at,
              message: `the image of ${what} ${problem}; the admission policy of ${region.name} would refuse its pods`,
              hint,
            };
        }
      }
    }
  },
});

type Violation = { readonly problem: string; readonly hint: string };

function violations(image: string, { images: policy, registries }: { images: string; registries: readonly string[] }): Violation[] {
  const found: Violation[] = [];
  if (registries.length > 0 && !registries.some((registry) => image.startsWith(`${registry}/`)))
    found.push({
      problem: 'comes from no registry that is allowed',
      hint: `push it to one of them, or add its registry to components.cluster.registries: ${registries.join(', ')}`,
    });
  if (isPinned(image)) return found;
  const tag = tagOf(image);
  if (policy === 'digest') found.push({ problem: 'is not pinned by digest', hint: 'append @sha256:… (crane digest IMAGE prints it)' });
  else if (tag === undefined) found.push({ problem: 'has no tag', hint: 'append a tag that names a version' });
  else if (tag === 'latest') found.push({ problem: 'has the tag latest', hint: 'use a tag that names a version' });
  return found;
}

/** Every image of an agent's pods, and where in the fleet it stands. */
function imagesOf(agent: Agent): { readonly image: string; readonly field: readonly string[]; readonly what: string }[] {
  const what = `agent "${agent.name}"`;
  return [
    { image: agent.image, field: ['image'], what },
    ...(['initContainers', 'sidecars'] as const).flatMap((list) =>
      agent[list].map(({ name, image }, i) => ({ image, field: [list, String(i), 'image'], what: `"${name}" of ${what}` })),
    ),
  ];
}
