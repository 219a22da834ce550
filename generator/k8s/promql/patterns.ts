import { hasMatch, regexpFlaw } from '../../model/regexp.ts';

/** Expressions that need no library to be understood: loading it takes as long as a small fleet does. */
const PLAIN = /^(?:[\w :/@,=;#&%<>~!-]|\\\\?[./-]|\.[*+?]?|\|)*$/;

/** Why the value of a matcher is no regular expression. */
export function patternFlaw(pattern: string): string | undefined {
  return PLAIN.test(pattern) && !/\\\\/.test(pattern) ? undefined : regexpFlaw(pattern);
}

/** Whether a whole empty text matches. @param pattern one that `patternFlaw` has nothing against */
export function matchesNothing(pattern: string): boolean {
  if (PLAIN.test(pattern) && !/\\\\/.test(pattern)) return pattern.split('|').some((each) => /^(?:\.[*?])*$/.test(each));
  return hasMatch(`^(?s:${pattern})$`, '');
}
