// Which entries of a ConfigMap are secrets, or hold one: what `security/secret-in-config-map` says of them.
import { describe, expect, test } from 'vitest';
import { secretInSetting } from '../../../generator/secrets/find.ts';
import { FORMS } from '../../support/secret-forms.ts';

const WORD = ['aB3dE6', 'gH9jK2'].join('');
const HEX = '0f3a9c2b7d4e5f60718293a4b5c6d7e8';

test.each(FORMS.filter(({ key }) => key === undefined))('$name, whatever its key is', ({ text }) => {
  expect(secretInSetting('note', text)).toMatch(/^an? |^note$/);
  expect(secretInSetting('note', `a: 1\n${text}\n`)).toMatch(/^an? |^[\w-]+$/);
});

describe('by its key', () => {
  test.each([
    ['password', 'hunter22!'],
    ['pwd', 'hunter22!'],
    ['client-secret', WORD],
    ['token', HEX],
    ['token', 'c2VjcmV0='],
    ['apiKey', 'abc=='],
    ['apiKey', `sk-ant-${'abcdefghij'}`],
    ['ANTHROPIC_API_KEY', `sk-ant-${'abcdefghij'}`],
    ['token', `sk_live_${'abcdefghij'}`],
    ['access-key', `rk-${'abcdefgh'}`],
    ['gitToken', `ghp_${'abcdefgh'}`],
    ['password', `glpat-${'abcd_efgh'}`],
    ['apiToken', `npm_${'abcdefghij'}`],
    ['credentials', `hvs.${'abcdefgh'}`],
  ])('%s: %s', (key, value) => expect(secretInSetting(key, value)).toBe(key));
  test.each([
    `a: 1\ntsigSecret: "${WORD}"\n`,
    `a=1\n- 'tsigSecret' = '${WORD}' # x\n`,
    `a: 1\n  tsigSecret: ${HEX}\n`,
    `tsigSecret: c2VjcmV0=\n`,
    `tsigSecret: AKIA${'QEGRIFXVWZKLMNBC'}\n`,
  ])('in a line: %j', (value) => expect(secretInSetting('a.conf', value)).toBe('tsigSecret'));
  test('but a private key is called what it is', () =>
    expect(secretInSetting('password', `-----BEGIN PRIVATE ${'KEY'}-----\nabc\n`)).toBe('a private key'));
});

test.each([
  ['level', 'info'],
  ['level', WORD],
  ['token', 'research-db'],
  ['tokenPrefix', 'sk-ant-'],
  ['token', 'skip-validation'],
  ['level', `sk-ant-${'abcdefghij'}`],
  ['token', 'true'],
  ['token', `/run/${WORD}`],
  ['token', `$${WORD}`],
  ['token', `{{ ${WORD} }}`],
  ['token', `https://${WORD}`],
  ['token', WORD.slice(0, 11)],
  ['token', WORD.toLowerCase()],
  ['token', WORD.replace(/[0-9]/g, 'x')],
  ['password.encoder.algorithm', WORD],
  ['secretName', WORD],
  ['a.conf', `a: 1\ntsigSecret: ${WORD.slice(0, 7)}\n`],
  ['a.conf', `level: ${WORD}\n`],
])('%s: %s is none', (key, value) => expect(secretInSetting(key, value)).toBeUndefined());
