import { redact } from '../secrets/redact.ts';

/**
 * A value as JSON and a line break, no text of it with a secret. `##[` would start a command where GitHub Actions shows the text; written with an escape
 * it is the same value.
 * @param indent 0: all on one line
 */
export function jsonText(value: unknown, indent = 2): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? redact(part) : part), indent).replaceAll('##[', String.raw`#\u0023[`)}\n`;
}
