import { versionProblem, type VersionProblem, type Versions } from '../fleet/versions/serves.ts';
import { FEATURES } from '../fleet/versions/table.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { each } from './look.ts';
import { group, type KubeObject } from './object.ts';
import { TEMPLATES } from './pod.ts';

/** A field that not every version has. */
interface VersionedField {
  /** The maps that have it, as `each` reads it. */
  readonly at: string;
  readonly key: string;
  /** The value that not every version has; absent: any. */
  readonly value?: string;
  readonly feature: keyof typeof FEATURES;
}

const OF_PODS: readonly VersionedField[] = [
  { at: 'spec.containers|initContainers[].lifecycle.preStop', key: 'sleep', feature: 'preStopSleep' },
  { at: 'spec.initContainers[]', key: 'restartPolicy', feature: 'sidecars' },
];
const ISSUERS: readonly VersionedField[] = [
  { at: 'spec.acme.solvers[].dns01.rfc2136', key: 'protocol', feature: 'rfc2136Protocol' },
  { at: 'spec.acme.solvers[]', key: 'waitInsteadOfSelfCheck', feature: 'waitInsteadOfSelfCheck' },
  { at: 'spec.vault.auth', key: 'aws', feature: 'vaultByAws' },
  { at: 'spec.venafi', key: 'ngts', feature: 'nextGenerationTrust' },
];

/** By `group/Kind`; since when, and by which source, says the table of versions. */
const FIELDS: Readonly<Record<string, readonly VersionedField[]>> = {
  ...Object.fromEntries(
    Object.entries(TEMPLATES).map(([kind, path]) => [kind, OF_PODS.map((field) => ({ ...field, at: [...path, field.at].join('.') }))]),
  ),
  '/Service': [{ at: 'spec', key: 'trafficDistribution', feature: 'trafficDistribution' }],
  'argoproj.io/Application': [
    { at: 'spec.syncPolicy.retry', key: 'refresh', feature: 'retryRefresh' },
    { at: 'spec.source', key: 'tagPrefix', feature: 'tagPrefix' },
    { at: 'spec.sources[]', key: 'tagPrefix', feature: 'tagPrefix' },
    { at: 'spec.sourceHydrator.syncSource', key: 'repoURL', feature: 'hydratedRepository' },
  ],
  'argoproj.io/AppProject': [
    { at: 'spec', key: 'sourceIntegrity', feature: 'sourceIntegrity' },
    { at: 'spec.syncWindows[]', key: 'syncOverrun', feature: 'syncOverrun' },
  ],
  'cert-manager.io/Certificate': [
    { at: 'spec', key: 'renewBeforePercentage', feature: 'renewBeforePercentage' },
    { at: 'spec', key: 'renewal', feature: 'renewal' },
    { at: 'spec.keystores.pkcs12', key: 'profile', value: 'Modern2026', feature: 'keystoreProfile2026' },
  ],
  'cert-manager.io/ClusterIssuer': ISSUERS,
  'cert-manager.io/Issuer': ISSUERS,
  'external-secrets.io/ExternalSecret': [
    { at: 'spec', key: 'syncWindows', feature: 'refreshWindows' },
    { at: 'spec.data[].remoteRef', key: 'nullBytePolicy', feature: 'nullBytePolicy' },
    { at: 'spec.dataFrom[].extract|find', key: 'nullBytePolicy', feature: 'nullBytePolicy' },
    { at: 'spec.dataFrom[].rewrite[]', key: 'merge', feature: 'mergedKeys' },
    { at: 'spec.dataFrom[].rewrite[].merge', key: 'priorityPolicy', feature: 'mergePriorityPolicy' },
    { at: 'spec.target', key: 'manifest', feature: 'otherTarget' },
    { at: 'spec.target', key: 'creationPolicy', value: 'CreateOrMerge', feature: 'createOrMerge' },
    { at: 'spec.target.template.metadata', key: 'finalizers', feature: 'finalizersOfSecret' },
    { at: 'spec.target.template.templateFrom[]', key: 'valuesDecodingStrategy', feature: 'decodedTemplates' },
  ],
  'traefik.io/Middleware': [
    { at: 'spec.forwardAuth', key: 'maxResponseBodySize', feature: 'maxResponseBodySize' },
    { at: 'spec.errors', key: 'errorRequestHeaders', feature: 'errorRequestHeaders' },
    { at: 'spec', key: 'ipAllowList', feature: 'ipAllowList' },
    { at: 'spec.ipAllowList', key: 'rejectStatusCode', feature: 'rejectStatusCode' },
  ],
};

/** Kinds that have such fields, as `group/Kind`. */
export const VERSIONED_KINDS: readonly string[] = Object.keys(FIELDS);

interface FieldProblem extends VersionProblem {
  readonly path: Pointer;
  /** Absent where the value is what not every version has. */
  readonly key?: true;
}

/** Fields of an object that these versions do not serve, and where each stands. */
export function* fieldProblems(object: KubeObject, versions: Versions): Iterable<FieldProblem> {
  for (const { at, key, value, feature } of FIELDS[`${group(object)}/${object.kind}`] ?? []) {
    const problem = versionProblem(FEATURES[feature], versions);
    if (problem?.severity !== 'unserved') continue;
    for (const place of each(object, at)) {
      if (!Object.hasOwn(place.item, key) || (value !== undefined && place.item[key] !== value)) continue;
      yield { ...problem, path: child(place.at, key), ...(value === undefined ? { key: true } : {}) };
    }
  }
}
