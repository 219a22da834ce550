import type { RuleInfo } from '../model/rule.ts';
import { levelWords } from '../model/severity.ts';
import type { Style } from './style.ts';

/** What a code means, what is printed about its bad example, and what makes the good one good. */
export function ruleText(rule: RuleInfo, example: string, difference: string, style: Style): string {
  const { code, what, why, source, fix } = rule;
  const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ');
  const good = difference === '' ? '' : `\nIt is right like this:\n\n${coloured(indented(difference), style)}\n`;
  return `${style.bold(code)} (${levelWords(rule)})\n${what}\n\nWhy it matters: ${why}\nWhat to do: ${fix}\n${source === undefined ? '' : `Source: ${source}\n`}\nAn example:\n\n${indented(example)}\n${good}`;
}

function coloured(text: string, style: Style): string {
  return text.replace(/^ {2}([+-]).*$/gm, (line, mark: string) => (mark === '+' ? style.green(line) : style.red(line)));
}
