import { describe, expect, test } from 'vitest';
import { Interned } from '../../../generator/render/interned.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { identical } from '../../../generator/model/data.ts';

const service = (name: string, spec: unknown = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'agents' },
  spec,
});

describe('what is made a second time', () => {
  test('is the very unit that was made before', () => {
    const made = new Interned();
    const first = made.unit('agents', 'a', [service('a'), service('b')]);
    expect(made.unit('agents', 'a', [service('a'), service('b')])).toBe(first);
    expect(made.unit('agents', 'a', [service('a')])).not.toBe(first);
    expect(made.unit('agents', 'b', [service('a'), service('b')])).not.toBe(first);
    expect(made.unit('ingress', 'a', [service('a'), service('b')])).not.toBe(first);
  });

  test('is the very fragment', () => {
    const made = new Interned();
    const first = made.fragment([service('a')]);
    expect(made.fragment([service('a')])).toBe(first);
    expect(made.fragment([service('a', { port: 1 })])).not.toBe(first);
  });

  test('shares the objects that are the same', () => {
    const made = new Interned();
    const first = made.unit('agents', 'a', [service('a'), service('b')]);
    const second = made.unit('agents', 'a', [service('a'), service('b', { port: 1 })]);
    expect(second.objects[0]).toBe(first.objects[0]);
    expect(second.objects[1]).not.toBe(first.objects[1]);
    expect(second.text).not.toBe(first.text);
  });

  test('is no other object for being written in another order, which is another text', () => {
    const made = new Interned();
    const first = made.unit('agents', 'a', [service('a', { x: 1, y: 2 })]);
    const second = made.unit('agents', 'a', [service('a', { y: 2, x: 1 })]);
    expect(second.text).not.toBe(first.text);
  });

  test('may have any number of forms', () => {
    const made = new Interned();
    const texts = Array.from({ length: 20 }, (_, port) => made.unit('agents', 'a', [service('a', { port })]).text);
    expect(new Set(texts).size).toBe(20);
    expect(Array.from({ length: 20 }, (_, port) => made.unit('agents', 'a', [service('a', { port })]).text)).toEqual(texts);
  });
});

test.each([
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, {}, false],
  [undefined, undefined, true],
  [[], [], true],
  [[], {}, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, false],
  [{ a: undefined }, {}, false],
])('%j and %j are written alike: %j', (a, b, are) => {
  expect(identical(a, b)).toBe(are);
  expect(identical(b, a)).toBe(are);
});
