// PromQL with places that somebody fills in later: `$x` of Grafana, `{{args.x}}` of Argo Rollouts (argo-rollouts, utils/template/template.go).
import { promQl } from './known.ts';
import type { PromQl } from './parser.ts';

const VARIABLE = /\$\{\w+(?:[:.][^}]*)?\}|\$\w+|\[\[\w+(?::\w+)?\]\]|\{\{[^{}]*\}\}/g;
/** Strings, comments and what stands between brackets: what a variable is there is certain. */
const CERTAIN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*|(?<!\[)\[(?:[^\]"'`[]|\[\[\w+(?::\w+)?\]\])*\]/g;

/** An expression whose variables are filled in with as many characters; undefined where it depends on what they are. */
export function readQuery(text: string): PromQl | undefined {
  if (!VARIABLE.test(text)) return promQl(text);
  VARIABLE.lastIndex = 0;
  let isOpen = false;
  let plain = '';
  let last = 0;
  const outside = (part: string): string =>
    part
      .replace(/(\boffset\s+)(\$\{?\w+\}?)/g, (_, before: string, name: string) => before + duration(name))
      .replace(VARIABLE, (found) => {
        isOpen = true;
        return '\u0000'.repeat(found.length);
      });
  for (const { 0: part, index } of text.matchAll(CERTAIN)) {
    plain += outside(text.slice(last, index)) + inside(part);
    last = index + part.length;
  }
  plain += outside(text.slice(last));
  if (!isOpen) return promQl(plain);
  const read = ['a', '1'].map((letter) => promQl(plain.replaceAll('\u0000', letter))).find((each) => !('flaw' in each));
  return read;
}

function inside(part: string): string {
  if (part.startsWith('['))
    return part.replace(VARIABLE, (found, at: number) => (/[a-z]/.test(part.charAt(at + found.length)) ? '1'.repeat(found.length) : duration(found)));
  // What matches is not known; that it matches something is.
  return part.startsWith('#') ? part : part.replace(VARIABLE, (found) => 'x'.repeat(found.length));
}

function duration(found: string): string {
  return `${'1'.repeat(found.length - 1)}m`;
}
