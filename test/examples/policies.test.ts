// docs/policies.md: every policy in it does what is said of it, and its tables have every field there is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { AGENT, CHANGE, REGION, type Shape } from '../../generator/check/policies/shapes.ts';
import type { Compiled } from '../../generator/compile.ts';
import { review } from '../../generator/plan/review.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { gateLines } from '../../generator/report/plan-words.ts';
import { style } from '../../generator/report/style.ts';
import { compiled } from '../support/compiled.ts';
import { edited, type Edit } from '../support/edit-files.ts';
import { files } from '../support/fleets.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/policies.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text as string);

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [203.0.113.10/32], gatewayCidrs: [203.0.113.20/32] }
components: { cluster: { images: tag } }
gate: { maxWorkPercent: 100, maxUpdatePercent: 100 }
regions:
  eu-west: { labels: { tier: prod } }
  us-east: { labels: { tier: prod } }
  ap-south: { labels: { tier: prod } }
agents:
  focus: { ref: acme/focus@0.9.1, image: "registry.example.net/focus:v0.9.1", stateless: true, replicas: 2, owner: { team: science }, regions: all }
  research: { ref: acme/research@1.2.0, image: "registry.example.net/research:v1.2.0", tier: heavy, replicas: 1, owner: { team: science }, regions: all }
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: outside, namespace: agents }
spec: { type: LoadBalancer, selector: { app.kubernetes.io/name: focus, app.kubernetes.io/part-of: pap }, ports: [{ name: http, port: 80, targetPort: http }] }
`;
const WEEKDAY = '2026-11-30';
const SUNDAY = '2026-11-29';

interface Case {
  /** What breaks the policy. */
  readonly edits: readonly Edit[];
  readonly today?: string;
  /** Where it is said. */
  readonly in: 'findings' | 'refused' | 'told';
}

const CASES: Readonly<Record<string, Case>> = {
  'ours/two-replicas': { edits: [['replicas: 2', 'replicas: 1']], in: 'findings' },
  'ours/own-registry': { edits: [['registry.example.net/focus', 'registry.example.com/focus']], in: 'findings' },
  'ours/team': { edits: [['owner: { team: science }, regions: all }\n  research', 'regions: all }\n  research']], in: 'findings' },
  'ours/public-service': { edits: [{ write: 'extra/all/agents/outside.yaml', text: SERVICE }], in: 'refused' },
  'ours/no-heavy-change-together': { edits: [['research:v1.2.0', 'research:v1.3.0']], in: 'refused' },
  'ours/quiet-weekend': { edits: [['research:v1.2.0', 'research:v1.3.0']], today: SUNDAY, in: 'refused' },
  'ours/small-steps': { edits: [['replicas: 2', 'replicas: 5']], in: 'told' },
};

const POLICIES = blocks('yaml').flatMap((block) => block.split(/^---\n/m));
const codeOf = (policy: string): string => /^code: (.*)$/m.exec(policy)?.[1] as string;

test('each is tried', () => expect(POLICIES.map(codeOf)).toEqual(Object.keys(CASES)));

describe.each(POLICIES.map((policy): [string, string] => [codeOf(policy), policy]))('%s', (code, policy) => {
  const { edits, today = WEEKDAY, in: where } = CASES[code] as Case;
  const before = new Map([
    ['fleet.yaml', Buffer.from(FLEET)],
    ['policies/p.yaml', Buffer.from(policy)],
    ['extra/all/agents/outside.yaml', Buffer.from(SERVICE.replace('LoadBalancer', 'ClusterIP'))],
  ]);
  const texts = (of: ReadonlyMap<string, Uint8Array>): Record<string, string> =>
    Object.fromEntries([...of].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
  const good = compiled(texts(before));

  test('holds where nothing is wrong', () => expect(good.findings).toEqual([]));

  test('says so where something is', () => {
    const after = edited(before, edits);
    const bad = compiled(texts(after));
    if (where === 'findings') return void expect(bad.findings.map((finding) => finding.code)).toContain(code);
    const { verdict } = review(
      { ...(bad as Required<Compiled>), config: files(texts(after)) },
      treeOf(good.files as ReadonlyMap<string, string>),
      today,
    );
    if (where === 'told') return void expect([verdict.passes, verdict.findings.map((finding) => finding.code)]).toEqual([true, [code]]);
    expect([verdict.passes, gateLines(verdict).grave.join('\n')]).toEqual([false, expect.stringContaining(`(${code}`)]);
  });
});

test('the finding that is shown is printed', () => {
  const { findings } = compiled({ 'fleet.yaml': FLEET.replace('replicas: 2', 'replicas: 1'), 'policies/p.yaml': POLICIES[0] as string });
  const lines = findingsText(findings, style(false)).split('\n');
  expect(`${lines[0]}\n${lines.find((line) => line.startsWith('  hint')) as string}\n`).toBe(blocks('text')[0]);
});

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list of text',
  object: 'map of text',
};

test.each<[string, Readonly<Record<string, Shape>>]>([
  ['region', REGION],
  ['agent', AGENT],
  ['change', CHANGE],
])('the table of %s has every field, and no other', (variable, shapes) => {
  const rows = [...PAGE.matchAll(new RegExp(`^\\| \`${variable}\\.(\\w+)\` +\\| (.*?) +\\| (.*?) +\\|$`, 'gm'))].map(([, ...cells]) => cells);
  const type = (name: string, { schema }: Shape): string =>
    name === 'agent' ? 'as `agent`' : schema.type === undefined ? 'object' : (TYPES[schema.type] as string);
  expect(rows).toEqual(Object.entries(shapes).map(([name, shape]) => [name, type(name, shape), shape.about]));
});

test('every block of YAML is a policy', () => expect(POLICIES.every((text) => parseAllDocuments(text).length === 1)).toBe(true));
