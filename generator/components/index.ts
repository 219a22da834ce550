import { agents } from './agents.ts';
import { backup } from './backup.ts';
import { certs } from './certs.ts';
import { cluster } from './cluster.ts';
import type { Component } from './component.ts';
import { dns } from './dns.ts';
import { ingress } from './ingress.ts';
import { monitoring } from './monitoring.ts';
import { policies } from './policies.ts';
import { secrets } from './secrets.ts';

/** Every component there is, in the order in which people read them: each after those it requires. */
export const components: readonly Component[] = [cluster, secrets, dns, certs, agents, ingress, policies, monitoring, backup];
