import { imageRules } from '../../../k8s/admission.ts';
import { imagesOf } from '../../../k8s/images.ts';
import { defineRule, objectTitle, shown } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'security/refused-image',
  severity: 'error',
  what: 'An image is refused by an admission policy of the cluster.',
  why: 'The pods do not start after the next rollout.',
  fix: 'Give the image the tag or digest that the policy asks for.',
  order: 20,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const { owner } = pod;
      const rules = imageRules(cluster, owner.metadata.namespace);
      for (const { image, at } of rules.length === 0 ? [] : imagesOf(pod)) {
        for (const rule of rules) {
          const reasons = rule.refuses(image);
          if (reasons.length === 0) continue;
          yield {
            object: owner,
            path: at,
            message: `runs ${shown(image)}, which ${objectTitle(rule.policy)} refuses: ${shown(rule.message)}`,
            hint: reasons.map((reason) => HINTS[reason]).join('; and '),
            related: [{ object: rule.policy, path: '/spec/validations', note: 'the policy' }],
          };
        }
      }
    }
  },
});

const HINTS = {
  place: 'use an image from there, or add its registry to components.cluster.registries',
  version: 'name a version, or append @sha256:… (crane digest IMAGE prints it)',
} as const;
