// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library and the extension "strings" of CEL.
import { hasMatch, re2 } from '../../../../model/regexp.ts';
import type { Registrar } from '../library.ts';

function find(text: string, pattern: string): string {
  const matcher = re2(pattern).matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}

function findAll(text: string, pattern: string, most = -1n): string[] {
  const matcher = re2(pattern).matcher(text);
  const found: string[] = [];
  while ((most < 0n || found.length < Number(most)) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

function charAt(text: string, index: bigint): string {
  const letters = [...text];
  if (index < 0n || index > BigInt(letters.length)) throw new Error(`index out of range: ${index}`);
  return letters[Number(index)] ?? '';
}

function replace(text: string, old: string, now: string, most = -1n): string {
  if (most < 0n) return text.replaceAll(old, () => now);
  const parts = text.split(old);
  const count = Math.min(Number(most), parts.length - 1);
  return [parts.slice(0, count + 1).join(now), ...parts.slice(count + 1)].join(old);
}

/** `%s` and its like; what is not known of them stays as it is written. */
function format(text: string, args: readonly unknown[]): string {
  let next = 0;
  return text.replace(/%(%|(?:\.(\d+))?([sdfexXob]))/g, (all: string, what: string, digits: string | undefined, verb: string) => {
    if (what === '%') return '%';
    if (next >= args.length) throw new Error(`index ${next} out of range`);
    const value = args[next++];
    const number = typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
    switch (verb) {
      case 'f':
        return Number(value).toFixed(Number(digits ?? 6));
      case 'e':
        return Number(value).toExponential(Number(digits ?? 6));
      case 'x':
      case 'X': {
        const hex = number === undefined ? Buffer.from(String(value)).toString('hex') : number.toString(16);
        return verb === 'X' ? hex.toUpperCase() : hex;
      }
      case 'o':
        return number?.toString(8) ?? all;
      case 'b':
        return number?.toString(2) ?? String(value);
      default:
        return shown(value);
    }
  });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${shown(key)}: ${shown(item)}`).join(', ')}}`;
  return value instanceof Date ? value.toISOString() : String(value);
}

export function textFunctions(to: Registrar): void {
  to.function('string.matchesRe2(string): bool', (text: string, pattern: string) => hasMatch(pattern, text));
  to.function('matchesRe2(string, string): bool', (text: string, pattern: string) => hasMatch(pattern, text));
  to.function('string.find(string): string', find);
  to.function('string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern));
  to.function('string.findAll(string, int): list<string>', findAll);
  to.function('string.charAt(int): string', charAt);
  to.function('string.replace(string, string): string', (text: string, old: string, now: string) => replace(text, old, now));
  to.function('string.replace(string, string, int): string', replace);
  to.function('string.reverse(): string', (text: string) => [...text].reverse().join(''));
  to.function('string.format(list): string', format);
  to.function(`${to.namespace('strings')}.quote(string): string`, (_: unknown, text: string) => JSON.stringify(text));
}
