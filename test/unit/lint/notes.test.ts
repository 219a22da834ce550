import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import type { Minors } from '../../../generator/lint/versions.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Of one code, what is known to hurt is a warning and the rest a note. Seen to fail: the level of the rule taken for all it finds.

function judged(text: string, minors: Minors = ['1.36']): { readonly said: string[]; readonly verdicts: string[]; readonly waived: number } {
  const { manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
  const { findings, verdicts, waived } = judge(manifests, { ...anyCluster, minors });
  return { said: findings.map(({ severity, code }) => `${severity} ${code}`), verdicts: [...verdicts.values()], waived: waived.length };
}

const POD = (image: string): string => `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: a }
spec:
  automountServiceAccountToken: false
  containers:
    - name: a
      image: ${image}
`;

test.each([
  ['registry.example.net/a:1.2.3', 'note'],
  ['registry.example.net/a:latest', 'warning'],
  ['registry.example.net:5000/a', 'warning'],
])('an image %s is a %s', (image, level) => {
  expect(judged(POD(image))).toMatchObject({ said: [`${level} security/unpinned-image`], verdicts: ['accepted'] });
});

test('an API that no version is known to take away is a note, another one a warning', () => {
  expect(judged('{ apiVersion: v1, kind: Endpoints, metadata: { name: a, namespace: a } }').said).toEqual(['note object/deprecated-api']);
  const schema =
    '{ apiVersion: flowcontrol.apiserver.k8s.io/v1beta3, kind: FlowSchema, metadata: { name: a }, spec: { priorityLevelConfiguration: { name: a } } }';
  expect(judged(schema, ['1.31']).said).toContain('warning object/deprecated-api');
});

test('a comment answers a note as it answers a warning', () => {
  const text = POD('registry.example.net/a:1.2.3  # pap-fleet: waive security/unpinned-image: the registry forbids to move tags');
  expect(judged(text)).toMatchObject({ said: [], waived: 1 });
});

describe('in a fleet', () => {
  const found = (more: string, extra?: string): readonly string[] => {
    const text = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
${more}regions: { north: {} }
agents: { alpha: { ref: acme/alpha@1.0.0, image: registry.example.net/alpha:1.0.0, regions: [north] } }
`;
    const written = extra === undefined ? {} : { 'extra/north/policies/a.yaml': extra };
    const { findings, files } = compile(
      Object.entries({ 'fleet.yaml': text, ...written }).map(([relative, of]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(of) })),
    );
    return [...findings.map(({ severity, code }) => `${severity} ${code}`), ...(files === undefined ? ['no files'] : [])];
  };

  test('a note stops nothing, and a code that the fleet names is an error there', () => {
    expect(found('')).toEqual(['note security/unpinned-image']);
    expect(found('treatAsErrors: [security/unpinned-image]\n')).toEqual(['error security/unpinned-image', 'no files']);
  });

  // Nobody refuses it, and pods that were to be confined are not.
  test.each([
    [
      'object/policy-types',
      '{ podSelector: {}, policyTypes: [Ingress], egress: [{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }] }',
      'networking.k8s.io/v1',
      'NetworkPolicy',
    ],
    ['object/budget-limits', '{ selector: {} }', 'policy/v1', 'PodDisruptionBudget'],
  ])('%s is a warning of what others wrote, and stops a fleet', (code, spec, apiVersion, kind) => {
    const text = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a, namespace: agents }, spec: ${spec} }`;
    expect(judged(text)).toMatchObject({ said: [`warning ${code}`], verdicts: ['accepted'] });
    expect(found('', text)).toEqual([`error ${code}`, 'no files']);
  });
});
