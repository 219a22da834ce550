import { isMap } from '../model/data.ts';
import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { quoted, shown } from '../model/quoted.ts';

/** A label or annotation by which somebody tells Argo CD, Helm or Kustomize what to do with an object. */
export interface DeliveryKey {
  /** Within the object. */
  readonly at: Pointer;
  readonly message: string;
}

/** Domains whose keys Argo CD, Helm and Kustomize read, with all below them: Argo CD treats the hooks of Helm as its own. */
const DOMAINS = /(?:^|\.)(?:helm\.sh|argocd\.argoproj\.io|kustomize\.config\.k8s\.io|config\.kubernetes\.io|config\.k8s\.io)\//i;

/** Whether a key steers the delivery. */
export function isDeliveryKey(key: string): boolean {
  return DOMAINS.test(key);
}

/**
 * What people may write: what nobody acts on, and what keeps an object or sets its turn. Nothing that has Argo CD delete, replace, force, skip or
 * run an object as a hook, or look away from it. `top`: only on the object itself, since Argo CD reads no other.
 */
const ALLOWED: Readonly<Record<string, { readonly value: RegExp; readonly means: string; readonly top?: true }>> = {
  'helm.sh/chart': { value: /^/, means: 'any text' },
  // https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource; Argo CD takes it for Prune=false.
  'helm.sh/resource-policy': { value: /^keep$/, means: 'keep' },
  // Ours are in wave 0: what comes earlier would hold them back until it is healthy.
  'argocd.argoproj.io/sync-wave': { value: /^[0-9]{1,2}$/, means: 'a whole number from 0 to 99', top: true },
  'argocd.argoproj.io/sync-options': {
    // Not Prune=confirm: the whole Application would wait for somebody to confirm.
    value: /^(?: *(?:Prune=false|Delete=false|Delete=confirm|PruneLast=true) *(?:,(?! *$)|$))+$/,
    means: 'Prune=false, Delete=false, Delete=confirm or PruneLast=true',
    top: true,
  },
  // How differences are found; IgnoreExtraneous, by which what has left Git runs on unseen, is not among them.
  'argocd.argoproj.io/compare-options': { value: /^ServerSideDiff=true$/, means: 'ServerSideDiff=true', top: true },
};

/** What is wrong with a key of the delivery at a place of an object; undefined for every other. */
function flawOf(key: string, value: unknown, at: Pointer): DeliveryKey | undefined {
  if (!isDeliveryKey(key)) return undefined;
  const allowed = Object.hasOwn(ALLOWED, key) ? ALLOWED[key] : undefined;
  const place = child(at, key);
  if (allowed === undefined) return { at: place, message: `${quoted(key)} steers Argo CD, Helm or Kustomize, which is not for objects to do` };
  if (allowed.top === true && at !== '/metadata/annotations')
    return { at: place, message: `${quoted(key)} is an annotation of the object itself; here it tells nobody anything, or another object` };
  return typeof value === 'string' && allowed.value.test(value)
    ? undefined
    : { at: place, message: `${quoted(key)} may be ${allowed.means}, not ${shown(String(value))}` };
}

type Places = Iterable<{ readonly key: string; readonly value: unknown; readonly at: Pointer }>;

/** Every key of the delivery in an object, wherever it stands: templates of pods, jobs, claims and Secrets hold labels and annotations too. */
function* keysIn(value: unknown, at: Pointer): Places {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) if (typeof item === 'object') yield* keysIn(item, child(at, i));
  } else if (isMap(value)) {
    for (const key in value) {
      if (key.includes('/') && isDeliveryKey(key)) yield { key, value: value[key], at };
      if (typeof value[key] === 'object') yield* keysIn(value[key], child(at, key));
    }
  }
}

/** The first key of the delivery that people may not write into an object of their own. */
export function deliveryKeyIn(object: unknown): DeliveryKey | undefined {
  for (const { key, value, at } of keysIn(object, '')) {
    const flaw = flawOf(key, value, at);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** The first that a patch may not bring into an object; and those that are there stay as they are, since components protect what they made by them. */
export function deliveryKeyChange(before: unknown, after: unknown): DeliveryKey | undefined {
  const [old, now] = [before, after].map((object) => new Map([...keysIn(object, '')].map((found) => [child(found.at, found.key), found])));
  for (const [at, { key, value, at: map }] of old ?? []) {
    if (OWN.test(map) && now?.get(at)?.value !== value) return { at, message: `${quoted(key)} stays as it is: by it Argo CD is told what to keep` };
  }
  for (const [place, { key, value, at }] of now ?? []) {
    if (old?.has(place) === true) continue;
    if (key === WAVE) return { at: place, message: `${quoted(key)} would have what is made by pap-fleet wait for something else` };
    const flaw = flawOf(key, value, at);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

const OWN = /^\/metadata\/(?:annotations|labels)$/;
const WAVE = 'argocd.argoproj.io/sync-wave';
