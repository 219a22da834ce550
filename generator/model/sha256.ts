import * as crypto from 'node:crypto';

/** Since Node 20.12: half the time that an object for each of thousands of small texts takes. */
const atOnce = (crypto as { readonly hash?: typeof crypto.hash }).hash;

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return hexDigest('sha256', content);
}

/** A digest in hex, for what others have chosen the algorithm of. */
export function hexDigest(algorithm: 'sha1' | 'sha256', content: string | Uint8Array): string {
  return atOnce === undefined ? crypto.createHash(algorithm).update(content).digest('hex') : atOnce(algorithm, content, 'hex');
}
