import { expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { lintDefinitions } from '../../../generator/lint/definitions.ts';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { parseManifests, type Manifest } from '../../../generator/yaml/manifests.ts';

// What a kube-apiserver of 1.35 took, and lint once called wrong (npm run lint:rates).

const read = (text: string): readonly Manifest[] => parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) }).manifests;

const TAKEN = {
  'null among the parameters of a driver, whose name may have a prefix':
    '{ apiVersion: storage.k8s.io/v1, kind: VolumeAttributesClass, metadata: { name: a }, driverName: 10.0.0.0/8, parameters: { iops: null } }',
  'Gt in a PersistentVolume, whatever the value': `{ apiVersion: v1, kind: PersistentVolume, metadata: { name: a }, spec: { capacity: { storage: 1Gi }, accessModes: [ReadWriteOnce], local: { path: /a },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: Gt, values: [a] }] }] } } } }`,
  'null in the template of a SealedSecret':
    '{ apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: { name: a, namespace: a }, spec: { encryptedData: { a: AgBy }, template: { data: null, metadata: null } } }',
};

for (const [what, text] of Object.entries(TAKEN))
  test(what, () => {
    expect(lint(read(text), anyCluster).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

const definition = (names: string, version: string, schema: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: seeds.example.net }
spec:
  group: example.net
  scope: Namespaced
  names: { kind: Seed, plural: seeds, ${names} }
  versions: [{ name: v1, served: true, storage: true, ${version} schema: { openAPIV3Schema: { type: object, properties: { a: { type: string, ${schema} } } } } }]
`;

test.each([
  [definition('categories: null, shortNames: null, listKind: null', '', '')],
  [definition('', 'additionalPrinterColumns: null, subresources: null,', '')],
  [definition('', '', 'anyOf: null')],
  [definition('', '', "x-kubernetes-validations: [{ rule: 'format.dns1123Label().validate(self) == null' }]")],
])('a definition that a server takes: %#', (text) => {
  expect(lintDefinitions(read(text), NO_KINDS).findings).toEqual([]);
});

test('a column without its path is still missed', () => {
  expect(
    lintDefinitions(read(definition('', 'additionalPrinterColumns: [{ name: a, type: string, jsonPath: null }],', '')), NO_KINDS).findings,
  ).toHaveLength(1);
});

test('an expression that no server reads is said to be too long, whatever it nests', () => {
  const policy = (expression: string): string =>
    `{ apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: { name: a }, spec: { failurePolicy: Fail,
      matchConstraints: { resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }] }, validations: [{ expression: "${expression}" }] } }`;
  const codes = (expression: string): string[] => lint(read(policy(expression)), anyCluster).map(({ code }) => code);
  expect(codes(`${'('.repeat(500_000)}true${')'.repeat(500_000)}`)).toEqual(['language/cel']);
  expect(codes(`'${'a'.repeat(99_990)}' != 'a'`)).toEqual([]);
});
