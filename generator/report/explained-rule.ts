import type { RuleInfo } from '../model/rule.ts';
import type { Style } from './style.ts';

/** What a code means, and what is printed about its bad example. */
export function ruleText({ code, severity, what, why, fix }: RuleInfo, example: string, style: Style): string {
  const shown = example.trimEnd().replace(/^(?=.)/gm, '  ');
  return `${style.bold(code)} (${severity})\n${what}\n\nWhy it matters: ${why}\nWhat to do: ${fix}\n\nAn example:\n\n${shown}\n`;
}
