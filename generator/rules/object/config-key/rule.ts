import { defineRule, isMap, shownValue } from '../../kit.ts';

/** What etcd takes in one object, less a little for the rest (`MaxSecretSize` of Kubernetes). */
const MOST_BYTES = 1024 * 1024;

/** `IsConfigMapKey` of apimachinery: keys become names of files. */
export const rule = defineRule('object', {
  code: 'object/config-key',
  severity: 'error',
  what: 'A ConfigMap has a key that cannot be the name of a file, or is too large.',
  why: 'The API server refuses it.',
  fix: 'Rename the key, or spread the content over several ConfigMaps.',
  order: 230,
  kinds: ['/ConfigMap'],
  *run(object) {
    let bytes = 0;
    for (const part of ['data', 'binaryData']) {
      const map = object[part];
      if (!isMap(map)) continue;
      for (const [key, text] of Object.entries(map)) {
        if (typeof text === 'string') bytes += Buffer.byteLength(text, part === 'data' ? 'utf8' : 'base64');
        if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || key === '.' || key.startsWith('..'))
          yield {
            path: `/${part}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
            key: true,
            message: `${shownValue(key)} is no legal key of a ConfigMap`,
            hint: 'letters, digits, hyphens, underscores and dots',
          };
      }
    }
    if (bytes > MOST_BYTES) yield { path: '/data', message: `holds ${bytes} bytes, and may hold ${MOST_BYTES}` };
  },
});
