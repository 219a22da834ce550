import { redact } from '../secrets/redact.ts';

/**
 * A value as JSON and a line break, no text of it with a secret. `##[` would start a command where GitHub Actions shows the text; written with an escape
 * it is the same value.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? redact(part) : part), 2).replaceAll('##[', String.raw`#\u0023[`)}\n`;
}
