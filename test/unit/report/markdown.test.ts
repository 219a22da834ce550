import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { code, escaped, fenced, worded } from '../../../generator/report/markdown.ts';
import { visible } from '../../../generator/report/style.ts';
import { runs } from '../../support/runs.ts';

/*
 * What the escapers make, read by a parser of GitHub's Markdown: text of others stays text. Raw HTML is let through, so
 * that a tag would show. Mentions and references are no syntax, GitHub looks for them in text outside of code.
 */

function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true, allowDangerousProtocol: true });
}

const tags = (rendered: string): string[] => rendered.match(/<[^>]*>?/g) ?? [];

const PIECES = [
  ...'`~<>[]()!#*_|\\&@:;=+-.^$"\'/ \t\n\rx1é',
  '```',
  '~~~',
  '\n\n',
  '\n# ',
  '\n- ',
  '\n> ',
  '\n1. ',
  '\n---\n',
  '\n===\n',
  '\n    ',
  '  \n',
  '[a](b)',
  '![a](b)',
  '[a]: http://x.y',
  '[^1]',
  '<b>',
  '</details>',
  '<!--',
  '-->',
  '<a@b.cd>',
  '&lt;',
  '&#64;',
  'a@b.cd',
  '@team',
  '#12',
  'org/repo#1',
  'GH-12',
  'http://x.yz',
  'HTTPS://x.yz',
  'www.x.yz',
  'ftp://x.yz',
  'mailto:a@b.cd',
  'xmpp:a@b.cd',
  '| a |\n|---|',
  ':tada:',
  '\u2028',
  '\u200b',
  '\u0000',
  '🎉',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((all) => all.join(''));

function forEvery(holds: (text: string) => void): void {
  fc.assert(fc.property(nasty, holds), { numRuns: runs(4000) });
}

// Seen to fail: `code` with a fence of one backtick, `escaped` as it was before the texts of this table.

describe('text of others', () => {
  test.each(['_www.x.yz', '_http://x.yz', 'org/repo#1', '_GH-12', 'a@b.cd'])('%s among our words stays text', (text) => {
    const rendered = html(`words ${escaped(text)}`);
    expect(tags(rendered)).toEqual(['<p>', '</p>']);
    expect(rendered).not.toMatch(/@\w|#\d|GH-\d/);
  });

  test('among our words adds no element, no mention and no reference', () => {
    forEvery((text) => {
      const rendered = html(`words ${escaped(text)} words`);
      expect(tags(rendered)).toEqual(['<p>', '</p>']);
      expect(rendered).not.toMatch(/@\w|#\d|(?<![a-z0-9])GH-\d/i);
    });
  });

  test('at the start of an item of a list adds no element', () => {
    forEvery((text) => {
      fc.pre(text.trim() !== '');
      expect(tags(html(`- ${escaped(`x${text}`)}\n- next\n`))).toEqual(['<ul>', '<li>', '</li>', '<li>', '</li>', '</ul>']);
    });
  });

  test('in a code span stays in it', () => {
    forEvery((text) => {
      expect(tags(html(`words ${code(text)} · ${code('next')} words`))).toEqual(['<p>', '<code>', '</code>', '<code>', '</code>', '</p>']);
    });
  });

  test('in backticks among our words stays in code', () => {
    forEvery((text) => {
      const name = text.replaceAll('`', '');
      fc.pre(name !== '');
      expect(tags(html(`- the name ${worded(`\`${name}\``)} is taken\n`))).toEqual(['<ul>', '<li>', '<code>', '</code>', '</li>', '</ul>']);
    });
  });

  test('in a block does not end it, and is all there', () => {
    forEvery((text) => {
      const rendered = html(`before\n\n${fenced(text, 'text')}\nafter\n`);
      expect(tags(rendered)).toEqual(['<p>', '</p>', '<pre>', '<code class="language-text">', '</code>', '</pre>', '<p>', '</p>']);
      const inside = /language-text">([\s\S]*)<\/code>/.exec(rendered)?.[1] as string;
      const plain = inside.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
      expect(plain.trimEnd()).toBe(visible(text).trimEnd());
    });
  });
});
