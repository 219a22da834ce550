import { compareVersions } from './version.ts';

/**
 * The release that writes out/, kept in its lock: a change that comes from a new release can then be told from one that
 * comes from the fleet. It is that of package.json.
 */
export const GENERATOR_VERSION = '0.1.0';

/**
 * How the version that somebody names stands to that of a generator: negative where it is an older one. `1.4` is every release of 1.4.
 * @param running of which a part after a hyphen does not count
 */
export function compareGenerators(named: string, running: string = GENERATOR_VERSION): number {
  const parts = (running.split('-')[0] as string).split('.').slice(0, named.split('.').length);
  return compareVersions(named, parts.join('.'));
}

/** Why a region is held that stays on what an older generator wrote. */
export function staysOn(version: string): string {
  return `stays on generator ${version}`;
}
