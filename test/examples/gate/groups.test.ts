// What the gate says of an agent that labels take from a region, each way of saying it.
import { expect, test } from 'vitest';
import { judged, small } from './fleet.ts';
import type { Spec } from './fleet.ts';

const base = (): Spec => {
  const spec = small();
  for (const region of ['north', 'south', 'west']) (spec.regions[region] as Record<string, unknown>)['labels'] = { tier: 'prod' };
  (spec.agents['alpha'] as Record<string, unknown>)['regions'] = { match: { tier: 'prod' } };
  return spec;
};
const labelled = (labels: Record<string, string>) => (spec: Spec) => void ((spec.regions['west'] as Record<string, unknown>)['labels'] = labels);

test.each([
  ['another label', { tier: 'test' }, 'they want tier: prod, and west has the label tier: test'],
  ['no such label any more', { continent: 'eu' }, 'they want tier: prod, and west has no label tier'],
])('%s takes no agent away by itself', (_, labels, expected) => {
  const outcome = judged({ base, edit: labelled(labels) });
  expect(outcome.passes).toBe(false);
  expect(outcome.because.join('\n')).toContain(expected);
});
