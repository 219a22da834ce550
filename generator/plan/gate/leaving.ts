import type { Weight } from './danger.ts';

/** What it means that all of a component leaves a region that stays. */
const LEAVING: Readonly<Record<string, Weight>> = {
  agents: { class: 'work', effect: 'stops', always: true, says: 'no agent runs there any more' },
  backup: { class: 'loss', says: 'backups are no longer made' },
  certs: { class: 'work', effect: 'stops', always: true, says: 'certificates are no longer issued or renewed' },
  dns: { class: 'names', says: 'nobody keeps the records of the hosts any more' },
  ingress: { class: 'work', effect: 'stops', always: true, says: 'no route leads to the agents any more' },
  monitoring: { class: 'work', effect: 'weakens', always: true, says: 'metrics are no longer collected, and no alert tells of anything' },
  policies: { class: 'power', says: 'nothing separates the pods from the network and from each other any more' },
  secrets: { class: 'work', effect: 'stops', always: true, says: 'the Secrets go: pods that mount them cannot start' },
};

export function leaving(component: string): Weight {
  return LEAVING[component] ?? { class: 'power', says: 'nobody has said yet what it means that the component leaves' };
}
