import { segments } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
/** JSON Patch (RFC 6902), as Kustomize applies it to one object. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

export class PatchFailure {
  /** Which operation failed, from 0. */
  readonly index: number;
  readonly reason: string;

  constructor(index: number, reason: string) {
    this.index = index;
    this.reason = reason;
  }
}

/**
 * Apply operations to a copy of a document.
 * @param same how `test` compares; the caller may look through placeholders
 */
export function applyPatch(document: unknown, operations: readonly Operation[], same: (a: unknown, b: unknown) => boolean): unknown {
  let root: unknown = copied(document);
  for (let index = 0; index < operations.length; index++) {
    const operation = operations[index] as Operation;
    try {
      root = apply(root, operation, same);
    } catch (error) {
      if (error instanceof Refused) return new PatchFailure(index, error.message);
      throw error;
    }
  }
  return root;
}

/** A deep copy in which nothing is shared: labels that an object holds twice are one map in memory, and a patch means one place. */
function copied<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)])) as T;
}

class Refused extends Error {}

function apply(root: unknown, operation: Operation, same: (a: unknown, b: unknown) => boolean): unknown {
  const path = steps(operation.path);
  switch (operation.op) {
    case 'test':
      if (!same(get(root, path), operation.value)) {
        throw new Refused(`the value at ${operation.path} is ${brief(get(root, path))}, not ${brief(operation.value)}`);
      }
      return root;
    case 'add':
      return add(root, path, copied(operation.value));
    case 'remove':
      return remove(root, path);
    case 'replace':
      get(root, path);
      if (path.length === 0) return copied(operation.value);
      return set(root, path, copied(operation.value));
    case 'copy':
      return add(root, path, copied(get(root, steps(operation.from ?? ''))));
    case 'move': {
      const from = steps(operation.from ?? '');
      const value = get(root, from);
      return add(remove(root, from), path, value);
    }
  }
}

/** A value in a message. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function steps(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new Refused(`${quoted(path)} is not a JSON Pointer: it must begin with /`);
  const found = segments(path);
  // Assigning to it would change what the object inherits, and write nothing.
  if (found.includes('__proto__')) throw new Refused('"__proto__" is not a key');
  return found;
}

type Container = Record<string, unknown> | unknown[];

function get(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i] as string;
    const container = value as Container | null;
    if (Array.isArray(container)) value = container[index(step, container.length - 1, path, i)];
    else if (typeof container === 'object' && container !== null && Object.hasOwn(container, step)) value = container[step];
    else throw new Refused(`there is nothing at /${path.slice(0, i + 1).join('/')}`);
  }
  return value;
}

function index(step: string, last: number, path: readonly string[], i: number): number {
  const number = /^(0|[1-9][0-9]*)$/.test(step) ? Number(step) : Number.NaN;
  if (!(number <= last)) throw new Refused(`there is no item ${step} at /${path.slice(0, i).join('/')}`);
  return number;
}

function parent(root: unknown, path: readonly string[]): { container: Container; step: string } {
  const container = get(root, path.slice(0, -1));
  if (typeof container !== 'object' || container === null) throw new Refused(`there is neither map nor list at /${path.slice(0, -1).join('/')}`);
  return { container: container as Container, step: path.at(-1) as string };
}

function add(root: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const { container, step } = parent(root, path);
  if (Array.isArray(container)) container.splice(step === '-' ? container.length : index(step, container.length, path, path.length - 1), 0, value);
  else container[step] = value;
  return root;
}

function set(root: unknown, path: readonly string[], value: unknown): unknown {
  const { container, step } = parent(root, path);
  if (Array.isArray(container)) container[index(step, container.length - 1, path, path.length - 1)] = value;
  else container[step] = value;
  return root;
}

function remove(root: unknown, path: readonly string[]): unknown {
  if (path.length === 0) throw new Refused('the whole object cannot be removed');
  get(root, path);
  const { container, step } = parent(root, path);
  if (Array.isArray(container)) container.splice(Number(step), 1);
  else delete container[step];
  return root;
}
