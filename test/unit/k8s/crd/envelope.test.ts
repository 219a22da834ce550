import { expect, test } from 'vitest';
import { readDefinition } from '../../../../generator/k8s/crd/definition.ts';

type Map = Record<string, unknown>;

interface Parts {
  readonly metadata?: Map;
  readonly spec?: Map;
  readonly names?: Map;
  readonly version?: Map;
  readonly root?: Map;
}

const flaws = ({ metadata = {}, spec = {}, names = {}, version = {}, root = {} }: Parts): string[] =>
  readDefinition({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `queues.${String(spec['group'] ?? 'example.org')}`, ...metadata },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Queue', plural: 'queues', ...names },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', ...root } }, ...version }],
      ...spec,
    },
  }).flaws.map(({ path, message }) => `${path}: ${message}`);

const column = (more: Map): Parts => ({
  version: { additionalPrinterColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', ...more }] },
});
const at = '/spec/versions/0';

test.each<Parts>([
  {},
  { names: { singular: 'queue', listKind: 'QueueList', shortNames: ['q'], categories: ['all'] } },
  { metadata: { labels: { a: 'b' }, annotations: {} } },
  {
    spec: { group: 'queues.k8s.io' },
    metadata: { annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/enhancements/pull/1' } },
  },
  { spec: { group: 'queues.k8s.io' }, metadata: { annotations: { 'api-approved.kubernetes.io': 'unapproved, an experiment' } } },
  column({ priority: 1, description: 'how old it is' }),
  { version: { subresources: { status: {}, scale: {} }, deprecated: true, deprecationWarning: 'old' } },
  { root: { properties: { metadata: { type: 'object' } } } },
])('a definition with %j is one that the API server takes', (parts) => {
  expect(flaws(parts)).toEqual([]);
});

test.each<[Parts, string]>([
  [{ metadata: { annotations: { a: 7 } } }, '/metadata/annotations: must be a map of texts'],
  [{ metadata: { labels: [] } }, '/metadata/labels: must be a map of texts'],
  [{ spec: { group: 'queues.k8s.io' } }, "/metadata/annotations: the group queues.k8s.io is Kubernetes's own"],
  [{ spec: { version: 'v1' } }, '/spec/version: "version" is no field of a definition here'],
  [{ names: { kind: `Q${'u'.repeat(63)}` } }, '/spec/names/kind: must be a name of letters'],
  [{ names: { listKind: '-QueueList' } }, '/spec/names/listKind: must be a name of letters'],
  [{ names: { singular: 'Queue' } }, '/spec/names/singular: must be a name of lower-case letters'],
  [{ names: { shortNames: ['Q'] } }, '/spec/names/shortNames: must be a list of names'],
  [{ names: { surprise: 1 } }, '/spec/names/surprise: "surprise" is no field'],
  [{ version: { name: 'V1' } }, `${at}/name: must be a name of lower-case letters`],
  [{ version: { storage: false } }, '/spec/versions: 0 versions have storage: true'],
  [{ version: { storage: 'yes' } }, `${at}/storage: must be true or false`],
  [{ version: { surprise: 1 } }, `${at}/surprise: "surprise" is no field`],
  [{ version: { subresources: [] } }, `${at}/subresources: must be a map`],
  [{ version: { subresources: { status: [] } } }, `${at}/subresources/status: must be a map`],
  [{ version: { additionalPrinterColumns: {} } }, `${at}/additionalPrinterColumns: must be a list of maps`],
  [{ version: { additionalPrinterColumns: [{ name: 'Age', type: 'date' }] } }, `${at}/additionalPrinterColumns/0: has no "jsonPath"`],
  [column({ jsonPath: 'spec.a' }), `${at}/additionalPrinterColumns/0/jsonPath: must be a path that begins with a dot`],
  [column({ type: 'text' }), `${at}/additionalPrinterColumns/0/type: must be one of boolean`],
  [column({ name: '' }), `${at}/additionalPrinterColumns/0/name: must be text, and not empty`],
  [{ root: { properties: { metadata: {} } } }, `${at}/schema/openAPIV3Schema/properties/metadata: metadata must have the type object`],
  [
    { root: { properties: { metadata: { type: 'object', surprise: 1 } } } },
    `${at}/schema/openAPIV3Schema/properties/metadata/surprise: "surprise" is no keyword`,
  ],
])('a definition with %j is refused', (parts, said) => {
  expect(flaws(parts).join('\n')).toContain(said);
});
