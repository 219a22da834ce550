import type { Finding } from '../model/finding.ts';
import { Fingerprints } from './fingerprint.ts';
import { jsonText } from './json.ts';
import { withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Severity } from '../model/severity.ts';

const SEVERITY = { error: 'critical', warning: 'minor', note: 'info' } as const satisfies Record<Severity, string>;

/** Findings for the merge request widget of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export function gitlabText(findings: readonly Finding[], { problems = [] }: Outcome): string {
  const prints = new Fingerprints();
  return jsonText([
    ...findings.map((finding) => ({
      description: withHint(finding),
      check_name: finding.code,
      fingerprint: prints.of(finding),
      severity: SEVERITY[finding.severity],
      location: { path: finding.place.file, lines: { begin: finding.place.line } },
    })),
    ...problems.map((text) => {
      const problem = { code: 'pap-fleet', message: text, place: { file: '.', line: 1, col: 1, length: 0 }, severity: 'error' as const };
      return {
        description: text,
        check_name: problem.code,
        fingerprint: prints.of(problem),
        severity: 'blocker',
        location: { path: problem.place.file, lines: { begin: 1 } },
      };
    }),
  ]);
}
