import type { Protection } from '../protection.ts';
import { other } from '../weaker.ts';

export const secretsProtection: Protection = {
  guards: [[['provider'], other, 'power', 'Secrets come by another way']],
  leaving: { class: 'work', effect: 'stops', always: true, says: 'the Secrets go: pods that mount them cannot start' },
};
