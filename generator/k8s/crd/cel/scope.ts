import type { ExpressionFlaw } from './expression.ts';
import type { Node } from './library.ts';
import { celSyntax } from './syntax.ts';

/** What is known of the value of an expression: nothing, where it depends on what it is given. */
export type ValueType = 'bool' | 'bytes' | 'double' | 'int' | 'list' | 'map' | 'null' | 'string' | undefined;

/** What an expression may name, by name, with the type of those whose type is known. A dot leads to fields: `request.name`. */
export type Scope = ReadonlyMap<string, ValueType>;

/** Names that stand for types and for the libraries of functions: k8s.io/apiserver, pkg/cel/environment/base.go. */
const LANGUAGE = new Set(
  (
    'bool bytes double dyn duration google int list map null_type optional optional_type string timestamp type uint ' +
    'base64 cel cidr format ip jsonpatch kubernetes lists math net quantity regex semver sets strings url JSONPatch Object authorizer'
  ).split(' '),
);

/** Macros that name what they go over: all but their last argument, where those are names. */
const MACROS = new Set(
  'all exists exists_one existsOne filter map bind optMap optFlatMap sortBy transformList transformMap transformMapEntry'.split(' '),
);

/**
 * A name in an expression that is not declared, or a sign before what has none. After cel-go, checker/checker.go; an expression that is no CEL has the
 * flaw of its syntax.
 * @param variables fields of `variables`, which know nothing but what is listed; undefined: `variables` is a name like all others
 */
export function scopeFlaw(
  text: string,
  scope: Scope,
  { variables, allowed }: { readonly variables?: Scope | undefined; readonly allowed?: readonly string[] } = {},
): { readonly flaw?: ExpressionFlaw; readonly type: ValueType } {
  const read = celSyntax(text);
  if ('offset' in read) return { flaw: read, type: undefined };
  if (read.ast === undefined) return { type: undefined };
  const names = new Names(scope, variables);
  const type = visited(names, read.ast);
  const wrong =
    type !== undefined && allowed?.includes(type) === false
      ? { message: `gives ${type}, and must give ${allowed.join(' or ')}`, offset: 0 }
      : undefined;
  const flaw = names.flaw ?? wrong;
  return { type, ...(flaw === undefined ? {} : { flaw }) };
}

/** Of a chain of many thousands of parts, which nobody writes, the names are not looked up. */
function visited(names: Names, ast: Node): ValueType {
  try {
    return names.visit(ast, new Set());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '&&', '||']);
/** Functions that make a value of one type, whatever they are given. */
const MADE: Readonly<Record<string, ValueType>> = {
  bool: 'bool',
  contains: 'bool',
  double: 'double',
  endsWith: 'bool',
  has: 'bool',
  int: 'int',
  lowerAscii: 'string',
  matches: 'bool',
  size: 'int',
  startsWith: 'bool',
  string: 'string',
  trim: 'string',
  upperAscii: 'string',
};
const OF_MACROS: Readonly<Record<string, ValueType>> = { all: 'bool', exists: 'bool', exists_one: 'bool', existsOne: 'bool' };

class Names {
  readonly #scope: Scope;
  readonly #variables: Scope | undefined;
  flaw: ExpressionFlaw | undefined;

  constructor(scope: Scope, variables: Scope | undefined) {
    this.#scope = scope;
    this.#variables = variables;
  }

