// What is said of every kind of bad text, to the letter and to the column.
import { describe, expect, test } from 'vitest';
import { parseSource } from '../../../generator/yaml/source.ts';

// Put together here, so that nothing in this repository looks like a secret.
const RANDOM = 'aB3dE6gH9jK2mN5pQ8sT1vW4';
const TOKEN = `gh${'p'}_${RANDOM}`;
const PASSWORD = 'hunter22!';

const VALUE = 'write the value out; share values through agentDefaults, tiers or components';
const VALUE_TOO = 'write the value out; share values through `agentDefaults`, `tiers` or `components`';
const MEND = 'mend the line that is pointed at; indentation and unclosed quotes are the usual causes';
const UTF8 = 'save the file as UTF-8, without characters that cannot be seen';
const SEEN = 'write what can be seen; line breaks and tabs are fine';
const OUT = 'take it out of Git and give it a new value: it must count as known; pap-fleet preflight lists the Secrets that an agent gets instead';
const DEEP = 'maps and lists are more than 32 deep here — no value of a fleet needs that';
const RESTORE = 'the file holds nothing — restore its content; nothing is ever deleted by leaving it out';
const secret = (place: string, kind = 'the value of a secret'): string =>
  `secret/in-config ${place} this looks like ${kind}; its value is not shown — ${OUT}`;
const ambiguous = (place: string, text: string, why: string, more = ''): string =>
  `yaml/ambiguous ${place} "${text}" is not the same to everybody: ${why} — quote it: write "${text}" if it is text${more}`;

const parsed = (text: string | Buffer, limit?: number) =>
  parseSource({ path: 'f.yaml', bytes: Buffer.from(text as string), ...(limit === undefined ? {} : { limit }) });
const told = (text: string | Buffer, limit?: number): string[] =>
  parsed(text, limit).findings.map(
    ({ code, place: { line, col, length }, pointer, message, hint }) =>
      `${code} ${line}:${col}+${length}${pointer === undefined ? '' : ` ${pointer}`} ${message} — ${hint}`,
  );

