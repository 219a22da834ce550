import { readFileSync, statSync } from 'node:fs';
import { Failure } from './failure.ts';

/** A file of any form. @param longest bytes that it may have. @throws Failure where it cannot be read, or is longer */
export function readBytes(path: string, longest: number): Uint8Array {
  let size: number;
  try {
    size = statSync(path).size;
    if (size <= longest) return readFileSync(path);
  } catch (error) {
    throw Failure.from(error, `cannot read ${path}`);
  }
  throw new Failure('usage', `${path} has more than ${longest} bytes`);
}
