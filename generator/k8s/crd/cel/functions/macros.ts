// Macros that the evaluator does not bring: comprehensions with two variables, index and item or key and value (the extension "TwoVarComprehensions" of
// CEL), and `has` of any field.
import { charge } from '../budget.ts';
import type { Node, Registrar } from '../library.ts';

/** What the evaluator hands a macro; its types do not say. */
interface Context {
  forkWithVariable(name: string, type: unknown): Context;
  reuse(parent: Context): Context;
  setIterValue(value: unknown, evaluator: Evaluator): Context;
}
interface Checker {
  check(node: Node, context: Context): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: Node, context: Context): unknown;
}
interface Macro {
  readonly receiver: Node;
  readonly args: readonly Node[];
  outer?: Context;
  inner?: Context;
}

/** One step: whether the predicate holds, and what it makes of key and value. */
type Step = (key: unknown, value: unknown, run: (node: number) => unknown) => void;
interface Walk {
  readonly step: Step;
  readonly result: () => unknown;
}

function entries(value: unknown): Iterable<[unknown, unknown]> {
  if (Array.isArray(value)) {
    charge(value.length);
    return value.map((item, i): [unknown, unknown] => [BigInt(i), item]);
  }
  if (typeof value !== 'object' || value === null) throw new Error('a comprehension goes over a list or a map');
  const all = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  charge(all.length);
  return all;
}

function variable(node: Node | undefined): string {
  if (node?.op !== 'id') throw new Error('a variable of a comprehension must be a name');
  return node.args;
}

function macro(type: string, walk: () => Walk): (given: Macro) => object {
  return ({ receiver, args }) => ({
    receiver,
    args,
    typeCheck(checker: Checker, made: Macro, context: Context): unknown {
      checker.check(receiver, context);
      made.outer = context.forkWithVariable(variable(args[0]), checker.getType('dyn'));
      made.inner = made.outer.forkWithVariable(variable(args[1]), checker.getType('dyn'));
      for (const node of args.slice(2)) checker.check(node, made.inner);
      return checker.getType(type);
    },
    evaluate(evaluator: Evaluator, { outer, inner }: Required<Macro>, context: Context): unknown {
      const { step, result } = walk();
      for (const [key, value] of entries(evaluator.run(receiver, context))) {
        const here = inner.reuse(outer.reuse(context).setIterValue(key, evaluator)).setIterValue(value, evaluator);
        step(key, value, (node) => evaluator.run(args[node] as Node, here));
      }
      return result();
    },
  });
}

/** Counts the steps for which the predicate holds. @param verdict of how many of how many */
function counting(verdict: (right: number, all: number) => boolean): () => Walk {
  return () => {
    let [right, all] = [0, 0];
    return {
      step: (_key, _value, run) => {
        all += 1;
        if (run(2) === true) right += 1;
      },
      result: () => verdict(right, all),
    };
  };
}

/** @param filtered whether a predicate stands before what the step makes */
function making(
  filtered: boolean,
  put: (made: Map<unknown, unknown>, key: unknown, value: unknown) => void,
  result: (made: Map<unknown, unknown>) => unknown,
) {
  return (): Walk => {
    const made = new Map<unknown, unknown>();
    return {
      step: (key, _value, run) => {
        if (!filtered || run(2) === true) put(made, key, run(filtered ? 3 : 2));
      },
      result: () => result(made),
    };
  };
}

const set = (made: Map<unknown, unknown>, key: unknown, value: unknown): void => void made.set(key, value);
const merge = (made: Map<unknown, unknown>, _key: unknown, value: unknown): void => {
  for (const [key, item] of entries(value)) made.set(key, item);
};

/** `has(a[0].b)`: the one that the evaluator brings follows names alone. */
function presence({ args: [field] }: Macro): object {
  if (field?.op !== '.') throw new Error('has() asks for a field: has(self.name)');
  const [of, name] = field.args;
  return {
    typeCheck(checker: Checker, _made: Macro, context: Context): unknown {
      checker.check(of, context);
      return checker.getType('bool');
    },
    evaluate(evaluator: Evaluator, _made: Macro, context: Context): boolean {
      let value = evaluator.run(of, context);
      if (isOptional(value)) {
        if (!value.hasValue()) return false;
        value = value.value();
      }
      if (value instanceof Map) return value.has(name);
      if (typeof value !== 'object' || value === null) throw new Error(`no such field: ${name}`);
      return Object.hasOwn(value, name);
    },
  };
}

function isOptional(value: unknown): value is { hasValue(): boolean; value(): unknown } {
  return typeof value === 'object' && value !== null && 'hasValue' in value && typeof value.hasValue === 'function';
}

/** What `has` is called here: the evaluator lets nobody replace its own. */
export const HAS = 'hAs';

export function macros(to: Registrar): void {
  to.function(`${HAS}(ast): bool`, presence);
  const add = (name: string, type: string, count: number, walk: () => Walk): void =>
    to.function(`list.${name}(${Array(count).fill('ast').join(', ')}): ${type}`, macro(type, walk));
  add(
    'all',
    'bool',
    3,
    counting((right, all) => right === all),
  );
  add(
    'exists',
    'bool',
    3,
    counting((right) => right > 0),
  );
  for (const name of ['existsOne', 'exists_one'])
    add(
      name,
      'bool',
      3,
      counting((right) => right === 1),
    );
  for (const filtered of [false, true]) {
    const count = filtered ? 4 : 3;
    add(
      'transformList',
      'list<dyn>',
      count,
      making(filtered, set, (made) => [...made.values()]),
    );
    add(
      'transformMap',
      'map<dyn, dyn>',
      count,
      making(filtered, set, (made) => made),
    );
    add(
      'transformMapEntry',
      'map<dyn, dyn>',
      count,
      making(filtered, merge, (made) => made),
    );
  }
}
