/** What is left of what the rules of an object may cost. A step is one part of an expression that is evaluated, or as much work within one. */
export class Budget {
  #left: number;

  /** What one rule may cost, and what it has left. */
  #own = 0;

  /** Patterns that the rule has read. */
  #patterns = new Set<string>();

  constructor(steps: number) {
    this.#left = steps;
  }

  /** For one expression. */
  begin(): void {
    this.#own = Math.min(RULE_STEPS, this.#left);
    this.#patterns = new Set();
  }

  get left(): number {
    return this.#left;
  }

  get isSpent(): boolean {
    return this.#own < 0;
  }

  /** @throws SPENT when nothing is left */
  spend(steps: number): void {
    // One call that is far too much does not take from other rules what it never did.
    const taken = Math.min(steps, this.#own + 1);
    this.#left -= taken;
    this.#own -= taken;
    if (this.#own < 0) throw SPENT;
  }

  /** What it costs to read a pattern: once for each rule. */
  read(pattern: string, steps: number): void {
    if (this.#patterns.has(pattern)) return;
    this.#patterns.add(pattern);
    this.spend(steps);
  }
}

const SPENT = new Error('spent');
/** The API server gives an expression as much, of units that are about as large. */
export const RULE_STEPS = 1_000_000;
/** Of all rules of an object together. */
export const OBJECT_STEPS = 3_000_000;

/** The budget of the expression that is evaluated: nothing here waits. */
let current: Budget | undefined;

/** Evaluate an expression by a budget. */
export function within<T>(budget: Budget, run: () => T): T {
  budget.begin();
  current = budget;
  try {
    return run();
  } finally {
    current = undefined;
  }
}

/** Take steps from the expression that is evaluated. */
export function charge(steps: number): void {
  current?.spend(steps);
}

/** Take what it costs to read a pattern, where the expression has not read it before. */
export function chargeOnce(pattern: string, steps: number): void {
  current?.read(pattern, steps);
}
