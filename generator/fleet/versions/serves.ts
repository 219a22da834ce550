import { atLeast } from '../../model/version.ts';
import { APIS, FEATURES } from './table.ts';
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
  readonly severity: 'unserved' | 'deprecated';
  readonly system: System;
  readonly message: string;
  readonly instead?: string;
}

/** What is wrong with an object's API at these versions, if anything. */
export function apiProblem(object: { readonly apiVersion: string; readonly kind: string }, versions: Versions): VersionProblem | undefined {
  const api = APIS.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && (kind === undefined || kind === object.kind));
  return api === undefined ? undefined : versionProblem(api, versions);
}

/** What is wrong with a feature at these versions, if anything. */
export function versionProblem(api: Feature, versions: Versions): VersionProblem | undefined {
  const version = versions[api.system];
  if (version === undefined) return undefined;
  const base = { system: api.system, ...(api.instead === undefined ? {} : { instead: api.instead }) };
  if (api.since !== undefined && !atLeast(version, api.since)) {
    return { ...base, severity: 'unserved', message: `${api.what} exists only from ${api.system} ${api.since} on` };
  }
  if (api.removed !== undefined && atLeast(version, api.removed)) {
    return { ...base, severity: 'unserved', message: `${api.what} was removed in ${api.system} ${api.removed}` };
  }
  if (api.deprecated !== undefined && atLeast(version, api.deprecated)) {
    return { ...base, severity: 'deprecated', message: `${api.what} is deprecated from ${api.system} ${api.deprecated} on` };
  }
  return undefined;
}
