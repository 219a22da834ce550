/** What the name of a key, a variable or an option says about its value. */

const SECRET =
  /(?:secret|passw(?:or)?d|passphrase|pwd|dbpass|userpass|token|credentials?|apikey|accesskey|secretkey|privatekey|authkey|signingkey|encryptionkey|tsigkey|tsig|hmackey|secretaccesskey)$/;
const PASSWORD = /(?:passw(?:or)?d|passphrase|pwd|dbpass|userpass)$/;
/** The same anywhere in a key, for what is shown: better too much is hidden than too little. */
const RELATED = /token|secret|passw(or)?d|passphrase|credential|private[-_]?key|api[-_]?key|access[-_]?key|signing[-_]?key|auth[-_]?key/i;
/** Keys that name a Secret or a key of one, and hold no value of it. */
const REFERENCE = /^(secretName|tsigKeyName|automountServiceAccountToken|secretStoreRef|secretTargetRef)$|(Secret|secret|Key|key)(Key)?Ref$/;
/** Keys that say how a secret is used, and are none: `--rfc2136-tsig-secret-alg`, `tokenPath`. */
const ABOUT = /(alg|algorithm|name|ref|file|path|dir|mode|type|url|ttl|policy|seconds|namespace)s?$/i;
/** The same of settings in a file, such as `password.encoder.algorithm`. */
const ABOUT_SETTING = /(algorithm|alg|hasher|encoder|policy|hint|method|type|format|class)$/i;
const IN_REQUESTS = /(?:authorization|cookie)$/i;
/** Keys of files that are keys: `tls.key`, `id_rsa`, `keystore.jks`. */
const KEY_FILE = /(?:\.key|\.pem|\.p12|\.pfx|\.jks|id_(?:rsa|dsa|ecdsa|ed25519)|keystore|kubeconfig|htpasswd|dockerconfigjson|netrc)$/i;

/** Whether a key says that its value is a secret, and not the name, place or size of one. */
export function isSensitiveKey(key: string): boolean {
  let is = sensitive.get(key);
  if (is === undefined) {
    is = SECRET.test(plain(key)) && key !== 'secretKey';
    if (sensitive.size < MOST_KEYS && key.length < LONGEST_KEY) sensitive.set(key, is);
  }
  return is;
}

/** Keys are few, and asked about for each value that stands under one. */
const sensitive = new Map<string, boolean>();
const MOST_KEYS = 2000;
const LONGEST_KEY = 100;

/** Whether its value is chosen by people, and need not be random. */
export function isPasswordKey(key: string): boolean {
  return PASSWORD.test(plain(key));
}

/** Whether a key has to do with a secret. */
export function isSecretKey(key: string): boolean {
  return RELATED.test(key) && !REFERENCE.test(key);
}

/**
 * Whether what stands below a key is hidden: what sounds like a secret has values below it, and a reference to one has names.
 * @param hidden what stands above the key hides it already
 */
export function isHidden(key: string, hidden: boolean): boolean {
  return !REFERENCE.test(key) && (hidden || isSecretKey(key));
}

/** Whether a setting of a file has a secret as its value. */
export function isSecretSetting(key: string): boolean {
  return isSecretKey(key) && !ABOUT_SETTING.test(key);
}

/** Whether a key is that of a secret, and not of the name, place or size of one. */
export function isSecretValueKey(key: string): boolean {
  return isSecretKey(key) && !ABOUT.test(key);
}

/** Whether the value of a key may be a secret, in a text of which nobody knows what it is. */
export function isMaskedKey(key: string): boolean {
  return isSensitiveKey(key) || isSecretValueKey(key) || KEY_FILE.test(key) || IN_REQUESTS.test(key);
}

/** Whether a word of a command line is an option whose value, the next word, is a secret. */
export function isSecretOption(word: unknown): boolean {
  const key = optionIn(word);
  return key !== undefined && isSecretValueKey(key);
}

/** The name of an option that is a word by itself, as in `["--password", "x"]`: the next word may be its value. */
export function optionIn(word: unknown): string | undefined {
  return typeof word === 'string' ? /^--?([A-Za-z][\w-]*)$/.exec(word)?.[1] : undefined;
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
