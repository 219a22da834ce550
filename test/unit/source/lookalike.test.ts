// YAML 1.1 type repository (bool, int, float, timestamp) and YAML 1.2.2 §10.3.2: what is one thing to one reader and another to the next.
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lookalike } from '../../../generator/source/lookalike.ts';

const judged = (written: string): string | undefined => lookalike(written, parse(written, { version: '1.2', schema: 'core' }));

describe('is not the same to everybody', () => {
  test.each(['y', 'Y', 'yes', 'Yes', 'YES', 'n', 'N', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'OFF'])('%s: a boolean', (text) =>
    expect(judged(text)).toBe('some readers of YAML take it for true or false'),
  );
  test.each(['1:30', '190:20:30', '190:20:30.15', '-1:30', '+1:30', '1_0:30', '1:3', '1:30.', '1:30._5', '0:0'])(
    '%s: a number to the base of 60',
    (text) => expect(judged(text)).toBe('some readers of YAML take it for a number to the base of 60'),
  );
  test.each(['2026-11-23', '2026-1-2', '2026-11-23T10:00:00Z', '2026-11-23t10:00:00Z', '2026-11-23 10:00:00', '2026-11-23\t10:00'])(
    '%s: a date',
    (text) => expect(lookalike(text, text)).toBe('some readers of YAML take it for a date'),
  );
  test.each([
    '0b101',
    '0B1',
    '-0b1',
    '+0b1',
    '0b1_0',
    '0_7',
    '0x_f',
    '0x1_F',
    '1_000',
    '1_',
    '-1_000',
    '+1_000',
    '1_000.5',
    '1_0._',
    '1.0_0',
    '1._5',
    '1.5_',
    '12.3_45',
    '1_0.5_0',
    '10.5_55',
  ])('%s: a number', (text) => expect(judged(text)).toBe('some readers of YAML take it for a number'));
  test.each([
    ['012', '12'],
    ['00', '0'],
    ['0o17', '15'],
    ['0x1F', '31'],
    ['1.10', '1.1'],
    ['1.0', '1'],
    ['-1.50', '-1.5'],
    ['+1', '1'],
    ['1e3', '1000'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.5e3', '1500'],
    ['.inf', 'Infinity'],
    ['-.inf', '-Infinity'],
    ['.nan', 'NaN'],
    ['9007199254740993', '9007199254740992'],
    ['-0', '0'],
    ['1e400', 'Infinity'],
    ['12345678901234567890.5', '12345678901234567000'],
  ])('%s: read as %s', (text, number) => expect(judged(text)).toBe(`YAML reads it as the number ${number}`));
});

describe('is the same to everybody', () => {
  test.each([
    '0',
    '1',
    '-1',
    '42',
    '9007199254740991',
    '-9007199254740991',
    '1.5',
    '-1.5',
    '0.25',
    '12.345',
    '10.05',
    'true',
    'false',
    'null',
    '~',
    'yesterday',
    'nope',
    'offline',
    'only',
    'ny',
    'v1.10',
    'a1:30',
    '1:60',
    '1:300',
    '1:30x',
    'x1:30',
    ':30',
    '1:',
    '1:2:',
    '1a:30',
    '1:30.x',
    '2026-11-23x',
    '2026-111-2',
    '26-11-23',
    '12026-11-23',
    'x2026-11-23',
    '2026-11',
    '2026-11-23-1',
    '0b',
    '0b2',
    '0x',
    '0xg',
    '0a',
    'x1_0',
    '1_0x',
    '_1',
    '1.2.3',
    '1.2_3x',
    '1x_0',
    '1.x_',
    '08x',
    '*b1',
    'a_1',
    '0b1x',
    'x0b1',
    '1_0.5x',
    '1_x',
    'a1.5_',
    '*1_0',
    '*1:30',
    '1.a_1',
    '1._a',
    '0.5.5',
  ])('%s', (text) => expect(lookalike(text, /^(-?[0-9]+(\.[0-9]+)?)$/.test(text) ? Number(text) : text)).toBeUndefined());
  test.each([true, false, null, undefined])('what is no text and no number: %s', (value) => expect(lookalike('no', value)).toBeUndefined());
  test('a fraction that computers write in another way is still the same number', () => {
    expect(lookalike('0.0000001', 1e-7)).toBeUndefined();
    expect(lookalike('10.0000001', 10.0000001)).toBeUndefined();
    expect(lookalike('123456789012345678.5', 123456789012345680)).toBe('YAML reads it as the number 123456789012345680');
  });
});
