/** Why a text inside an object is none of its language, and the character where it is not. */
export interface TextFlaw {
  /** Goes on after what the text is: `lacks …`. */
  readonly message: string;
  readonly offset: number;
  readonly hint?: string | undefined;
}

/** Ends the reading of a text: thrown by its reader, and caught by who asked. */
export class Refused extends Error {
  readonly flaw: TextFlaw;

  constructor(offset: number, message: string, hint?: string) {
    super(message);
    this.flaw = { message, offset, ...(hint === undefined ? {} : { hint }) };
  }
}

/** What a reader has thrown. @throws whatever else it is */
export function flawIn(error: unknown): TextFlaw {
  if (error instanceof Refused) return error.flaw;
  throw error;
}
