import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../generator/model/finding.ts';
import { wrongType } from '../../../generator/fleet/schema/rules.ts';
import { configRole } from '../../../generator/yaml/config-path.ts';
import { readSources } from '../../../generator/yaml/read.ts';
import { redactAll } from '../../../generator/secrets/redact.ts';
import { assemble } from '../../../generator/yaml/sources.ts';
import { parseSource } from '../../../generator/yaml/source.ts';
import { LIMITS } from '../../../generator/yaml/limits.ts';
import { Lines, Mask, decode, hiddenText } from '../../../generator/yaml/text.ts';

const TOKEN = `gh${'p'}_aB3dE6gH9jK2mN5pQ8sT1vW4`;
const read = (texts: Readonly<Record<string, string>>) =>
  readSources(Object.entries(texts).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) })));
const told = (texts: Readonly<Record<string, string>>): string[] =>
  read(texts).findings.map(
    ({ code, severity, place: { file, line, col, length }, message, hint }) =>
      `${severity} ${code} ${file}:${line}:${col}+${length} ${message} — ${hint}`,
  );

describe('the files of config/', () => {
  test('are put together', () => {
    const { sources, customFiles, findings } = read({
      'regions/south.yaml': 'state: active\n',
      'fleet.yaml': 'regions: {north: {}}\n',
      'agents/alpha.yaml': 'image: x\n',
      'extra/all/agents/b.yaml': 'kind: A\n',
      'patches/north/dns/a.yaml': '- 1\n',
      'approvals/0.yaml': 'a: 1\n',
    });
    expect(findings).toEqual([]);
    expect(JSON.parse(JSON.stringify(sources?.data))).toEqual({
      regions: { north: {}, south: { state: 'active' } },
      agents: { alpha: { image: 'x' } },
    });
    expect(customFiles).toEqual([
      { role: 'extra', region: 'all', component: 'agents', path: 'config/extra/all/agents/b.yaml', data: { kind: 'A' } },
      { role: 'patches', region: 'north', component: 'dns', path: 'config/patches/north/dns/a.yaml', data: [1] },
    ]);
    expect(sources?.locate({ file: 'config/patches/north/dns/a.yaml', path: '/0' })).toMatchObject({
      file: 'config/patches/north/dns/a.yaml',
      col: 3,
    });
  });
  test('are read in the order of their names, whatever the order they come in', () => {
    const files = { 'fleet.yaml': 'a: no\n', 'agents/b.yaml': 'a: no\n', 'agents/a.yaml': 'a: no\n' };
    const order = ['config/agents/a.yaml', 'config/agents/b.yaml', 'config/fleet.yaml'];
    expect(read(files).findings.map(({ place }) => place.file)).toEqual(order);
    const given = Object.entries(files).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
    const before = [...given];
    readSources(given);
    expect(given).toEqual(before);
  });
  test('must have a name that somebody reads', () => {
    const hint =
      'read are fleet.yaml, agents/*.yaml, regions/*.yaml, schemas/*.yaml, policies/*.yaml, rollouts/*.yaml, holds/*.yaml, freezes/*.yaml, extra/<region|all>/<component>/*.yaml, patches/<region|group|all>/<component>/*.yaml and components/<name>/**/*.yaml with settings.schema.json and kustomize/**';
    expect(told({ 'fleet.yaml': 'a: 1\n', 'agents/a.yml': '"', 'notes.txt': 'x' })).toEqual([
      `error config/unexpected-file config/agents/a.yml:1:1+1 nothing reads this file: its name must end in .yaml — ${hint}`,
      `error config/unexpected-file config/notes.txt:1:1+1 nothing reads this file — ${hint}`,
    ]);
  });
  test.each([
    ['.fleet.yaml', ': its name must not begin with a dot'],
    ['agents/.a.yaml', ': its name must not begin with a dot'],
    ['agents/.yaml', ': its name must not begin with a dot'],
    ['.agents/a', ''],
    ['agents/a.YAML', ': its name must end in .yaml'],
    ['a.YML', ': its name must end in .yaml'],
    ['agents/a.yml.bak', ''],
    ['other/a.yaml', ''],
  ])('not %s%s', (path, why) => {
    expect(read({ 'fleet.yaml': 'a: 1\n', [path]: 'a: 1\n' }).findings.map(({ message }) => message)).toEqual([`nothing reads this file${why}`]);
  });
  test('may not be named after a secret, which is then shown nowhere', () => {
    const path = `agents/${TOKEN}.yaml`;
    expect(told({ 'fleet.yaml': 'a: 1\n', [path]: 'image: x\n' })).toEqual([
      'error secret/in-config config/agents/************.yaml:1:1+1 the name of this file looks like a GitHub token; it is not shown — rename it, and give the secret a new value: it must count as known',
    ]);
  });
  test('show no secret of one in what is said of another', () => {
    const { findings } = read({ 'fleet.yaml': `a: ${TOKEN}\n`, 'agents/a.yaml': `${TOKEN}: 1\n${TOKEN}: 2\n` });
    expect(findings.map(({ code }) => code)).toContain('yaml/duplicate-key');
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
  });
  test.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['no fleet.yaml', { 'agents/a.yaml': 'a: 1\n' }, false],
    ['an error', { 'fleet.yaml': 'a: no\n' }, false],
    ['neither', { 'fleet.yaml': 'a: 1\n' }, true],
    ['an approval that is none', { 'fleet.yaml': 'a: 1\n', 'approvals/0.yaml': 'a: 1\n' }, true],
  ])('with %s', (_, texts, whole) => expect(read(texts).sources !== undefined).toBe(whole));
  test('with a name defined twice, findings say so and there is a fleet', () => {
    const { sources, findings } = read({ 'fleet.yaml': 'agents: {a: {}}\n', 'agents/a.yaml': 'image: x\n' });
    expect(sources).toBeDefined();
    expect(findings).toMatchObject([
      {
        code: 'fleet/duplicate-name',
        severity: 'error',
        message: 'agent "a" is defined twice',
        pointer: '/agents/a',
        place: { file: 'config/agents/a.yaml', line: 1, col: 1 },
        excerpt: 'image: x',
        hint: 'keep one of them, in fleet.yaml or in its own file',
        related: [{ place: { file: 'config/fleet.yaml', line: 1, col: 10, length: 1 }, note: 'the other definition' }],
      },
    ]);
    const more = read({ 'fleet.yaml': 'agents: {b: {}}\n', 'agents/a.yaml': 'image: x\n', 'agents/b.yaml': 'image: x\n' });
    expect(more.findings.map(({ related }) => related?.[0]?.place.file)).toEqual(['config/fleet.yaml']);
  });
});