  #say(message: string, node: unknown): void {
    this.flaw ??= { message, offset: (node as { start?: number }).start ?? 0 };
  }

  /** @param bound names that a macro around the node has given */
  visit(node: unknown, bound: ReadonlySet<string>): ValueType {
    if (Array.isArray(node)) {
      for (const item of node) this.visit(item, bound);
      return undefined;
    }
    if (typeof node !== 'object' || node === null || !('op' in node)) return undefined;
    const { op, args } = node as unknown as { op: string; args: unknown };
    switch (op) {
      case 'value':
        return typeOfValue(args);
      case 'id':
        return this.#name(node, String(args), bound);
      case '.':
      case '.?':
        return this.#field(node, args as [unknown, unknown], op === '.', bound);
      case 'call': {
        const [name, given] = args as [string, unknown[]];
        this.visit(given, bound);
        return Object.hasOwn(MADE, name) ? MADE[name] : undefined;
      }
      case 'rcall':
        return this.#method(args as [string, unknown, unknown[]], bound);
      case '-_': {
        const type = this.visit(args, bound);
        if (type !== undefined && type !== 'int' && type !== 'double') this.#say(`no sign stands before ${type}`, node);
        return type;
      }
      case '!_': {
        const type = this.visit(args, bound);
        if (type !== undefined && type !== 'bool') this.#say(`! stands before bool, not ${type}`, node);
        return 'bool';
      }
      case '+': {
        const [left, right] = (args as unknown[]).map((each) => this.visit(each, bound));
        return left ?? right;
      }
      case 'list':
      case 'map':
        this.visit(args, bound);
        return op;
      case '?:': {
        const [, yes, no] = (args as unknown[]).map((each) => this.visit(each, bound));
        return yes === no ? yes : undefined;
      }
      default:
        this.visit(args, bound);
        return COMPARISONS.has(op) ? 'bool' : undefined;
    }
  }

  #name(node: unknown, name: string, bound: ReadonlySet<string>): ValueType {
    if (bound.has(name)) return undefined;
    if (this.#scope.has(name)) return this.#scope.get(name);
    if (!LANGUAGE.has(name)) this.#say(`undeclared reference to '${name}'`, node);
    return undefined;
  }

  #field(node: unknown, [of, name]: [unknown, unknown], plain: boolean, bound: ReadonlySet<string>): ValueType {
    const path = pathOf(node);
    this.visit(of, bound);
    const [root, ...rest] = path;
    if (root === undefined || bound.has(root)) return undefined;
    if (root === 'variables' && this.#variables !== undefined && rest.length === 1) {
      if (!this.#variables.has(String(name))) this.#say(`undefined field '${String(name)}'`, node);
      return plain ? this.#variables.get(String(name)) : undefined;
    }
    return plain ? this.#scope.get(path.join('.')) : undefined;
  }

  #method([name, receiver, given]: [string, unknown, unknown[]], bound: ReadonlySet<string>): ValueType {
    this.visit(receiver, bound);
    const named = MACROS.has(name) ? given.slice(0, -1).flatMap((each) => idOf(each) ?? []) : [];
    const inner = named.length === 0 ? bound : new Set([...bound, ...named]);
    const types = given.map((each) => this.visit(each, inner));
    if (named.length > 0) return OF_MACROS[name];
    // Of what an object holds nothing is known, not even where it is absent.
    if (name === 'orValue') return rootOf(receiver) === 'request' ? types[0] : undefined;
    // Of a receiver that is a name of a library, a function of the same name may be another one.
    return LANGUAGE.has(idOf(receiver) ?? '') || !Object.hasOwn(MADE, name) ? undefined : MADE[name];
  }
}

function typeOfValue(value: unknown): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : undefined;
}

function idOf(node: unknown): string | undefined {
  const { op, args } = (node ?? {}) as { op?: string; args?: unknown };
  return op === 'id' ? String(args) : undefined;
}

/** The variable that fields and items are taken of. */
function rootOf(node: unknown): string | undefined {
  const { op, args } = (node ?? {}) as { op?: string; args?: unknown };
  if (op === 'id') return String(args);
  return Array.isArray(args) && /^(\.\??|\[\??\])$/.test(op ?? '') ? rootOf(args[0]) : undefined;
}

/** The names of a path of fields from its variable on; none where it is another expression. */
function pathOf(node: unknown): string[] {
  const { op, args } = (node ?? {}) as Partial<Node> as { op?: string; args?: unknown };
  if (op === 'id') return [String(args)];
  if (op !== '.' && op !== '.?') return [];
  const [of, name] = args as [unknown, unknown];
  const before = pathOf(of);
  return before.length === 0 ? [] : [...before, String(name)];
}
