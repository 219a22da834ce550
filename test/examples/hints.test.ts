import { describe, expect, test } from 'vitest';
import type { Finding } from '../../generator/model/finding.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { edited } from '../support/edit-files.ts';
import { exampleOf, judge, judgeBad, scopeOf, type Files } from '../support/rule-examples.ts';
import { EDITS, NOTHING_TO_WRITE, SHOWS_MORE } from './hints-followed.ts';

// What a hint says to write is written into the bad example of its rule. Then that finding is gone, and nothing is found that was
// not found before. Hints that say the very text are applied as they stand; EDITS has what people do who follow one in prose.
// Seen to fail: `regions: every` with the hint `[every]`, where `every` is no region.

/** The text that a hint says to write in the place of what was found; undefined where it says it in prose. */
function toWrite(hint: string): string | undefined {
  const forms = [
    /^did you mean "([^"…]+)"\?$/,
    /^quote it: write ("[^"]+")/,
    /^YAML reads .* write ("[^"]+")$/,
    /^a list has brackets, even of one: (\[[^\]]+\])$/,
    /^write (all), the word for every region$/,
    /^write ([0-9]+[a-z]) or less$/,
    /^write ([0-9]+[A-Za-z]*)$/,
    /^write (\S+) without quotes$/,
    /^write (\[[^\]]+\])$/,
    /^write ("[0-9]+"), or /,
    /^write (`?Path\(.*\))$/,
    /^the zone above is ("[^"]+")$/,
    /^use a name in the parent zone, such as ("[^"]+")$/,
    /^the last day may be ([0-9-]+)$/,
  ];
  return forms.map((form) => form.exec(hint)?.[1]).find((text) => text !== undefined);
}

/** The files with another text where a finding is. */
function written(files: Files, { place, message }: Finding, text: string): Files {
  const path = place.file.replace(/^config\//, '');
  const lines = (files.get(path)?.toString() ?? '').split('\n');
  const line = lines[place.line - 1] ?? '';
  const [before, old, after] = [
    line.slice(0, place.col - 1),
    line.slice(place.col - 1, place.col - 1 + place.length),
    line.slice(place.col - 1 + place.length),
  ];
  // A finding in what a patch writes points at its operation, and the name that is meant stands in the path.
  const name = old === '{' ? /"([^"]+)"/.exec(message)?.[1] : undefined;
  if (name !== undefined) {
    lines[place.line - 1] = before + old + after.replace(name, text);
    return new Map([...files, [path, Buffer.from(lines.join('\n'))]]);
  }
  const quote = /^["']/.test(old) && !/^["'[]/.test(text) ? old.charAt(0) : '';
  lines[place.line - 1] = `${before}${quote}${text}${quote}${after}`;
  return new Map([...files, [path, Buffer.from(lines.join('\n'))]]);
}

/** The bad example of a rule, and what is found in it. */
function bad(code: string): { readonly files: Files; readonly findings: readonly Finding[] } {
  return { files: exampleOf(code, 'bad'), findings: judgeBad(code).findings };
}

const findingsIn = (code: string, files: Files): readonly Finding[] => judge(files, scopeOf(code)).findings;

const words = ({ code, message }: Finding): string => `${code}: ${message}`;

/** What is found now and was not found before. */
function newcomers(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const known = new Set(before.map(words));
  return after.map(words).filter((each) => !known.has(each));
}

const isMeant = (finding: Finding, { message, place }: Finding): boolean =>
  finding.message === message && finding.place.file === place.file && finding.place.line === place.line;

const cases = [...CODES.keys()].flatMap((code) => {
  const { files, findings } = bad(code);
  return findings
    .filter((finding) => finding.code === code)
    .flatMap((finding) => {
      const text = toWrite(finding.hint ?? '');
      return text === undefined ? [] : [{ code, files, findings, finding, text, hint: finding.hint ?? '' }];
    });
});

describe('a hint that says what to write', () => {
  test.each(cases)('$code: $hint', ({ code, files, findings, finding, text }) => {
    const then = findingsIn(code, written(files, finding, text));
    expect(then.filter((each) => each.code === code && isMeant(each, finding)).map(words)).toEqual([]);
    // Nor is there another mistake at that place, which the hint would have brought in.
    const fresh = then.filter(
      ({ place }) => place.file === finding.place.file && place.line === finding.place.line && place.col === finding.place.col,
    );
    expect(fresh.map(words)).toEqual([]);
    expect(newcomers(findings, then)).toEqual([]);
  });
});

/** The code that a row of EDITS is about: before the colon are the code's words, behind it the way that is tried. */
const codeOf = (row: string): string => row.split(': ')[0] ?? row;

/** What is found in the bad example of a rule once a row of EDITS has been followed. */
const followed = new Map<string, readonly Finding[]>();
function after(row: string): readonly Finding[] {
  const code = codeOf(row);
  const findings = followed.get(row) ?? findingsIn(code, edited(bad(code).files, EDITS[row] ?? []));
  followed.set(row, findings);
  return findings;
}

describe('a hint in prose, followed', () => {
  test.each(Object.keys(EDITS))('%s', (row) => {
    const code = codeOf(row);
    const { findings: before } = bad(code);
    const of = (findings: readonly Finding[]): number => findings.filter((finding) => finding.code === code).length;
    expect(of(after(row)), after(row).map(words).join('\n')).toBeLessThan(of(before));
    expect(newcomers(before, after(row))).toEqual(SHOWS_MORE[row]?.found ?? []);
  });
});

test('each finding of each bad example goes when its hint is followed, or nothing in config/ can be written', () => {
  const rest = [...CODES.keys()].flatMap((code) => {
    const rows = Object.keys(EDITS).filter((row) => codeOf(row) === code);
    const goes = (finding: Finding): boolean =>
      cases.some((each) => each.finding === finding) || rows.some((row) => !after(row).some((each) => words(each) === words(finding)));
    return bad(code)
      .findings.filter((finding) => finding.code === code && !goes(finding))
      .map(words);
  });
  expect(rest).toEqual(Object.keys(NOTHING_TO_WRITE));
  expect(Object.keys(SHOWS_MORE).filter((row) => EDITS[row] === undefined)).toEqual([]);
});
