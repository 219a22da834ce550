// https://velero.io/docs/main/api-types/schedule/
import { any, becomes, none, on, shorter, when } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Fields, Table } from '../table.ts';
import { METADATA } from './metadata.ts';

const LEFT_OUT = any('loss', 'backups hold something else: what they leave out cannot be restored');
const WAY = any('loss', 'volumes are copied in another way, or not at all');

/** Hours and days of a cron expression; the minute does not count. */
function daily(schedule: unknown): string[] {
  const fields = String(schedule)
    .replace(/^(CRON_)?TZ=\S+ /, '')
    .split(' ');
  return fields.slice(1);
}

/** Whether a backup is made at another minute or hour, but as often as before. */
function isAsOften(before: unknown, after: unknown): boolean {
  const [old, now] = [daily(before), daily(after)];
  if (old.length !== 4 || now.length !== 4) return false;
  const once = (text: string | undefined): boolean => /^[0-9]+$/.test(text ?? '');
  const sameDays = old.slice(1).join(' ') === now.slice(1).join(' ');
  return sameDays && (old[0] === now[0] || (once(old[0]) && (once(now[0]) || now[0] === '*' || /^\*\/[0-9]+$/.test(String(now[0])))));
}

/** `spec` of a backup. */
const BACKUP: Fields = {
  ttl: when(shorter, 'loss', 'backups are deleted sooner'),
  storageLocation: any('power', 'backups go to another store'),
  volumeSnapshotLocations: any('power', 'backups go to another store'),
  metadata: none,
  csiSnapshotTimeout: none,
  itemOperationTimeout: none,
  uploaderConfig: none,
  orderedResources: none,
  hooks: any('power', 'Velero runs commands in pods'),
  resourcePolicy: LEFT_OUT,
  labelSelector: LEFT_OUT,
  orLabelSelectors: LEFT_OUT,
  includedNamespaces: LEFT_OUT,
  excludedNamespaces: LEFT_OUT,
  includedResources: LEFT_OUT,
  excludedResources: any('loss', 'backups hold something else: keys in clear text, or less of the data'),
  includeClusterResources: LEFT_OUT,
  includedClusterScopedResources: LEFT_OUT,
  excludedClusterScopedResources: LEFT_OUT,
  includedNamespaceScopedResources: LEFT_OUT,
  excludedNamespaceScopedResources: LEFT_OUT,
  datamover: WAY,
  defaultVolumesToFsBackup: WAY,
  defaultVolumesToRestic: WAY,
  snapshotMoveData: WAY,
  snapshotVolumes: WAY,
  volumeGroupSnapshotLabelKey: WAY,
};

function at(prefix: string): Fields {
  return Object.fromEntries(Object.entries(BACKUP).map(([path, rule]): [string, Rule] => [`${prefix}.${path}`, rule]));
}

const schedule: Table = {
  kinds: ['velero.io/Schedule'],
  fields: {
    ...METADATA,
    'spec.paused': when(on, 'loss', 'backups are no longer made'),
    'spec.schedule': when((before, after) => !isAsOften(before, after), 'loss', 'backups are made at other times, perhaps more rarely'),
    'spec.skipImmediately': none,
    'spec.useOwnerReferencesInBackup': when(becomes(true), 'loss', 'deleting the Schedule deletes its backups'),
    ...at('spec.template'),
  },
  gone: any('loss', 'backups are no longer made'),
  brought: any('power', 'Velero reads what its backups hold, Secrets too'),
};

const once: Table = {
  kinds: ['velero.io/Backup'],
  fields: { ...METADATA, ...at('spec') },
  gone: any('loss', 'a backup goes'),
  brought: any('power', 'Velero reads what its backups hold, Secrets too'),
};

const location: Table = {
  kinds: ['velero.io/BackupStorageLocation'],
  fields: {
    ...METADATA,
    'spec.accessMode': when(becomes('ReadOnly'), 'loss', 'backups can no longer be written'),
    'spec.backupSyncPeriod': none,
    'spec.config': any('power', 'backups go to another store'),
    'spec.credential': any('power', 'backups are written with other credentials'),
    'spec.default': any('power', 'backups go to another store'),
    'spec.objectStorage': any('power', 'backups go to another store'),
    'spec.provider': any('power', 'backups go to another store'),
    'spec.validationFrequency': none,
  },
  gone: any('loss', 'backups can no longer be written or read'),
  brought: any('power', 'backups may go to another store'),
};

export const backup: readonly Table[] = [schedule, once, location];
