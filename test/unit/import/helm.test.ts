// The output of another tool: a chart that knows nothing of a fleet, as helm template prints it.
// Seen to fail: with the token kept in env, with the old Deployment added to config/extra, and with volumes left out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importData, importText } from '../../../generator/report/import.ts';
import { style } from '../../../generator/report/style.ts';
import { batch, differences, imported } from '../../support/imported.ts';

const text = readFileSync(join(import.meta.dirname, 'fixtures/helm.yaml'), 'utf8');
const found = imported([batch(text, { path: 'helm.yaml', said: 'us-east' })], { name: 'acme' });
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

test('its Deployment becomes an agent', () => {
  expect(found.files.get('agents/acme-research.yaml')).toBe(`# The agent acme-research, read from manifests.
ref: imported/acme-research@1.4.2
image: registry.acme.example/agents/research:v1.4.2
regions: [us-east]
mode: hooks
stateless: true
autoscale: { max: 6, cpu: 60 }
env:
  LOG_LEVEL: info
  API_TOKEN: { from: secret/acme-research-env/API_TOKEN }
  DB_URL: { from: secret/acme-research-db/url }
labels: { tier: backend }
annotations: { checksum/config: 0a4d55a8d778e5022fab701977c5d840bbc486d0 }
volumes: { rules: { from: configMap/acme-research-rules, keys: [rules.yaml], mountPath: /etc/rules } }
tier: light
host: research
`);
  expect(found.compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('what no setting makes is kept as it is, without what is Helm’s', () => {
  expect(found.files.get('extra/us-east/agents/configmap-acme-research-rules.yaml')).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: acme-research-rules
  namespace: agents
  labels:
    helm.sh/chart: agent-chart-2.3.1
data:
  rules.yaml: |
    allow: [read, search]
`);
  expect([...found.files.keys()].filter((path) => path.startsWith('extra/'))).toHaveLength(1);
});

test('no value of a secret is in any file, nor in what is told', () => {
  const all = [
    ...found.files.values(),
    importText(importData(found, { folder: 'config', dryRun: false, over: [] }), style(false)),
    JSON.stringify(found.notes),
  ].join('\n');
  for (const secret of ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'Hq7-RvX2pLm9']) expect(all).not.toContain(secret);
});

test('which Secrets must be there is told, with those that are', () => {
  const told = found.secrets.map(({ secret, exists }) => `${secret.name} ${exists}`);
  expect(told).toContain('acme-research-db true');
  expect(told).toContain('acme-research-env false');
});

test('what stays beside the fleet, what was left out and what was guessed has its line', () => {
  const told = found.notes.map(({ kind, place, about }) => `${kind} ${place?.line ?? ''} ${about}`);
  expect(told).toEqual(
    expect.arrayContaining([
      `beside ${lineOf('apiVersion: apps/v1\nkind: Deployment')} Deployment agents/acme-research`,
      `left ${lineOf('- name: API_TOKEN')} Deployment agents/acme-research: the value of API_TOKEN`,
      `left ${lineOf('- name: POD_IP')} Deployment agents/acme-research: variable POD_IP`,
      `dropped ${lineOf('kind: Pod\n') - 1} Pod agents/acme-research-test-connection`,
      `dropped ${lineOf('kind: Secret') - 1} Secret agents/acme-research-db`,
      `guessed ${lineOf('apiVersion: apps/v1\nkind: Deployment')} agents.acme-research.ref: imported/acme-research@1.4.2`,
    ]),
  );
});

test('the first sync makes the fleet’s own objects, and gives what is kept the label of its region', () => {
  const changes = differences(found);
  expect(changes.some((line) => line.startsWith('us-east create Deployment agents/acme-research-agent'))).toBe(true);
  expect(changes.filter((line) => line.includes(' update '))).toEqual([
    'us-east update ConfigMap agents/acme-research-rules metadata.labels["pap.plugged.in/region"]',
  ]);
});
