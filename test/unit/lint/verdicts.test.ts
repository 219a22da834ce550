import { expect, test } from 'vitest';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { counted } from '../../../generator/lint/verdict.ts';
import { verdictWords } from '../../../generator/report/verdicts.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

const verdictsOf = (text: string): { readonly verdicts: readonly string[]; readonly codes: readonly string[] } => {
  const { manifests } = parseManifests({ path: 'm.yaml', bytes: Buffer.from(text) });
  const { verdicts, findings } = judge(manifests, anyCluster);
  return { verdicts: [...verdicts.values()], codes: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code) };
};

const service = (name: string, port: string): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { ports: [{ port: ${port} }] } }`;

test.each([
  ['what has no error', service('web', '80'), 'accepted'],
  ['what has one', service('web', '0'), 'refused'],
  ['a value that is still to be filled in', service('web', '"${PORT}"'), 'template'],
  ['the same of Helm', service('web', '"{{ .Values.port }}"'), 'template'],
  ['a name that is', service('"{{ .Release.Name }}"', '80'), 'template'],
  ['what is wrong beside such a value', service('web', '"${PORT}"').replace('ports', 'type: Nothing, ports'), 'refused'],
  ['a kind that nobody knows', '{ apiVersion: example.com/v1, kind: Thing, metadata: { name: a } }', 'unknown kind'],
  ['a kind that only the server knows', '{ apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: { name: a } }', 'accepted'],
  ['and what is wrong with it', '{ apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: { name: a }, spec: { holder: a } }', 'refused'],
])('%s is judged: %#', (_, text, verdict) => {
  const found = verdictsOf(text);
  expect(found.verdicts).toEqual([verdict]);
  expect(found.codes.length > 0).toBe(verdict === 'refused');
});

test('a script or an alert with such a text is what is meant', () => {
  const text = '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { run: "echo ${HOME} {{ $labels.pod }}" } }';
  expect(verdictsOf(text)).toEqual({ verdicts: ['accepted'], codes: [] });
});

test('they are counted in one line', () => {
  expect(verdictWords(counted(['accepted', 'template', 'refused', 'accepted', 'unknown kind', 'template']))).toBe(
    '2 accepted, 1 refused, 3 not judged (2 template, 1 unknown kind)',
  );
  expect(verdictWords(counted(['accepted']))).toBe('1 accepted');
});

test('null is absent in a kind of Kubernetes and in metadata, and an error in a kind of a definition', () => {
  const certificate = (fields: string): string =>
    `{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: a, namespace: b, labels: null }, spec: { secretName: a, dnsNames: [a.example], issuerRef: { name: a }${fields} } }`;
  expect(verdictsOf(service('web', '80').replace('ports', 'selector: null, ports')).verdicts).toEqual(['accepted']);
  expect(verdictsOf(certificate('')).verdicts).toEqual(['accepted']);
  expect(verdictsOf(certificate(', duration: null')).codes).toEqual(['object/wrong-shape']);
});
