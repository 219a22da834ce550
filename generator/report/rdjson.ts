import type { Finding, Place } from '../model/finding.ts';
import { jsonText } from './json.ts';
import { HOME, urlOf, withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Severity } from '../model/severity.ts';

/** What reviewdog knows. */
const SEVERITY = { error: 'ERROR', warning: 'WARNING', note: 'INFO' } as const satisfies Record<Severity, string>;

/** Findings for reviewdog, which brings them into reviews of most hosts: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. */
export function rdjsonText(findings: readonly Finding[], { problems = [] }: Outcome): string {
  return jsonText({
    source: { name: 'pap-fleet', url: HOME },
    diagnostics: [
      ...findings.map((finding) => ({
        message: withHint(finding),
        location: location(finding.place, finding.excerpt),
        severity: SEVERITY[finding.severity],
        code: { value: finding.code, url: urlOf(finding) },
        ...(finding.related === undefined || finding.related.length === 0
          ? {}
          : { relatedLocations: finding.related.map(({ place, note }) => ({ message: note, location: location(place) })) }),
      })),
      ...problems.map((message) => ({ message, location: { path: '.' }, severity: 'ERROR', code: { value: 'pap-fleet' } })),
    ],
  });
}

/**
 * Columns of reviewdog count bytes of UTF-8, ours UTF-16 code units: where the line is known, they are counted anew. The end column is the one
 * behind.
 */
function location({ file, line, col, length }: Place, excerpt = ''): object {
  const column = (at: number): number => (excerpt.length < at - 1 ? at : Buffer.byteLength(excerpt.slice(0, at - 1)) + 1);
  return { path: file, range: { start: { line, column: column(col) }, end: { line, column: column(col + Math.max(1, length)) } } };
}
