import { bitsPerCharacter } from './entropy.ts';

/**
 * What must not be shown although it stands in Git: a reader of a plan needs to know that it changed, not what it is.
 * Nothing the generator writes looks like this; hand-written objects, environment variables and patches may.
 */

const KEY = /token|secret|passw(or)?d|passphrase|credential|private[-_]?key|api[-_]?key|access[-_]?key|signing[-_]?key|auth[-_]?key/i;
/** Keys that name a Secret or a key of one, and hold no value of it. */
const NAMES_ONE = /^(secretName|tsigKeyName|automountServiceAccountToken|secretStoreRef|secretTargetRef)$|(Secret|secret|Key|key)(Key)?Ref$/;

const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]+-----/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\./, // JSON Web Token
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[oprsu]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[A-Za-z0-9_-]{16,}|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\b[rs]k[-_](live|test|proj|ant)[-_][A-Za-z0-9_-]{10,}/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/, // a password in a URL
];

/** A key to which something is assigned, in a line of a text: `db_password = x`, `"token": "x"`, `--api-key=x`. */
const ASSIGNING = /(?<![\w.-])-{0,2}([A-Za-z][\w.-]{0,100})["']?[ \t]{0,10}(?:=|:(?=[ \t"']))[ \t]{0,10}["']?(?=[^\s"',}])/g;
/** An option that takes its value from the next word: `--password x`. */
const OPTION = /((?<!\S)--?([A-Za-z][\w-]{0,100})[ \t]+)(?!-)(\S+)/g;
/** Keys that say how a secret is used, and are none: `--rfc2136-tsig-secret-alg`, `tokenPath`. */
const ABOUT_ONE = /(alg|algorithm|name|ref|file|path|dir|mode|type|url|ttl|policy|seconds|namespace)s?$/i;

const WORD = /[A-Za-z0-9+/_=-]{24,}/g;
/** Bits per character from which on a long word is random rather than a name. */
const RANDOM = 3.8;

/** Whether a key says that its value is a secret. */
export function isSecretKey(key: string): boolean {
  return KEY.test(key) && !NAMES_ONE.test(key);
}

/** A text without the values that it assigns to keys that say they are secrets. @param hidden what stands in their place */
export function withoutAssigned(text: string, hidden: string): string {
  let kept = '';
  let from = 0;
  for (const match of text.matchAll(ASSIGNING)) {
    if (match.index < from || !isSecretValueKey(match[1] as string)) continue;
    const start = match.index + match[0].length;
    const length = text.slice(start).search(/["'\n]/);
    kept += text.slice(from, start) + hidden;
    from = length === -1 ? text.length : start + length;
  }
  return (kept + text.slice(from)).replace(OPTION, (whole, before: string, key: string) => (isSecretValueKey(key) ? before + hidden : whole));
}

/** Whether a word of a command line is an option whose value, the next word, is a secret. */
export function isSecretOption(word: unknown): boolean {
  const key = typeof word === 'string' ? /^--?([A-Za-z][\w-]*)$/.exec(word)?.[1] : undefined;
  return key !== undefined && isSecretValueKey(key);
}

/** Whether a key is that of a secret, and not of the name, place or size of one. */
export function isSecretValueKey(key: string): boolean {
  return isSecretKey(key) && !ABOUT_ONE.test(key);
}

/** Whether a key refers to a Secret, so that `name` and `key` below it are names. */
export function isSecretReference(key: string): boolean {
  return NAMES_ONE.test(key);
}

/** Whether a text looks like a secret, whatever its key is called. */
export function isSecretShaped(text: string): boolean {
  if (SHAPES.some((shape) => shape.test(text))) return true;
  return (text.replace(/sha(256|512):[0-9a-f]+/g, '').match(WORD) ?? []).some((word) => {
    if (/^[0-9a-f]{32,}$/.test(word)) return true;
    const mixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word);
    return mixed && bitsPerCharacter(word) >= RANDOM;
  });
}
