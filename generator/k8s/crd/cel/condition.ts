import type { Schema } from '../schema.ts';
import type { Budget } from './budget.ts';
import { namesIn, readExpression, type ExpressionFlaw, type Outcome } from './expression.ts';
import { unknownFieldOf } from './selections.ts';

export type { ExpressionFlaw } from './expression.ts';

/** An expression about something else than objects of one schema. */
export interface Condition {
  /** Whether a variable has anything to do with it. */
  uses(variable: string): boolean;
  /** @param values by the name of the variable, as `untyped.ts` makes them */
  evaluate(values: Readonly<Record<string, unknown>>, budget: Budget): Outcome;
}

/** Compile a condition. @param variables those that it may name, and what is known of each */
export function compileCondition(text: string, variables: ReadonlyMap<string, Schema>): Condition | ExpressionFlaw {
  const names = [...variables.keys()];
  const read = readExpression(text, 'bool', names, (ast) => unknownFieldOf(ast, variables));
  if ('offset' in read) return withKnown(read, text, names);
  const used = namesIn(read.ast);
  return { uses: (variable) => used.has(variable), evaluate: (values, budget) => read.evaluate(values, budget) };
}

/** A flaw of a name with the names that there are, at the name itself. */
function withKnown(flaw: ExpressionFlaw, text: string, known: readonly string[]): ExpressionFlaw {
  const [, variable] = /^Unknown variable: (\w+)$/.exec(flaw.message) ?? [];
  const unknown = variable === undefined ? flaw.unknown : { name: variable, known };
  if (unknown === undefined) return flaw;
  const at = text.indexOf(unknown.name, flaw.offset);
  return { ...flaw, unknown, offset: at === -1 ? flaw.offset : at };
}
