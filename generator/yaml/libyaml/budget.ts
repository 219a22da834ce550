/** Nothing that people or programs write is as much; each token takes some hundred bytes, and a file of 16 MB may have as many as bytes. */
const TOKENS = 5_000_000;
const DOCUMENTS = 100_000;

/** What a file may still hold, whatever its documents share out. */
export class Budget {
  /** As they were at the beginning. */
  readonly tokens: number;
  readonly documents: number;
  #tokens: number;
  #documents: number;

  constructor({ tokens = TOKENS, documents = DOCUMENTS }: { readonly tokens?: number; readonly documents?: number } = {}) {
    this.tokens = this.#tokens = tokens;
    this.documents = this.#documents = documents;
  }

  /** Why nothing more is read, once that is so. */
  get spent(): string | undefined {
    if (this.#tokens < 0) return `the file has more than ${this.tokens} tokens, which are signs and values`;
    return this.#documents < 0 ? `the file has more than ${this.documents} documents` : undefined;
  }

  /** @returns whether one more is too many */
  takeToken(): boolean {
    return --this.#tokens < 0;
  }

  takeDocument(): boolean {
    return --this.#documents < 0;
  }
}
