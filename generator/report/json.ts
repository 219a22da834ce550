/**
 * A value as JSON and a line break. `##[` would start a command where GitHub Actions shows the text; written with an escape
 * it is the same value.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replaceAll('##[', String.raw`#\u0023[`)}\n`;
}
