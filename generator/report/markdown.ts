import { visible } from './style.ts';

/** Text of others in a code span: nothing in it mentions anybody, opens a tag or ends the span. */
export function code(text: string): string {
  const plain = visible(text).replaceAll('\n', ' ').replaceAll('\t', ' ');
  if (plain.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(plain) + 1);
  const pad = /^[` ]|[` ]$/.test(plain) ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Words of ours with names of others in them: what stands between backticks is code, everything else is text. */
export function worded(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('');
}

/** Lines of others in a block that they cannot end. */
export function fenced(text: string, language: string): string {
  const plain = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(plain) + 1));
  return `${fence}${language}\n${plain.endsWith('\n') ? plain : `${plain}\n`}${fence}\n`;
}

/** By name: GitHub would take the number of a numeric one for that of an issue. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text of others among our words: every character that means something to Markdown or HTML is escaped. */
export function escaped(text: string): string {
  return (
    visible(text)
      .replaceAll('\n', ' ')
      // A colon or a hyphen means something only before, or between, what is no space; a bracket or a full stop of ours stays readable.
      .replace(/[\\`*_[\]#|<>&~^$]|:(?=\S)|^[+-]|!(?=\[)/g, (character) => ENTITIES[character] ?? `\\${character}`)
      // GitHub looks for mentions and references in what is rendered, where a backslash is gone.
      .replace(/@|#(?=\d)|(?<![a-z0-9])GH-(?=\d)/gi, '$&\u2060')
      // Not at a word's start alone: an underscore is a letter to \b, and none to GitHub.
      .replace(/(https?|www)(?=[\\:.])/gi, '$1\u2060')
  );
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
