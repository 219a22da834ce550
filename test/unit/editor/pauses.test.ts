// When a fleet is looked at while somebody writes it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pauses } from '../../../generator/editor/pauses.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a letter by itself is looked at as soon as a saved file', () => {
  const look = vi.fn();
  const pauses = new Pauses(look);
  pauses.typed();
  expect(pauses.isBehind).toBe(true);
  vi.advanceTimersByTime(25);
  expect(look).toHaveBeenCalledTimes(1);
  expect(pauses.isBehind).toBe(false);
  vi.advanceTimersByTime(1000);
  pauses.saved();
  vi.advanceTimersByTime(25);
  expect(look).toHaveBeenCalledTimes(2);
});

test('letters one after the other are looked at once more, where they end', () => {
  const look = vi.fn();
  const pauses = new Pauses(look);
  for (let i = 0; i < 40; i++) {
    pauses.typed();
    vi.advanceTimersByTime(80);
  }
  expect(look).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(120);
  expect(look).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(look).toHaveBeenCalledTimes(2);
});

test('where a look takes long, the first letter waits for a pause as well', () => {
  const look = vi.fn(() => void vi.advanceTimersByTime(400));
  const pauses = new Pauses(look);
  pauses.saved();
  pauses.now();
  vi.advanceTimersByTime(1000);
  pauses.typed();
  vi.advanceTimersByTime(100);
  expect(look).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(20);
  expect(look).toHaveBeenCalledTimes(2);
});

test('a question waits for the look, and is no question any more once somebody types on', async () => {
  const pauses = new Pauses(() => undefined);
  expect(await pauses.settled()).toBe(true);
  pauses.typed();
  const first = pauses.settled();
  pauses.typed();
  expect(await first).toBe(false);
  const second = pauses.settled();
  vi.advanceTimersByTime(120);
  expect(await second).toBe(true);
});

test('nothing is looked at twice', () => {
  const look = vi.fn();
  const pauses = new Pauses(look);
  pauses.now();
  expect(look).not.toHaveBeenCalled();
  pauses.typed();
  pauses.now();
  pauses.now();
  vi.advanceTimersByTime(1000);
  expect(look).toHaveBeenCalledTimes(1);
});
