import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET, HEAD, REGIONS } from '../../support/program.ts';

// The line that a finding about a generated object points at. Seen to fail: with the agent's own line for all of them,
// and with the first layer that sets the key instead of the strongest.

const agent = (more: string): string =>
  `${HEAD}${REGIONS}agents:\n  alpha:\n    ref: acme/alpha@1.0.0\n    image: registry.example.net/alpha:1.0.0\n    regions: [north, south]\n${more}`;

/** What stands from the place of the finding to the end of its line. */
function pointedAt(fleet: string): string | undefined {
  const [finding] = compile([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: Buffer.from(fleet) }]).findings.filter(
    ({ code }) => code === 'object/illegal-quantity',
  );
  return finding && fleet.split('\n')[finding.place.line - 1]?.slice(finding.place.col - 1);
}

test.each([
  ['the agent', agent('    resources: { requests: { memory: 4Gi }, limits: { memory: 1Gi } }\n'), '4Gi }, limits: { memory: 1Gi } }'],
  [
    'its tier',
    agent('tiers:\n  standard: { resources: { requests: { memory: 4Gi }, limits: { memory: 1Gi } } }\n'),
    '4Gi }, limits: { memory: 1Gi } } }',
  ],
  [
    'an override',
    agent(
      '    resources: { requests: { memory: 512Mi }, limits: { memory: 1Gi } }\n    overrides:\n      south: { resources: { requests: { memory: 4Gi } } }\n',
    ),
    '4Gi } } }',
  ],
])('a request above its limit points at the request, in %s', (_, fleet, text) => expect(pointedAt(fleet)).toBe(text));

test('a fleet in order has none', () => expect(pointedAt(FLEET)).toBeUndefined());
