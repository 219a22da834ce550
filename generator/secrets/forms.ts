import { bitsPerCharacter } from './entropy.ts';

/**
 * What must never stand in Git: finds values of secrets in text. Forms of tokens are the issuers' documented prefixes, as gitleaks and GitHub's
 * secret scanning use them. Public things (certificates, public keys, digests, UUIDs, sealed values) must pass: an alarm that is often wrong is
 * switched off.
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

const PASSWORD_IN_URL = /:\/\/[^/\s:@"'<>]{0,200}:([^/\s@"']{1,200})@/g;
const TSIG_CLAUSE = /\bsecret\s{1,9}"([A-Za-z0-9+/]{8,200}={0,2})"/g;
/** BIND needs no quotes; nsupdate -y and dig -y take the algorithm and the name before it. */
const BARE_TSIG = /(?:\bsecret\s{1,9}|\bhmac-(?:md5|sha[0-9]{1,3}):[\w.-]{1,255}:)([A-Za-z0-9+/]{20,200}={0,2})(?![\w+/=-])/g;
const ASSIGNED =
  /(?:secret|passw(?:or)?d|passphrase|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|signing[-_]?key|tsig[-_]?key)["']?[ \t]{0,9}(?::=|=>|=|:)[ \t]{0,9}["']?([^\s"',;{}()[\]]{8,512})/gi;

const SENSITIVE =
  /(?:secret|passw(?:or)?d|passphrase|pwd|dbpass|userpass|token|credentials?|apikey|accesskey|secretkey|privatekey|authkey|signingkey|encryptionkey|tsigkey|tsig|hmackey|secretaccesskey)$/;
const PASSWORD = /(?:passw(?:or)?d|passphrase|pwd|dbpass|userpass)$/;

/** Whether a key says that its value is a secret, and not the name, place or size of one. */
export function isSensitiveKey(key: string): boolean {
  return SENSITIVE.test(plain(key)) && key !== 'secretKey';
}

/**
 * A key without what is written in many ways: `API-Token`, `apiToken_1`, `API_TOKENS`. A plural is one of values in the
 * name of a variable, and of things in `tokens`.
 */
function plain(key: string): string {
  return key
    .replace(/(?<=TOKEN|PASSWORD)S$/, '')
    .replace(/[-_. ]/g, '')
    .toLowerCase()
    .replace(/(?<=token|password|credential)s?[0-9]{1,3}$/, '');
}

/**
 * The secrets in one value.
 * @param path the keys above it, outermost first
 */
export function secretsIn(text: string, path: readonly string[]): Secret[] {
  // No form of a token is as short, and most values are.
  const found = text.length < 12 ? [] : secretsInText(text);
  if (found.length > 0) return found;
  const key = path.at(-1);
  // kubeseal and SOPS encrypt what stands here.
  if (path.includes('encryptedData') || text.startsWith('ENC[')) return [];
  // A block ends with a line break, which is no part of the secret.
  const value = text.trim();
  if (key !== undefined && isSensitiveKey(key) && isValueOfSecret(value, key))
    return [{ kind: 'the value of a secret', value, start: text.indexOf(value) }];
  for (const [word] of text.matchAll(/[A-Za-z0-9+/_-]{24,}={0,2}/g)) {
    const [hidden] = secretsInText(decoded(word));
    if (hidden !== undefined) return [{ kind: `${hidden.kind} in base64`, value: word, start: text.indexOf(word) }];
  }
  return [];
}

/** The secrets that can be told without knowing what the text is: also in comments and in files that cannot be read. */
export function secretsInText(text: string): Secret[] {
  const found: Secret[] = [];
  if (ANY_FORM.test(text)) {
    for (const [kind, form] of FORMS) for (const match of text.matchAll(form)) found.push({ kind, value: match[0], start: match.index });
  }
  const within = (kind: string, form: RegExp, is: (value: string) => boolean): void => {
    for (const match of text.matchAll(form)) {
      const value = match[1] as string;
      if (is(value)) found.push({ kind, value, start: match.index + match[0].lastIndexOf(value) });
    }
  };
  within('a password in a URL', PASSWORD_IN_URL, (value) => !isPlaceholder(value));
  within('a TSIG key', TSIG_CLAUSE, (value) => !isPlaceholder(value));
  within('a TSIG key', BARE_TSIG, isRandom);
  within('the value of a secret', ASSIGNED, isRandom);
  return found;
}

function isValueOfSecret(text: string, key: string): boolean {
  if (isPlaceholder(text) || /^[0-9.]{1,6}[a-z]{0,3}$/i.test(text) || text.length < 6) return false;
  if (/^(?:\/|\.{1,2}\/|https?:\/\/|vault:|file:|env:)/.test(text)) return false; // where it is
  if (PASSWORD.test(plain(key))) return !/\s/.test(text) && !isName(text);
  return isRandom(text);
}

/** Names of Secrets and of their keys: words of letters and a few digits, joined. */
export function isName(text: string): boolean {
  const words = text.split(/[-._/]/);
  return (
    words.every((word) => /^(?:[a-z]{0,20}[0-9]?|[A-Z]{0,20}[0-9]?|[A-Z][a-z]{1,20})$/.test(word)) &&
    words.some((word) => /^[a-z]{3,}$/i.test(word)) &&
    !/[0-9]{2}|^[^-._/]*[0-9]/.test(text)
  );
}

/** `$(VAR)`, `${VAR}`, `{{ x }}`, `<your token>`, `%s`, `****`. */
export function isPlaceholder(text: string): boolean {
  return /^(?:\$[({A-Za-z_]|\{\{|<|%|\*+$|\.\.\.|x+$)/i.test(text);
}

/** Whether a text is random rather than a word or a name: gitleaks' threshold for generic keys is 3.5 bits per character. */
export function isRandom(text: string): boolean {
  if (isPlaceholder(text) || /^[a-z0-9]+:\/\//i.test(text) || /^sha(?:256|384|512)[:-]/.test(text)) return false;
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  const mixed = /[a-z]/i.test(text) && /[0-9]/.test(text);
  return mixed && text.length >= 16 && !/[:$@]/.test(text.slice(0, 1)) && !words(text) && bitsPerCharacter(text) >= 3.4;
}

/** Several short parts of one case each: `wildcard-us-east-2-tls`, `api.v2.example.net/keys`. */
function words(text: string): boolean {
  const parts = text.split(/[-._/:@]/);
  return (
    parts.length > 1 && parts.every((part) => /^(?:[a-z]{0,20}[0-9]{0,6}|v?[0-9]{1,8}[a-z]{0,3}|[A-Z]{1,20}[0-9]{0,6}|[A-Z][a-z]{1,20})$/.test(part))
  );
}

/** What base64 stands for, when it is text. */
function decoded(word: string): string {
  if (word.length > 65_536) return '';
  const text = Buffer.from(word, 'base64').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : '';
}
