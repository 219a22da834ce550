import { agents } from './agents/index.ts';
import { backup } from './backup/index.ts';
import { certs } from './certs/index.ts';
import { cluster } from './cluster/index.ts';
import type { Component } from './component.ts';
import { dns } from './dns/index.ts';
import { ingress } from './ingress/index.ts';
import { monitoring } from './monitoring/index.ts';
import { policies } from './policies/index.ts';
import { secrets } from './secrets/index.ts';

/** Every component there is, in the order in which people read them: each after those it requires. */
export const components: readonly Component[] = [cluster, secrets, dns, certs, agents, ingress, policies, monitoring, backup];
