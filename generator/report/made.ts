import type { MadeHere } from '../history/made.ts';
import type { ConfigRole } from '../yaml/config-path.ts';
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
  /** What the file is for. */
  readonly role: ConfigRole;
  /** It goes into a rendering. */
  readonly isVendored: boolean;
}

/** What a line of config/ makes, for people. @param limit objects and files to show */
export function madeText(traced: Traced, limit: number, style: Style): string {
  const { file, line, text, what, out, made } = traced;
  const head = `${style.bold(visible(`${file}:${line}`))}${visible(what === '' ? '' : `  ${what}`)}\n  ${visible(oneLine(text))}\n`;
  if (made.length === 0) return `${head}\nnothing in ${out}/ follows from it${visible(nothingMade(traced))}\n`;
  const lines = made.reduce((sum, each) => sum + each.lines.length, 0);
  const files = new Set(made.map((each) => each.file)).size;
  const shown = made.slice(0, limit).map((each) => blockText(each, out, style));
  const more = made.length > limit ? `\n… and ${count(made.length - limit, 'more place')}; --limit shows more, --json all\n` : '';
  return `${head}\nmakes ${count(lines, 'line')} in ${count(files, 'file')}\n${shown.join('')}${more}`;
}

/** Why nothing follows from a line: by what its file is for, since a policy that makes nothing is none the worse for it. */
function nothingMade({ role: of, isVendored }: Traced): string {
  if (isVendored && 'component' in of)
    return ` by itself: pap-fleet vendor ${of.component} renders what stands in config/components/${of.component}/rendered/, and that makes the objects`;
  switch (of.role) {
    case 'policies':
      return ': a policy judges objects and changes, and makes none (pap-fleet explain CODE shows what it demands)';
    case 'schemas':
      return ': it says what a kind may hold, and objects are held to it (pap-fleet explain KIND shows the fields)';
    case 'approval':
      return ': the gate reads it, to let a change pass';
    case 'freezes':
      return `: it says when deliveries wait; only windows with argocd: true are in the AppProjects too (pap-fleet explain freeze/${of.name} shows what it holds)`;
    case 'holds':
      return ': what it keeps is so without it, today; or the line says until when, or why';
    case 'rollouts':
      return ': it says when the next wave may follow, or what it sets is so without it, today';
    case 'rendered':
      return ': the same stands in another rendering of the component, or it is left out';
    case 'component':
      return ': it is a default that another line overrides, or says what the component is, may do or needs, which is judged';
    default:
      return ': it is what would be there without it, or another line wins (pap-fleet explain shows which), or it is for the checks and the gate alone';
  }
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
export function madeJson(traced: Traced): object {
  const { file, line, text, what, out, made } = traced;
  return {
    traceVersion: 1,
    file,
    line,
    text: redact(text),
    what,
    ...(made.length > 0 ? {} : { nothing: `nothing in ${out}/ follows from it${nothingMade(traced)}` }),
    made: made.map(({ file: path, object, whole, lines }) => ({ file: `${out}/${path}`, object: object === '' ? null : object, whole, lines })),
  };
}
