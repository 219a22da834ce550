import { valuesIn } from './assigned.ts';
import type { Kept, Span } from './assigned.ts';
import { isPasswordKey, isSecretSetting, isSensitiveKey } from './keys.ts';
import { isName, isPath, isPlaceholder, isRandom } from './words.ts';

/**
 * The only detector of secrets. Forms of tokens are the issuers' documented prefixes, as gitleaks and GitHub's secret scanning use them. Public
 * things (certificates, public keys, digests, UUIDs, sealed values) must pass: an alarm that is often wrong is switched off.
 */
export interface Secret {
  /** In plain words, with its article: `a GitHub token`. */
  readonly kind: string;
  /** The very text; never to be printed. */
  readonly value: string;
  /** Where it stands in the text that was searched. */
  readonly start: number;
}

/**
 * Each takes time that grows with the text alone: none begins anew within what it has looked at. Behind a letter (`\nghp_…` in JSON,
 * `TOKEN_ghp_…`) a form counts only at the length that its issuer gives it, and only where it has signs that base64 and hashes
 * have not: `AKIA` turns up in random capitals, and `sk_live_` in `task_live_…`.
 */
const FORMS: readonly (readonly [kind: string, form: RegExp])[] = [
  [
    'a private key',
    /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----(?:BEGIN|END))[^]){0,20000}(?:-----END [A-Z0-9 ]{0,60}-----)?/g,
  ],
  ['an age key', /\bAGE-SECRET-KEY-1[0-9A-Z]{20,100}/gi],
  ['an AWS access key', /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\bgh[oprsu]_[A-Za-z0-9]{20,255}|\bgithub_pat_[A-Za-z0-9_]{20,255}/g],
  ['a GitHub token', /\Bgh[oprsu]_[A-Za-z0-9]{36,255}|\Bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/g],
  ['a GitLab token', /\bgl(?:pat|dt|rt|ptt|oas|cbt)-[A-Za-z0-9_-]{16,255}|\Bglpat-[A-Za-z0-9_-]{20,255}/g],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-[0-9]-[A-Za-z0-9-]{10,255}|\Bxox[abeoprs]-[0-9]{8,20}-[A-Za-z0-9-]{10,255}/g],
  ['a Slack webhook', /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,255}/g],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}/g],
  ['a Google OAuth secret', /\bGOCSPX-[A-Za-z0-9_-]{20,64}|\bya29\.[A-Za-z0-9_-]{20,512}/g],
  ['a Stripe key', /\b(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,255}|\bwhsec_[A-Za-z0-9+/=]{20,100}/g],
  ['an OpenAI or Anthropic key', /\bsk-[A-Za-z0-9_-]{32,255}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{30,60}/g],
  ['a PyPI token', /\bpypi-[A-Za-z0-9_-]{40,512}/g],
  ['a Docker Hub token', /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,100}/g],
  ['a HashiCorp Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{20,255}/g],
  ['a DigitalOcean token', /\bdo[opr]_v1_[a-f0-9]{64}/g],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,64}/g],
  ['a JSON Web Token', /(?<![\w-])(?=[\w-]{11,}\.eyJ)[\w-]*?eyJ[\w-]{8,}\.eyJ[\w-]{4,8000}(?:\.[\w-]{0,2000})?/g],
];
/** One pass decides that a text holds none of the above, which is nearly always so. */
const ANY_FORM =
  /-----BEGIN|AGE-SECRET-KEY|(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]|gh[oprsu]_|github_pat_|gl(?:pat|dt|rt|ptt|oas|cbt)-|xox[abeoprs]-|xapp-|hooks\.slack|AIza|GOCSPX|ya29\.|[rs]k_|whsec_|sk-|npm_|pypi-|dckr_|hv[sbr]\.|do[opr]_v1|SG\.|hf_|eyJ/i;
// V8 interprets an expression the first time it is used, however long the text: 80 kB took 40 ms, and 0.4 ms the next time.
ANY_FORM.test('');

