import { defineRule } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'backup/one-shot',
  severity: 'warning',
  what: 'A Velero Backup is kept in Git.',
  why: 'It runs once when it is applied, is deleted at its end, and runs again when Git brings it back.',
  source: 'https://velero.io/docs/main/api-types/backup/',
  fix: 'Write a Schedule.',
  order: 10,
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
});
