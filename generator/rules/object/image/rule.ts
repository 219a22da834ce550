import { containers } from '../../../k8s/pod.ts';
import { child, defineRule, shownValue } from '../../kit.ts';

/** https://github.com/distribution/reference, grammar of `reference` */
const REFERENCE =
  /^(?:(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

export const rule = defineRule('object', {
  code: 'object/image',
  severity: 'error',
  what: 'The reference of a container image cannot be read.',
  why: 'The pods stay in InvalidImageName.',
  fix: 'Write `registry.example.net/path/name:tag` or `@sha256:…`, the name in lower case.',
  order: 220,
  *run(object) {
    for (const { at, item } of containers(object)) {
      const reference = item['image'];
      if (typeof reference === 'string' && !REFERENCE.test(reference))
        yield {
          path: child(at, 'image'),
          message: `${shownValue(reference)} is no reference of an image`,
          hint: 'such as registry.example.net/agents/research:1.2.0',
        };
    }
  },
});
