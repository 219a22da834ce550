/** Velero has no package of types: the fields we write, from https://velero.io/docs/main/api-types/schedule/. */
export interface VeleroSchedule {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'Schedule';
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly paused: boolean;
    /** Five fields, in the time zone of Velero's pod. */
    readonly schedule: string;
    readonly useOwnerReferencesInBackup: boolean;
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly includedNamespaces: readonly string[];
      /** `plural.group`. */
      readonly excludedResources: readonly string[];
      readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
      readonly storageLocation: string;
      /** metav1.Duration. */
      readonly ttl: string;
    };
  };
}
