import { isMap } from '../model/data.ts';
import { isLabelKey, isLabelValue, isSubdomain } from '../model/names.ts';
import { child, type Pointer } from '../model/pointer.ts';
import type { KubeObject } from './object.ts';
import { quoted } from '../model/quoted.ts';

/** Why an object that people made or changed cannot be delivered. */
interface Flaw {
  /** Within the object. */
  readonly at: Pointer;
  readonly message: string;
  readonly hint?: string;
}

/** By which Argo CD may know whose an object is: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/. */
const TRACKING = 'app.kubernetes.io/instance';

/** Names of roles and bindings are a part of a path, and no more (kubernetes, pkg/apis/rbac/validation, path.ValidatePathSegmentName). */
function isPathSegment(name: string): boolean {
  return /^[!-$&-.0-~]{1,253}$/.test(name) && name !== '.' && name !== '..';
}

/** The first rule that an object breaks: what our own objects obey by construction, hand-written ones must too. */
export function flawOf(object: KubeObject): Flaw | undefined {
  const { kind, metadata } = object;
  const isRight = object.apiVersion.startsWith('rbac.authorization.k8s.io/');
  if (typeof metadata.name !== 'string' || !(isRight ? isPathSegment(metadata.name) : isSubdomain(metadata.name)))
    return {
      at: '/metadata/name',
      message: `${kind} has no legal name`,
      hint: isRight ? 'letters, digits, and signs such as - . : without /, % and spaces' : 'lower-case letters, digits, hyphens and dots',
    };
  if (kind === 'Secret') {
    return {
      at: '/kind',
      message: 'a Secret must not be in Git',
      hint: 'deliver it through the secrets component or by hand; out/ holds references only',
    };
  }
  if (kind.endsWith('List') && 'items' in object) {
    return { at: '/kind', message: `Kustomize takes a ${kind} apart, so nobody would check what is in it`, hint: 'one object per file' };
  }
  return mapFlaw('labels', metadata.labels) ?? mapFlaw('annotations', metadata.annotations) ?? numberFlaw(object, '');
}

function mapFlaw(part: 'labels' | 'annotations', map: unknown): Flaw | undefined {
  const at = `/metadata/${part}`;
  if (map === undefined) return undefined;
  // Kustomize leaves empty ones out.
  if (!isMap(map) || Object.keys(map).length === 0 || !Object.values(map).every((value) => typeof value === 'string')) {
    return { at, message: `${part} must be a map of texts, and not empty`, hint: 'put values in quotes, or remove the key' };
  }
  for (const [key, value] of Object.entries(map)) {
    if (!isLabelKey(key))
      return {
        at: child(at, key),
        message: `${quoted(key)} is not a legal key of ${part}`,
        hint: 'prefix.example/name, at most 63 characters after the slash',
      };
    if (part === 'labels' && !isLabelValue(value as string)) {
      return {
        at: child(at, key),
        message: `the value of the label ${quoted(key)} is not a legal one`,
        hint: 'at most 63 letters, digits, hyphens, underscores and dots',
      };
    }
    if (part === 'labels' && key === TRACKING)
      return { at: child(at, key), message: `${quoted(key)} is Argo CD's: with it an object would belong to another Application`, hint: 'remove it' };
  }
  return undefined;
}

/** Numbers that readers round differently: JavaScript, Go and the API server must see one. */
function numberFlaw(value: unknown, at: Pointer): Flaw | undefined {
  if (typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))) {
    return { at, message: `the number ${value} is too large to be read the same everywhere`, hint: 'put it in quotes, or write a smaller one' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const flaw = numberFlaw(item, child(at, key));
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}
