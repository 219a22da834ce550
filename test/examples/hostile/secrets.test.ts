import { expect, test } from 'vitest';
import { findingsText } from '../../../generator/report/findings.ts';
import { githubText } from '../../../generator/report/github.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { style } from '../../../generator/report/style.ts';
import { FLEET, compiled, extra } from './fleet.ts';
import type { Files } from './fleet.ts';

const CANARY = `gh${'p_'}aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6`;
const patch = (value: string): string =>
  `- target: { kind: Deployment, name: research-agent }\n  patch:\n    - { op: add, path: /metadata/annotations/a, value: ${value} }\n`;

/** Every scalar of the fleet, one after the other, and every other place where text can stand. */
const PLACES: readonly (readonly [string, Files])[] = [
  ...[...FLEET.matchAll(/(?<=[:[,] )[^\s{}[\],]+(?=[\s,}\]])/g)].map(({ index, 0: value }): readonly [string, Files] => [
    `instead of ${value}`,
    { 'fleet.yaml': FLEET.slice(0, index) + CANARY + FLEET.slice(index + value.length) },
  ]),
  ['a key', { 'fleet.yaml': FLEET.replace('LEVEL', CANARY) }],
  ['a comment', { 'fleet.yaml': `${FLEET}# ${CANARY}\n` }],
  ['a line that is no YAML', { 'fleet.yaml': `${FLEET}"${CANARY}: [\n` }],
  ['an alias', { 'fleet.yaml': FLEET.replace('eu-west: {}', `eu-west: *${CANARY}`) }],
  ['twice on one line', { 'fleet.yaml': FLEET.replace('dual', `"${CANARY} ${CANARY}"`) }],
  ['behind an escape', { 'fleet.yaml': FLEET.replace('dual', `"\\x67${CANARY.slice(1)}"`) }],
  ['a file that is too large', { 'fleet.yaml': `# ${CANARY}\n${'#'.repeat(1 << 20)}\n` }],
  ['an extra', { 'fleet.yaml': FLEET, 'extra/all/agents/a.yaml': extra(`a: ${CANARY}`) }],
  ['base64 in an extra', { 'fleet.yaml': FLEET, 'extra/all/agents/a.yaml': extra(`a: ${Buffer.from(CANARY).toString('base64')}`) }],
  ['a patch', { 'fleet.yaml': FLEET, 'patches/all/agents/a.yaml': patch(CANARY) }],
  ['an approval', { 'fleet.yaml': FLEET, 'approvals/a.yaml': `reason: ${CANARY}\n` }],
  ['the name of a file', { 'fleet.yaml': FLEET, [`agents/${CANARY}.yaml`]: 'ref: x\n' }],
  ['the name of a file nobody reads', { 'fleet.yaml': FLEET, [`${CANARY}.yaml`]: 'ref: x\n' }],
];

test.each(PLACES)('a secret as %s is refused and shown nowhere', (place, files) => {
  const { findings, files: made } = compiled(files);
  expect(made).toBeUndefined();
  // Of a file that is too large nothing is read, so nothing of it is known or shown.
  expect(findings.map(({ code }) => code)).toContain(place.includes('too large') ? 'yaml/limit' : 'secret/in-config');
  const shown = [
    findingsText(findings, style(true)),
    githubText(findings),
    jsonText(findings),
    sarifText(findings, { version: '0', exitCode: 2 }),
  ].join('\n');
  expect(shown).not.toContain(CANARY);
  expect(shown).not.toContain(CANARY.slice(8));
  expect(shown).not.toContain(Buffer.from(CANARY).toString('base64'));
});

test('a patch that replaces a whole object is a finding', () => {
  const text = '- target: { kind: Deployment, name: research-agent }\n  patch: [{ op: replace, path: "", value: x }]\n';
  expect(compiled({ 'fleet.yaml': FLEET, 'patches/all/agents/a.yaml': text }).findings).toMatchObject([{ code: 'patch/failed' }]);
});
