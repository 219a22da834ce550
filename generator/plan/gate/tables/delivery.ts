// https://argo-cd.readthedocs.io/en/stable/user-guide/projects/  https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
import { text } from '../../../k8s/look.ts';
import { equal, get, isMap } from '../../../model/data.ts';
import type { Weight } from '../../../components/weight.ts';
import { any, leaves, list, none, on, setting, when } from '../rule.ts';
import type { Rule, Spot } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA } from './metadata.ts';

const READS = any('power', 'Argo CD reads from elsewhere what it applies');

/** Options that make a sync delete more, check less, or share objects. */
const OPTIONS: Rule = {
  weigh(before, after): Weight | undefined {
    const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
    const [old, now] = [texts(before), texts(after)];
    const came = now.filter((option) => !old.includes(option));
    const went = old.filter((option) => !now.includes(option));
    if (came.some((option) => /^(Replace|Force)=true$/.test(option)))
      return { class: 'loss', says: 'Argo CD deletes objects and makes them anew instead of changing them' };
    if (went.some((option) => /^(PruneLast=true|Prune=false)$/.test(option)))
      return { class: 'loss', says: 'Argo CD deletes objects before it has applied the others' };
    if (went.includes('FailOnSharedResource=true')) return { class: 'identity', says: 'Argo CD takes objects that another Application owns' };
    if (came.length + went.length > 0) return { class: 'power', says: 'Argo CD applies objects in another way' };
    return undefined;
  },
};

const application: Table = {
  kinds: ['argoproj.io/Application'],
  fields: {
    ...METADATA,
    // How a region says that it will go, or that it stays after all; how many go at once is counted apart.
    'metadata.finalizers': none,
    'spec.destination.server': any('identity', 'an Application goes to another cluster'),
    'spec.destination.name': any('identity', 'an Application goes to another cluster'),
    'spec.destination.namespace': any('identity', 'an Application goes to another namespace'),
    'spec.project': any('power', 'an Application goes to another project'),
    'spec.source': READS,
    'spec.sources': READS,
    'spec.sourceHydrator': READS,
    'spec.ignoreDifferences': any('power', 'Argo CD no longer undoes what others change there'),
    'spec.info': none,
    'spec.revisionHistoryLimit': none,
    'spec.syncPolicy.automated.prune': any('loss', 'Argo CD deletes what leaves Git, or no longer does'),
    'spec.syncPolicy.automated.selfHeal': when(leaves([true], false), 'power', 'Argo CD no longer undoes what others change'),
    'spec.syncPolicy.automated.allowEmpty': when(on, 'loss', 'Argo CD deletes everything when the folder is empty'),
    'spec.syncPolicy.automated.enabled': any('power', 'Argo CD no longer syncs by itself, or does'),
    'spec.syncPolicy.managedNamespaceMetadata': any('power', 'Argo CD sets labels of a namespace'),
    'spec.syncPolicy.retry': none,
    'spec.syncPolicy.retry.refresh': when(leaves([true], false), 'power', 'Argo CD keeps applying a revision that fails, and newer commits wait'),
    'spec.syncPolicy.syncOptions': OPTIONS,
  },
  // What it takes along is judged object by object, and as a component that leaves a region.
  gone: none,
  brought: any('power', 'Argo CD delivers something from elsewhere'),
};

/** Kinds that nobody gets power by: whoever may write them anyway is no wider. */
const PLAIN_KINDS: ReadonlySet<string> = new Set(['/ConfigMap']);

function allowed(item: unknown, { cluster: { own } }: Spot): boolean {
  if (!isMap(item)) return false;
  const { kind, namespace } = item;
  if (kind !== undefined) {
    const id = `${text(item['group']) ?? ''}/${text(kind) ?? ''}`;
    return own.kinds.has(id) || PLAIN_KINDS.has(id);
  }
  return own.namespaces.has(text(namespace) ?? '');
}

/** A list of what the project allows: what the components of the region use anyway is no wider. */
function allows(says: string): Rule {
  return setting(
    {
      weigh(before, after, spot) {
        const [old, now] = [before, after].map((value) => (Array.isArray(value) ? (value as unknown[]) : [])) as [unknown[], unknown[]];
        // Another name of the cluster is another project altogether.
        const came = now.filter((item) => !old.some((other) => equal(item, other)));
        const known = new Set(old.map((item) => get(item, ['name']) ?? get(item, ['server'])));
        const wider = came.some(
          (item) =>
            !allowed(item, spot) ||
            (get(item, ['namespace']) !== undefined && spot.verb !== 'create' && !known.has(get(item, ['name']) ?? get(item, ['server']))),
        );
        return wider ? { class: 'power', says } : undefined;
      },
    },
    (value) => (Array.isArray(value) ? value.map((item: unknown) => get(item, ['namespace']) ?? item) : []),
  );
}

const MORE = 'Argo CD may deliver more than the components of the region need';

const project: Table = {
  kinds: ['argoproj.io/AppProject'],
  fields: {
    ...METADATA,
    'spec.description': none,
    'spec.sourceRepos': list(any('power', 'Argo CD may deliver from another repository'), none),
    'spec.destinations': allows(MORE),
    'spec.clusterResourceWhitelist': allows(MORE),
    'spec.namespaceResourceWhitelist': allows(MORE),
    'spec.clusterResourceBlacklist': any('power', MORE),
    'spec.namespaceResourceBlacklist': any('power', MORE),
    'spec.destinationServiceAccounts': any('power', 'Argo CD acts with the rights of another account'),
    'spec.orphanedResources': none,
    'spec.permitOnlyProjectScopedClusters': any('power', 'Argo CD may deliver to other clusters'),
    'spec.roles': any('power', 'others may act through the project'),
    'spec.sourceIntegrity': any('power', 'Argo CD trusts other signatures'),
    'spec.signatureKeys': any('power', 'Argo CD trusts other signatures'),
    'spec.sourceNamespaces': any('power', 'Applications of other namespaces use the project'),
    'spec.syncWindows': any('power', 'Argo CD syncs at other times'),
  },
  gone: any('loss', 'Argo CD may no longer touch what it delivered there'),
  brought: any('power', 'Argo CD may deliver more'),
};

export const delivery: readonly Table[] = [application, project];
