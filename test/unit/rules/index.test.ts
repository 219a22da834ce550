import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RuleInfo } from '../../../generator/model/rule.ts';
import { indexed } from '../../../generator/rules/indexed.ts';
import { ruleFolders } from '../../../generator/tools/rules.mjs';

// Seen to fail: `lacks` that looks at rule.ts alone, and codes that are not held against their folders.

const base = mkdtempSync(join(tmpdir(), 'pap-fleet-rules-'));
afterAll(() => rmSync(base, { recursive: true }));

describe('a folder of a rule', () => {
  const files = ['rule.ts', 'bad.yaml', 'good.yaml', 'expected.txt'];
  const folder = (name: string, ...names: string[]): string => {
    const path = join(base, name, 'generator/rules/fleet/one');
    mkdirSync(path, { recursive: true });
    for (const file of names) writeFileSync(join(path, file), '');
    return join(base, name);
  };

  test('with all its files is a rule', () => expect(ruleFolders(folder('whole', ...files))).toEqual(['fleet/one']));

  test.each([
    ['rule.ts', 'rule.ts'],
    ['bad.yaml', 'bad or bad.yaml'],
    ['good.yaml', 'good or good.yaml'],
    ['expected.txt', 'expected.txt'],
  ])('without %s is refused, with its path', (missing, said) => {
    const rest = files.filter((file) => file !== missing);
    expect(() => ruleFolders(folder(`without-${missing}`, ...rest))).toThrow(`generator/rules/fleet/one lacks ${said}`);
  });
});

describe('the index', () => {
  const rule = (code: string, order?: number): RuleInfo => ({
    code,
    severity: 'error',
    what: 'It is wrong.',
    why: 'It matters.',
    fix: 'Mend it.',
    scope: 'fleet',
    ...(order === undefined ? {} : { order }),
  });

  test('refuses two rules of one code, with the path of the one that is elsewhere', () => {
    expect(() => indexed({ 'fleet/one': rule('fleet/one'), 'fleet/two': rule('fleet/one') })).toThrow(
      'generator/rules/fleet/two/rule.ts has the code fleet/one, which is that of the folder generator/rules/fleet/one',
    );
  });

  test('refuses a group that nobody explains', () => {
    expect(() => indexed({ 'plane/one': rule('plane/one') })).toThrow('generator/rules/plane/one/rule.ts: say in generator/rules/groups.ts');
  });

  test('takes rules of one folder for one code', () => {
    expect(indexed({ 'fleet/one': [rule('fleet/one'), { ...rule('fleet/one'), scope: 'spec' }] })).toHaveLength(2);
  });

  test('has them by group, order and name', () => {
    const rules = indexed({
      'object/a': rule('object/a'),
      'fleet/a': rule('fleet/a'),
      'fleet/b': rule('fleet/b', 20),
      'fleet/c': rule('fleet/c', 10),
      'fleet/d': rule('fleet/d'),
      'yaml/z': rule('yaml/z'),
    });
    expect(rules.map(({ code }) => code)).toEqual(['yaml/z', 'fleet/c', 'fleet/b', 'fleet/a', 'fleet/d', 'object/a']);
  });
});
