import type { FEATURES } from '../fleet/versions/table.ts';

/** Fields that a cluster fills in where Argo CD compares them: inside lists that are compared as a whole, or that are written back. */
export interface FilledIn {
  /** Where the fields belong, as `each` reads it. */
  readonly at: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What not every version of the system does. */
  readonly feature?: keyof typeof FEATURES;
}

const STRATEGIES = { conversionStrategy: 'Default', decodingStrategy: 'None' };
const RELABELING = { action: 'replace' };

/** By `group/Kind`. What stands in maps alone is not here: of maps Argo CD compares the keys that Git has. */
export const FILLED_IN: Readonly<Record<string, readonly FilledIn[]>> = {
  // kubernetes, pkg/apis/apps/v1/defaults.go and core/v1/defaults.go, SetDefaults_PersistentVolumeClaimSpec; argoproj/argo-cd#11143
  'apps/StatefulSet': [
    { at: 'spec.volumeClaimTemplates[]', fields: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' } },
    { at: 'spec.volumeClaimTemplates[].spec', fields: { volumeMode: 'Filesystem' } },
  ],
  // External Secrets 0.16 to 2.8, CRD; from 2.9 on what is written stays
  'external-secrets.io/ExternalSecret': [
    { at: 'spec.data[].remoteRef', fields: { ...STRATEGIES, metadataPolicy: 'None' }, feature: 'filledInStrategies' },
    { at: 'spec.dataFrom[].extract', fields: { ...STRATEGIES, metadataPolicy: 'None' }, feature: 'filledInStrategies' },
    { at: 'spec.dataFrom[].find', fields: STRATEGIES, feature: 'filledInStrategies' },
  ],
  // prometheus-operator 0.93, CRD
  'monitoring.coreos.com/PodMonitor': [{ at: 'spec.podMetricsEndpoints[].relabelings|metricRelabelings[]', fields: RELABELING }],
  'monitoring.coreos.com/ServiceMonitor': [{ at: 'spec.endpoints[].relabelings|metricRelabelings[]', fields: RELABELING }],
  // kubernetes, pkg/apis/admissionregistration/v1/defaults.go
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': [
    { at: 'spec.matchConstraints', fields: { matchPolicy: 'Equivalent' } },
    { at: 'spec.matchConstraints.resourceRules|excludeResourceRules[]', fields: { scope: '*' } },
  ],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': [
    { at: 'spec.matchResources', fields: { matchPolicy: 'Equivalent' } },
    { at: 'spec.matchResources.resourceRules|excludeResourceRules[]', fields: { scope: '*' } },
  ],
};
