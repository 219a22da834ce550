import { describe, expect, test } from 'vitest';
import type { Unplaced } from '../../../generator/model/finding.ts';
import type { RuleInfo } from '../../../generator/model/rule.ts';
import { validate } from '../../../generator/fleet/schema/validate.ts';
import { parseSource } from '../../../generator/yaml/source.ts';

const HEAD = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/f.git }
zone: { name: a.example.net }
`;

function reports(text: string): Unplaced[] {
  const { source } = parseSource({ path: 'fleet.yaml', bytes: Buffer.from(HEAD + text) });
  return validate(source.data, (at) => source.written(at));
}
const agent = (fields: string): string =>
  `regions: { north: {} }\nagents: { alpha: { ref: acme/alpha@1.0.0, image: r.example.net/alpha:1, ${fields} } }\n`;
const has = (text: string): string => expect.stringContaining(text) as string;

test('a fleet that follows the schema is not reported', () => expect(reports(agent('regions: [north]'))).toEqual([]));

describe('a mistake in an agent is said once, at its place', () => {
  test.each([
    ['a misspelt key', 'heartbeet: IDLE', 'schema/unknown-key', '/heartbeet', 'unknown key "heartbeet" in alpha', 'did you mean "heartbeat"?'],
    ['text where a number belongs', 'replicas: two', 'schema/type', '/replicas', '"replicas" must be a whole number', undefined],
    ['a fraction', 'replicas: 1.5', 'schema/type', '/replicas', '"replicas" must be a whole number', undefined],
    ['text where true or false belongs', 'stateless: yes', 'schema/type', '/stateless', '"stateless" must be true or false', undefined],
    ['a list where a map or null belongs', 'autoscale: []', 'schema/type', '/autoscale', '"autoscale" must be a map', undefined],
    ['a map without anything to choose by', 'regions: {}', 'schema/type', '/regions', has('a list, "all", or a map with "match"'), undefined],
    ['a map where a list belongs', 'imagePullSecrets: {}', 'schema/type', '/imagePullSecrets', '"imagePullSecrets" must be a list', undefined],
    ['a name where a list belongs', 'regions: north', 'schema/type', '/regions', has('a list'), 'a list has brackets, even of one: [north]'],
    ['a number in quotes', 'replicas: "3"', 'schema/type', '/replicas', has('a whole number'), 'write 3 without quotes'],
    ['a truth in quotes', 'stateless: "true"', 'schema/type', '/stateless', has('true or false'), 'write true without quotes'],
    ['a word not allowed', 'heartbeat: SLEPE', 'schema/value', '/heartbeat', has('one of EMERGENCY, IDLE, SLEEP'), 'did you mean "SLEEP"?'],
    ['a number above the limit', 'replicas: 1000', 'schema/value', '/replicas', '"replicas" must be at most 100', undefined],
    ['a number below the limit', 'replicas: -1', 'schema/value', '/replicas', '"replicas" must be at least 1', has('state: suspended')],
    [
      'an item twice',
      'regions: [north, north]',
      'schema/value',
      '/regions',
      has('duplicate items: numbers 1 and 2 are the same'),
      'remove one of them',
    ],
    ['an item in another form', 'imagePullSecrets: [A_B]', 'schema/format', '/imagePullSecrets/0', has('"imagePullSecrets[0]" must '), undefined],
    ['a name once more', 'alpha: {}', 'schema/unknown-key', '/alpha', has('unknown key "alpha"'), has('write what is under "alpha" without it')],
    ['a text in another form', 'host: A', 'schema/format', '/host', has('"host" '), has('for example ')],
    ['a variable that begins with a digit', 'env: { 1A: x }', 'schema/format', '/env/1A', has('not a legal name'), has('beginning with a digit')],
  ])('%s', (_, fields, code, at, message, hint) => {
    const found = reports(agent(fields));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ rule: { code }, path: `/agents/alpha${at}`, message });
    expect(found[0]?.hint).toEqual(hint);
  });
});

describe('a mistake elsewhere', () => {
  const regions = 'regions: { north: {} }\n';
  test.each([
    ['a misspelt key at the top', `agnets: {}\n${regions}`, '/agnets', 'unknown key "agnets"', 'did you mean "agents"?'],
    [
      'a misspelt key beside the right one',
      `regons: {}\n${regions}`,
      '/regons',
      'unknown key "regons"',
      '"regions" stands here already; remove this one',
    ],
    ['an unknown component', `components: { ingres: {} }\n${regions}`, '/components/ingres', 'there is no component "ingres"', has('"ingress"')],
    ['a key that is missing', `${regions}agents: { a: { image: r.net/a:1 } }\n`, '/agents/a', '"a" lacks the key "ref"', has('Example: "')],
    ['a key missing at the top', '', '', 'the fleet lacks the key "regions"', has('Example: {')],
    ['no region at all', 'regions: {}\n', '/regions', has('must not have fewer than 1'), undefined],
    ['a name that is no label', 'regions: { North: {} }\n', '/regions/North', '"North" is not a legal name here', has('lower-case letters')],
    [
      'a version without quotes, with what YAML made of it',
      'regions: { north: { versions: { kubernetes: 1.30 } } }\n',
      '/regions/north/versions/kubernetes',
      '"kubernetes" must be text',
      'YAML reads 1.30 as something else than text; write "1.30"',
    ],
  ])('%s', (_, text, at, message, hint) => {
    const found = reports(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: at, message });
    expect(found[0]?.hint).toEqual(hint);
  });
});

describe('what others wrote is shown with care', () => {
  test('a long key is cut', () => expect(reports(agent(`${'k'.repeat(500)}: 1`))[0]?.message.length).toBeLessThan(120));
  test('a key cannot steer a terminal', () => {
    expect(reports(agent(String.raw`"a\u001b[2Jb": 1`))[0]?.message).toBe('unknown key "a\\u001b[2Jb" in alpha');
  });
  test('a fleet full of mistakes gives fifty findings, not a thousand', () => {
    expect(reports(agent(Array.from({ length: 300 }, (_, i) => `k${i}: 1`).join(', ')))).toHaveLength(50);
  });
});

test.each([
  ['acme/alpha@v1.2', 'did you mean "acme/alpha@1.2.0"?'],
  ['acme/alpha@V1', 'did you mean "acme/alpha@1.0.0"?'],
  ['acme/alpha:1.2.3', 'did you mean "acme/alpha@1.2.3"?'],
  ['Acme/Alpha@1.02.3', 'did you mean "acme/alpha@1.2.3"?'],
  ['acme/alpha@v2.0.0-rc.1+build.7', 'did you mean "acme/alpha@2.0.0-rc.1"?'],
  ['acme/alpha@latest', 'for example pluggedin/research@1.2.0'],
  ['alpha@1.2', 'for example pluggedin/research@1.2.0'],
  ['acme/alpha@1.2.3.4', 'for example pluggedin/research@1.2.0'],
])('the reference %s: %s', (ref, hint) => {
  const found = reports(`regions: { north: {} }\nagents: { alpha: { ref: "${ref}", image: r.example.net/alpha:1, regions: [north] } }\n`);
  expect(found).toEqual([
    expect.objectContaining({ rule: expect.objectContaining({ code: 'schema/format' }) as RuleInfo, path: '/agents/alpha/ref', hint }),
  ]);
});

test('maps in a list are compared: the reader gives them no prototype', () => {
  const of = (caa: string): Unplaced[] => {
    const text = `${HEAD.replace('name: a.example.net }', `name: a.example.net, caa: [${caa}] }`)}regions: { north: {} }\n`;
    const { source } = parseSource({ path: 'fleet.yaml', bytes: Buffer.from(text) });
    return validate(source.data, (at) => source.written(at));
  };
  expect(of('{ issuer: letsencrypt.org }, { issuer: pki.goog }')).toEqual([]);
  expect(of('{ issuer: pki.goog }, { issuer: pki.goog }').map(({ message }) => message)).toEqual([
    '"caa" must not have duplicate items: numbers 1 and 2 are the same',
  ]);
});
