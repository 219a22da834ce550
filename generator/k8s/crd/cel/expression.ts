import { charge, within, type Budget } from './budget.ts';
import { chargeCall, chargeOperator } from './costs.ts';
import { environment } from './environment.ts';
import { HAS } from './functions/macros.ts';
import type { Node } from './library.ts';
import { celName } from './names.ts';
import { patternFlaw } from './patterns.ts';
import { unknownField } from './selections.ts';
import { made } from './weight.ts';
import type { Schema } from '../schema.ts';

/** Why an expression cannot be evaluated, and from which character on. */
export interface ExpressionFlaw {
  readonly message: string;
  readonly offset: number;
  /** A name that is not known, and those that are. */
  readonly unknown?: { readonly name: string; readonly known: readonly string[] };
}

export type Outcome = { readonly value: unknown } | { readonly error: string } | { readonly spent: true };

/** An expression that compiles. */
export interface Expression {
  readonly usesOldSelf: boolean;
  /** @param oldSelf absent: as if none was ever there */
  evaluate(self: unknown, budget: Budget): Outcome;
}

/** What an expression that compiles is made of. */
interface Read {
  readonly ast: Node;
  /** @param values by the name of the variable */
  evaluate(values: Readonly<Record<string, unknown>>, budget: Budget): Outcome;
}

/** What schemas of Kubernetes may name. */
const OF_SCHEMAS = ['self', 'oldSelf'];

/** @param type what its value must be; where that is known only when it is evaluated, it compiles */
export function compileExpression(text: string, type: 'bool' | 'string', schema: Schema, isRoot: boolean): Expression | ExpressionFlaw {
  const read = readExpression(text, type, OF_SCHEMAS, (ast) => unknownField(ast, schema, isRoot));
  if ('offset' in read) return read;
  const usesOldSelf = namesIn(read.ast).has('oldSelf');
  const none = environment(OF_SCHEMAS).parse('optional.none()');
  return {
    usesOldSelf,
    evaluate: (self, budget) => read.evaluate({ self, oldSelf: usesOldSelf ? (none({}) as unknown) : null }, budget),
  };
}

/**
 * Compile an expression.
 * @param variables those that it may name @param flawIn what is wrong with it beyond syntax and types
 */
export function readExpression(
  text: string,
  type: 'bool' | 'string',
  variables: readonly string[],
  flawIn: (ast: Node) => ExpressionFlaw | undefined,
): Read | ExpressionFlaw {
  try {
    const run = environment(variables).parse(asRead(text));
    const ast = run.ast;
    prepare(ast);
    const wrong = flawIn(ast);
    if (wrong !== undefined) return wrong;
    const checked = run.check();
    if (!checked.valid) return flawOf(checked.error);
    if (checked.type !== type && !String(checked.type).startsWith('dyn'))
      return { message: `gives ${String(checked.type)}, and must give ${type}`, offset: 0 };
    const bad = patternFlaw(nodes(ast));
    if (bad !== undefined) return bad;
    count(ast);
    return {
      ast,
      evaluate(values, budget) {
        try {
          const value = within(budget, () => run(values) as unknown);
          return budget.isSpent ? { spent: true } : { value };
        } catch (error) {
          return budget.isSpent ? { spent: true } : { error: summaryOf(error) };
        }
      },
    };
  } catch (error) {
    return flawOf(error);
  }
}

/** The names that an expression uses, those of its own items among them. */
export function namesIn(ast: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes(ast)) if (node.op === 'id') names.add(String(node.args));
  return names;
}

/** What an error of the library says, and where. */
export function flawOf(error: unknown): ExpressionFlaw {
  const { range } = error as { range?: { start?: number } };
  return { message: summaryOf(error), offset: range?.start ?? 0 };
}

const MOST_SHOWN = 300;

function summaryOf(error: unknown): string {
  const { summary, message } = error as { summary?: string; message?: string };
  const [line = ''] = (summary ?? message ?? '').split('\n', 1);
  // It may show a text that the expression has made.
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

/** Every node of an expression, as it was written. */
export function* nodes(node: unknown): Iterable<Node> {
  if (Array.isArray(node)) for (const item of node) yield* nodes(item);
  if (typeof node !== 'object' || node === null || !('op' in node)) return;
  yield node as Node;
  yield* nodes((node as Node).args);
}

/** Texts of any kind, comments, the macro `has`, and names in backquotes. */
const TOKENS =
  /[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?''')|[rR]"[^"\n]*"|[rR]'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\bhas(?=\s*\()|\.`([^`\n]+)`/g;

/** The expression as the evaluator reads it: its own `has` follows names alone, and it knows no names in backquotes. */
function asRead(text: string): string {
  return text.replace(TOKENS, (token: string, name: string | undefined) => {
    // As long as what it stands for, so that places stay.
    if (token === 'has') return HAS;
    return name === undefined ? token : `.${celName(name) ?? '__'}`;
  });
}

/** Functions of ours that stand for those of the evaluator, which no environment may replace. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['rcall matches', 'matchesRe2'],
  ['call matches', 'matchesRe2'],
]);

/** Patterns are those of RE2: JavaScript reads others, and some of its own take for ever. */
function prepare(ast: Node): void {
  for (const node of nodes(ast)) {
    const call = node as unknown as { op: string; args: unknown[] };
    if (call.op !== 'rcall' && call.op !== 'call') continue;
    const own = OWN.get(`${call.op} ${String(call.args[0])}`);
    if (own !== undefined) call.args[0] = own;
  }
}

interface Evaluated {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { evaluate: (...args: unknown[]) => unknown; alternate?: Evaluated; macro?: unknown };
  /** What does the work, once the values are there. */
  handle?: (...args: unknown[]) => unknown;
  setMeta(key: 'evaluate', value: (...args: unknown[]) => unknown): void;
}

/** Lets every part of an expression cost a step, and what its values cost. */
function count(ast: Node): void {
  for (const node of nodes(ast) as Iterable<unknown> as Iterable<Evaluated>) {
    const { meta } = node;
    const { evaluate } = meta;
    if (meta.alternate !== undefined) countWalk(meta.alternate);
    if (meta.alternate !== undefined || meta.macro !== undefined) continue;
    countWork(node);
    node.setMeta('evaluate', (...args) => {
      charge(1);
      return evaluate(...args);
    });
  }
}

/** Functions and operators: by what they are given, and by what they make of it. */
function countWork(node: Evaluated): void {
  const { op, args, handle } = node;
  if (handle === undefined) return;
  const isCall = op === 'call' || op === 'rcall';
  if (!isCall && !OPERATORS.has(op)) return;
  node.handle = (...given) => {
    if (isCall) chargeCall(String((args as readonly unknown[])[0]), given[0] as readonly unknown[]);
    else chargeOperator(op, given[0], given[1]);
    const value = handle(...given);
    charge(made(value));
    return value;
  };
}

const OPERATORS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '+']);

/** A walk over a map lists its keys first, however soon it ends. */
function countWalk(walk: Evaluated): void {
  const { handle } = walk;
  if (walk.op !== 'comprehension' || handle === undefined) return;
  walk.handle = (items, ...given) => {
    if (items instanceof Map) charge(items.size / 10);
    return handle(items, ...given);
  };
}
