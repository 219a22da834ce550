// Loads the evaluator of CEL: only a run that has a rule to evaluate pays for it. docs/adr/0110 says which one, and why.
import type * as Cel from '@marcbachmann/cel-js';
import type * as Evaluator from '@marcbachmann/cel-js/evaluator';

export type Environment = Cel.Environment;
export type Node = Cel.ASTNode;

export function cel(): typeof Evaluator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  return require('@marcbachmann/cel-js/evaluator') as typeof Evaluator;
}

/** What the functions of Kubernetes are told to: an environment of CEL. */
export interface Registrar {
  /** @param signature as the evaluator reads it: `string.find(string): string` */
  function(signature: string, run: (...args: never[]) => unknown): void;
  /** A type of values that expressions hand on, compare, and cannot look into. @param worth what makes two of them the same */
  type<T extends object>(name: string, of: new (...args: never[]) => T, worth: (value: T) => unknown): void;
  /** A name that functions stand below: `sets.contains`. @returns the type of it */
  namespace(name: string): string;
}
