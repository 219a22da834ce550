import { changesSpec } from '../consequence.ts';
import type { Consequence } from '../consequence.ts';

/** What changes of Velero Schedules do. */
export const backupConsequences: readonly Consequence[] = [
  { topic: 'backups', kinds: ['Schedule'], verbs: ['delete'], says: 'backups are no longer made' },
  { topic: 'backups', kinds: ['Schedule'], verbs: ['create'], says: 'backups are made' },
  {
    topic: 'backups',
    kinds: ['Schedule'],
    verbs: ['update'],
    when: ({ after }) => after?.['spec'] !== undefined && pauses(after),
    says: 'backups are paused',
  },
  {
    topic: 'backups',
    kinds: ['Schedule'],
    verbs: ['update'],
    when: (change) => changesSpec(change) && !pauses(change.after),
    says: 'backups change',
  },
];

function pauses(schedule: unknown): boolean {
  return (schedule as { readonly spec?: { readonly paused?: unknown } } | undefined)?.spec?.paused === true;
}
