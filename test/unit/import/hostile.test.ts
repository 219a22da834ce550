// Bad input: clear words, nothing that leads out of the folder, nothing of a secret.
import { describe, expect, test } from 'vitest';
import { importFleet } from '../../../generator/import/import.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { ASKED, batch, imported } from '../../support/imported.ts';

const AGENT = (more = '', name = 'research-agent'): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: agents
spec:
  selector: { matchLabels: { app: research } }
  template:
    metadata: { labels: { app: research } }
    spec:
      containers:
      - name: agent
        image: registry.example.net/agents/research:v1.0.0
        env:
        - { name: AGENT_UUID, value: acme/research@1.0.0 }
        - { name: PAP_MODE, value: hooks }
        - { name: AGENT_DNS_NAME, value: research.us-east.a.example.net }
${more}`;

const refusal = (...batches: Parameters<typeof importFleet>[0]): string => {
  const found = importFleet(batches, ASKED);
  return 'refusal' in found ? found.refusal : 'not refused';
};

describe('is refused', () => {
  test.each([
    ['nothing at all', [batch('# nothing\n', { said: 'us-east' })], 'there is no object of a cluster in what was given'],
    [
      'objects of no region',
      [batch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: agents }\n')],
      'which region is manifests.yaml:1 of?',
    ],
    [
      'a region that is no name',
      [batch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: agents, labels: { pap.plugged.in/region: ../etc } }\n')],
      '"../etc" is no name for a region (manifests.yaml:1)',
    ],
    [
      'one object that is said in two ways',
      [batch(`${AGENT()}---\n${AGENT('        args: [serve]\n')}`, { said: 'us-east' })],
      'Deployment agents/research-agent of us-east is there twice, and the two differ: manifests.yaml:1 and manifests.yaml:19',
    ],
    [
      'a folder that is called otherwise than the region its pods are told',
      [batch(AGENT('        - { name: AGENT_REGION, value: us-east }\n'), { folder: 'workloads', path: 'in/workloads/a.yaml' })],
      'in/workloads/a.yaml lies in the folder "workloads", and its pods are told that their region is "us-east"',
    ],
    [
      'a fleet without a zone',
      [batch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: agents }\n', { said: 'us-east' })],
      'no object says which zone the agents answer in',
    ],
  ])('%s', (_, batches, words) => expect(refusal(...batches)).toBe(words));
});

describe('is not read, with file and line', () => {
  test.each([
    ['a template that was not rendered', 'metadata:\n  name: {{ .Release.Name }}\n', 'yaml/syntax'],
    ['what is no text', '\u0000\u0001apiVersion: v1\n', 'yaml/encoding'],
    [
      'aliases that grow without end',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\n`,
      'yaml/syntax',
    ],
  ])('%s', (_, text, code) => {
    const { findings, templates } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
    expect([...findings, ...templates.map(({ finding }) => finding)].map((finding) => finding.code)).toContain(code);
  });
});

test('anchors of go-yaml are read, and every object of a List', () => {
  const text = `apiVersion: v1
kind: List
items:
- &one
  apiVersion: v1
  kind: ConfigMap
  metadata: { name: a, namespace: agents }
  data: { k: v }
- <<: *one
  metadata: { name: b, namespace: agents }
- ${AGENT().trimEnd().replaceAll('\n', '\n  ')}
`;
  const found = imported([batch(text, { said: 'us-east' })]);
  expect([...found.files.keys()].filter((path) => path.startsWith('extra/'))).toEqual([
    'extra/us-east/agents/configmap-a.yaml',
    'extra/us-east/agents/configmap-b.yaml',
  ]);
});

test('no name leads out of the config folder', () => {
  const names = ['../../../etc/passwd', 'a/../../b', '..', 'C:\\\\x', 'a'.repeat(300)];
  const objects = names.map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "${name}", namespace: agents }\ndata: { k: v }\n`);
  const found = imported([
    batch([AGENT(), AGENT('', '"../../x"').replace('acme/research@1.0.0', 'no ref'), ...objects].join('---\n'), { said: 'us-east' }),
  ]);
  for (const path of found.files.keys())
    expect(path).toMatch(/^(fleet\.yaml|agents\/[a-z0-9-]+\.yaml|extra\/us-east\/[a-z]+\/[a-z0-9-]{1,130}\.yaml)$/);
  expect(found.notes.some(({ about, kind }) => kind === 'left' && about.includes('../../x'))).toBe(true);
});

test('the same object said twice is one, which is told', () => {
  const found = imported([batch(`${AGENT()}---\n${AGENT()}`, { said: 'us-east' })]);
  expect(found.notes.find(({ why }) => why.includes('it is there twice'))?.place?.line).toBe(19);
});

test('a secret in the words of an agent is nowhere, and why is told', () => {
  const token = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
  const found = imported([
    batch(AGENT(`        args: ["--token", "${token}"]\n        command: [serve, --password=Tr0ub4dor-and-3-horses]\n`), { said: 'us-east' }),
  ]);
  const all = [...found.files.values()].join('\n');
  expect(all).not.toContain(token);
  expect(all).not.toContain('Tr0ub4dor');
  expect(found.notes.filter(({ kind }) => kind === 'left').map(({ about }) => about)).toEqual(
    expect.arrayContaining(['agents.research.args', 'agents.research.command']),
  );
});

test('what a fleet does not allow is left out, and what it allows is kept', () => {
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: all }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n';
  const found = imported([batch(`${AGENT()}---\n${role}`, { said: 'us-east' })]);
  expect(found.notes.filter(({ kind }) => kind === 'left').map(({ about, why }) => `${about}: ${why.slice(0, 17)}`)).toContain(
    'ClusterRole all: extra/not-granted',
  );
  expect([...found.files.keys()].filter((path) => path.startsWith('extra/'))).toEqual([]);
  // Power that somebody asks for is written where the gate and reviewers see it.
  const granted = imported([batch(`${AGENT()}---\n${role}`, { said: 'us-east' })], { grants: true });
  expect(granted.files.get('fleet.yaml')).toContain('rbac.authorization.k8s.io/ClusterRole');
});