/** Values that what stands around them tells. BIND needs no quotes; nsupdate -y and dig -y take the algorithm and the name before it. */
const SURROUNDED: readonly (readonly [kind: string, form: RegExp, is: (value: string) => boolean])[] = [
  ['a password in a URL', /:\/\/[^/\s:@"'<>]{0,200}:([^/\s@"']{1,200})@/g, (value) => !isPlaceholder(value)],
  ['a TSIG key', /\bsecret\s{1,9}"([A-Za-z0-9+/]{8,200}={0,2})"/g, (value) => !isPlaceholder(value)],
  ['a TSIG key', /(?:\bsecret\s{1,9}|\bhmac-(?:md5|sha[0-9]{1,3}):[\w.-]{1,255}:)([A-Za-z0-9+/]{20,200}={0,2})(?![\w+/=-])/g, isRandom],
  [
    'the value of a secret',
    /(?:secret|passw(?:or)?d|passphrase|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|signing[-_]?key|tsig[-_]?key)["']?[ \t]{0,9}(?::=|=>|=|:)[ \t]{0,9}["']?([^\s"',;{}()[\]]{8,512})/gi,
    isRandom,
  ],
];

/** Without one of these a text holds none of the above; names, of which there are the most, have none. */
const AROUND = /[:=\s]/;

/** `Bearer x`, as a request says who asks. */
const SCHEME = /\b(?:bearer|basic|digest|negotiate|apikey)[ \t]{1,9}(["']?[^\s"',;}\]]{6,})/gi;
/** `# the password is x`, `--password x`, `["--token", "x"]`. */
const SPOKEN =
  /(?<![\w.-])(-{0,2})((?:[\w.-]{0,60}[._-])?(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|(?:api|access|private|signing|auth)[-_]?key))["']?,?[ \t]{1,9}(?:(?:is|was|now)[ \t]{1,9}){0,2}["'`]?([^\s"'`,}\]]{4,})/gi;
const WORD = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const DIGEST = /sha(?:256|384|512)[:-]$/;
const HEX = /(?<![\w+/=]|sha(?:256|384|512)[:-])[0-9a-f]{32,}(?![\w+/=])/g;
/** A line such as `tsigSecret: "c2VjcmV0"`, as configuration files have it. */
const SETTING = /^[ \t-]*["']?([A-Za-z][\w.-]*)["']?[ \t]*[:=][ \t]*["']?([^\s"'#]{8,})["']?/gm;

/**
 * The secrets in a text that are beyond doubt: `config/` must not hold them.
 * @param keys those above a value, outermost first. Without them it is a text of any kind, be it a comment or a file that cannot be read,
 *   and only what can be told without knowing what the text is counts
 */
export function findSecrets(text: string, keys?: readonly string[]): Secret[] {
  // No form of a token is as short, and most values are.
  const found = keys !== undefined && text.length < 12 ? [] : withForm(text);
  if (keys === undefined || found.length > 0) return found;
  // kubeseal and SOPS encrypt what stands here.
  if (keys.includes('encryptedData') || text.startsWith('ENC[')) return [];
  const option = /^--?([A-Za-z][\w.-]{0,100})=([^]*)$/.exec(text);
  // An argument such as `--password=x` is a key and its value.
  if (option !== null)
    return findSecrets(option[2] as string, [option[1] as string]).map((found) => ({
      ...found,
      start: text.length - (option[2] as string).length + found.start,
    }));
  const key = keys.at(-1);
  // A block ends with a line break, which is no part of the secret.
  const value = text.trim();
  if (key !== undefined && isSensitiveKey(key) && isValueOfSecret(value, key))
    return [{ kind: 'the value of a secret', value, start: text.indexOf(value) }];
  return findEncoded(text).slice(0, 1);
}

const ENCODED = /[A-Za-z0-9+/_-]{24}[A-Za-z0-9+/_-]*={0,2}/g;

/** Words in base64 that hold secrets. */
export function findEncoded(text: string): Secret[] {
  const found: Secret[] = [];
  if (text.length < 24 || !isIn(ENCODED, text)) return found;
  for (const { 0: value, index: start } of text.matchAll(ENCODED)) {
    const [hidden] = withForm(decoded(value));
    if (hidden !== undefined) found.push({ kind: `${hidden.kind} in base64`, value, start });
  }
  return found;
}

/**
 * What of one line of a text may be a secret, judged by the line alone. It is not shown, but forbids nothing: better too much is covered than
 * too little, since the place and the key stay, and they are what a reader needs.
 */
export function findLikely(line: string, kept: Kept): Span[] {
  return [...valuesIn(line, kept).spans, ...likelyWords(line)];
}

/** Long words of hexadecimal digits that are no digests. They may be keys, or commits. */
export function findHex(text: string): Span[] {
  return [...text.matchAll(HEX)].map(({ 0: { length }, index: start }) => ({ start, end: start + length }));
}

/** What an entry of a ConfigMap is called if it is a secret, or holds one in a line such as `tsigSecret: "c2VjcmV0"`. */
export function secretInSetting(key: string, value: string): string | undefined {
  const kind = findSecrets(value, [key])[0]?.kind;
  if (kind === 'a private key') return kind;
  const settings = value.includes('\n') ? [...value.matchAll(SETTING)].map((match) => [match[1], match[2]] as const) : [[key, value] as const];
  const named = settings.find(([name, text]) => isSecretSetting(name as string) && isSetting(text as string))?.[0];
  return named ?? (kind === 'the value of a secret' ? key : kind);
}

/** How tokens of known issuers begin. Below a key that says it is a secret, that is enough, however short and plain the rest is. */
const ISSUED =
  /^(?:[rs]k[-_]|gh[oprsu]_|github_pat_|gl(?:pat|dt|rt|ptt|oas|cbt)-|xox[abeoprs]-|xapp-|AIza|GOCSPX-|ya29\.|whsec_|npm_|pypi-|dckr_|hv[sbr]\.|do[opr]_v1_|SG\.|hf_|eyJ)[\w.-]{8,}$/;

/** Whether a text is a value and not the name of one: a path, a variable, a Secret. */
function isSetting(text: string): boolean {
  if (/^[$<{/.]|\{\{|^(true|false|null|none)$|^[a-z]+:\/\//i.test(text)) return false;
  return (
    ISSUED.test(text) ||
    /[0-9a-f]{32}|==?$/.test(text) ||
    (/[A-Z]/.test(text) && /[0-9]/.test(text) && text.length >= 12) ||
    findSecrets(text).length > 0
  );
}

function withForm(text: string): Secret[] {
  const found: Secret[] = [];
  if (ANY_FORM.test(text)) {
    for (const [kind, form] of FORMS) for (const match of text.matchAll(form)) found.push({ kind, value: match[0], start: match.index });
  }
  for (const [kind, form, is] of AROUND.test(text) ? SURROUNDED : []) {
    if (!isIn(form, text)) continue;
    for (const match of text.matchAll(form)) {
      const value = match[1] as string;
      if (is(value)) found.push({ kind, value, start: match.index + match[0].lastIndexOf(value) });
    }
  }
  return found;
}

/** To look for all of them takes a copy of the expression, and nearly always there is none. */
function isIn(form: RegExp, text: string): boolean {
  form.lastIndex = 0;
  const is = form.test(text);
  form.lastIndex = 0;
  return is;
}

function isValueOfSecret(text: string, key: string): boolean {
  if (isPlaceholder(text) || /^[0-9.]{1,6}[a-z]{0,3}$/i.test(text) || text.length < 6) return false;
  if (/^(?:\/|\.{1,2}\/|https?:\/\/|vault:|file:|env:)/.test(text)) return false; // where it is
  return isPasswordKey(key) ? !/\s/.test(text) && !isName(text) : isRandom(text);
}

/** What base64 stands for, when it is text. */
function decoded(word: string): string {
  if (word.length > 65_536) return '';
  const text = Buffer.from(word, 'base64').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : '';
}

/** What looks like a secret whatever stands before it. */
function* likelyWords(line: string): Iterable<Span> {
  const after = (match: RegExpExecArray, group: number): Span => {
    const end = match.index + match[0].length;
    return { start: end - (match[group] as string).length, end };
  };
  for (const match of line.matchAll(SCHEME)) if (!/^["']?[a-z]+$/.test(match[1] as string)) yield after(match, 1);
  for (const match of line.matchAll(SPOKEN)) {
    const [, dashes, , value] = match as unknown as [string, string, string, string];
    if (!/^-/.test(value) && (dashes !== '' ? !isPlaceholder(value) : /[0-9]/.test(value) && /[a-z]/i.test(value) && !isName(value)))
      yield after(match, 3);
  }
  for (const { 0: word, index } of line.matchAll(WORD)) {
    if (isRandom(word) && !isPath(word.replace(/=+$/, '')) && !DIGEST.test(line.slice(Math.max(0, index - 7), index)))
      yield { start: index, end: index + word.length };
  }
}
