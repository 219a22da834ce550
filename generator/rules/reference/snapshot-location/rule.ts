import { child, defineRule, each, fields, objectTitle, quoted, text, texts, type KubeObject } from '../../kit.ts';

/** velero, pkg/controller/backup_controller.go, validateAndGetSnapshotLocations. */
export const rule = defineRule('cluster', {
  code: 'reference/snapshot-location',
  severity: 'error',
  what: 'A backup of Velero names two places of one provider for its snapshots.',
  why: 'The cluster takes the object. Velero sets FailedValidation, and there is no backup on the day that one is needed.',
  fix: 'Keep one place for each provider.',
  *run(cluster) {
    for (const backup of cluster.subjects('velero.io/Backup', 'velero.io/Schedule')) {
      for (const { item, at } of each(backup, backup.kind === 'Schedule' ? 'spec.template' : 'spec')) {
        // Without snapshots, Velero does not look at the places.
        if (item['snapshotVolumes'] === false) continue;
        const byProvider = new Map<string, KubeObject>();
        for (const [i, name] of texts(item['volumeSnapshotLocations']).entries()) {
          const location = cluster.find('velero.io/VolumeSnapshotLocation', backup.metadata.namespace, name);
          const provider = text(fields(location?.['spec'])['provider']);
          if (location === undefined || provider === undefined) continue;
          const other = byProvider.get(provider);
          if (other === undefined) byProvider.set(provider, location);
          else if (objectTitle(other) !== objectTitle(location))
            yield {
              object: backup,
              path: child(child(at, 'volumeSnapshotLocations'), i),
              message: `${quoted(name)} is of the provider ${quoted(provider)}, as ${quoted(other.metadata.name)} is`,
              hint: 'keep one of them',
              related: [{ object: location, path: '/spec/provider', note: 'its provider' }],
            };
        }
      }
    }
  },
});
