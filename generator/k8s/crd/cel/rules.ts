import { isMap } from '../../../model/data.ts';
import { child, pointer, type Pointer } from '../../../model/pointer.ts';
import { memo } from '../../../model/memo.ts';
import { shownValue } from '../../shown.ts';
import type { Fault } from '../fault.ts';
import type { Schema, Validation } from '../schema.ts';
import { Budget, OBJECT_STEPS } from './budget.ts';
import { compileExpression, type Expression, type ExpressionFlaw } from './expression.ts';
import { celValue } from './values.ts';

/** A rule that compiles. */
interface Rule {
  readonly rule: Expression;
  readonly message?: Expression;
}

const compiled = new WeakMap<Validation, Rule | { readonly flaws: readonly (readonly [key: string, flaw: ExpressionFlaw])[] }>();

function compile(validation: Validation, schema: Schema, isRoot: boolean): ReturnType<typeof made> {
  return memo(compiled, validation, () => made(validation, schema, isRoot));
}

function made(
  { rule, messageExpression }: Validation,
  schema: Schema,
  isRoot: boolean,
): Rule | { readonly flaws: readonly (readonly [string, ExpressionFlaw])[] } {
  const condition = compileExpression(rule, 'bool', schema, isRoot);
  const message = messageExpression === undefined ? undefined : compileExpression(messageExpression, 'string', schema, isRoot);
  const flaws = [
    ...('offset' in condition ? [['rule', condition] as const] : []),
    ...(message !== undefined && 'offset' in message ? [['messageExpression', message] as const] : []),
  ];
  if (flaws.length > 0) return { flaws };
  return { rule: condition as Expression, ...(message === undefined ? {} : { message: message as Expression }) };
}

/** Whether a schema has a rule anywhere: where it has none, nothing is loaded. */
const withRules = new WeakMap<Schema, boolean>();

export function hasRules(schema: Schema): boolean {
  return memo(
    withRules,
    schema,
    () => (schema['x-kubernetes-validations'] ?? []).length > 0 || below(schema).some(({ schema: own }) => hasRules(own)),
  );
}

/** Schemas within a schema that describe parts of the value, each with its place. */
function below({ properties = {}, items, additionalProperties }: Schema): { readonly schema: Schema; readonly at: Pointer }[] {
  return [
    ...Object.entries(properties).map(([key, schema]) => ({ schema, at: pointer('properties', key) })),
    ...(items === undefined ? [] : [{ schema: items, at: '/items' }]),
    ...(typeof additionalProperties === 'object' ? [{ schema: additionalProperties, at: '/additionalProperties' }] : []),
  ];
}

/** Rules of a schema that do not compile. @param path of the schema, within the definition */
export function* ruleFlaws(schema: Schema, path: Pointer, isRoot = true): Iterable<Fault> {
  if (!hasRules(schema)) return;
  for (const [i, validation] of (schema['x-kubernetes-validations'] ?? []).entries()) {
    const found = compile(validation, schema, isRoot);
    if (!('flaws' in found)) continue;
    for (const [key, { message, offset }] of found.flaws) {
      const text = key === 'rule' ? validation.rule : (validation.messageExpression ?? '');
      yield {
        path: `${path}${pointer('x-kubernetes-validations', i, key)}`,
        offset,
        message: `the expression does not compile: ${message}, ${offset >= text.length ? 'at its end' : `at ${shownValue(text.slice(offset))}`}`,
        hint: 'https://kubernetes.io/docs/reference/using-api/cel/ has the language and its functions',
      };
    }
  }
  for (const { schema: own, at } of below(schema)) yield* ruleFlaws(own, `${path}${at}`, false);
}

/** The rules that a value breaks, as at its creation. @param value what the schema allows, with its defaults */
export function brokenRules(schema: Schema, value: unknown): Fault[] {
  if (!hasRules(schema)) return [];
  const faults: Fault[] = [];
  walk(schema, value, '', new Budget(OBJECT_STEPS), faults, true);
  return faults;
}

function walk(schema: Schema, value: unknown, path: Pointer, budget: Budget, faults: Fault[], isRoot = false): void {
  if (value === undefined || value === null || !hasRules(schema)) return;
  const validations = schema['x-kubernetes-validations'] ?? [];
  const self = validations.length === 0 ? undefined : celValue(schema, value, isRoot);
  for (const validation of validations) {
    const rule = compile(validation, schema, isRoot);
    // What does not compile was said of the schema.
    if ('flaws' in rule || (rule.rule.usesOldSelf && validation.optionalOldSelf !== true)) continue;
    const outcome = rule.rule.evaluate(self, budget);
    if ('value' in outcome && outcome.value === true) continue;
    const at = `${path}${fieldPointer(validation.fieldPath)}`;
    if ('spent' in outcome) {
      faults.push({
        path: at,
        message: `the rule ${shownValue(validation.rule)} of its kind takes too long to evaluate`,
        hint: 'give it shorter lists',
      });
      continue;
    }
    if ('error' in outcome) {
      faults.push({ path: at, message: `the rule ${shownValue(validation.rule)} of its kind cannot be evaluated: ${outcome.error}` });
      continue;
    }
    const said = rule.message?.evaluate(self, budget);
    const own = said !== undefined && 'value' in said && typeof said.value === 'string' ? said.value.trim() : '';
    const message = (own === '' || own.includes('\n') ? (validation.message ?? '') : own).trim().split('\n')[0] ?? '';
    faults.push({
      path: at,
      message: message === '' ? `breaks the rule ${shownValue(validation.rule)} of its kind` : message,
      hint: `the kind asks: ${validation.rule.trim().replace(/\s+/g, ' ')}`,
    });
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) value.forEach((item, i) => walk(items, item, child(path, i), budget, faults));
  } else if (isMap(value)) {
    const { properties = {}, additionalProperties } = schema;
    for (const [key, item] of Object.entries(value)) {
      const own = Object.hasOwn(properties, key) ? properties[key] : typeof additionalProperties === 'object' ? additionalProperties : undefined;
      if (own !== undefined) walk(own, item, child(path, key), budget, faults);
    }
  }
}

/** A JSONPath of Kubernetes as a pointer: `.spec.a['b-c'][0]`. */
function fieldPointer(path = ''): Pointer {
  return pointer(...[...path.matchAll(/\.([^.[\]]+)|\['([^']*)'\]|\[(\d+)\]/g)].map(([, name, quoted, index]) => name ?? quoted ?? index ?? ''));
}
