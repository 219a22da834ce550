import { atLeast } from '../../model/version.ts';
import { dated, lifeOf } from './lifecycle.ts';
import { APIS, FEATURES, WAYS } from './table.ts';
import type { Feature, System } from './table.ts';

/** Versions of the systems of a region; what is not there is not known. */
export type Versions = Readonly<Partial<Record<System, string>>>;

/** Whether a feature exists at these versions. */
export function serves(versions: Versions, feature: keyof typeof FEATURES): boolean {
  const { system, ...span } = FEATURES[feature];
  const version = versions[system];
  if (version === undefined) return true;
  if ('since' in span && !atLeast(version, span.since)) return false;
  return !('removed' in span && atLeast(version, span.removed));
}

/** Whether a feature still exists but is on its way out. */
export function deprecates(versions: Versions, feature: keyof typeof FEATURES): boolean {
  const { system, ...span } = FEATURES[feature];
  const version = versions[system];
  return version !== undefined && 'deprecated' in span && atLeast(version, span.deprecated);
}

export interface VersionProblem {
  /** Off: a cluster serves it where it is told to. */
  readonly severity: 'unserved' | 'deprecated' | 'off';
  readonly system: System;
  /** Of what is deprecated: whether a version is known that no longer has it. */
  readonly ends?: boolean;
  readonly message: string;
  readonly instead?: string;
}

/** What is wrong with an object's API at these versions, if anything. */
export function apiProblem(object: { readonly apiVersion: string; readonly kind: string }, versions: Versions): VersionProblem | undefined {
  const api = APIS.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && (kind === undefined || kind === object.kind));
  return api === undefined ? ofKubernetes(object, versions.kubernetes) : versionProblem(api, versions);
}

/** The same of kinds of Kubernetes itself. */
function ofKubernetes(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  version: string | undefined,
): VersionProblem | undefined {
  const life = version === undefined ? undefined : lifeOf(apiVersion, kind);
  if (version === undefined || life === undefined) return undefined;
  const { introduced, deprecated, removed, instead, off } = life;
  const way = instead === undefined ? WAYS[kind] : written(instead, kind, version);
  const base = { system: 'kubernetes' as const, ...(way === undefined ? {} : { instead: way }) };
  const what = `${apiVersion} ${kind}`;
  if (introduced !== undefined && !atLeast(version, introduced))
    return { ...base, severity: 'unserved', message: `${what} exists only from kubernetes ${dated(introduced)} on` };
  if (removed !== undefined && atLeast(version, removed))
    return { ...base, severity: 'unserved', message: `${what} was removed in kubernetes ${dated(removed)}` };
  const last = removed === undefined ? '' : `, and gone from ${dated(removed)} on`;
  if (off === true)
    return {
      ...base,
      severity: 'off',
      message: `an API server serves ${what} only with --runtime-config=${apiVersion}=true${last.replace(', and', '; it is')}`,
    };
  if (deprecated !== undefined && atLeast(version, deprecated))
    return {
      ...base,
      severity: 'deprecated',
      ends: removed !== undefined,
      message: `${what} is deprecated from kubernetes ${dated(deprecated)} on${last}`,
    };
  return undefined;
}

/** The successor as it is written in a manifest; where this version does not have it yet, since when. */
function written(instead: string, kind: string, version: string): string {
  const apiVersion = instead.slice(0, instead.lastIndexOf('/'));
  const other = instead.slice(apiVersion.length + 1);
  const since = lifeOf(apiVersion, other)?.introduced;
  const later = since !== undefined && !atLeast(version, since) ? `, which kubernetes has from ${dated(since)} on` : '';
  return `${other === kind ? apiVersion : `${apiVersion} ${other}`}${later}`;
}

/** What is wrong with a feature at these versions, if anything. */
export function versionProblem(api: Feature, versions: Versions): VersionProblem | undefined {
  const version = versions[api.system];
  if (version === undefined) return undefined;
  const base = { system: api.system, ...(api.instead === undefined ? {} : { instead: api.instead }) };
  if (api.since !== undefined && !atLeast(version, api.since)) {
    return { ...base, severity: 'unserved', message: `${api.what} exists only from ${named(api.system, api.since)} on` };
  }
  if (api.removed !== undefined && atLeast(version, api.removed)) {
    return { ...base, severity: 'unserved', message: `${api.what} was removed in ${named(api.system, api.removed)}` };
  }
  if (api.deprecated !== undefined && atLeast(version, api.deprecated)) {
    return {
      ...base,
      severity: 'deprecated',
      ends: api.removed !== undefined,
      message: `${api.what} is deprecated from ${named(api.system, api.deprecated)} on`,
    };
  }
  return undefined;
}

/** The day stands beside a version of Kubernetes, whose days are known. */
function named(system: System, version: string): string {
  return `${system} ${system === 'kubernetes' ? dated(version) : version}`;
}
