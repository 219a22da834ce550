import type { WorldRule } from '../../cluster-rule.ts';

/** Velero runs a Backup when it is created and deletes it at its end: from Git it comes back, and runs, at random times. */
export const oneShot: WorldRule = {
  code: 'backup/one-shot',
  *run(cluster) {
    for (const backup of cluster.subjects('velero.io/Backup')) {
      if (backup['status'] !== undefined) continue;
      yield {
        object: backup,
        path: '/kind',
        message: 'runs once, when it is applied, and never again',
        hint: 'write a Schedule with this spec as its template',
      };
    }
  },
};
