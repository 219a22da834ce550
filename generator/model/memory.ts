/** What was made, and of what. */
interface Made {
  readonly from: readonly unknown[];
  readonly value: unknown;
}

/** Values of one kind, by name. */
export interface Kept {
  /** The value that was made of the very same things before, or one that is made now. @param from compared by identity */
  of<T>(name: string, from: readonly unknown[], make: () => T): T;
}

/** Whoever keeps values of several kinds. */
export interface Keeper {
  /** Values of a kind; those that are not asked for until the kind is opened again are dropped then. */
  open(kind: string): Kept;
}

/**
 * What a program that answers again and again keeps from one answer to the next. Nothing is believed that was not made of the very same values, and
 * what the last answer did not use is dropped.
 */
export class Memory implements Keeper {
  readonly #kinds = new Map<string, Map<string, Made>>();

  open(kind: string): Kept {
    const before = this.#kinds.get(kind);
    const now = new Map<string, Made>();
    this.#kinds.set(kind, now);
    return {
      of: <T>(name: string, from: readonly unknown[], make: () => T): T => {
        const known = now.get(name) ?? before?.get(name);
        const made = known !== undefined && isSame(known.from, from) ? known : { from, value: make() };
        now.set(name, made);
        return made.value as T;
      },
    };
  }
}

/** Keeps nothing. */
export const FORGETFUL: Keeper = { open: () => ({ of: (_name, _from, make) => make() }) };

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
