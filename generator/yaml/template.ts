import { kubernetesDocuments } from './kubernetes.ts';
import type { Span } from '../secrets/assigned.ts';

/** An action of a template, as Helm and others write it: within a line, or over several. */
const ACTION = /\{\{[^]*?\}\}|\{%[^]*?%\}/g;

/** The first action of a text that is no YAML because of its actions: without them it is read, or it lies where templates do. @param from where the document begins */
export function templateAction(text: string, from: number, path: string): Span | undefined {
  ACTION.lastIndex = 0;
  const first = ACTION.exec(text.slice(from));
  if (first === null) return undefined;
  const span = { start: from + first.index, end: from + first.index + first[0].length };
  if (/(?:^|\/)templates\//.test(path)) return span;
  for (const { base, flaw } of kubernetesDocuments(withoutActions(text))) if (base === from && flaw !== undefined) return undefined;
  return span;
}

/** As many lines and columns, with a word in the place of each action that stands for a value, and nothing where a line is one. */
function withoutActions(text: string): string {
  const filled = (action: string, fill: string): string => action.replace(/[^\n]/g, fill);
  const lone = text.replaceAll(/^[ \t]*(?:\{\{[^]*?\}\}|\{%[^]*?%\})[ \t]*$/gm, (line) => filled(line, ' '));
  return lone.replaceAll(ACTION, (action) => filled(action, 'x'));
}