test.each([
  ['extra/all/a.yaml', 'unexpected'],
  ['extra/all/agents/deep/a.yaml', 'unexpected'],
  ['other/all/agents/a.yaml', 'unexpected'],
  ['approvals/deep/a.yaml', 'misplaced approval'],
  ['approvals.yaml', 'unexpected'],
  ['others/a.yaml', 'unexpected'],
  ['agents.yaml', 'unexpected'],
])('config/%s is read as %s', (path, role) => expect(configRole(path)).toEqual({ role }));
test('a part is named after its file', () => {
  expect(configRole('agents/a.yaml')).toEqual({ role: 'agents', name: 'a' });
  expect(configRole('regions/a.yaml.yaml')).toEqual({ role: 'regions', name: 'a.yaml' });
  expect(configRole('patches/north/dns/a.yaml')).toEqual({ role: 'patches', region: 'north', component: 'dns' });
});

describe('redactAll', () => {
  const finding = (message: string): Finding => ({
    code: 'yaml/syntax',
    severity: 'error',
    message,
    place: { file: message, line: 1, col: 1, length: 1 },
    hint: message,
  });
  test.each<[string, readonly string[], string, string]>([
    ['nothing, without secrets', [], 'abcdef', 'abcdef'],
    ['a short one', ['abcdef'], 'x abcdef y abcdef', 'x ****** y ******'],
    ['a long one, with no word of how long', ['a'.repeat(40)], `x ${'a'.repeat(40)} y`, 'x ************ y'],
    ['one within another, the longer first', ['abcdef', 'abcdefghij'], 'abcdefghij', '**********'],
    ['one within another, whichever comes first', ['abcdefghij', 'abcdef', 'abcdef'], 'abcdefghij', '**********'],
  ])('%s', (_, secrets, message, expected) => {
    expect(redactAll([finding(message)], secrets)).toEqual([finding(expected)]);
  });
});

