import { inSight } from '../model/quoted.ts';

/** Whether the bytes of a name are the text they decode to. */
export function isUtf8(name: Buffer): boolean {
  return Buffer.from(name.toString('utf8')).equals(name);
}

/** A name of a file that may hold any bytes, for messages: `\u001b` for what a terminal would act on, `\xff` for bytes that are no text. */
export function nameInSight(name: Buffer): string {
  if (isUtf8(name)) return inSight(name.toString('utf8'));
  return name.toString('latin1').replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
