import { redact } from '../secrets/redact.ts';

/** Where text goes. Only `main` knows the real ones. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal that shows colours. */
  readonly color: boolean;
  /** How wide the terminal is that stdout is; absent where it is none. */
  readonly columns?: number | undefined;
  /** Put a line of stderr in the place of the last one; absent where that is no terminal. */
  readonly progress?: ((text: string) => void) | undefined;
}

/** Streams on which no secret appears, whatever is printed: what forgot to redact text of others is caught here. */
export function redacting(streams: Streams): Streams {
  return {
    ...streams,
    out: (text) => streams.out(clean(text)),
    err: (text) => streams.err(clean(text)),
  };
}

/** A colour is no part of the word behind it. */
function clean(text: string): string {
  return text
    .split(COLOUR)
    .map((part) => redact(part))
    .join('');
}

const COLOUR = new RegExp(String.raw`(\u001b\[[0-9]+m)`);