describe('a text is refused', () => {
  test.each<[string, string | Buffer, string[]]>([
    ['for an anchor', 'a: &x 1\n', [`yaml/unsupported 1:4+2 anchors are not part of the fleet format — ${VALUE}`]],
    ['for an alias', 'a: *x\n', [`yaml/unsupported 1:4+2 aliases are not part of the fleet format — ${VALUE}`]],
    ['for a tag', 'a: !t 1\n', ['yaml/unsupported 1:4+2 tags are not part of the fleet format — remove the tag']],
    [
      'for a tag after a text that looks like one',
      'b: x !t\na: !t 1\n',
      ['yaml/unsupported 2:4+2 tags are not part of the fleet format — remove the tag'],
    ],
    [
      'for a directive',
      '%YAML 1.1\n---\na: b\n',
      ['yaml/unsupported 1:1+9 directives are not part of the fleet format — remove the line that begins with %'],
    ],
    ['for a merge key', 'a:\n  <<: b\n', [`yaml/unsupported 2:3+2 /a the key "<<" is not part of the fleet format — ${VALUE_TOO}`]],
    [
      'for a key of the prototype',
      'b:\n  constructor: 1\n',
      [`yaml/unsupported 2:3+11 /b the key "constructor" is not part of the fleet format — ${VALUE_TOO}`],
    ],
    [
      'for another key of the prototype',
      'prototype: 1\n',
      [`yaml/unsupported 1:1+9 the key "prototype" is not part of the fleet format — ${VALUE_TOO}`],
    ],
    ['for a password beside a name', '- {name: level, password: hunter22!}\n', [secret('1:27+9 /0/password')]],
    ['for a key that is a number', 'a:\n  1: b\n', ['yaml/unsupported 2:3+1 /a keys must be text — put the key in quotes']],
    ['for a key that is a list', '[1]: a\n', ['yaml/unsupported 1:1+3 keys must be text — put the key in quotes']],
    ['for a key that is nothing', '? \n: 1\n', ['yaml/unsupported 1:3+1 keys must be text — put the key in quotes']],
    [
      'for a key twice',
      'a:\n  b: 1\n  "b": 2\n',
      ['yaml/duplicate-key 3:3+3 /a the key "b" stands twice in this map — merge the two entries or remove one'],
    ],
    ['for holding a comment only', '# nothing\n', [`yaml/empty 1:1+1 ${RESTORE}`]],
    ['for holding the beginning of a document only', '---\n', [`yaml/empty 1:1+1 ${RESTORE}`]],
    [
      'for three documents',
      'a: 1\n---\nb: 2\n---\nc: 3\n',
      ['yaml/multiple-documents 2:1+1 the file holds 3 documents — keep one document per file'],
    ],
    ['for an open quote, where the text ends', 'a: "b\n\n\n', [`yaml/syntax 1:6+1 missing closing "quote — ${MEND}`]],
    ['for a tab', 'a:\n\tb: 1\n', [`yaml/syntax 2:1+1 tabs are not allowed as indentation — ${MEND}`]],
    [
      'for a tab, and not for what follows from it',
      'x: y: z\na:\n  c: 1\n\tb: 1\n  d: 2\n\te: 3\n',
      [
        `yaml/syntax 1:4+1 nested mappings are not allowed in compact mappings — ${MEND}`,
        `yaml/syntax 4:1+1 tabs are not allowed as indentation — ${MEND}`,
        `yaml/syntax 6:1+1 tabs are not allowed as indentation — ${MEND}`,
      ],
    ],
    [
      'for a merge that stopped, once',
      'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n',
      ['yaml/syntax 2:1+7 a merge conflict is not resolved here — keep what is right of both sides, and remove the lines of the markers'],
    ],
    ['for the end of one', 'a: 1\n>>>>>>>\r\nb: 2\n', [expect.stringContaining('yaml/syntax 2:1+7 a merge conflict') as string]],
    ['for a bracket that closes nothing', 'a: [1]]\n', [`yaml/syntax 1:7+1 there is no opening bracket for this ] — ${MEND}`]],
    ['for a value with a colon', 'a: b: c\n', [`yaml/syntax 1:4+1 nested mappings are not allowed in compact mappings — ${MEND}`]],
    [
      'for all that is wrong with it',
      'a: b: c\nx: "\n',
      [`yaml/syntax 1:4+1 nested mappings are not allowed in compact mappings — ${MEND}`, `yaml/syntax 2:5+1 missing closing "quote — ${MEND}`],
    ],
    ['for a byte that is not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]), [`yaml/encoding 1:4+1 the file is not valid UTF-8 here — ${UTF8}`]],
    ['for a sequence that is cut off', Buffer.from([0x61, 0xe2, 0x82]), [`yaml/encoding 1:2+1 the file is not valid UTF-8 here — ${UTF8}`]],
    [
      'for a bad byte behind many good ones',
      Buffer.concat([Buffer.from('é€😀: x\n'.repeat(9)), Buffer.from([0xc3])]),
      [`yaml/encoding 10:1+1 the file is not valid UTF-8 here — ${UTF8}`],
    ],
    ['for UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0]), [`yaml/encoding 1:1+1 the file is UTF-16, not UTF-8 — ${UTF8}`]],
    ['for a bell', 'a: 1\nb: \u0007\n', [`yaml/encoding 2:4+1 the file holds the character U+0007, which no fleet needs — ${UTF8}`]],
    ['for a zero-width space', 'a: \u200b\n', [`yaml/encoding 1:4+1 the file holds the character U+200B, which no fleet needs — ${UTF8}`]],
    ['for a tag character', 'a: \u{e0041}\n', [`yaml/encoding 1:4+1 the file holds the character U+E0041, which no fleet needs — ${UTF8}`]],
    ...[
      0x00ad, 0x034f, 0x115f, 0x17b4, 0x180b, 0x2065, 0x2800, 0x3164, 0xfe00, 0xfe0e, 0xfe0f, 0xffa0, 0xfff9, 0xfdd0, 0x1d173, 0x1fffe, 0xe0100,
      0xe0fff,
    ].map((code): [string, string, string[]] => {
      const named = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      return [
        `for ${named}`,
        `a: é${String.fromCodePoint(code)}\n`,
        [`yaml/encoding 1:5+1 the file holds the character ${named}, which no fleet needs — ${UTF8}`],
      ];
    }),
    [
      'for a number that would be an emoji',
      'a: "1\ufe0f"\n',
      [`yaml/encoding 1:6+1 the file holds the character U+FE0F, which no fleet needs — ${UTF8}`],
    ],
    ['for an escape that fills', 'a: "\\u3164"\n', [`yaml/encoding 1:4+8 /a this text holds the character U+3164, which no fleet needs — ${SEEN}`]],
    ['for a carriage return alone', 'a: 1\rb\n', [`yaml/encoding 1:5+1 the file holds a carriage return without a line feed — ${UTF8}`]],
    [
      'for an escape nobody sees',
      'a: "x\\u200by"\n',
      [`yaml/encoding 1:4+10 /a this text holds the character U+200B, which no fleet needs — ${SEEN}`],
    ],
    ['for such an escape in a key', '"a\\u0000": 1\n', [`yaml/encoding 1:1+9 this text holds the character U+0000, which no fleet needs — ${SEEN}`]],
    ['for a word that is a boolean', 'a: no\n', [ambiguous('1:4+2 /a', 'no', 'some readers of YAML take it for true or false')]],
    ['for such a key', 'yes: 1\n', [ambiguous('1:1+3', 'yes', 'some readers of YAML take it for true or false')]],
    ['for an octal', 'b:\n- 012\n', [ambiguous('2:3+3 /b/0', '012', 'YAML reads it as the number 12', ', or 12 if it is a number')]],
    ['for a version', 'a: 1.10\n', [ambiguous('1:4+4 /a', '1.10', 'YAML reads it as the number 1.1')]],
    [
      'for a number that is too large',
      'a: 12345678901234567890\n',
      [ambiguous('1:4+20 /a', '12345678901234567890', 'YAML reads it as the number 12345678901234567000')],
    ],
    ['for no number at all', 'a: .inf\n', [ambiguous('1:4+4 /a', '.inf', 'YAML reads it as the number Infinity')]],
    ['for a date', 'a: 2026-01-01\n', [ambiguous('1:4+10 /a', '2026-01-01', 'some readers of YAML take it for a date')]],
    ['for a time', 'a: 1:30\n', [ambiguous('1:4+4 /a', '1:30', 'some readers of YAML take it for a number to the base of 60')]],
    ['for a number with underscores', 'a: 1_0\n', [ambiguous('1:4+3 /a', '1_0', 'some readers of YAML take it for a number')]],
    ['for a token', `a: ${TOKEN}\n`, [secret('1:4+28', 'a GitHub token')]],
    [
      'for tokens, once in each line',
      `a: [${TOKEN}, ${TOKEN}x]\nb: ${TOKEN}\n`,
      [secret('1:5+28', 'a GitHub token'), secret('2:4+28', 'a GitHub token')],
    ],
    ['for a token in a comment', `# token: ${RANDOM}\na: 1\n`, [secret('1:10+24')]],
    [
      'for a token, and for the rest',
      `a: ${TOKEN}\nb: no\n`,
      [secret('1:4+28', 'a GitHub token'), ambiguous('2:4+2 /b', 'no', 'some readers of YAML take it for true or false')],
    ],
    [
      'for a token where it cannot be read',
      `a: ${TOKEN}\nb: "\n`,
      [secret('1:4+28', 'a GitHub token'), `yaml/syntax 2:5+1 missing closing "quote — ${MEND}`],
    ],
    ['for a password', `db:\n  password: ${PASSWORD}\n`, [secret('2:13+9 /db/password')]],
    ['for a password in a list', `password: [${PASSWORD}]\n`, [secret('1:12+9 /password/0')]],
    ['for a password in a block', `db:\n  password: |\n    ${PASSWORD}\n`, [secret('2:13+1 /db/password')]],
    [
      'for the value of a variable, named before',
      `env:\n- {name: DB_PASSWORD, value: ${PASSWORD}}\n- {name: LEVEL, value: ${PASSWORD}}\n`,
      [secret('2:30+9 /env/0/value')],
    ],
    ['for the value of a variable, named after', `env:\n- value: ${PASSWORD}\n  name: db-password\n`, [secret('2:10+9 /env/0/value')]],
    ['for the value of a patch', `- {op: add, path: /data/db~1password, value: ${PASSWORD}}\n`, [secret('1:46+9 /0/value')]],
    ['for the value of a patch of an odd name', `- {op: add, path: "/data/x~0password", value: ${PASSWORD}}\n`, [secret('1:47+9 /0/value')]],
    ['for 33 lists', `a: ${'['.repeat(33)}${']'.repeat(33)}\n`, [`yaml/limit 1:36+1 ${DEEP}`]],
    ['for 33 lists on one line', `${'- '.repeat(33)}a\n`, [`yaml/limit 1:65+1 ${DEEP}`]],
    ['for 33 keys on one line', `${'? '.repeat(33)}a\n`, [`yaml/limit 1:65+1 ${DEEP}`]],
    ['for 33 maps', `${Array.from({ length: 33 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')} 1\n`, [`yaml/limit 33:33+1 ${DEEP}`]],
    ['for a long key', `${'k'.repeat(1025)}: 1\n`, ['yaml/limit 1:1+1 this key has 1025 characters; 1024 are the most — keys are names']],
    [
      'for a long value, before a long key',
      `a: ${'v'.repeat(65_537)}\n${'k'.repeat(1025)}: 1\n`,
      [
        'yaml/limit 1:4+1 this value has 65537 characters; 65536 are the most — keep large texts out of the fleet, for example in the image',
        'yaml/limit 2:1+1 this key has 1025 characters; 1024 are the most — keys are names',
      ],
    ],
  ])('%s', (_, text, expected) => expect(told(text)).toEqual(expected));

  test('for being larger than was agreed', () => {
    const split = 'split it over config/agents and config/regions, one file each; --max-file-size sets another limit';
    expect(told('a: 1\n', 4)).toEqual([`yaml/limit 1:1+1 the file has more than 4 bytes — ${split}`]);
    expect(told('a: 1\n', 5)).toEqual([]);
  });
  test('no more often than anybody reads', () => {
    expect(told('- !t 1\n'.repeat(80))).toHaveLength(50);
    expect(told(`- ${'v'.repeat(65_537)}\n`.repeat(9))).toHaveLength(9);
  });
});

describe('a text is accepted', () => {
  test.each<[string, string, unknown]>([
    ['that says nothing in so many words', 'null\n', null],
    ['that is a tilde', '~\n', null],
    ['that is empty, in quotes', '""\n', ''],
    ['with backslashes in single quotes', "a: 'x\\u200by'\n", { a: 'x\\u200by' }],
    ['with a line break and a tab in an escape', 'a: "x\\n\\ty"\n', { a: 'x\n\ty' }],
    [
      'with a password that is the name of something',
      '- {op: add, path: /password/x, value: hunter22!}\n',
      [{ op: 'add', path: '/password/x', value: PASSWORD }],
    ],
    ['with a name that is a map', '- {name: {a: password}, value: hunter22!}\n', [{ name: { a: 'password' }, value: PASSWORD }]],
    ['with a name that is a number', '- {name: 5, value: hunter22!}\n', [{ name: 5, value: PASSWORD }]],
    ['with a value without a name', 'a: {value: hunter22!}\n', { a: { value: PASSWORD } }],
    ['with 32 lists', `${'['.repeat(32)}${']'.repeat(32)}\n`, JSON.parse(`${'['.repeat(32)}${']'.repeat(32)}`)],
    ['with 32 lists on one line', `${'- '.repeat(32)}a\n`, JSON.parse(`${'['.repeat(32)}"a"${']'.repeat(32)}`)],
    ['with many lists on several lines', '- - a\n- - a\n'.repeat(20), Array.from({ length: 40 }, () => ['a'])],
    [
      'with many short pairs on one line',
      `{${Array.from({ length: 60 }, (_, i) => `k${i}: 1`).join(', ')}}\n`,
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, 1])),
    ],
    ['with the longest key', `${'k'.repeat(1024)}: 1\n`, { ['k'.repeat(1024)]: 1 }],
    ['with the longest value', `a: ${'v'.repeat(65_536)}\n`, { a: 'v'.repeat(65_536) }],
    ['with a bracket in a text', 'a: x]\nb: "]"\n', { a: 'x]', b: ']' }],
    ['with an exclamation mark in a text', 'a: x !t &y *z\n', { a: 'x !t &y *z' }],
    ['with emoji, also of signs and digits', '# ⚠️\na: "❤️ 1️⃣ 😀 ☺"\n', { a: '❤️ 1️⃣ 😀 ☺' }],
    ['in other scripts', 'a: "é 漢字 हिन्दी עברית العربية"\n', { a: 'é 漢字 हिन्दी עברית العربية' }],
    ['with look-alikes in quotes', '"on": \'no\'\na: ["012", \'1:30\', "yes"]\n', { on: 'no', a: ['012', '1:30', 'yes'] }],
    ['with an end that is said', 'a: 1\n...\n', { a: 1 }],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual([]);
    expect(JSON.parse(JSON.stringify(parsed(text).source.data))).toEqual(expected);
  });
});

