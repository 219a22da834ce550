import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET } from '../../support/program.ts';

// Seen to fail: without the filter, with a waiver of one region taken for all, and with an unknown kind that can be waived.

const PATCH =
  '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: add, path: /spec/template/metadata/labels/a, value: "not legal" }]\n';
const extra = (region: string): Record<string, string> => ({
  [`extra/${region}/agents/a.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: agents }\ndata: { a: b }\nimutable: true\n',
});
const waiver = (code: string, object: string, region = ''): string =>
  `waivers: [{ code: ${code}, object: ${object}, reason: until the move, until: "2027-01-31"${region} }]\n`;

function codes(files: Readonly<Record<string, string>>, waivers = ''): string[] {
  const config = Object.entries({ 'fleet.yaml': FLEET + 'components: { cluster: { images: tag } }\n' + waivers, ...files }).map(
    ([relative, text]) => ({
      path: relative,
      relative,
      bytes: Buffer.from(text),
    }),
  );
  return compile(config).findings.map(({ code }) => code);
}

test('what one object breaks by itself can be waived, for that object', () => {
  const patches = { 'patches/all/agents/a.yaml': PATCH };
  expect(codes(patches)).toEqual(['object/illegal-label']);
  expect(codes(patches, waiver('object/illegal-label', 'Deployment agents/alpha-agent'))).toEqual([]);
  expect(codes(patches, waiver('object/illegal-label', 'Deployment agents/beta-agent'))).toEqual(['object/illegal-label']);
  expect(codes(patches, waiver('object/illegal-name', 'Deployment agents/alpha-agent'))).toEqual(['object/illegal-label']);
});

test('a waiver of one region does not cover what regions share', () => {
  const region = ', region: north';
  const shared = { 'patches/all/agents/a.yaml': PATCH };
  expect(codes(shared, waiver('object/illegal-label', 'Deployment agents/alpha-agent', region))).toEqual(['object/illegal-label']);
  const object = 'ConfigMap agents/own';
  expect(codes(extra('north'), waiver('object/wrong-shape', object, region))).toEqual([]);
  expect(codes(extra('south'), waiver('object/wrong-shape', object, region))).toEqual(['object/wrong-shape']);
  expect(codes({ ...extra('north'), ...extra('south') }, waiver('object/wrong-shape', object))).toEqual([]);
});

test('a kind of which nothing is known cannot be waived', () => {
  const files = { 'extra/all/agents/a.yaml': 'apiVersion: example.net/v1\nkind: Thing\nmetadata: { name: own, namespace: agents }\nspec: {}\n' };
  expect(codes(files, `${waiver('object/unknown-kind', 'Thing agents/own')}grants: [{ kinds: [example.net/Thing], reason: an example }]\n`)).toEqual([
    'waiver/unused',
    'object/unknown-kind',
  ]);
});

// Each of another kind: read, resolved, delivered, of the gate. The code of an agent's name is waived for the agent.
test.each([
  ['schema/type', ['waiver/unused']],
  ['yaml/syntax', ['waiver/unused']],
  ['fleet/unused-default', ['waiver/unused']],
  ['extra/not-granted', ['waiver/unused']],
  ['object/unserved-api', ['waiver/unused']],
  ['approval/expired', ['waiver/unused']],
])('a waiver of %s is said to cover nothing', (code, expected) => {
  const config = {
    path: 'fleet.yaml',
    relative: 'fleet.yaml',
    bytes: Buffer.from(`${FLEET}components: { cluster: { images: tag } }\n${waiver(code, 'Agent alpha')}`),
  };
  const { findings } = compile([config]);
  expect(findings.map((finding) => finding.code)).toEqual(expected);
  expect(findings[0]?.message).toBe(`${code} can be waived by nobody`);
});
