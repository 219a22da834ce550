import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET } from '../../support/program.ts';

// Regions whose objects look alike to the rules are judged once. Seen to fail: with values of ConfigMaps left out, the secret of the second region.

const map = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: agents }\ndata:\n  app.properties: |\n    # settings\n    tsigSecret=${value}\n`;
const ALIKE = FLEET.replace('north: { cluster: north-1 }', 'north: {}')
  .replace('south: { versions: { kubernetes: "1.34" } }', 'south: {}')
  .replace('regions: [south]', 'regions: [north, south]');
const NAMED = '$(TSIG_SECRET)';
const WRITTEN = 'YWJjZA==';

test.each([
  ['north', WRITTEN, NAMED],
  ['south', NAMED, WRITTEN],
])('a secret in a ConfigMap of %s alone is found', (region, north, south) => {
  const config = { 'fleet.yaml': ALIKE, 'extra/north/agents/app.yaml': map(north), 'extra/south/agents/app.yaml': map(south) };
  const { findings } = compile(Object.entries(config).map(([relative, text]) => ({ path: relative, relative, bytes: Buffer.from(text) })));
  expect(findings.map(({ code, place }) => [code, place.file])).toEqual([['security/secret-in-config-map', `extra/${region}/agents/app.yaml`]]);
});
