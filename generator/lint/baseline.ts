import { posix } from 'node:path';
import { isMap } from '../model/data.ts';
import type { Finding } from '../model/finding.ts';
import { redact } from '../secrets/redact.ts';

/** What an earlier run has found. */
export interface Baseline {
  /** How often each. */
  readonly counts: ReadonlyMap<string, number>;
  /** Of the program that found it, where it was said. */
  readonly version?: string;
}

/** What is new, and how much is not, or no longer there. */
export interface Compared {
  readonly fresh: readonly Finding[];
  readonly known: number;
  readonly gone: number;
}

/** Lines move; what is wrong with which object of which file stays, however the way to it was written. */
const keyOf = (code: string, file: string, message: string): string => JSON.stringify([code, posix.normalize(file), redact(message)]);

/** @param text what `lint --json` printed @returns words for what it is not */
export function readBaseline(text: string): Baseline | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  if (!isMap(data) || data['command'] !== 'lint' || !Array.isArray(data['findings'])) return 'it is not what lint --json prints';
  if (data['baseline'] !== undefined) return 'it was made with --baseline itself, so what that knew would be new';
  const counts = new Map<string, number>();
  for (const finding of data['findings'] as unknown[]) {
    const { code, message, place } = isMap(finding) ? finding : {};
    const file = isMap(place) ? place['file'] : undefined;
    if (typeof code !== 'string' || typeof file !== 'string' || typeof message !== 'string')
      return 'one of its findings has no code, file or message';
    const key = keyOf(code, file, message);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const { version } = data;
  return { counts, ...(typeof version === 'string' ? { version } : {}) };
}

export function compared(findings: readonly Finding[], baseline: Baseline): Compared {
  const left = new Map(baseline.counts);
  const fresh = findings.filter(({ code, message, place }) => {
    const key = keyOf(code, place.file, message);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  return { fresh, known: findings.length - fresh.length, gone: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
