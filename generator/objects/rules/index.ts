import type { Rule } from '../rule.ts';

/** Rules about one object, in the order in which people read their faults. */
export const rules: readonly Rule[] = [];
