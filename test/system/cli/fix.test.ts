import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { FIXABLE } from '../../support/fixable-fleet.ts';
import { Desk } from '../../support/program.ts';

const desk = new Desk();
afterAll(() => rmSync(desk.folder, { recursive: true, force: true }));

const WRONG = FIXABLE.replace('image:', 'imgae:').replace('stateless: true', 'stateless: yes').replace('[us-east-1,', '[us-east-2,');

test('validate --fix writes what has one right answer, and says what remains', () => {
  desk.write({ 'config/fleet.yaml': WRONG });
  const dry = desk.run('validate', '--fix', '--dry-run');
  expect(dry.code).toBe(2);
  expect(dry.out).toContain('-     imgae: registry.example.net/alpha:1.0.0\n+     image: registry.example.net/alpha:1.0.0\n');
  expect(dry.out).toContain('would fix 2 findings; nothing was written:\n  config/fleet.yaml:22 yaml/ambiguous');
  expect(desk.read('config/fleet.yaml')).toBe(WRONG);

  const fixed = desk.run('validate', '--fix', '--json');
  expect(fixed.code).toBe(2);
  const { findings, fixed: made } = JSON.parse(fixed.out) as Record<'findings' | 'fixed', { code: string; fix?: unknown }[]>;
  expect(made.map(({ code, fix }) => [code, fix])).toEqual([
    ['yaml/ambiguous', { at: '/agents/alpha/stateless', edit: { retype: true } }],
    ['schema/unknown-key', { at: '/agents/alpha/imgae', edit: { rename: 'image' } }],
  ]);
  expect(findings.map(({ code }) => code)).toEqual(['fleet/unknown-region']);
  expect(desk.read('config/fleet.yaml')).toBe(FIXABLE.replace('[us-east-1,', '[us-east-2,'));

  desk.write({ 'config/fleet.yaml': FIXABLE.replace('IDLE', 'idle') });
  const whole = desk.run('validate', '--fix');
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect(whole.out).toMatch(/^fixed 1 finding:\n {2}config\/fleet\.yaml:20 schema\/value: .*\n\npap: /);
  expect(whole.out).toMatch(/the fleet is valid\n$/);
  expect(desk.read('config/fleet.yaml')).toBe(FIXABLE);
  expect(desk.list('config')).toEqual(['fleet.yaml']);
});

test.each([
  [['--dry-run'], '--dry-run goes with --fix'],
  [['--fix', '--watch'], '--fix and --watch exclude each other'],
  [['--fix', '--head', 'HEAD'], '--fix and --head exclude each other'],
])('validate %j is refused', (args, message) => {
  expect(desk.run('validate', ...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) as string });
});
