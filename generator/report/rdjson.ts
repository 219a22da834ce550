import type { Finding, Place } from '../model/finding.ts';
import { jsonText } from './json.ts';
import { HOME, urlOf, withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Findings for reviewdog, which brings them into reviews of most hosts: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. */
export function rdjsonText(findings: readonly Finding[], { problems = [] }: Outcome): string {
  return jsonText({
    source: { name: 'pap-fleet', url: HOME },
    diagnostics: [
      ...findings.map((finding) => ({
        message: withHint(finding),
        location: location(finding.place),
        severity: finding.severity.toUpperCase(),
        code: { value: finding.code, url: urlOf(finding) },
        ...(finding.related === undefined || finding.related.length === 0
          ? {}
          : { relatedLocations: finding.related.map(({ place, note }) => ({ message: note, location: location(place) })) }),
      })),
      ...problems.map((message) => ({ message, location: { path: '.' }, severity: 'ERROR', code: { value: 'pap-fleet' } })),
    ],
  });
}

/** Columns of reviewdog count from 1 in bytes of UTF-8; ours in UTF-16 code units, which is the same in ASCII. The end column is the one behind. */
function location({ file, line, col, length }: Place): object {
  return { path: file, range: { start: { line, column: col }, end: { line, column: col + Math.max(1, length) } } };
}
