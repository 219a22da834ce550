// A fixed part of all that is compared, small enough to lie in the repository: of each kind a few that the server takes, and a few that it refuses.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { findSecrets } from '../../../generator/secrets/find.ts';
import type { Case, Outcome } from './rates.ts';

export const SAMPLE = join(import.meta.dirname, 'sample.jsonl');

const OF_EACH = 3;
const MOST_BYTES = 1200;

export interface Sampled {
  readonly object: KubeObject;
  /** Whether the server took it. */
  readonly accepted: boolean;
}

const JUDGED: readonly Outcome[] = ['agreed: accepted', 'agreed: refused'];

/** What a scanner of repositories would stop at. */
const HIDDEN = /Secret$/;

/** Of what the two agree on. */
export function sampleOf(found: readonly (Case & { readonly outcome: Outcome })[]): string {
  const order = ({ object }: Case): string => createHash('sha256').update(JSON.stringify(object)).digest('hex');
  const counts = new Map<string, number>();
  const lines: string[] = [];
  for (const [, one] of found.map((each) => [order(each), each] as const).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = JSON.stringify({ object: one.object, accepted: one.words === '' } satisfies Sampled);
    const key = `${one.object.apiVersion}/${one.object.kind} ${one.words === ''}`;
    const already = counts.get(key) ?? 0;
    if (
      !JUDGED.includes(one.outcome) ||
      HIDDEN.test(one.object.kind) ||
      already >= OF_EACH ||
      text.length > MOST_BYTES ||
      findSecrets(text).length > 0
    )
      continue;
    counts.set(key, already + 1);
    lines.push(text);
  }
  return `${lines.sort().join('\n')}\n`;
}

export const sample = (): Sampled[] =>
  readFileSync(SAMPLE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Sampled);
