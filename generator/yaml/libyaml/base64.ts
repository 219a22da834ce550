const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/** Bytes, one per character; undefined where a text is no base64. Line breaks are passed over. */
export function bytesOf(text: string): string | undefined {
  const joined = text.replaceAll(/[\r\n]/g, '');
  return joined.length % 4 === 0 && ALPHABET.test(joined) ? atob(joined) : undefined;
}

/** A character of UTF-8, or a byte that belongs to none. */
const CHARACTER =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** Bytes as text, as Go writes them into JSON: each byte that belongs to no character becomes U+FFFD. */
export function textOf(bytes: string): string {
  const decoder = new TextDecoder();
  return bytes.replaceAll(CHARACTER, (found) => decoder.decode(Uint8Array.from(found, (each) => each.charCodeAt(0))));
}
