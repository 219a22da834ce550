/** Why Prometheus refuses an expression, and the character where it does. */
export interface Flaw {
  /** Goes on after the expression: `lacks …`. */
  readonly message: string;
  readonly offset: number;
  readonly hint?: string | undefined;
}

/** Ends the reading of an expression. */
export class Refused extends Error {
  readonly flaw: Flaw;

  constructor(offset: number, message: string, hint?: string) {
    super(message);
    this.flaw = { message, offset, ...(hint === undefined ? {} : { hint }) };
  }
}
