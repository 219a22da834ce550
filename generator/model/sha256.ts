import * as crypto from 'node:crypto';

/** Since Node 20.12: half the time that an object for each of thousands of small texts takes. */
const atOnce = (crypto as { readonly hash?: typeof crypto.hash }).hash;

/** The same of a text behind a head, which are not put together: texts may be large. @param bytes that the text has as UTF-8 */
export function hexDigestBehind(algorithm: 'sha1' | 'sha256', head: string, text: string, bytes: number): string {
  // A text of as many characters as bytes is the same in both, and need not be encoded.
  const encoding = bytes === text.length ? 'latin1' : 'utf8';
  return crypto.createHash(algorithm).update(head).update(text, encoding).digest('hex');
}

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return hexDigest('sha256', content);
}

/** A digest in hex, for what others have chosen the algorithm of. */
export function hexDigest(algorithm: 'sha1' | 'sha256', content: string | Uint8Array): string {
  return atOnce === undefined ? crypto.createHash(algorithm).update(content).digest('hex') : atOnce(algorithm, content, 'hex');
}
