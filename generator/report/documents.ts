import type { Finding } from '../model/finding.ts';
import { gitlabText } from './gitlab.ts';
import { junitText } from './junit.ts';
import type { Outcome } from './outcome.ts';
import { rdjsonText } from './rdjson.ts';
import { sarifText } from './sarif.ts';

/** Formats in which all findings of a run are one document on standard output, and nothing else is printed. */
export const DOCUMENTS = { sarif: sarifText, gitlab: gitlabText, rdjson: rdjsonText, junit: junitText } satisfies Record<
  string,
  (findings: readonly Finding[], outcome: Outcome) => string
>;

/** The writer of such a format; undefined of any other. */
export function documentIn(format: string): ((findings: readonly Finding[], outcome: Outcome) => string) | undefined {
  return Object.hasOwn(DOCUMENTS, format) ? DOCUMENTS[format as keyof typeof DOCUMENTS] : undefined;
}
