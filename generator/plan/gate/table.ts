import type { Rule } from './rule.ts';

/**
 * Fields by their path: `spec.template.spec.containers[].image`. `[]` is any item of a list, `*` any key of a map. The row
 * of a path holds for all that lies below it and has no row of its own.
 */
export type Fields = Readonly<Record<string, Rule>>;

/** How changes of one kind are judged. What no row covers is dangerous: power. */
export interface Table {
  /** `apps/Deployment`; the core group is empty: `/Service`. */
  readonly kinds: readonly string[];
  readonly fields: Fields;
  /** What it means that an object goes: judged with the object as `before`. */
  readonly gone: Rule;
  /** What it means that people add an object of the kind, whatever its fields. */
  readonly brought: Rule;
}

/** A compiled table: a tree of steps. */
export interface Node {
  rule?: Rule;
  /** The path as it stands in the table. */
  path: string;
  keys?: Map<string, Node>;
  any?: Node;
  items?: Node;
}

/** The steps of a path: `spec`, `containers`, `[]`, `image`. */
export function steps(path: string): string[] {
  return path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');
}

/** A table as a tree, made once. */
export function treeOf(fields: Fields): Node {
  const root: Node = { path: '' };
  for (const [path, rule] of Object.entries(fields)) {
    let here = root;
    let text = '';
    for (const step of steps(path)) {
      text = step === '[]' ? `${text}[]` : text === '' ? step : `${text}.${step}`;
      if (step === '[]') here = here.items ??= { path: text };
      else if (step === '*') here = here.any ??= { path: text };
      else {
        here.keys ??= new Map();
        const next = here.keys.get(step) ?? { path: text };
        here.keys.set(step, next);
        here = next;
      }
    }
    here.rule = rule;
  }
  return root;
}

/** Rows of a part of an object that stands in several kinds. */
export function below(prefix: string, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([path, rule]) => [path === '' ? prefix : `${prefix}.${path}`, rule]));
}
