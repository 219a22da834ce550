import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../generator/cli.ts';
import { commands } from '../../../generator/commands/index.ts';
import { Failure } from '../../../generator/io/failure.ts';
import { GROUPS } from '../../../generator/rules/groups.ts';
import { CODES } from '../../../generator/rules/rules.ts';

// Messages, help and pages tell people to run commands. Each of them is one that the program has, with options that it has, and
// where it stands alone, in backticks or on a line of its own, its arguments are understood. Seen to fail: `pap-fleet approve HASH AND-MORE`.

/** Whatever people read: the sources of messages, the pages, the workflows. */
const files = fastGlob
  .sync(['*.md', 'docs/**/*.md', '.github/**/*', 'action.yml', 'config/**/*', 'generator/**/*.{ts,hbs,mjs}', 'test/examples/golden/**/*.md'], {
    dot: true,
    ignore: ['generator/rules/index.js', 'generator/**/*.d.ts'],
  })
  .sort();

interface Mention {
  readonly place: string;
  /** What follows the name of the program, to the end of the code or of the sentence. */
  readonly text: string;
  /** It stands in backticks or begins a line: all of it is a command. */
  readonly code: boolean;
}

function mentionsIn(file: string): Mention[] {
  return readFileSync(file, 'utf8')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(/(?<![\w./@=:-]|\bby )pap-fleet(?: +|$)/g)].map((match): Mention => {
        const before = line.slice(0, match.index);
        const after = line.slice(match.index + match[0].length);
        const ticks = before.endsWith('`') || before.endsWith('\\`');
        const alone = /^(\s{2,}|[$>] )$/.test(before) && !file.endsWith('.yml');
        const text = ticks ? (/^[^`\\]*/.exec(after)?.[0] ?? '') : after;
        return { place: `${file}:${i + 1}`, text, code: ticks || alone };
      }),
    );
}

const mentions = files.flatMap(mentionsIn);

/** Words of a command line, in which placeholders are words, up to a comment or another command. */
function wordsOf(text: string): string[] {
  const [line = ''] = text
    .replaceAll(/\$\{[^}]*\}/g, 'x')
    .replaceAll(/<[^<>]*>/g, 'x')
    .split(/ {2,}(?=\S)| #|[|;>&…]| && |\\$/);
  return [...line.matchAll(/"[^"]*"|'[^']*'|\[[^\]]*\]|[^\s"'[\]]+/g)]
    .map(([word]) => word)
    .filter((word) => !word.startsWith('['))
    .map((word) => word.replace(/^["'](.*)["']$/, '$1'));
}

/** Verbs of which the program is the subject: "pap-fleet makes", and what else is no command. */
const PROSE = /^(to|has|did|writes|makes|puts|knows|at|is|in|generates|when|tell|takes|as|reads|says|names|[0-9][0-9.]*)$/;

describe('commands that are named', () => {
  test('are found', () => expect(mentions.length).toBeGreaterThan(150));

  test('are commands of the program', () => {
    const unknown = mentions.filter(({ text }) => {
      const first = /^[\w<-][\w-]*/.exec(text)?.[0];
      return (
        first !== undefined &&
        !first.startsWith('<') &&
        !commands.some(({ name }) => name === first) &&
        !['--help', '--version', 'COMMAND'].includes(first) &&
        !PROSE.test(first)
      );
    });
    expect(unknown.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
  });

  test('have the options that are named with them', () => {
    const wrong = mentions.flatMap(({ place, text }) => {
      const command = commands.find(({ name }) => name === /^[\w-]+/.exec(text)?.[0]);
      const [clause = ''] = text.split(/[;|]| && | : |pap-fleet /);
      const named = [...clause.matchAll(/(?<=^|[\s[`'"])--([a-z-]+)/g)].map(([, name]) => name as string);
      const known = ['config', 'max-file-size', 'json', 'no-color', 'help', ...(command?.options ?? []).map(({ name }) => name)];
      return command === undefined ? [] : named.filter((name) => !known.includes(name)).map((name) => `${place}: ${command.name} --${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('are understood, where they stand alone', () => {
    const whole = mentions.filter(({ code, text }) => code && commands.some(({ name }) => name === /^[\w-]+/.exec(text)?.[0]));
    expect(whole.length).toBeGreaterThan(70);
    expect(whole.flatMap(({ place, text }) => flaw(text).map((each) => `${place}: ${text}: ${each}`))).toEqual([]);
  });
});

/** What the program says of a command line. */
function flaw(text: string): string[] {
  const [name, ...args] = wordsOf(text);
  const command = commands.find((each) => each.name === name);
  // A command that is only named says nothing of what it needs.
  if (command === undefined || args.length === 0 || args.includes('--help')) return [];
  // Codes of another family are those of a fleet's own policies; a freeze is named as a code is.
  const [family = ''] = (args[0] ?? '').split('/');
  if (name === 'explain' && args[0]?.includes('/') === true && family in GROUPS && family !== 'freeze' && !CODES.has(args[0]))
    return ['no such code'];
  try {
    parse(command, args, false);
    return [];
  } catch (error) {
    if (error instanceof Failure) return [error.message];
    throw error;
  }
}
