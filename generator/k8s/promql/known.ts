import { memo } from '../../model/memo.ts';
import { readPromQl, type PromQl } from './parser.ts';

const known = new Map<string, PromQl>();
/** Expressions differ by agent, not by region: so many are remembered. */
const MOST_KNOWN = 10_000;

/** An expression as Prometheus reads it, read once. */
export function promQl(text: string): PromQl {
  if (known.size > MOST_KNOWN) known.clear();
  return memo(known, text, () => readPromQl(text));
}
