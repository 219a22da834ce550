import type { Schema } from '../schema.ts';
import type { ExpressionFlaw } from './expression.ts';
import type { Node } from './library.ts';
import { celName } from './names.ts';

/** What is known of a value: its schema, and whether it is an object of its own, with a name. Undefined: nothing. */
type Known = { readonly schema: Schema; readonly isObject: boolean } | undefined;
type Scope = ReadonlyMap<string, Known>;

/** Macros whose first argument names each item in turn. */
const OVER_ITEMS = ['all', 'exists', 'exists_one', 'existsOne', 'filter', 'map'];
/** Types whose values have no fields. */
const FIELDLESS = ['array', 'boolean', 'integer', 'number', 'string'];
/** What every object has. */
const OF_OBJECTS: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } },
};

/** A field that an expression selects and the schema has not; the API server refuses such a rule. */
export function unknownField(ast: Node, schema: Schema, isRoot: boolean): ExpressionFlaw | undefined {
  const self: Known = { schema, isObject: isRoot || schema['x-kubernetes-embedded-resource'] === true };
  return new Selections().look(ast, new Map([['self', self]]));
}

/** A field that an expression selects of a variable, and that this has not. @param variables what is known of them */
export function unknownFieldOf(ast: Node, variables: ReadonlyMap<string, Schema>): ExpressionFlaw | undefined {
  return new Selections().look(ast, new Map([...variables].map(([name, schema]): [string, Known] => [name, { schema, isObject: false }])));
}

class Selections {
  #flaw: ExpressionFlaw | undefined;

  look(ast: Node, scope: Scope): ExpressionFlaw | undefined {
    this.#visit(ast, scope);
    return this.#flaw;
  }

  /** What is known of the value of a node. */
  #visit(node: unknown, scope: Scope): Known {
    if (Array.isArray(node)) {
      for (const item of node) this.#visit(item, scope);
      return undefined;
    }
    if (typeof node !== 'object' || node === null || !('op' in node)) return undefined;
    const { op, args, start } = node as { op: string; args: unknown; start: number };
    if (op === 'id') return scope.get(String(args));
    if (!Array.isArray(args)) return this.#visit(args, scope);
    if (op === '.') return this.#select(this.#visit(args[0], scope), String(args[1]), start);
    if (op === '[]') {
      this.#visit(args[1], scope);
      return itemOf(this.#visit(args[0], scope));
    }
    if (op === 'rcall') return this.#call(args as [string, unknown, unknown[]], scope);
    for (const item of args as unknown[]) this.#visit(item, scope);
    return undefined;
  }

  #call([name, receiver, given]: [string, unknown, unknown[]], scope: Scope): Known {
    const of = this.#visit(receiver, scope);
    const [variable] = given as { op?: string; args?: string }[];
    if (!OVER_ITEMS.includes(name) || variable?.op !== 'id' || variable.args === undefined) {
      // Macros of two variables, and `cel.bind`, name values of which nothing is followed up.
      const names = given.flatMap((each) => ((each as { op?: string }).op === 'id' ? [(each as { args: string }).args] : []));
      const inner = new Map([...scope, ...names.filter((each) => !scope.has(each)).map((each): [string, Known] => [each, undefined])]);
      this.#visit(given, inner);
      return undefined;
    }
    // Two variables: index and item.
    const inner = new Map([...scope, [variable.args, of?.schema.type === 'array' ? itemOf(of) : undefined] as const]);
    this.#visit(given.slice(1), given.length > 2 && name !== 'map' ? new Map() : inner);
    return name === 'filter' ? of : undefined;
  }

  #select(of: Known, name: string, offset: number): Known {
    if (of === undefined) return undefined;
    const { schema, isObject } = of;
    if (isObject && Object.hasOwn(OF_OBJECTS, name)) return { schema: OF_OBJECTS[name] as Schema, isObject: false };
    for (const [key, own] of Object.entries(schema.properties ?? {}))
      if (celName(key) === name) return { schema: own, isObject: own['x-kubernetes-embedded-resource'] === true };
    if (typeof schema.additionalProperties === 'object') return { schema: schema.additionalProperties, isObject: false };
    if (schema.type !== undefined && FIELDLESS.includes(schema.type) && schema['x-kubernetes-int-or-string'] !== true)
      this.#flaw ??= { message: `type '${schema.type}' does not support field selection`, offset };
    if (schema.type === 'object' && schema.additionalProperties === undefined && schema.properties !== undefined)
      this.#flaw ??= { message: `undefined field '${name}'`, offset, unknown: { name, known: Object.keys(schema.properties) } };
    return undefined;
  }
}

function itemOf(known: Known): Known {
  const schema = known?.schema.items ?? known?.schema.additionalProperties;
  return typeof schema === 'object' ? { schema, isObject: schema['x-kubernetes-embedded-resource'] === true } : undefined;
}
