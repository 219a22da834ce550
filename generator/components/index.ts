import { agents } from './agents.ts';
import { cluster } from './cluster.ts';
import type { Component } from './component.ts';
import { ingress } from './ingress.ts';

/** Every component there is, in the order in which people read them: each after those it requires. */
export const components: readonly Component[] = [cluster, agents, ingress];
