import { isAgent } from '../../../k8s/agent.ts';
import { defineRule, fields, integer, maps, shown, text, type Fields } from '../../kit.ts';

/** Kubernetes lets every user of a pod read its Secrets (mode 0644), unless told otherwise: for the keys that an agent signs with, too much. */
export const rule = defineRule('cluster', {
  code: 'pap/readable-key',
  severity: 'warning',
  what: 'A Secret is mounted into an agent so that every user of the pod may read it.',
  why: 'What a flaw of the agent lets read is the key by which it is known.',
  source: 'https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/#set-posix-permissions-for-secret-keys',
  fix: 'Write `defaultMode: 288`, which is 0440, and `securityContext.fsGroup`.',
  order: 50,
  *run(cluster) {
    for (const pod of cluster.pods) {
      if (!isAgent(pod)) continue;
      for (const { item, at } of pod.volumes) {
        const [secret, projected] = [fields(item['secret']), fields(item['projected'])];
        const sources = maps(projected['sources'], '').map((source) => fields(source.item['secret']));
        const found = [
          { part: 'secret', mode: integer(secret['defaultMode']), open: areClosed(secret) ? [] : [text(secret['secretName'])] },
          {
            part: 'projected',
            mode: integer(projected['defaultMode']),
            open: sources.filter((each) => !areClosed(each)).map(({ name }) => text(name)),
          },
        ];
        for (const { part, mode, open } of found) {
          const names = open.filter((name) => name !== undefined);
          if (names.length === 0 || !isReadable(mode)) continue;
          yield {
            object: pod.owner,
            path: `${at}/${part}${mode === undefined ? '' : '/defaultMode'}`,
            message: `lets every user of the pod read the keys in Secret ${shown(names.join(', '))}`,
            hint: 'write defaultMode: 288, which is 0440, and securityContext.fsGroup for the group that may read',
          };
        }
      }
    }
  },
});

/** The last of the three digits of a mode; so it comes out as well when the octal is read as a decimal. */
function isReadable(mode: number | undefined): boolean {
  return mode === undefined || (mode & 0o004) !== 0;
}

/** Whether each file has a mode of its own. */
function areClosed(secret: Fields): boolean {
  const items = maps(secret['items'], '');
  return items.length > 0 && items.every(({ item }) => integer(item['mode']) !== undefined && !isReadable(integer(item['mode'])));
}
