import { imageRules } from '../../../k8s/admission.ts';
import { defineRule, objectTitle, shown, text } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'security/refused-image',
  severity: 'error',
  what: 'An image is refused by an admission policy of the cluster.',
  why: 'The pods do not start after the next rollout.',
  fix: 'Give the image the tag or digest that the policy asks for.',
  order: 20,
  *run(cluster) {
    for (const { owner, containers } of cluster.pods) {
      const rules = imageRules(cluster, owner.metadata.namespace);
      for (const { item: container, at } of rules.length === 0 ? [] : containers) {
        const image = text(container['image']);
        const refusal = image === undefined ? undefined : rules.find((rule) => !rule.allows(image));
        if (refusal === undefined) continue;
        yield {
          object: owner,
          path: `${at}/image`,
          message: `runs ${shown(image ?? '')}, which ${objectTitle(refusal.policy)} refuses: ${shown(refusal.message)}`,
          hint: 'name a version, or append @sha256:… (crane digest IMAGE prints it)',
          related: [{ object: refusal.policy, path: '/spec/validations', note: 'the policy' }],
        };
      }
    }
  },
});
