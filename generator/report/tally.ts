import { SEVERITIES, tallied, type Severity } from '../model/severity.ts';
import { count, type Style } from './style.ts';

/** `1 error, 2 warnings, 3 notes`: the gravest first, and what there is none of left out. */
export function tallyWords(findings: readonly { readonly severity: Severity }[], style: Style): string {
  const counts = tallied(findings);
  return SEVERITIES.toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => colourOf(severity, style)(count(counts[severity], severity)))
    .join(', ');
}

export function colourOf(severity: Severity, style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, note: style.dim }[severity];
}
