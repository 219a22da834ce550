// https://kubernetes.io/docs/reference/labels-annotations-taints/  https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
import { isMap } from '../../../model/data.ts';
import type { Weight } from '../../../components/weight.ts';
import { any, none } from '../rule.ts';
import type { Rule, Spot } from '../rule.ts';
import type { Fields } from '../table.ts';

/** Keys with a prefix that no controller acts on. */
const HARMLESS =
  /^(pap\.plugged\.in\/.*|app\.kubernetes\.io\/(name|instance|version|component|part-of|managed-by|created-by)|argocd\.argoproj\.io\/(sync-wave|manifest-generate-paths|compare-options)|helm\.sh\/(chart|resource-policy)|kubernetes\.io\/(description|change-cause))$/;

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** What options of a sync do that weakens it. */
const WEAKENING: Readonly<Record<string, Weight>> = {
  'Replace=true': { class: 'loss', says: 'Argo CD deletes the object and makes it anew instead of changing it' },
  'Force=true': { class: 'loss', says: 'Argo CD deletes the object and makes it anew when the API server refuses a change' },
  'Prune=true': { class: 'loss', says: 'Argo CD deletes the object when it leaves Git' },
  'Delete=true': { class: 'loss', says: 'Argo CD deletes the object together with its Application' },
  'Validate=false': { class: 'power', says: 'Argo CD applies the object without validation' },
  'SkipDryRunOnMissingResource=true': { class: 'power', says: 'Argo CD applies the object without a dry run' },
};

const UNPROTECTED: Weight = { class: 'loss', says: 'its protection by sync options is taken away: Argo CD deletes it when it leaves Git' };

function options(value: unknown): string[] {
  return typeof value === 'string' ? value.split(',').map((option) => option.trim()) : [];
}

/** How two values of `sync-options` differ. */
export function syncOptions(before: unknown, after: unknown): Weight | undefined {
  const [old, now] = [options(before), options(after)];
  const guards = (list: readonly string[]): Set<string> =>
    new Set(list.filter((option) => /^(Prune|Delete)=(false|confirm)$/.test(option)).map((option) => option.split('=')[0] as string));
  const kept = guards(now);
  if ([...guards(old)].some((guard) => !kept.has(guard))) return UNPROTECTED;
  const came = now.find((option) => !old.includes(option) && WEAKENING[option] !== undefined);
  return came === undefined ? undefined : WEAKENING[came];
}

function* changes(before: unknown, after: unknown): Iterable<readonly [key: string, before: unknown, after: unknown]> {
  const [old, now] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [was, is] = [Object.hasOwn(old, key) ? old[key] : undefined, Object.hasOwn(now, key) ? now[key] : undefined];
    if (was !== is) yield [key, was, is];
  }
}

/** The gravest of what single keys of a map do. */
export function eachKey(weigh: (key: string, before: unknown, after: unknown, spot: Spot) => Weight | undefined): Rule {
  return {
    weigh: (before, after, spot) => {
      let found: Weight | undefined;
      for (const [key, was, is] of changes(before, after)) {
        const next = weigh(key, was, is, spot);
        if (next !== undefined && (found === undefined || (found.class === 'work' && next.class !== 'work'))) found = next;
      }
      return found;
    },
  };
}

/** Keys without a prefix by which the sidecars of Grafana take what is in a ConfigMap for its configuration. */
const GRAFANA = /^grafana_(?!dashboard$)/;
const FOLDER = 'k8s-sidecar-target-directory';

export function annotationDanger(key: string, before: unknown, after: unknown, spot: Spot): Weight | undefined {
  if (key === SYNC_OPTIONS) return syncOptions(before, after);
  if (/^external-dns\.alpha\.kubernetes\.io\//.test(key)) return { class: 'names', says: 'ExternalDNS makes records of this annotation' };
  if (/^(helm\.sh\/hook|argocd\.argoproj\.io\/hook)/.test(key))
    return { class: 'loss', says: 'Argo CD takes the object for a hook: it deletes and makes it anew with every sync, and never prunes it' };
  if (key === FOLDER && /\/|\.\./.test(String(after))) return { class: 'power', says: 'the sidecar of Grafana writes files to another folder' };
  return labelDanger(key, spot);
}

/**
 * Controllers act on keys with a prefix, and nobody knows all controllers of a cluster: so a change of such a key is dangerous,
 * unless the prefix is a domain of the fleet itself.
 */
export function labelDanger(key: string, { cluster }: Spot): Weight | undefined {
  const slash = key.indexOf('/');
  // CRI-O and Kata take keys without a slash: `io.kubernetes.cri-o.userns-mode`.
  if (/^io\.[a-z]+\./.test(key)) return { class: 'power', says: `the runtime of the containers acts on the key ${key}` };
  if (slash === -1) return GRAFANA.test(key) ? { class: 'power', says: `Grafana reads its configuration from what bears ${key}` } : undefined;
  if (HARMLESS.test(key) || `.${key.slice(0, slash)}`.endsWith(`.${cluster.domain}`)) return undefined;
  return { class: 'power', says: `controllers act on the key ${key}` };
}

/** `metadata` of any object. Kinds whose labels do more have a row of their own for them. */
export const METADATA: Fields = {
  'metadata.name': none,
  'metadata.namespace': none,
  'metadata.labels': eachKey((key, _before, _after, spot) => labelDanger(key, spot)),
  'metadata.annotations': eachKey(annotationDanger),
  'metadata.finalizers': any('loss', 'a finalizer decides whether, and with what, the API server lets the object be deleted'),
};

/** Labels by which others select the object. */
export function selectedLabels(weight: Weight, except: RegExp = /^(app\.kubernetes\.io\/version|helm\.sh\/chart|pap\.plugged\.in\/team)$/): Rule {
  return eachKey((key, before, _after, spot) => labelDanger(key, spot) ?? (before !== undefined && !except.test(key) ? weight : undefined));
}
