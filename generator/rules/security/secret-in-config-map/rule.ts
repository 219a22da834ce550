import { child } from '../../../model/pointer.ts';
import { secretIn } from '../../../k8s/config-secret.ts';
import { textMap } from '../../../k8s/look.ts';
import type { WorldRule } from '../../cluster-rule.ts';

/** What lies in a ConfigMap lies in Git, in every backup and in the clear for whoever may read ConfigMaps. */
export const secretInConfigMap: WorldRule = {
  code: 'security/secret-in-config-map',
  *run(cluster) {
    for (const map of cluster.subjects('/ConfigMap')) {
      for (const [key, value] of Object.entries(textMap(map['data']))) {
        const name = secretIn(key, cluster.filled(value));
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
};
