// What a text assigns to a key that says it is a secret is left out of it, and nothing else.
import { describe, expect, test } from 'vitest';
import { isSecretOption, isSecretValueKey } from '../../../generator/secrets/keys.ts';
import { redactValue } from '../../../generator/secrets/redact.ts';

/** In `«marks»` stands what must be left out. */
const hold = (marked: string): void => expect(redactValue(marked.replace(/[«»]/g, ''))).toBe(marked.replace(/«[^»]*»/g, '(hidden)'));

describe('what is assigned to a secret is left out', () => {
  test.each([
    'password=«hunter2»',
    'a db.password = «hunter2 and, more}»',
    'password: «hunter2»\nlevel: info',
    'level: info\n  api-key: «hunter2»\n  mode: dual',
    "'password': «'hunter2'», 'mode': 'dual'",
    '{"api-key" : «"hunter2"», "token": «"hunter2"», "mode": "dual"}',
    'password:«"hunter2"»',
    'password:«hunter2»',
    'password\t=\t«hunter2»',
    'password \t: \t«hunter2»',
    'password         =         «hunter2»',
    '-password=«hunter2»',
    '--password=«hunter2»',
    '["--password=«hunter2»", "--mode=dual"]',
    'a/token=«hunter2»',
    'token2=«x»',
    `a${'b'.repeat(94)}token=«x»`,
    // A value that nobody hides ends where the next key begins.
    'host=db user=x password=«hunter2» sslmode=require',
    '--mode=dual --password=«hunter2» --port=80',
    'level: info, password: «hunter2»',
    '{"a": 1, "password": «1234»}',
    `password=«${'x y '.repeat(3000)}»\nlevel: info`,
  ])('%s', hold);
  test.each([
    'password',
    'password=',
    'password=\nlevel: info',
    'password= ',
    'password: "", a: b',
    '{"password": }',
    'acme/token:v1.2.0',
    '---password=hunter2',
    '1password=hunter2',
    'é.1token=hunter2',
    'password           =hunter2',
    'level=info',
    'tokenPath=/var/run',
    'token-name: research',
    'secretName: research',
  ])('not of %j', hold);
});

describe('the word after an option for a secret is left out', () => {
  test.each([
    'serve --token «hunter2» --port 80',
    '-token «hunter2»',
    '--db-password \t «hunter2»',
    '--mode dual --api_key «hunter2»\n--port 80',
    '--a2-secret «x-yz»',
  ])('%s', hold);
  test.each(['serve --token', '--token --port 80', '--token -', '--token-file hunter2', '--mode hunter2', '--2token hunter2', '--token\nhunter2'])(
    'not of %j',
    hold,
  );

  test.each(['--token', '-password', '--db_api-key', '--a2-secret'])('%s is one', (word) => expect(isSecretOption(word)).toBe(true));
  test.each(['---token', 'token', '--token=x', 'a --token', '--2token', '--', '--mode', '--token-file', '--a.token', '', undefined, 1])(
    '%j is none',
    (word) => expect(isSecretOption(word)).toBe(false),
  );
});

describe('a key of a secret', () => {
  test.each([
    'token',
    'DB_PASSWORD',
    'access-key',
    'access_key',
    'accesskey',
    'signing-key',
    'signingkey',
    'authkey',
    'auth-key',
    'namedToken',
    'typesecret',
  ])('%s has one as its value', (key) => expect(isSecretValueKey(key)).toBe(true));
  test.each('alg algorithm name ref file path dir mode type url ttl policy seconds namespace names Refs FILES'.split(' '))(
    'but not with %s behind it',
    (word) => {
      expect(isSecretValueKey(`token-${word}`)).toBe(false);
      expect(isSecretValueKey(`token-${word}-x`)).toBe(true);
    },
  );
  test.each(['image', 'secretRef', 'secretName', 'key'])('%s is none', (key) => expect(isSecretValueKey(key)).toBe(false));
});
