import type { Finding } from '../model/finding.ts';
import { count, style, visible } from './style.ts';
import { tallied, type Severity } from '../model/severity.ts';
import { tallyWords } from './tally.ts';

/** Errors, warnings and notices of one step that GitHub shows: https://docs.github.com/actions/reference/limits. */
const SHOWN = 10;
const COMMAND = { error: 'error', warning: 'warning', note: 'notice' } as const satisfies Record<Severity, string>;

/**
 * Findings as workflow commands of GitHub Actions: the runner shows each at its line in the pull request. It shows ten errors, ten warnings
 * and ten notices per step; where there are more, the last of them says so. The log has them all.
 */
export function githubText(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const counts = tallied(findings);
  const seen = { error: 0, warning: 0, note: 0 };
  const lines = findings.map((finding) => {
    const { severity } = finding;
    seen[severity] += 1;
    const all = counts[severity];
    const more =
      all > SHOWN && seen[severity] === SHOWN
        ? [command(severity, { file: finding.place.file, line: finding.place.line, title: 'pap-fleet' }, moreText(all - SHOWN + 1, severity))]
        : [];
    return [...more, annotation(finding)].join('');
  });
  return `${lines.join('')}${tallyWords(findings, style(false))}\n`;
}

function moreText(more: number, noun: string): string {
  return `${count(more, `more ${noun}`)} in the log of this step; GitHub shows ${SHOWN} of each`;
}

/** What stopped the program itself, as an annotation of the run. */
export function githubFailure(message: string, hint: string | undefined): string {
  return command('error', { title: 'pap-fleet' }, withHint(message, hint));
}

function annotation({ severity, code, message, hint, place, related }: Finding): string {
  const also = (related ?? []).map(({ place: { file, line, col }, note }) => `\nalso: ${file}:${line}:${col} ${note}`);
  return command(
    severity,
    {
      file: place.file,
      line: place.line,
      col: place.col,
      // Like the end line, GitHub's end column is the last one that is meant, not the one behind it.
      endColumn: place.col + Math.max(1, place.length) - 1,
      title: code,
    },
    withHint(message, hint) + also.join(''),
  );
}

function withHint(message: string, hint: string | undefined): string {
  return hint === undefined || hint === '' ? message : `${message}\nhint: ${hint}`;
}

function command(severity: Severity, properties: Readonly<Record<string, string | number>>, data: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${COMMAND[severity]} ${list.join(',')}::${escapeData(data)}\n`;
}

/** A command ends with its line: without line breaks in it, no text of others can begin another one. */
function escapeData(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
