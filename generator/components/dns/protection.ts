import type { Protection } from '../protection.ts';
import { below } from '../weaker.ts';

export const dnsProtection: Protection = {
  guards: [[['policy'], below('upsert-only', 'sync'), 'names', 'records of agents that are gone stay and lead to others']],
  leaving: { class: 'names', says: 'nobody keeps the records of the hosts any more' },
};
