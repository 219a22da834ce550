import { GONE, changesSpec, type Consequence } from '../consequence.ts';

/** What changes of Velero Schedules do. */
export const backupConsequences: readonly Consequence[] = [
  { topic: 'backups', kinds: ['Schedule'], verbs: GONE, says: 'backups are no longer made' },
  { topic: 'backups', kinds: ['Schedule'], verbs: ['create', 'update'], when: changesSpec, says: 'backups change' },
];
