import * as fc from 'fast-check';
import type { Data } from '../../support/fleets.ts';
import { ASSIGNED, PASSWORD, TOKEN } from './canary.ts';

/** Values that programs stumble over. */
const NASTY: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e21,
  2 ** 53 + 2,
  '',
  ' ',
  'a'.repeat(300),
  '../../etc/passwd',
  '/etc/passwd',
  '-rf',
  '..',
  'A_B',
  'xn--bcher-kva',
  '*',
  '*.example.net',
  'a.b.c.',
  '10.0.0.0/33',
  '::/0',
  '999.1.1.1',
  '`$(id)`',
  '"; drop "',
  '{{ .Values }}',
  '{region}',
  '\\',
  '<script>',
  '::error::x',
  '%0A::warning::x',
  '@everyone',
  '#',
  'é',
  '日本',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  [],
  {},
  [[]],
  [null],
  { a: { b: { c: {} } } },
  Object.fromEntries([['__proto__x', 1]]),
  TOKEN,
  `https://user:${PASSWORD}@example.net`,
  { DB_PASSWORD: PASSWORD },
  [{ name: 'DB_PASSWORD', value: PASSWORD }],
];

const KEYS: readonly string[] = ['x', '', 'toString', 'constructor', 'hasOwnProperty', 'a b', '-', 'regions', 'enabled', 'é', '0', 'metadata', TOKEN];

/** One change somewhere in a tree, chosen by numbers so that it shrinks. */
export const mutation = fc.record({
  where: fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 6 }),
  what: fc.constantFrom('replace', 'remove', 'add', 'copy', 'rename'),
  value: fc.nat({ max: NASTY.length - 1 }),
  key: fc.nat({ max: KEYS.length - 1 }),
});
export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

type Box = Data | unknown[];

/** The tree with one change in it. */
export function mutated(tree: unknown, { where, what, value, key }: Mutation): unknown {
  const copy: unknown = structuredClone(tree);
  let box: Box | undefined;
  let at: string | number = '';
  let here: unknown = copy;
  for (const step of where) {
    if (typeof here !== 'object' || here === null) break;
    const keys = Object.keys(here);
    if (keys.length === 0) break;
    box = here as Box;
    const chosen = keys[step % keys.length] as string;
    at = Array.isArray(box) ? Number(chosen) : chosen;
    here = (box as Data)[chosen];
  }
  if (box === undefined) return NASTY[value];
  const parts = box as Data;
  const name = KEYS[key] as string;
  if (what === 'replace') parts[at] = structuredClone(NASTY[value]);
  else if (what === 'add' || what === 'copy') {
    const more = what === 'add' ? structuredClone(NASTY[value]) : structuredClone(here);
    if (Array.isArray(box)) box.push(more);
    else parts[name] = more;
  } else if (Array.isArray(box)) box.splice(at as number, 1);
  else {
    delete parts[at];
    if (what === 'rename') parts[name] = here;
  }
  return copy;
}

const TOKENS = [
  '\0',
  '\t',
  '\r',
  '\n',
  '\u2028',
  '\u202e',
  '\ufeff',
  '"',
  "'",
  '`',
  '&a ',
  '*a',
  '!x ',
  '%YAML 1.1\n',
  '---\n',
  '...\n',
  '<<: ',
  '? ',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '|',
  '>',
  '~',
  'no',
  '012',
  '1:30',
  '\\u0000',
  '😀',
  TOKEN,
  ` ${ASSIGNED} `,
  `\n${ASSIGNED}\n`,
];

/** Some bytes of a text are other ones. */
export const damage = fc.array(
  fc.record({
    at: fc.nat({ max: 1_000_000 }),
    what: fc.constantFrom('insert', 'delete', 'byte', 'double', 'cut'),
    token: fc.nat({ max: TOKENS.length - 1 }),
    size: fc.nat({ max: 40 }),
  }),
  { minLength: 1, maxLength: 4 },
);
export type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

export function damaged(bytes: Buffer, changes: Damage): Buffer {
  return changes.reduce((now, { at, what, token, size }) => {
    const from = now.length === 0 ? 0 : at % now.length;
    const [head, tail] = [now.subarray(0, from), now.subarray(from)];
    switch (what) {
      case 'insert':
        return Buffer.concat([head, Buffer.from(TOKENS[token] as string), tail]);
      case 'delete':
        return Buffer.concat([head, tail.subarray(size)]);
      case 'byte':
        return Buffer.concat([head, Buffer.from([(size * 7 + token) & 0xff]), tail.subarray(1)]);
      case 'double':
        return Buffer.concat([head, tail.subarray(0, size), tail]);
      default:
        return head;
    }
  }, bytes);
}