describe('a report becomes a finding', () => {
  const source = (text: string, path: string) => parseSource({ path, bytes: Buffer.from(text) }).source;
  const { resolve } = assemble(source('agents:\n  a: {image: "x\\ty"}\n  b: 1\n', 'fleet.yaml'), [], []);
  test('with its place, its line and a way out', () => {
    expect(resolve({ rule: wrongType, path: '/agents/a/image', message: 'is bad\u001b', hint: 'one\u200b\ntwo' })).toEqual({
      code: 'schema/type',
      severity: 'error',
      message: 'is bad\\u001b',
      place: { file: 'fleet.yaml', line: 2, col: 14, length: 6 },
      pointer: '/agents/a/image',
      excerpt: '  a: {image: "x\\ty"}',
      hint: 'one\\u200b\ntwo',
    });
  });
  test('with what is related to it', () => {
    const { related } = resolve({ rule: wrongType, path: '/agents/a', key: true, message: 'm', related: [{ path: '/agents/b', note: 'n\u200b' }] });
    expect(related).toEqual([{ place: { file: 'fleet.yaml', line: 3, col: 6, length: 1 }, note: 'n\\u200b' }]);
  });
});

describe('a mask', () => {
  test('hides what it is told, and remembers what may stand elsewhere', () => {
    const text = 'one secret! two';
    const mask = new Mask(text);
    expect([mask.slice(0, 15), mask.values]).toEqual([text, []]);
    mask.hide({ start: 4, end: 11 }, 'secret!');
    expect([mask.slice(0, 15), mask.slice(5, 8), mask.slice(0, 4), mask.slice(0, 5), mask.slice(11, 15)]).toEqual([
      'one ******* two',
      '***',
      'one ',
      'one *',
      ' two',
    ]);
    expect(mask.values).toEqual(['secret!']);
  });
  test.each<[string, readonly string[]]>([
    ['short', []],
    ['abcdef', ['abcdef']],
    [`ab ${'c'.repeat(16)}\n\n${'d'.repeat(15)}`, [`ab ${'c'.repeat(16)}\n\n${'d'.repeat(15)}`, 'c'.repeat(16)]],
  ])('of %j knows its parts', (value, expected) => {
    const mask = new Mask(value);
    mask.hide({ start: 0, end: 1 }, value);
    expect(mask.values).toEqual(expected);
  });
});

describe('lines', () => {
  const lines = new Lines(`ab\r\nc\rd\n${'e'.repeat(LIMITS.excerpt)}\n${'f'.repeat(LIMITS.excerpt + 1)}\nlast\r`);
  test('have a length without their end', () => expect([1, 2, 3, 5].map((n) => lines.length(n))).toEqual([2, 3, LIMITS.excerpt, 4]));
  test('are shown, unless they are too long', () => {
    expect([lines.line(1), lines.line(2), lines.line(3).length, lines.line(4), lines.line(5), lines.line(6)]).toEqual([
      'ab',
      'c\rd',
      LIMITS.excerpt,
      '',
      'last',
      '',
    ]);
  });
  test('are found at their last character', () => {
    const three = new Lines('ab\ncd\nef');
    expect([0, 2, 3, 5, 6, 8].map((offset) => three.at(offset).line)).toEqual([1, 1, 2, 2, 3, 3]);
  });
});

test('what is not seen is named by its number', () => {
  expect([
    hiddenText('ab'),
    hiddenText('a\u200bb'),
    hiddenText('a\u{e0041}b'),
    hiddenText('a\ud800b'),
    hiddenText('a\rb'),
    hiddenText('a\u0007b'),
  ]).toEqual([undefined, 'U+200B', 'U+E0041', 'U+D800', undefined, 'U+0007']);
});
test('bytes that cannot be read have no text, or what can be shown of it', () => {
  expect(decode(Buffer.from([0xff, 0xfe, 0x61, 0]))).toEqual({ problem: 'is UTF-16, not UTF-8', offset: 0, text: '' });
  expect(decode(Buffer.from('a\u0007'))).toEqual({ problem: 'holds the character U+0007, which no fleet needs', offset: 1, text: 'a\u0007' });
  expect(decode(Buffer.from('a\rb'))).toEqual({ problem: 'holds a carriage return without a line feed', offset: 1, text: 'a\rb' });
});
