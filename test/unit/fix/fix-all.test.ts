import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { fixAll } from '../../../generator/fix/fix-all.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';
import { FIXABLE as FLEET } from '../../support/fixable-fleet.ts';

const files = (config: Readonly<Record<string, string>>): ConfigFile[] =>
  Object.entries(config).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
const textOf = (config: readonly ConfigFile[], name: string): string =>
  Buffer.from(config.find(({ relative }) => relative === name)?.bytes ?? []).toString();
const fixed = (config: Readonly<Record<string, string>>) => fixAll(files(config), (each) => compile(each));

test('the fleet that all of this begins from is right', () => {
  expect(compile(files({ 'fleet.yaml': FLEET })).findings).toEqual([]);
});

// What is written wrong, and what is right: after the fix the text is the right one, to the byte.
describe.each<[what: string, right: string, wrong: string]>([
  ['a misspelt key', 'image:', 'imgae:'],
  ['a key in another case', 'gatewayCidrs:', 'gateway_cidrs:'],
  ['a misspelt value of a list of values', 'heartbeat: IDLE', 'heartbeat: idle'],
  ['a value in another case, in quotes', 'environment: production', 'environment: Production'],
  ['a word for true', 'stateless: true', 'stateless: yes'],
  ['a word for false, in quotes', 'enabled: false', 'enabled: "False"'],
  ['a misspelt region', 'regions: [us-east-1, eu-west]', 'regions: [us-east-1, eu-wset]'],
  ['overrides for a misspelt region', 'eu-west: { tier: light }', 'eu-weest: { tier: light }'],
  ['an item that stands twice', 'regions: [us-east-1, eu-west]', 'regions: [us-east-1, eu-west, us-east-1]'],
  ['a misspelt tier', 'tier: light', 'tier: ligth'],
  ['a tier in another case', 'tier: heavy', 'tier: Heavy'],
  ['a label that no region has', 'match: { tier: prod }', 'match: { teir: prod }'],
  ['a misspelt component', 'monitoring: {', 'monitorng: {'],
  ['a reference as images have it', 'ref: acme/alpha@1.0.0', 'ref: acme/alpha:v1.0.0'],
])('%s', (_, right, wrong) => {
  test('is written right, and nothing else is touched', () => {
    expect(FLEET).toContain(right);
    const text = FLEET.replace(right, wrong);
    expect(compile(files({ 'fleet.yaml': text })).findings).not.toEqual([]);
    const { config, compiled } = fixed({ 'fleet.yaml': text });
    expect(textOf(config, 'fleet.yaml')).toBe(FLEET);
    expect(compiled.findings).toEqual([]);
  });
});

// Each of these can be meant in two ways, or gives what its author must name.
describe.each<[what: string, right: string, wrong: string]>([
  ['a region with another number', '[us-east-1, eu-west]', '[us-east-2, eu-west]'],
  ['a region that nothing is near to', '[us-east-1, eu-west]', '[us-east-1, tokyo]'],
  ['a region that stands beside its right name', '[us-east-1, eu-west]', '[us-east-1, eu-west, eu-wset]'],
  ['a key beside its right name', 'heartbeat: IDLE', 'heartbeat: IDLE\n    hearbeat: SLEEP'],
  ['a number that readers take for two', 'stateless: true', 'stateless: true\n    replicas: 012'],
  ['a component with a grant', 'groups:', 'grants: [{ component: cert, rules: "sha256:x", reason: why }]\ngroups:'],
])('%s', (_, right, wrong) => {
  test('is left as it is', () => {
    const text = FLEET.replace(right, wrong);
    expect(text).not.toBe(FLEET);
    const { config, compiled } = fixed({ 'fleet.yaml': text });
    expect(compiled.findings).not.toEqual([]);
    expect(textOf(config, 'fleet.yaml')).toBe(text);
  });
});

test('what stands behind an error is mended as well, in whatever file it stands', () => {
  const text = FLEET.replace(/agents:\n[^]*/, '');
  const agent = FLEET.replace(/[^]*\n {2}alpha:\n/, '').replace(/^ {4}/gm, '');
  const {
    config,
    compiled,
    fixed: made,
  } = fixed({
    'fleet.yaml': text.replace('monitoring', 'monitorng'),
    'agents/alpha.yaml': agent
      .replace('IDLE', 'idle')
      .replace('stateless: true', 'stateless: on')
      .replace('eu-west]', 'eu-wst]')
      .replaceAll('\n', '\r\n'),
  });
  expect(compiled.findings).toEqual([]);
  expect(textOf(config, 'fleet.yaml')).toBe(text);
  expect(textOf(config, 'agents/alpha.yaml')).toBe(agent.replaceAll('\n', '\r\n'));
  expect(made.map(({ code }) => code).sort()).toEqual(
    ['fleet/unknown-region', 'schema/unknown-key', 'schema/value', 'yaml/ambiguous']
      .map((code) => (code === 'schema/unknown-key' ? 'fleet/unknown-component' : code))
      .sort(),
  );
});

test('an override that changes nothing goes as a whole, and a pin beside one that does stays', () => {
  const same = fixed({ 'fleet.yaml': FLEET.replace('eu-west: { tier: light }', 'eu-west: { tier: heavy }') });
  expect(textOf(same.config, 'fleet.yaml')).toBe(FLEET.replace('    overrides:\n      eu-west: { tier: light }\n', '    overrides: {}\n'));
  const half = fixed({ 'fleet.yaml': FLEET.replace('{ tier: light }', '{ tier: light, heartbeat: IDLE }') });
  expect(textOf(half.config, 'fleet.yaml')).toBe(FLEET);
});

test('a file that cannot be read is left, and so is what has two documents', () => {
  for (const text of [FLEET.replace('imag', '"imag'), `${FLEET}---\na: 1\n`, '', FLEET.replace('agents:', '<<<<<<< mine\nagents:')]) {
    const { config } = fixed({ 'fleet.yaml': text.replace('stateless: true', 'stateless: yes') });
    expect(textOf(config, 'fleet.yaml')).toBe(text.replace('stateless: true', 'stateless: yes'));
  }
});
