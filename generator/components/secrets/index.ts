// https://external-secrets.io/latest/api/externalsecret/
import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { canonicalDuration } from '../../k8s/duration.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { REGION_PLACEHOLDER } from '../../k8s/region-placeholder.ts';
import type { RequiredSecret } from '../../model/required-secret.ts';
import { secretsText } from './secrets-page.ts';
import { defineComponent, type SharedContext } from '../component.ts';
import { secretsConsequences } from './consequences.ts';
import { secretsMixed } from './mixed.ts';
import { secretsProtection } from './protection.ts';
import type { SecretsSettings } from './settings.generated.ts';

/** How Secrets come into the clusters. What is written here refers to values; it never holds one. */
export const secrets = defineComponent<SecretsSettings>({
  name: 'secrets',
  summary: 'references to the Secrets that the fleet needs, or the list of commands that make them',
  order: 20,
  requires: ['cluster'],
  optional: true,
  protection: secretsProtection,
  namespaces: (fleet) => [fleet.namespace],
  borrowed: ({ certManager }) => [certManager.namespace],
  kinds: [
    { group: 'bitnami.com', kind: 'SealedSecret' },
    { group: 'external-secrets.io', kind: 'ExternalSecret' },
  ],
  consequences: secretsConsequences,
  secret: (context, need) => (context.settings.provider === 'external-secrets' ? [externalSecret(context, need)] : []),
  files: ({ fleet, regions }) => {
    const clusters = new Map(fleet.regions.map(({ name, cluster }) => [name, cluster]));
    return [
      {
        path: 'secrets.md',
        text: secretsText(
          fleet.name,
          regions.map(({ region, settings, requiredSecrets, enabled }) => ({
            region,
            cluster: clusters.get(region) ?? region,
            requiredSecrets,
            provider: enabled ? settings.provider : 'manual',
            storePath: (namespace, name) => storePath(settings.prefix, REGION_PLACEHOLDER, namespace, name),
          })),
        ),
      },
    ];
  },
  mixed: secretsMixed,
});

function storePath(prefix: string, region: string, namespace: string, name: string): string {
  return `${prefix}/${region}/${namespace}/${name}`;
}

function externalSecret({ fleet, region, settings }: SharedContext<SecretsSettings>, need: RequiredSecret): KubeObject {
  const labels = fleetLabels(fleet.name);
  const key = storePath(settings.prefix, region, need.namespace, need.name);
  // Defaults inside list items are written out: a list of a custom resource is compared as a whole.
  const defaults = { conversionStrategy: 'Default' as const, decodingStrategy: 'None' as const, metadataPolicy: 'None' as const };
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: need.name, namespace: need.namespace, labels },
    spec: {
      // A rotating Secret has more keys than usual, so all that the store has are taken.
      ...(need.open === true
        ? { dataFrom: [{ extract: { ...defaults, key } }] }
        : { data: need.keys.map(({ key: property }) => ({ remoteRef: { ...defaults, key, property }, secretKey: property })) }),
      refreshInterval: canonicalDuration(settings.refreshInterval),
      secretStoreRef: { kind: 'ClusterSecretStore', name: settings.store },
      target: {
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        name: need.name,
        // Without metadata of its own the Secret would inherit Argo CD's tracking annotation.
        template: { engineVersion: 'v2', mergePolicy: 'Replace', metadata: { labels }, type: need.type },
      },
    },
  } satisfies IExternalSecret;
}
