import { addressFunctions } from './functions/addresses.ts';
import { macros } from './functions/macros.ts';
import { listFunctions } from './functions/lists.ts';
import { measureFunctions } from './functions/measures.ts';
import { textFunctions } from './functions/texts.ts';
import { equal } from '../../../model/data.ts';
import { memo } from '../../../model/memo.ts';
import { cel, type Environment, type Registrar } from './library.ts';

const made = new Map<string, Environment>();

/**
 * CEL as the API server reads it, with the functions of Kubernetes. What a variable holds is found out when an expression is evaluated.
 * @param variables those that an expression may name
 */
export function environment(variables: readonly string[]): Environment {
  return memo(made, variables.join(), () => make(variables));
}

/** What an expression that is longer than any rule would cost to read. */
const LIMITS = { maxAstNodes: 20_000, maxDepth: 100, maxListElements: 1000, maxMapEntries: 1000, maxCallArguments: 32 };

function make(variables: readonly string[]): Environment {
  const { Environment } = cel();
  const env = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true, limits: LIMITS });
  for (const name of variables) env.registerVariable(name, 'dyn');
  const optionals = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
  const [some, none] = ['optional.of(value)', 'optional.none()'].map((text) => optionals.parse(text));
  const optional = (value?: unknown): unknown => (value === undefined ? none?.({}) : some?.({ value }));
  const to: Registrar = {
    function: (signature, run) => void env.registerFunction(signature, run as never, { async: false } as never),
    type(name, of, worth) {
      env.registerType(name, of as never);
      env.registerOperator(`${name} == ${name}`, ((a: never, b: never) => equal(worth(a), worth(b))) as never);
    },
    namespace(name) {
      const type = `${name}Namespace`;
      const Names = class {};
      env.registerType(type, Names);
      env.registerConstant(name, type, new Names());
      return type;
    },
  };
  // cel-go: null may be held against an optional, and is none.
  env.registerOperator('optional<dyn> == null', (() => false) as never);
  listFunctions(to);
  textFunctions(to);
  addressFunctions(to);
  measureFunctions(to, optional);
  macros(to);
  return env;
}
