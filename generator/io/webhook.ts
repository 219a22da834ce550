import { readFileSync } from 'node:fs';
import { isSecure } from './remote-url.ts';
import { post } from './request.ts';

const SECONDS = 10;
const LONGEST = 4096;

/** Where a message goes: the content of a file, or of the variable NOTIFY_URL. Never an argument, because whoever knows it can write there. */
export interface Webhook {
  readonly file: string | undefined;
  readonly caFile?: string | undefined;
}

/** Whether anybody asked for a message. */
export function isWanted({ file }: Webhook): boolean {
  return file !== undefined || (process.env['NOTIFY_URL'] ?? '').trim() !== '';
}

/** Send a message. @returns why it was not taken, without a word of the address; undefined when it was */
export function send({ file, caFile }: Webhook, body: string, seconds = SECONDS): string | undefined {
  let text: string;
  try {
    text = (file === undefined ? (process.env['NOTIFY_URL'] ?? '') : readFileSync(file, 'utf8')).trim();
  } catch (error) {
    return `the file with its address cannot be read (${String((error as NodeJS.ErrnoException).code)})`;
  }
  const url = text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isSecure(url)) return 'its address is no https URL without user and password';
  // The file is that of the remote's authorities, and a messenger is seldom where the remote is.
  const { status, error } = post({ url: url.href, body, seconds, caFile, alsoPublic: true });
  if (error !== undefined) return error;
  return status >= 200 && status < 300 ? undefined : `the server answered with status ${status}`;
}
