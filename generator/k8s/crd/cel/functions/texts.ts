// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library and the extension "strings" of CEL.
import { memo } from '../../../../model/memo.ts';
import { re2 } from '../../../../model/regexp.ts';
import { chargePattern } from '../costs.ts';
import type { Registrar } from '../library.ts';

/** Programs of patterns are large: no more are kept than rules of a fleet have. */
const MOST_PATTERNS = 50;
const programs = new Map<string, ReturnType<typeof re2>>();

function programOf(pattern: string): ReturnType<typeof re2> {
  if (programs.size >= MOST_PATTERNS && !programs.has(pattern)) programs.clear();
  return memo(programs, pattern, () => re2(pattern));
}

function matches(text: string, pattern: string): boolean {
  chargePattern(pattern)(text.length);
  return programOf(pattern).matcher(text).find();
}

function find(text: string, pattern: string): string {
  chargePattern(pattern)(text.length);
  const matcher = programOf(pattern).matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}

function findAll(text: string, pattern: string, most = -1n): string[] {
  const go = chargePattern(pattern);
  go(text.length);
  const matcher = programOf(pattern).matcher(text);
  const found: string[] = [];
  while ((most < 0n || found.length < Number(most)) && matcher.find()) {
    found.push(matcher.group() ?? '');
    // Each search may go on to the end.
    go(text.length - matcher.end());
  }
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
  to.function('string.matchesRe2(string): bool', matches);
  to.function('matchesRe2(string, string): bool', matches);
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
