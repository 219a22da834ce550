import { having } from '../../../k8s/having.ts';
import { isLabelKey } from '../../../model/names.ts';
import { child, defineRule, isMap, shownValue } from '../../kit.ts';

/** `ValidateAnnotations` of apimachinery counts all keys and values of one object together. */
const MOST_BYTES = 256 * 1024;

export const rule = defineRule('object', {
  code: 'object/illegal-annotation',
  severity: 'error',
  what: 'An annotation has a key that Kubernetes does not allow, or annotations are too large.',
  why: 'The API server refuses the object.',
  fix: 'Write `prefix.example/name`; large texts belong into a ConfigMap.',
  order: 80,
  *run(object) {
    for (const { at: path, item } of having(object, 'annotations')) {
      const { annotations } = item;
      if (!isMap(annotations) || !/(^|\/)(metadata|managedNamespaceMetadata|secretTemplate)$/.test(path)) continue;
      const at = child(path, 'annotations');
      let bytes = 0;
      for (const [key, text] of Object.entries(annotations)) {
        bytes += Buffer.byteLength(key) + (typeof text === 'string' ? Buffer.byteLength(text) : 0);
        if (!isLabelKey(key.toLowerCase()))
          yield {
            path: child(at, key),
            key: true,
            message: `${shownValue(key)} is no legal key of an annotation`,
            hint: 'prefix.example/name, at most 63 characters after the slash',
          };
      }
      if (bytes > MOST_BYTES) yield { path: at, message: `annotations hold ${bytes} bytes, and may hold ${MOST_BYTES}` };
    }
  },
});
