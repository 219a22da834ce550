import { publishedOf, type Published } from '../fleet/versions/lifecycle.ts';
import { RELEASES, minorOf } from '../fleet/versions/releases.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { APIS, type System } from '../fleet/versions/table.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import { group, version, type KubeObject } from '../k8s/object.ts';
import { shown } from '../model/quoted.ts';
import { rule as deprecatedRules } from '../rules/object/deprecated-api/rule.ts';
import { rule as unservedRules } from '../rules/object/unserved-api/rule.ts';
import type { ApiFinding } from '../rules/rule.ts';

const [unserved] = unservedRules;
const [deprecated] = deprecatedRules;

/** Groups that systems have left, the group that has their kinds since, and where upstream says so. */
const MOVED: Readonly<Record<string, readonly [to: string, since: string]>> = {
  'certmanager.k8s.io': ['cert-manager.io', 'cert-manager 0.11 (release notes 0.11)'],
  'keda.k8s.io': ['keda.sh', 'KEDA 2.0 (keda.sh, Migration Guide)'],
  'kubernetes-client.io': ['external-secrets.io', 'the end of kubernetes-external-secrets (its README)'],
  'networking.x-k8s.io': ['gateway.networking.k8s.io', 'Gateway API 0.4 (release notes 0.4.0)'],
};

/**
 * What the definitions that other systems publish say of the version that an object is written in. A definition among the manifests knows better, and so does
 * the table of versions.
 * @param versions what runs; of a system that is not named the release that this program was tried against
 */
export function publishedFaults(object: KubeObject, versions: Versions, kinds: Kinds): ApiFinding[] {
  if (kinds.definitionOf(object) !== undefined || APIS.some(({ apiVersion }) => apiVersion === object.apiVersion)) return [];
  const moved = Object.hasOwn(MOVED, group(object)) ? MOVED[group(object)] : undefined;
  if (moved !== undefined)
    return [
      {
        rule: unserved,
        path: '/apiVersion',
        message: `${shown(object.apiVersion)} is not served since ${moved[1]}`,
        hint: `write it for ${moved[0]}`,
      },
    ];
  const published = publishedOf(`${group(object)}/${object.kind}`);
  if (published === undefined || !runs(published, versions)) return [];
  const { system, release, versions: all } = published;
  const own = Object.hasOwn(all, version(object)) ? all[version(object)] : undefined;
  const kept = Object.keys(all).filter((name) => all[name]?.served !== false && all[name]?.deprecated === undefined);
  const hint = `use ${kept.map((name) => `${group(object)}/${name}`).join(' or ')}`;
  const from = `${system} ${release}`;
  if (own === undefined ? isOlder(version(object), Object.keys(all)) : own.served === false)
    return [{ rule: unserved, path: '/apiVersion', message: `${from} does not serve ${object.kind} as ${shown(version(object))}`, hint }];
  if (own?.deprecated === undefined) return [];
  return [{ rule: deprecated, severity: 'note', path: '/apiVersion', message: `${from} calls ${object.apiVersion} ${object.kind} deprecated`, hint }];
}

/** Whether anything is known of what other systems publish of a kind. */
export function isPublished(of: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return Object.hasOwn(MOVED, group(of)) || publishedOf(`${group(of)}/${of.kind}`) !== undefined;
}

/** Whether it is the minor that the definition is of, as far as anything is known of that. */
function runs({ system, release }: Published, versions: Versions): boolean {
  const name = Object.entries(RELEASES).find(([, { title }]) => title === system)?.[0];
  const running = name === undefined ? undefined : versions[name as Exclude<System, 'argocd'>];
  return running === undefined || name === 'external-secrets' || running === minorOf(release);
}

/** Whether others came after it, by the order that Kubernetes has for versions: what came later than all is of a release that nobody here knows. */
function isOlder(name: string, others: readonly string[]): boolean {
  const own = rank(name);
  return own !== undefined && others.some((other) => (rank(other) ?? -1) > own);
}

function rank(name: string): number | undefined {
  const [, major, stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name) ?? [];
  if (major === undefined) return undefined;
  const step = stage === undefined ? 2 : stage === 'beta' ? 1 : 0;
  return step * 1e6 + Number(major) * 1e3 + Number(minor);
}
