import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { HEAD } from '../../support/program.ts';
import { files } from '../../support/fleets.ts';

// Seen to fail: with the tiers of overrides or of regions left out, and with any one tier that sets a value being enough.

const AGENT = 'ref: acme/a@1.0.0, image: "registry.example.net/a:1.0.0", regions: [north]';
const LIMIT = 'agentDefaults: { resources: { limits: { cpu: "2" } } }\n';
const PARTIAL = 'tiers: { small: { resources: { requests: { cpu: 100m } } } }\n';

function found(text: string): string[] {
  const { findings } = compile(files({ 'fleet.yaml': `${HEAD}components: { cluster: { images: tag } }\n${text}` }));
  return findings.map(({ code, message }) => `${code}: ${message}`);
}

const UNUSED = 'fleet/unused-default: "resources.limits.cpu" is never used: ';

test.each([
  ['the tier of all', `${LIMIT}regions: { north: {} }\nagents: { a: { ${AGENT} } }\n`, 'the tier standard sets its own'],
  [
    'two tiers',
    `${LIMIT}regions: { north: { agentOverrides: { tier: heavy } } }\nagents: { a: { ${AGENT} } }\n`,
    'each of the tiers heavy, standard sets its own',
  ],
  ['no agent', `agentDefaults: { tier: light, resources: { limits: { cpu: "2" } } }\nregions: { north: {} }\n`, 'the tier light sets its own'],
])('a default that every tier sets is reported: %s', (_, text, message) => {
  expect(found(text)).toEqual([UNUSED + message]);
});

test.each([
  ['the tier of an agent', `regions: { north: {} }\nagents: { a: { ${AGENT}, tier: small } }\n`],
  ['the tier of an override', `regions: { north: {} }\nagents: { a: { ${AGENT}, overrides: { north: { tier: small } } } }\n`],
  ['the tier of a region', `regions: { north: { agentOverrides: { tier: small } } }\nagents: { a: { ${AGENT} } }\n`],
])('a default that one tier leaves to it is in use: %s', (_, text) => {
  expect(found(`${LIMIT}${PARTIAL}${text}`)).toEqual([]);
});
