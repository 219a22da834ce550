import { isDefinition } from '../k8s/crd/definition.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import { schemaOf } from '../k8s/schema/kinds.ts';
import { servedKind } from '../k8s/served/types.ts';
import { child, segments, type Pointer } from '../model/pointer.ts';

/** Why nothing can be said of an object. */
export type Unjudged = 'template' | 'unknown kind' | 'incomplete kustomization';

/** What a cluster would say to one object: refused is what has an error. */
export type Verdict = 'accepted' | 'refused' | Unjudged;

/** How many objects there are of each verdict. */
export type Verdicts = Readonly<Partial<Record<Verdict, number>>>;

export function counted(verdicts: Iterable<Verdict>): Verdicts {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** Whether an object is of a kind that nothing is known of. */
export function isUnknown(object: KubeObject, kinds: Kinds): boolean {
  return schemaOf(object) === undefined && servedKind(object) === undefined && kinds.definitionOf(object) === undefined && !isDefinition(object);
}

/** What templating tools replace: `{{ value }}`, `${NAME}`, `<name>` for a whole value; `{settings.size}` in components of a fleet. In a shell script or an alert it is what is meant. */
const PLACEHOLDER =
  /\{\{.*\}\}|\$\{\w[^}]*\}|^<[^<>]+>$|^\$\w+$|^%\w+%$|^\{(?:region|zone|fleet|host|(?:agent|settings|station|versions|clusterFacts)\.[\w.-]+)\}$/s;

/** Whether what an error is about is not written yet: the value there, a value within it, or the key. */
export function isPlaceholder(object: KubeObject, path: Pointer): boolean {
  const keys = segments(path);
  let here: unknown = object;
  for (const key of keys) here = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined;
  const isText = (text: unknown): boolean => typeof text === 'string' && PLACEHOLDER.test(text);
  // A whole object holds many values that have nothing to do with it.
  if (isText(keys.at(-1)) || isText(here)) return true;
  return keys.length > 1 && typeof here === 'object' && here !== null && Object.values(here).some(isText);
}

/** The first value that is still to be filled in, and where it stands. */
export function placeholderIn(value: unknown, path: Pointer = ''): { readonly path: Pointer; readonly text: string } | undefined {
  if (typeof value === 'string') return PLACEHOLDER.test(value) ? { path, text: value } : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = placeholderIn(item, child(path, key));
    if (found !== undefined) return found;
  }
  return undefined;
}
