import { expect, test } from 'vitest';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { lintDefinitions } from '../../../generator/lint/definitions.ts';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests, type Manifest } from '../../../generator/yaml/manifests.ts';

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: queues.example.org }
spec:
  group: example.org
  names: { kind: Queue, plural: queues }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: { type: integer, default: 1 }
                parts: { type: array, items: { type: object, properties: { a: { type: string, default: x } } } }
              x-kubernetes-validations: [{ rule: self.size < 5, message: too large }]
`;
const queue = (spec: string): string => `---\napiVersion: example.org/v1\nkind: Queue\nmetadata: { name: a }\nspec: ${spec}\n`;
const read = (text: string): Manifest[] => parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) }).manifests;

function said(manifests: readonly Manifest[]): string[] {
  const { kinds, findings } = lintDefinitions(manifests, NO_KINDS);
  return [...findings, ...lint(manifests, anyCluster, kinds)].map(({ code, message, place }) => `${place.line} ${code}: ${message}`);
}

test('definitions among the manifests make their kinds known', () => {
  expect(said(read(DEFINITION + queue('{ size: 4 }')))).toEqual([]);
  expect(said(read(DEFINITION + queue('{ sise: 4 }')))).toEqual(['26 object/wrong-shape: Queue a: "sise" is no field here']);
  expect(said(read(DEFINITION + queue('{ size: 5 }')))).toEqual(['26 object/broken-rule: Queue a: too large']);
  expect(said(read(queue('{ sise: 4 }'))), 'of a kind that nobody defines nothing is said').toEqual([]);
});

test('what Argo CD alone minds is not said of manifests that anybody may apply', () => {
  expect(said(read(DEFINITION + queue('{ parts: [{}] }')))).toEqual([]);
});

test('two overlays may bring the same definition, or two releases of it', () => {
  const other = DEFINITION.replace('type: integer, default: 1', 'type: integer');
  expect(said([...read(DEFINITION), ...read(DEFINITION), ...read(other)])).toEqual([]);
});

test('what is wrong with a definition is said at its line', () => {
  expect(said(read(DEFINITION.replace('self.size < 5', 'self.sise < 5')))).toEqual([
    expect.stringMatching(
      /^21 kind\/invalid-expression: CustomResourceDefinition queues\.example\.org: the expression does not compile: undefined field 'sise'/,
    ),
  ]);
});
