import { redact } from '../secrets/redact.ts';

/** Where text goes. Only `main` knows the real ones. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal that shows colours. */
  readonly color: boolean;
  /** How wide the terminal is that stdout is; absent where it is none. */
  readonly columns?: number | undefined;
}

/** Streams on which no secret appears, whatever is printed: what forgot to redact text of others is caught here. */
export function redacting(streams: Streams): Streams {
  return { out: (text) => streams.out(clean(text)), err: (text) => streams.err(clean(text)), color: streams.color, columns: streams.columns };
}

/** A colour is no part of the word behind it. */
function clean(text: string): string {
  return text
    .split(COLOUR)
    .map((part) => redact(part))
    .join('');
}

const COLOUR = new RegExp(String.raw`(\u001b\[[0-9]+m)`);
