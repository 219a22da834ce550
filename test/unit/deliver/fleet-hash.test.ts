// What a held region reflects: every file that objects or checks follow from.
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { fleetHash } from '../../../generator/deliver/fleet-hash.ts';
import { files } from '../../support/fleets.ts';
import { FLEET } from '../../support/program.ts';

const hash = (more: Readonly<Record<string, string>>): string => {
  const config = files({ 'fleet.yaml': FLEET, ...more });
  return fleetHash(compile(config), config);
};

test.each(['extra/all/agents/a.yaml', 'patches/all/agents/a.yaml', 'components/a/component.yaml', 'schemas/a.yaml', 'policies/a.yaml'])(
  '%s counts',
  (path) => {
    expect(new Set([hash({}), hash({ [path]: 'a: 1\n' }), hash({ [path]: 'a: 2\n' })]).size).toBe(3);
  },
);

test('comments and approvals do not', () => {
  expect(hash({ 'fleet.yaml': `# a comment\n${FLEET}` })).toBe(hash({}));
  expect(hash({ 'approvals/a.yaml': 'a: 1\n' })).toBe(hash({}));
});
