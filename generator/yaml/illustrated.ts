import type { Finding } from '../model/finding.ts';
import { cut } from '../model/quoted.ts';
import { hushed } from '../secrets/silenced.ts';
import type { Lines } from './text.ts';

/** A finding with the line it lies on, and without what of that line may be a secret. */
export function illustrated(finding: Finding, lines: Pick<Lines, 'line' | 'covered'>): Finding {
  const { message, hint, place, pointer } = finding;
  // Messages repeat the beginning of what is long.
  const covered = lines.covered(place.line).flatMap((text) => [text, cut(text).replace(/…$/, '')]);
  return {
    ...finding,
    message: hushed(message, covered),
    // A key may be all that the line says.
    ...(pointer === undefined ? {} : { pointer: hushed(pointer, covered) }),
    ...(hint === undefined ? {} : { hint: hushed(hint, covered) }),
    excerpt: lines.line(place.line),
  };
}
