import type { MadeHere } from '../history/made.ts';
import { redact } from '../secrets/redact.ts';
import { oneLine } from './commit-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** Lines of one object that a reader takes in. */
const MOST_LINES = 6;

export interface Traced {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** `agents.research.image`. */
  readonly what: string;
  readonly out: string;
  readonly made: readonly MadeHere[];
}

/** What a line of config/ makes, for people. @param limit objects and files to show */
export function madeText({ file, line, text, what, out, made }: Traced, limit: number, style: Style): string {
  const head = `${style.bold(visible(`${file}:${line}`))}${visible(what === '' ? '' : `  ${what}`)}\n  ${visible(oneLine(text))}\n`;
  if (made.length === 0)
    return `${head}\nnothing in ${out}/ follows from it: it is what would be there without it, or another line wins (pap-fleet explain shows which)\n`;
  const lines = made.reduce((sum, each) => sum + each.lines.length, 0);
  const files = new Set(made.map((each) => each.file)).size;
  const shown = made.slice(0, limit).map((each) => blockText(each, out, style));
  const more = made.length > limit ? `\n… and ${count(made.length - limit, 'more place')}; --limit shows more, --json all\n` : '';
  return `${head}\nmakes ${count(lines, 'line')} in ${count(files, 'file')}\n${shown.join('')}${more}`;
}

function blockText({ file, object, whole, lines }: MadeHere, out: string, style: Style): string {
  const first = lines[0] as MadeHere['lines'][number];
  if (whole)
    return `\n${style.bold(visible(object === '' ? 'the whole file' : object))}\n  ${visible(`${out}/${file}:${first.line}`)}  all ${lines.length} lines\n`;
  const shown = lines.slice(0, MOST_LINES).map(({ line, text }) => `  ${visible(`${out}/${file}:${line}`)}  ${visible(oneLine(text))}\n`);
  const more = lines.length > MOST_LINES ? `  … and ${count(lines.length - MOST_LINES, 'more line')}\n` : '';
  return `\n${object === '' ? '' : `${style.bold(visible(object))}\n`}${shown.join('')}${more}`;
}

/** The same for machines: `schemas/trace.schema.json`. */
export function madeJson({ file, line, text, what, out, made }: Traced): object {
  return {
    traceVersion: 1,
    file,
    line,
    text: redact(text),
    what,
    made: made.map(({ file: path, object, whole, lines }) => ({ file: `${out}/${path}`, object: object === '' ? null : object, whole, lines })),
  };
}