describe('what cannot be read', () => {
  test.each(['a: "\n', '# a\n', 'a: &x 1\n', 'a: 1\n---\nb: 1\n'])('has no data, and places that lead to its beginning: %j', (text) => {
    const { source } = parsed(text);
    expect([source.path, source.data, source.written('/a'), source.line(1)]).toEqual(['f.yaml', undefined, undefined, text.split('\n')[0]]);
    expect(source.locate('/a')).toEqual({ file: 'f.yaml', line: 1, col: 1, length: 1 });
  });
  test('what is ambiguous or secret has its data all the same, so that more can be said', () => {
    expect(parsed(`a: ${TOKEN}\nb: no\n`).source.data).toEqual({ a: TOKEN, b: 'no' });
    expect(parsed(`a: ${TOKEN}\nb: no\n`).secrets).toEqual([TOKEN]);
  });
  test('no line of it shows a secret', () => {
    expect(parsed(`a: ${TOKEN}\nb: "\n`).findings.map(({ excerpt }) => excerpt)).toEqual([`a: ${'*'.repeat(28)}`, 'b: "']);
    expect(parsed(`password: ${PASSWORD}\n`).findings.map(({ excerpt }) => excerpt)).toEqual(['password: *********']);
    expect(parsed(`password: ${PASSWORD}\n`).source.line(1)).toBe('password: *********');
    expect(parsed(`# token: ${RANDOM} x\na: 1\n`).source.line(1)).toBe(`# token: ${'*'.repeat(26)}`);
  });
  test('a long line is not shown, and one of the longest is', () => {
    expect(parsed(`${'k'.repeat(1025)}: ${'v'.repeat(3069)}\n`).findings.map(({ excerpt }) => excerpt?.length)).toEqual([4096]);
    expect(parsed(`${'k'.repeat(1025)}: ${'v'.repeat(3070)}\n`).findings.map(({ excerpt }) => excerpt)).toEqual(['']);
    expect(parsed(`b: 1\n${'k'.repeat(1025)}: 1\n`.repeat(5)).findings.every(({ excerpt }) => excerpt?.length === 1028)).toBe(true);
  });
});
