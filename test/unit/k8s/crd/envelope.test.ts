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
    metadata: { name: `queues.${(spec['group'] as string | undefined) ?? 'example.org'}`, ...metadata },
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

const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
const webhook = (client: Map, more: Map = {}): Map => ({
  strategy: 'Webhook',
  webhook: { clientConfig: { service: { name: 'a', namespace: 'b', path: '/convert' }, ...client }, conversionReviewVersions: ['v1'], ...more },
});
const colored = {
  schema: {
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { color: { type: 'string' }, all: { type: 'object' } } } } },
  },
};
const selectable = (...paths: readonly unknown[]): Parts => ({
  version: { ...colored, selectableFields: paths.map((jsonPath) => ({ jsonPath })) },
});
const CONVERSION = '/spec/conversion';

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
  { version: { subresources: { status: {}, scale }, deprecated: true, deprecationWarning: 'old' } },
  { version: { subresources: { scale: { ...scale, labelSelectorPath: '' } } } },
  { spec: { conversion: { strategy: 'None' } } },
  { spec: { conversion: { strategy: 'None', webhook: {} } } },
  { spec: { conversion: webhook({}) } },
  { spec: { conversion: webhook({ url: 'https://a.example/convert', service: null }) } },
  { version: { ...colored, selectableFields: [{ jsonPath: '.spec.color' }] } },
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
  [column({ format: 'text' }), `${at}/additionalPrinterColumns/0/format: must be one of byte`],
  [{ spec: { preserveUnknownFields: true } }, '/spec/preserveUnknownFields: must be false'],
  [{ names: { listKind: 'Queue' } }, '/spec/names/listKind: must not be the kind itself'],
  [{ version: { subresources: { scale: {} } } }, `${at}/subresources/scale: has no "specReplicasPath"`],
  [{ version: { subresources: { scale: { ...scale, statusReplicasPath: '.spec.replicas' } } } }, 'statusReplicasPath: must be a path below .status'],
  [{ version: { deprecationWarning: 'old' } }, `${at}/deprecationWarning: is for a version with deprecated: true`],
  [{ version: { deprecated: true, deprecationWarning: '' } }, `${at}/deprecationWarning: must not be empty`],
  [{ version: { deprecated: true, deprecationWarning: 'a\tb' } }, `${at}/deprecationWarning: must have characters that print`],
  [selectable('.spec.colour'), `${at}/selectableFields/0/jsonPath: ".spec.colour" leads to no field`],
  [selectable('spec.color'), 'is no path such as .spec.color'],
  [selectable('.spec.all'), 'must lead to a field of type boolean, integer, string'],
  [selectable('.spec.color', '.spec.color'), `${at}/selectableFields/1/jsonPath: ".spec.color" stands twice`],
  [selectable(undefined), `${at}/selectableFields/0: needs jsonPath`],
  [{ spec: { conversion: { strategy: 'Both' } } }, `${CONVERSION}/strategy: must be None or Webhook, not "Both"`],
  [{ spec: { conversion: { ...webhook({}), strategy: 'None' } } }, `${CONVERSION}/webhook/clientConfig: is for strategy Webhook alone`],
  [{ spec: { conversion: { strategy: 'Webhook' } } }, `${CONVERSION}/webhook: needs clientConfig`],
  [{ spec: { conversion: webhook({ url: 'https://a.example' }) } }, `${CONVERSION}/webhook/clientConfig: needs one of url and service`],
  [{ spec: { conversion: webhook({ url: 'http://a.example', service: null }) } }, `${CONVERSION}/webhook/clientConfig/url: `],
  [{ spec: { conversion: webhook({ caBundle: '*' }) } }, `${CONVERSION}/webhook/clientConfig/caBundle: is no Base64`],
  [{ spec: { conversion: webhook({ service: { name: 'a' } }) } }, `${CONVERSION}/webhook/clientConfig/service: needs namespace`],
  [{ spec: { conversion: webhook({ service: { name: 'a', namespace: 'b', port: 0 } }) } }, 'service/port: 0 is no port'],
  [{ spec: { conversion: webhook({ service: { name: 'a', namespace: 'b', path: 'c' } }) } }, 'service/path: "c" is no absolute path'],
  [{ spec: { conversion: webhook({ service: { name: 'a', namespace: 'b', path: '/c//d' } }) } }, 'service/path: "/c//d": "" is no name'],
  [{ spec: { conversion: webhook({}, { conversionReviewVersions: [] }) } }, `${CONVERSION}/webhook: needs conversionReviewVersions`],
  [{ spec: { conversion: webhook({}, { conversionReviewVersions: ['v2'] }) } }, 'must hold v1 or v1beta1'],
  [{ spec: { conversion: webhook({}, { conversionReviewVersions: ['v1', 'v1'] }) } }, 'stands twice in its list'],
  [{ spec: { conversion: webhook({}, { conversionReviewVersions: ['v1', 'a.b'] }) } }, '"a.b" is no version'],
  [{ spec: { conversion: webhook({}, { surprise: 1 }) } }, `${CONVERSION}/webhook/surprise: "surprise" is no field here`],
  [{ root: { 'x-kubernetes-map-type': 'odd' } }, 'x-kubernetes-map-type: "odd" is no type of a map'],
  [{ root: { properties: { a: { type: 'string', 'x-kubernetes-map-type': 'atomic' } } } }, 'x-kubernetes-map-type: belongs to a map'],
  [{ root: { properties: { a: { type: 'string', 'x-kubernetes-list-type': 'set' } } } }, 'x-kubernetes-list-type: belongs to a list'],
  [
    { root: { properties: { a: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } } } } },
    'properties/a/items: is a map in a set, and needs x-kubernetes-map-type: atomic',
  ],
  [{ root: { properties: { a: { type: 'object', 'x-kubernetes-preserve-unknown-fields': false } } } }, 'must be true, or left out'],
  [{ root: { 'x-kubernetes-validations': [{ rule: 'true' }, { rule: 'true' }] } }, 'x-kubernetes-validations/1: the rule stands twice'],
  [{ root: { properties: { a: { type: 'string', format: 'date-time', default: 'now' } } } }, 'a/default: does not fit the schema'],
  [{ root: { properties: { metadata: {} } } }, `${at}/schema/openAPIV3Schema/properties/metadata: metadata must have the type object`],
  [
    { root: { properties: { metadata: { type: 'object', surprise: 1 } } } },
    `${at}/schema/openAPIV3Schema/properties/metadata/surprise: "surprise" is no keyword`,
  ],
])('a definition with %j is refused', (parts, said) => {
  expect(flaws(parts).join('\n')).toContain(said);
});
