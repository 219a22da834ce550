import { secretInSetting } from '../../../secrets/find.ts';
import { child, defineRule, textMap } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'security/secret-in-config-map',
  severity: 'error',
  what: 'A ConfigMap holds what looks like a secret.',
  why: 'It lies in Git and in every backup, readable for whoever reads ConfigMaps.',
  fix: 'Move it into a Secret, and change it.',
  order: 50,
  *run(cluster) {
    for (const map of cluster.subjects('/ConfigMap')) {
      for (const [key, value] of Object.entries(textMap(map['data']))) {
        const name = secretInSetting(key, cluster.filled(value));
        if (name === undefined) continue;
        yield {
          object: map,
          path: child('/data', key),
          message: `holds a secret: ${name}`,
          hint: 'move it into a Secret, and change it: what was in Git is known',
        };
      }
    }
  },
});
