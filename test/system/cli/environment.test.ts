import { afterAll, expect, test } from 'vitest';
import { Desk, FLEET } from '../../support/program.ts';

// Seen to fail: the build without its plugin prints every token.

const desk = new Desk().write({ 'config/fleet.yaml': FLEET });
afterAll(() => desk.remove());

test('no variable of the environment makes a library print what it reads', () => {
  const plain = desk.line('$PAP_FLEET validate');
  expect(plain.code).toBe(0);
  expect(desk.line('LOG_TOKENS=1 LOG_STREAM=1 $PAP_FLEET validate')).toEqual(plain);
});
