import type { Protection } from '../protection.ts';
import { other, shorter } from '../weaker.ts';

export const backupProtection: Protection = {
  guards: [
    [['ttl'], shorter, 'loss', 'backups are deleted sooner'],
    [['storageLocation'], other, 'power', 'backups go to another store'],
  ],
  missed: { class: 'loss', says: 'no volume is backed up' },
  leaving: { class: 'loss', says: 'backups are no longer made' },
};
