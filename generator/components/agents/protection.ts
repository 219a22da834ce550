import type { Protection } from '../protection.ts';

export const agentsProtection: Protection = {
  leaving: { class: 'work', effect: 'stops', always: true, says: 'no agent runs there any more' },
};
