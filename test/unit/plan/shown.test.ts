import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedLines, shownField } from '../../../generator/plan/shown.ts';
import { redactValue } from '../../../generator/secrets/redact.ts';
import type { Step } from '../../../generator/plan/fields.ts';

// Put together here, so that nothing in this repository looks like a secret.
const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJl'].join('.');
const AWS = `AKIA${'Q3EGRIFXVWZ5KLMN'}`;
const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const RANDOM = ['k3Jf9sQ2', 'vX8mZp1L', 'w7RtY6uB', 'n5Hc4dGe'].join('');
const env = (name: string): Step[] => ['spec', 'containers', { item: 'agent' }, 'env', { item: name }, 'value'];

describe('a value that looks like a secret, or stands where one stands, is hidden', () => {
  test.each<[string, readonly Step[], unknown]>([
    ['a variable by its name', env('API_TOKEN'), 'plain'],
    ['a password', env('DB_PASSWORD'), 'hunter2'],
    ['a number', env('PASSPHRASE'), 1234],
    ['a key of a map', ['data', 'client-secret'], 'x'],
    ['an API key', ['metadata', 'annotations', 'example.net/api-key'], 'x'],
    ['what lies below a secret', ['spec', 'credentials', 'user'], 'x'],
    ['a web token', env('X'), JWT],
    ['a key of AWS', env('X'), AWS],
    ['a token of GitHub', env('X'), GITHUB],
    ['a long random word', env('X'), RANDOM],
    ['a text of several lines by its name', env('API_TOKEN'), 'a\nb\n'],
    ['a long hexadecimal word', env('X'), '0f3a9c2b7d4e5f60718293a4b5c6d7e8'],
  ])('%s', (_, path, value) => {
    expect(shownField({ path }, value)).toBe('(hidden)');
  });

  test.each([
    ['db_password = hunter2', 'db_password = (hidden)'],
    ['password: hunter2 and more', 'password: (hidden)'],
    ['{"api-key": "hunter2", "mode": "dual"}', '{"api-key": (hidden), "mode": "dual"}'],
    [`--header=${GITHUB} --mode=dual`, '--header=(hidden) --mode=dual'],
    ['https://user:word@example.net/x', 'https://user:(hidden)@example.net/x'],
    ['--password=hunter2', '--password=(hidden)'],
    ['serve --auth-token hunter2 --port 80', 'serve --auth-token (hidden) --port 80'],
  ])('in a text what is assigned: %s', (value, expected) => {
    expect(redactValue(value)).toBe(expected);
    expect(shownField({ path: ['spec', 'x'] }, value)).toBe(expected);
  });

  test.each([
    '--rfc2136-tsig-secret=$(SECRET)',
    '--rfc2136-tsig-secret-alg=hmac-sha256',
    'tokenPath: /var/run',
    'mode = dual',
    'a-secret-of-nobody',
    'acme/token:v1.2.0',
    'https://token/x',
    '--token-file /etc/x',
  ])('but not %s', (value) => expect(redactValue(value)).toBe(value));

  test('in a list of words the one after its option', () =>
    expect(redactValue(['--password', 'hunter2', '--mode', 'dual'])).toEqual(['--password', '(hidden)', '--mode', 'dual']));

  test('also inside of what is shown as a whole', () => {
    const value = {
      env: [
        { name: 'API_TOKEN', value: 'abc' },
        { name: 'MODE', value: 'dual' },
      ],
      password: 'abc',
      note: JWT,
    };
    expect(JSON.stringify(redactValue(value))).not.toMatch(/abc|eyJ/);
    expect(JSON.stringify(redactValue(value))).toContain('dual');
  });

  test('wherever it stands', () => {
    const place = fc.letrec<{ data: unknown }>((tie) => ({
      data: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        fc.constantFrom(JWT, AWS, GITHUB, 'plain', `x ${RANDOM} y`),
        fc.array(tie('data'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'name', 'secretName', 'value'), tie('data'), { noNullPrototype: true }),
      ),
    })).data;
    fc.assert(
      fc.property(place, (value) => {
        const shown = JSON.stringify(redactValue(value));
        for (const secret of [JWT, AWS, GITHUB, RANDOM]) expect(shown).not.toContain(secret);
      }),
    );
  });
});

