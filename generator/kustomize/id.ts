import type { KindPattern } from './tables.ts';

/** What tells objects apart, as Kustomize does it. */
export interface Id {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** As it is written; empty where nothing is. */
  readonly namespace: string;
  readonly isCluster: boolean;
}

/** In the place of a namespace, for what has none. */
export const NO_NAMESPACE = '_non_namespaceable_';

export function groupAndVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function effectiveNamespace({ isCluster, namespace }: Id): string {
  if (isCluster) return NO_NAMESPACE;
  return namespace === '' ? 'default' : namespace;
}

export function isSelected(id: Pick<Id, 'group' | 'version' | 'kind'>, { group = '', version = '', kind = '' }: KindPattern): boolean {
  return (group === '' || group === id.group) && (version === '' || version === id.version) && (kind === '' || kind === id.kind);
}

export function sameNamespace(a: Id, b: Id): boolean {
  return effectiveNamespace(a) === effectiveNamespace(b);
}

export function sameId(a: Id, b: Id): boolean {
  return a.name === b.name && a.kind === b.kind && a.group === b.group && a.version === b.version && sameNamespace(a, b);
}

/** The same for equal ids, and for no others. */
export function idKey(id: Id): string {
  return `${id.group}/${id.version}/${id.kind} ${effectiveNamespace(id)}/${id.name}`;
}

/** In words. */
export function titleOf({ kind, namespace, name }: Id): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
