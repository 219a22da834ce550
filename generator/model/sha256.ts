import * as crypto from 'node:crypto';

/** Since Node 20.12: half the time that an object for each of thousands of small texts takes. */
const atOnce = (crypto as { readonly hash?: typeof crypto.hash }).hash;

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return atOnce === undefined ? crypto.createHash('sha256').update(content).digest('hex') : atOnce('sha256', content, 'hex');
}
