import type { CommitFacts } from '../history/commit.ts';
import type { LineHistory } from '../history/reason.ts';
import { listed } from './listed.ts';

const MOST_PEOPLE = 3;
const MOST_SUBJECT = 100;

/** `1f2e3d4c5b6a, 2026-11-03, Ada Lovelace: Bring research 1.2.0 (#123)` */
export function commitWords({ id, at, by, subject, pullRequest }: CommitFacts): string {
  const title = oneLine(subject);
  const number = pullRequest === undefined || title.includes(`(${pullRequest})`) ? '' : ` (${pullRequest})`;
  return `${id.slice(0, 12)}, ${at.slice(0, 10)}, ${listed(by.map(oneLine), MOST_PEOPLE)}: ${title}${number}`;
}

/** As much of a text of others as a line has room for. */
export function oneLine(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const characters = [...plain];
  return characters.length > MOST_SUBJECT ? `${characters.slice(0, MOST_SUBJECT - 1).join('')}…` : plain;
}

/** Lines that say who set a line of config/. */
export function lineHistoryWords(history: LineHistory | undefined): string[] {
  if (history === undefined || history.state === 'uncommitted') return ['not committed yet'];
  if (history.state === 'shallow')
    return [`set by ${history.boundary.slice(0, 12)} or before: this clone has no more history; fetch all of it: git fetch --unshallow`];
  const { commit, mergedBy } = history;
  return [`set by ${commitWords(commit)}`, ...(mergedBy === undefined ? [] : [`merged by ${commitWords(mergedBy)}`])];
}

export function commitJson({ id, at, by, subject, pullRequest }: CommitFacts): object {
  return { id, at, by, subject, pullRequest: pullRequest ?? null };
}

/** What Git says of a line, for machines. */
export function lineHistoryJson(history: LineHistory | undefined): object {
  if (history?.state !== 'committed') return history ?? { state: 'uncommitted' };
  const { commit, mergedBy } = history;
  return { state: 'committed', commit: commitJson(commit), ...(mergedBy === undefined ? {} : { mergedBy: commitJson(mergedBy) }) };
}
