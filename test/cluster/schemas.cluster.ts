// The closed schemas of schemas/objects/ are made from packages of types. Here each is held against what its own release says: the CRDs of
// the systems, and the OpenAPI of a real API server.
// Judges: Kubernetes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RELEASES, minorOf } from '../../generator/fleet/versions/releases.ts';
import { knownKinds, schemaOf } from '../../generator/k8s/schema/kinds.ts';
import { Cluster } from './cluster.ts';
import { crds } from './programs/crds.ts';
import { kubernetesVersion } from './programs/programs.ts';
import { differences } from './same-fields.ts';
import type { Upstream } from './same-fields.ts';

/** What every object has, or only the cluster writes. */
const APART = ['apiVersion', 'kind', 'metadata', 'status'];

/** Kinds, places, and why ours say something else there. */
const MEANT: readonly (readonly [kinds: RegExp, what: RegExp, why: string])[] = [
  [/./, /required by ours alone$/, 'who reads the object refuses one without: damage.cluster.ts tries it'],
  [/./, /\/metadata\/\w+: is no field of ours$/, 'of the metadata of a template too only what people write is known'],
  [/^(apps\/v1|batch\/v1|v1)\//, /\/(workloadRef|schedulingGroup): /, 'alpha in 1.35, and in the types, which are newer, another field (KEP-4671)'],
  [/\/(ClusterRoleBinding|RoleBinding)$/, /^\/roleRef\/apiGroup: /, 'the API server fills it in (pkg/apis/rbac/v1/defaults.go)'],
  [/\/(PriorityClass|EndpointSlice)$/, /^\/(value|endpoints): /, 'absent is 0, or none, for the API server'],
  [/^argoproj\.io\/.*\/Application$/, /^\/operation: /, 'no operation is started from Git'],
  [
    /^externaldns\.k8s\.io\//,
    /^\/spec\/endpoints\/\[\]\/recordType: is one of/,
    'of others ExternalDNS writes no record (endpoint/endpoint.go, CheckEndpoint)',
  ],
  [/^cert-manager\.io\/.*Issuer$/, /podTemplate|serviceType/, 'cert-manager hands these to the API server, which has those values alone'],
  [/^velero\.io\//, /[lL]abelSelectors?\/.*operator: /, 'Velero reads them as the selectors of Kubernetes'],
  [
    /^external-secrets\.io\//,
    /nullBytePolicy|syncWindows|valuesDecodingStrategy|creationPolicy|generatorRef\/kind/,
    `of a later release than ${RELEASES['external-secrets'].version}, which is the last that there is as a Go module`,
  ],
];

/** Minor → what its server says otherwise than that of RELEASES, which the schemas are made for. */
const BEFORE: Readonly<Record<string, typeof MEANT>> = {
  '1.34': [
    [/./, /\/tolerations\/\[\]\/operator: is one of/, 'Gt and Lt came with 1.35 (KEP-5471)'],
    [/./, /\/podCertificate\/userAnnotations: is no field of theirs$/, 'came with 1.35 (KEP-4317)'],
    [/^batch\//, /\/onPodConditions\/\[\]\/status: is required by theirs alone$/, 'no longer since 1.35 (pkg/apis/batch/v1/defaults.go)'],
    [
      /^admissionregistration/,
      /\/(scope|reinvocationPolicy): is one of "",/,
      'an enum whose words its OpenAPI does not find (staging/src/k8s.io/api)',
    ],
  ],
};
const minor = minorOf(kubernetesVersion());
const ofMinor = BEFORE[minor] ?? [];
const meant = [...MEANT, ...ofMinor];

let cluster: Cluster;
const served = new Map<string, Upstream>();
const named = new Map<string, Upstream>();

beforeAll(async () => {
  for (const { spec } of crds() as unknown as { spec: Definition }[]) {
    for (const { name, schema } of spec.versions) served.set(`${spec.group}/${name}/${spec.names.kind}`, schema.openAPIV3Schema);
  }
  cluster = await Cluster.serve();
  const own = knownKinds().filter((kind) => !served.has(kind));
  for (const version of new Set(own.map((kind) => kind.replace(/\/[^/]+$/, '')))) {
    const { code, body } = await cluster.ask('GET', `/openapi/v3/${version.includes('/') ? 'apis' : 'api'}/${version}`);
    expect(code, version).toBe(200);
    for (const [name, schema] of Object.entries((body as unknown as OpenApi).components.schemas)) {
      named.set(`#/components/schemas/${name}`, schema);
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? [])
        served.set(`${group === '' ? '' : `${group}/`}${version}/${kind}`, schema);
    }
  }
});
afterAll(() => cluster?.stop());

interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Upstream } }[];
}

interface OpenApi {
  readonly components: {
    readonly schemas: Readonly<Record<string, Upstream & { 'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[] }>>;
  };
}

/** The API server wraps a reference where it adds a default or a description. */
function follow(schema: Upstream): Upstream {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return ref === undefined ? schema : follow(named.get(ref) as Upstream);
}

function without<T extends { properties?: Readonly<Record<string, unknown>>; required?: readonly string[] }>(schema: T): T {
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([key]) => !APART.includes(key)));
  return { ...schema, properties, required: (schema.required ?? []).filter((key) => !APART.includes(key)) };
}

const found = (kind: string): string[] => {
  const at = kind.lastIndexOf('/');
  const ours = schemaOf({ apiVersion: kind.slice(0, at), kind: kind.slice(at + 1) });
  const theirs = served.get(kind);
  if (ours === undefined || theirs === undefined) return ['/: is not served'];
  return differences(without(theirs), without(ours), follow);
};

test.each(knownKinds())('%s has the fields, the required ones and the values of its release', (kind) => {
  expect(found(kind).filter((what) => !meant.some(([kinds, places]) => kinds.test(kind) && places.test(what)))).toEqual([]);
});

test('no difference is allowed that there is not', () => {
  // Which rows other minors need is their affair.
  const needed = minor === minorOf(RELEASES.kubernetes.version) ? MEANT : ofMinor;
  const unused = needed.filter(([kinds, places]) => !knownKinds().some((kind) => kinds.test(kind) && found(kind).some((what) => places.test(what))));
  expect(unused.map(([, , why]) => why)).toEqual([]);
});
