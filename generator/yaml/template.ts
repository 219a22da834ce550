import type { Span } from '../secrets/assigned.ts';
import { kubernetesDocuments } from './kubernetes.ts';

/** An action of a template, as Helm and others write it, within a line or over several, or a variable of envsubst. None begins within another. */
const ACTION = /\{\{(?:(?!\{\{)[^])*?\}\}|\{%(?:(?!\{%)[^])*?%\}|\$\{[A-Za-z_][^{}\n]*\}/g;
const LINE = /^[ \t]*(?:\{\{(?:(?!\{\{)[^])*?\}\}|\{%(?:(?!\{%)[^])*?%\}|\$\{[A-Za-z_][^{}\n]*\})[ \t]*$/gm;

/** Which documents of a text are no YAML because of actions in them. */
export class TemplateText {
  readonly #text: string;
  readonly #isAmongTemplates: boolean;
  /** Where documents begin that are no YAML without actions, either. */
  #flawed: ReadonlySet<number> | undefined;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#isAmongTemplates = /(?:^|\/)templates\//.test(path);
  }

  /** The first action of a document that is not read, if it is one of a template. @param from where it begins */
  action(from: number): Span | undefined {
    const next = this.#text.indexOf('\n---', from);
    ACTION.lastIndex = 0;
    const first = ACTION.exec(this.#text.slice(from, next === -1 ? undefined : next));
    if (first === null || (!this.#isAmongTemplates && (this.#flawed ??= this.#flawedWithout()).has(from))) return undefined;
    return { start: from + first.index, end: from + first.index + first[0].length };
  }

  #flawedWithout(): ReadonlySet<number> {
    const flawed = new Set<number>();
    for (const { base, flaw } of kubernetesDocuments(withoutActions(this.#text))) if (flaw !== undefined) flawed.add(base);
    return flawed;
  }
}

/** As many lines and columns, with a word in the place of each action that stands for a value, and nothing where a line is one. */
function withoutActions(text: string): string {
  const filled = (action: string, fill: string): string => action.replace(/\S/g, fill);
  return text.replaceAll(LINE, (line) => filled(line, ' ')).replaceAll(ACTION, (action) => filled(action, 'x'));
}
