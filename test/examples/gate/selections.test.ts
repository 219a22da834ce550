// What the gate says of labels by which selectors find other pods: that, and nothing else.
import { expect, test } from 'vitest';
import { judged } from './fleet.ts';
import { SELECTING } from './selections.ts';

test.each(SELECTING)('%s', (_, change) => {
  const { because } = judged(change);
  expect(because).toHaveLength(1);
  expect(because[0]).toMatch(/^by their labels, |\(spec\.(selector|podSelector|ingress)\)/);
});
