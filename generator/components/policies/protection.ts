import type { Protection } from '../protection.ts';

export const policiesProtection: Protection = {
  missed: { class: 'power', says: 'nothing separates the pods from the network and from each other' },
  leaving: { class: 'power', says: 'nothing separates the pods from the network and from each other any more' },
};
