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
  return mixed && text.length >= 16 && !/[:$@]/.test(text.slice(0, 1)) && !isWords(text) && bitsPerCharacter(text) >= 3.4;
}

/** Several short parts of one case each: `wildcard-us-east-2-tls`, `api.v2.example.net/keys`. */
function isWords(text: string): boolean {
  const parts = text.split(/[-._/:@]/);
  return (
    parts.length > 1 && parts.every((part) => /^(?:[a-z]{0,20}[0-9]{0,6}|v?[0-9]{1,8}[a-z]{0,3}|[A-Z]{1,20}[0-9]{0,6}|[A-Z][a-z]{1,20})$/.test(part))
  );
}

/** Words, versions and short hashes one after the other, as in a path or an option; and hexadecimal digits, which digests are. */
export function isPath(word: string): boolean {
  return word
    .split(/[-/_]/)
    .every((part) => /^(?:[A-Za-z]{0,24}[0-9]{0,6}|[0-9]{1,6}[a-z]{0,3}|[a-z]{1,5}[0-9]{1,4}[a-z]{1,8}[0-9]{0,2}|[0-9a-f]+)$/.test(part));
}

/** Shannon's entropy of a word, in bits per character. */
function bitsPerCharacter(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
