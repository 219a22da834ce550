import type { Protection } from '../protection.ts';

export const monitoringProtection: Protection = {
  missed: { class: 'work', effect: 'weakens', always: true, says: 'no alert tells of anything' },
  leaving: { class: 'work', effect: 'weakens', always: true, says: 'metrics are no longer collected, and no alert tells of anything' },
};
