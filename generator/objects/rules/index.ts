import type { Rule } from '../rule.ts';
import { unknownKind } from './unknown-kind.ts';
import { wrongShape } from './wrong-shape.ts';

/** Rules about one object, in the order in which people read their faults. */
export const rules: readonly Rule[] = [unknownKind, wrongShape];
