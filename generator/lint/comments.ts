import type { Manifest } from '../yaml/manifests.ts';

/** A finding that the author of a manifest has answered beside it. */
export interface Waived {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

const WAIVER = /#\s*pap-fleet:\s*waive\s+([a-z]+\/[a-z-]+)(?:\s*:\s*(.*\S))?\s*$/;

/** How a waiver is written, for hints. */
export const WRITTEN = '# pap-fleet: waive CODE: REASON';

/**
 * What a comment says of a finding: on its line, or alone on the line before.
 * @returns the reason, empty where none is given; undefined where there is no such comment
 */
export function reasonFor(
  { code, file, line }: { readonly code: string; readonly file: string; readonly line: number },
  manifest: Manifest,
): string | undefined {
  const before = line > 1 ? manifest.line(line - 1, file) : '';
  const comments = [manifest.line(line, file), ...(before.trimStart().startsWith('#') ? [before] : [])];
  for (const comment of comments) {
    const [, waived, reason = ''] = WAIVER.exec(comment) ?? [];
    if (waived === code) return reason;
  }
  return undefined;
}
