import { comparedLines } from '../model/line-diff.ts';
import { visible, type Style } from './style.ts';

const CONTEXT = 2;

/**
 * The difference of two texts in lines, as a unified diff has it, without its header. @param before undefined: the file is new
 */
export function diffText(path: string, before: string | undefined, after: string | null, style: Style): string {
  const lines = comparedLines(linesOf(before ?? ''), linesOf(after ?? ''));
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== ' '));
  const shown = lines.map(({ mark, text }, i) => {
    if (near[i] !== true) return near[i - 1] === true ? style.dim('  …\n') : '';
    const line = `${mark} ${visible(text)}`;
    return `${mark === '-' ? style.red(line) : mark === '+' ? style.green(line) : line}\n`;
  });
  const what = after === null ? ' goes' : before === undefined ? ' is new' : '';
  return `${style.bold(visible(path))}${what}\n${shown.join('')}`;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