describe('everything else is shown', () => {
  test.each<[string, readonly Step[], unknown, string]>([
    ['an image', ['image'], 'plugged.in/agents/research:v1.2.0', 'plugged.in/agents/research:v1.2.0'],
    ['the name of a Secret', ['spec', 'secretName'], 'wildcard-us-east-tls', 'wildcard-us-east-tls'],
    ['what a reference of a variable names', [...env('API_TOKEN').slice(0, -1), 'valueFrom', 'secretKeyRef', 'key'], 'token', 'token'],
    ['the name of what holds a secret', ['spec', 'credentials', 'name'], 'research', 'research'],
    ['what lies in a list', ['spec', 'args', 1], 'dual', 'dual'],
    ['of a text how many lines it has', ['a'], 'x\ny\n\nz\n', '(4 lines)'],
    ['of a text that ends within a line too', ['a'], 'x\ny', '(2 lines)'],
    ['what is as long as can be', ['a'], 'x-'.repeat(48), 'x-'.repeat(48)],
    [
      'of a variable where its secret is',
      ['a'],
      { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
      '{"name":"API_TOKEN","valueFrom":{"secretKeyRef":{"name":"a","key":"b"}}}',
    ],
    ['of a map of secrets its name', ['a'], { credentials: { name: 'x', user: 'y' } }, '{"credentials":{"name":"x","user":"(hidden)"}}'],
    ['of a number what it is', ['a'], { replicas: 2, token: 3 }, '{"replicas":2,"token":"(hidden)"}'],
    ['what a reference names', ['spec', 'secretStoreRef', 'name'], 'vault', 'vault'],
    ['a switch', ['spec', 'automountServiceAccountToken'], false, 'false'],
    ['an empty text', ['a'], '', '""'],
    ['nothing', ['a'], undefined, 'nothing'],
    ['a map', ['a'], { cpu: '1' }, '{"cpu":"1"}'],
    ['a long name', ['a'], 'deliver-alerts-to-the-team-that-owns-the-agent', 'deliver-alerts-to-the-team-that-owns-the-agent'],
  ])('%s', (_, path, value, text) => {
    expect(shownField({ path }, value)).toBe(text);
  });

  test('whole, however long it is', () => {
    const image = `registry.example.net/${'a/'.repeat(60)}agent@sha256:${'0123456789abcdef'.repeat(4)}`;
    expect(shownField({ path: ['image'] }, image)).toBe(image);
  });

  test.each<[string, readonly Step[], unknown, string]>([
    [
      'which Secret a volume mounts',
      ['volumes'],
      { name: 'tls', secret: { secretName: 'x', defaultMode: 288 } },
      '{"name":"tls","secret":{"secretName":"x","defaultMode":288}}',
    ],
    [
      'what an object named after a secret does',
      ['subjects'],
      { kind: 'ServiceAccount', name: 'token-broker' },
      '{"kind":"ServiceAccount","name":"token-broker"}',
    ],
    ['what a container named after a secret runs', ['spec', 'containers', { item: 'token-broker' }, 'image'], 'a:1', 'a:1'],
  ])('%s', (_, path, value, text) => expect(shownField({ path }, value)).toBe(text));
});

describe('lines of a text are shown', () => {
  const text = 'same\nline\n';
  test.each<[string, readonly Step[], unknown, unknown]>([['not where a secret stands', ['password'], text, 'same\nother\n']])(
    '%s',
    (_, path, before, after) => expect(changedLines({ path, before, after })).toEqual([]),
  );
  test('all of them, where there was none or is none any more', () => {
    expect(changedLines({ path: ['a'], before: undefined, after: text })).toEqual([{ after: 'same' }, { after: 'line' }]);
    expect(changedLines({ path: ['a'], before: text, after: undefined })).toEqual([{ before: 'same' }, { before: 'line' }]);
    expect(changedLines({ path: ['a'], before: 'line', after: text })).toEqual([{ after: 'same' }]);
    expect(changedLines({ path: ['a'], before: 1, after: 2 })).toEqual([]);
  });
  test('when they go or come', () =>
    expect(changedLines({ path: ['a'], before: text, after: 'same\nother\n' })).toEqual([{ before: 'line' }, { after: 'other' }]));
  test('as often as they go or come', () => {
    expect(changedLines({ path: ['a'], before: 'a\na\na\nb\n', after: 'b\na\nc\nc\n' })).toEqual([
      { before: 'a' },
      { before: 'a' },
      { after: 'c' },
      { after: 'c' },
    ]);
  });
  test('indented as they are, without what is assigned to a secret', () => {
    expect(changedLines({ path: ['a'], before: 'x\n', after: 'x\n  password: hunter2  \n  mode: dual  \n' })).toEqual([
      { after: '  password: (hidden)' },
      { after: '  mode: dual' },
    ]);
  });
  test('without a secret, also one of several lines, and it is still said that it changed', () => {
    const key = (line: string): string => `same\n-----BEGIN ${'PRIVATE'} KEY-----\n${line}\n-----END ${'PRIVATE'} KEY-----\n`;
    expect(changedLines({ path: ['a'], before: key('abc'), after: key('xyz') })).toEqual([{ before: '(hidden)' }, { after: '(hidden)' }]);
    expect(changedLines({ path: ['a'], before: `${AWS}\n`, after: text })).toEqual([{ before: '(hidden)' }, { after: 'same' }, { after: 'line' }]);
    expect(changedLines({ path: ['a'], before: 'token: |\n  abc\nx: 1\n', after: 'token: |\n  xyz\nx: 2\n' })).toEqual([
      { before: '  (hidden)' },
      { before: 'x: 1' },
      { after: '  (hidden)' },
      { after: 'x: 2' },
    ]);
  });
  test('however many', () => {
    const lines = (word: string, n: number): string => Array.from({ length: n }, (_, i) => `${word}${i}\n`).join('');
    expect(changedLines({ path: ['a'], before: lines('a', 90), after: lines('b', 110) })).toHaveLength(200);
  });
});
