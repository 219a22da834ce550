import { fields } from '../../../k8s/look.ts';
import type { WorldRule } from '../../cluster-rule.ts';

/** Argo CD brings the project `default`, which allows every repository, cluster and kind: examples use it, fleets should not. */
export const defaultProject: WorldRule = {
  code: 'security/default-project',
  *run(cluster) {
    for (const application of cluster.subjects('argoproj.io/Application')) {
      if (fields(application['spec'])['project'] === 'default')
        yield {
          object: application,
          path: '/spec/project',
          message: 'belongs to the project default, which allows everything',
          hint: 'give it a project of its own',
        };
    }
  },
};
