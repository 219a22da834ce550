// https://velero.io/docs/main/api-types/schedule/
import { createHash } from 'node:crypto';
import { canonicalDuration } from '../../k8s/duration.ts';
import { STATE_LABEL, fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import type { VeleroSchedule } from './velero.ts';
import { defineComponent } from '../component.ts';
import { backupConsequences } from './consequences.ts';
import { backupProtection } from './protection.ts';
import type { BackupSettings } from './settings.generated.ts';

/** State is all there is to back up: everything else is in Git. */
export const backup = defineComponent<BackupSettings>({
  name: 'backup',
  summary: 'Velero Schedule for the volumes of agents with state',
  order: 90,
  requires: ['cluster', 'agents'],
  optional: true,
  protection: backupProtection,
  namespaces: () => [],
  borrowed: ({ velero }) => [velero.namespace],
  kinds: [{ group: 'velero.io', kind: 'Schedule' }],
  causes: { settings: [['velero.io/Schedule', /\/schedule/, 'schedule']] },
  region: ({ fleet, region, settings, clusterFacts, placements }): KubeObject[] => {
    const labels = fleetLabels(fleet.name);
    return [
      {
        apiVersion: 'velero.io/v1',
        kind: 'Schedule',
        // Clusters may share a bucket, where backups are known by this name.
        metadata: { name: `${fleet.name}-${region}`, namespace: clusterFacts.velero.namespace, labels },
        spec: {
          paused: !placements.some(({ agent }) => agent.storage !== null),
          // In UTC, which Velero's own image runs in: before 1.15 it refuses a schedule that names a zone.
          schedule: settings.spread ? spread(settings.schedule, region) : settings.schedule,
          template: {
            // Velero does not encrypt: keys in a backup would lie in the bucket as clear text.
            excludedResources: ['secrets', 'externalsecrets.external-secrets.io', 'sealedsecrets.bitnami.com'],
            includedNamespaces: [fleet.namespace],
            labelSelector: { matchLabels: { [STATE_LABEL]: 'persistent', 'app.kubernetes.io/part-of': fleet.name } },
            metadata: { labels },
            storageLocation: settings.storageLocation,
            ttl: canonicalDuration(settings.ttl),
          },
          // Else deleting the Schedule would delete its backups.
          useOwnerReferencesInBackup: false,
        },
      } satisfies VeleroSchedule,
    ];
  },
  consequences: backupConsequences,
});

/** Shift the minute by a number made from the region's name: the same whichever other regions there are. */
export function spread(schedule: string, region: string): string {
  const [minute, ...rest] = schedule.split(' ') as [string, ...string[]];
  const shift = createHash('sha256').update(region).digest().readUInt32BE(0) % 60;
  return [(Number(minute) + shift) % 60, ...rest].join(' ');
}
