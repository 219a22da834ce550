import { readFileSync, statSync } from 'node:fs';
import { Failure } from './failure.ts';

/** Far more than any list of a fleet's images. */
const LONGEST = 4 << 20;

/**
 * A text file that a person named; `-` is standard input.
 * @param longest bytes that it may have
 * @throws Failure where it cannot be read, is no UTF-8 or very large
 */
export function readText(path: string, longest = LONGEST): string {
  let bytes: Buffer;
  try {
    if (path !== '-' && statSync(path).size > longest) throw tooLong(path, longest);
    bytes = readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw Failure.from(error, `cannot read ${path}`);
  }
  if (bytes.length > longest) throw tooLong(path, longest);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure('usage', `${path} is not UTF-8`); // TypeError is how TextDecoder says so
  }
}

function tooLong(path: string, longest: number): Failure {
  return new Failure('usage', `${path} has more than ${longest} bytes`, 'is it the file that was meant? If it is, give it in parts');
}
