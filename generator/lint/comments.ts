import { hintFor } from '../fleet/schema/suggest.ts';
import type { Finding } from '../model/finding.ts';
import { inSight, shown } from '../model/quoted.ts';
import { CODES, rulesWith } from '../rules/rules.ts';
import { rule as unused } from '../rules/waiver/unused/rule.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { Manifest, Note } from '../yaml/manifests.ts';

/** A finding that the author of a manifest has answered beside it. */
export interface Waived {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** What a comment says of a finding. */
interface Answer {
  /** Empty where none is given. */
  readonly reason: string;
  /** Of the comment, as {@link noteKey} writes it. */
  readonly note: string;
}

const WAIVER = /#\s*pap-fleet:\s*waive\s+([a-z]+\/[a-z-]+)(?:\s*:\s*(.*\S))?\s*$/;

/** How a waiver is written, for hints. */
export const WRITTEN = '# pap-fleet: waive CODE: REASON';

/**
 * What a comment says of a finding: on its line, or alone on the line before.
 * @returns undefined where there is no such comment
 */
export function answerTo(
  { code, file, line }: { readonly code: string; readonly file: string; readonly line: number },
  manifest: Manifest,
): Answer | undefined {
  const before = line > 1 ? manifest.line(line - 1, file) : '';
  const comments = [[manifest.line(line, file), line] as const, ...(before.trimStart().startsWith('#') ? [[before, line - 1] as const] : [])];
  for (const [comment, at] of comments) {
    const [, waived, reason = ''] = WAIVER.exec(comment) ?? [];
    if (waived === code) return { reason, note: noteKey(file, at) };
  }
  return undefined;
}

/** One line has one comment. */
function noteKey(file: string, line: number): string {
  return `${line} ${file}`;
}

/** Comments that are to answer a finding, and answer none: the next reader believes that there is one. @param used those that do */
export function unusedWaivers(notes: readonly Note[], used: ReadonlySet<string>): Finding[] {
  return notes.flatMap(({ text, place, lines }) => {
    if (!/^#\s*pap-fleet:\s*waive\b/.test(text) || used.has(noteKey(place.file, place.line))) return [];
    const [message, hint] = uselessness(WAIVER.exec(text)?.[1]);
    return [withExcerpt({ code: unused.code, severity: unused.severity, message: inSight(message), place, hint }, lines)];
  });
}

function uselessness(code: string | undefined): readonly [message: string, hint: string] {
  if (code === undefined) return ['this is to be a waiver, and is not written as one', `write ${WRITTEN}`];
  if (!CODES.has(code))
    return [`a waiver names ${shown(code)}, which is no code`, hintFor(code, [...CODES.keys()]) ?? 'name the code that the finding has'];
  if (rulesWith(code).every((rule) => 'waivable' in rule && rule.waivable === false))
    return [`${code} cannot be waived`, 'mend what is found, and remove the comment'];
  return [`a waiver of ${code} answers no finding`, 'remove the comment, or put it on the line of the finding, or alone on the line before'];
}
