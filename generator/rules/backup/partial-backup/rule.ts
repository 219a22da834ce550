import { child, defineRule, fields, texts } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'backup/partial-backup',
  severity: 'warning',
  what: 'A backup names the kinds it holds, and leaves out state or takes in keys.',
  why: 'A restore brings back what Git has anyway, or the backup storage holds every private key.',
  source: 'https://velero.io/docs/main/resource-filtering/',
  fix: 'Choose by namespace and label; exclude Secrets.',
  order: 20,
  *run(cluster) {
    const specs = [
      ...cluster.subjects('velero.io/Backup').map((object) => ({ object, spec: fields(object['spec']), at: '/spec' })),
      ...cluster.subjects('velero.io/Schedule').map((object) => ({ object, spec: fields(fields(object['spec'])['template']), at: '/spec/template' })),
    ];
    for (const { object, spec, at } of specs) {
      const kinds = texts(spec['includedResources']).map((kind) => kind.toLowerCase());
      if (kinds.length === 0 || kinds.includes('*')) continue;
      const path = `${at}/includedResources`;
      if (!kinds.some((kind) => /^(persistentvolumeclaims?|pvc|persistentvolumes?|pv|pods?)(\.|$)/.test(kind)))
        yield {
          object,
          path,
          message: 'holds no volume: what agents remember is not in it',
          hint: 'leave includedResources out and choose by namespace and label',
        };
      const secrets = kinds.findIndex((kind) => /^secrets?$/.test(kind));
      if (secrets !== -1)
        yield {
          object,
          path: child(path, secrets),
          message: 'copies every Secret of its namespaces to the storage of the backups',
          hint: 'write excludedResources: [secrets], or be sure that the storage is encrypted and as closed as the cluster',
        };
    }
  },
});
