import type { RuleInfo } from '../model/rule.ts';
import type { Style } from './style.ts';

/** What a code means, what is printed about its bad example, and what makes the good one good. */
export function ruleText({ code, severity, inFleets, what, why, source, fix }: RuleInfo, example: string, difference: string, style: Style): string {
  const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ');
  const good = difference === '' ? '' : `\nIt is right like this:\n\n${coloured(indented(difference), style)}\n`;
  const level = severity !== 'error' && inFleets === 'error' ? `${severity}; in a fleet an error` : severity;
  return `${style.bold(code)} (${level})\n${what}\n\nWhy it matters: ${why}\nWhat to do: ${fix}\n${source === undefined ? '' : `Source: ${source}\n`}\nAn example:\n\n${indented(example)}\n${good}`;
}

function coloured(text: string, style: Style): string {
  return text.replace(/^ {2}([+-]).*$/gm, (line, mark: string) => (mark === '+' ? style.green(line) : style.red(line)));
}
