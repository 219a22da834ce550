// A bad fleet of every kind through the built program, over an out/ that is there. Seen to fail: a program that ends with 0 for
// findings, one that writes what it could make, and one whose report shows characters as they are.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CASES } from '../../examples/hostile/cases.ts';
import { FLEET } from '../../examples/hostile/fleet.ts';
import { Desk } from '../../support/program.ts';

const desk = new Desk().write({ 'config/fleet.yaml': FLEET });
afterAll(() => desk.remove());
expect(desk.run('generate').code).toBe(0);
const before = desk.hash('out');

const firsts = [...new Map([...CASES].reverse().map((item) => [item.code, item])).values()];
// eslint-disable-next-line no-control-regex -- these are what a terminal obeys
const terminal = CASES.filter(({ bytes }) => typeof bytes === 'string' && /\\x1b|\u202e|\u0085|\u0007/.test(bytes)).slice(0, 4);

test.each([...firsts, ...terminal].map((item) => [`${item.id} ${item.title}`, item] as const))('%s', (_, { bytes, code, at }) => {
  writeFileSync(join(desk.folder, 'config/fleet.yaml'), bytes);
  const { code: exit, out, err } = desk.run('generate');
  expect(exit).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(code);
  if (/^\d/.test(at)) expect(err).toContain(`config/fleet.yaml:${at} error ${code}`);
  // eslint-disable-next-line no-control-regex -- these are what a terminal obeys
  expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|^::/m);
  expect(err).toMatch(/hint: .+/);
  expect(desk.hash('out')).toBe(before);
  expect(desk.list('.').filter((path) => !/^(out|config|\.cache)\//.test(path))).toEqual([]);
});
