import { componentsOf } from '../components/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { POLICY_SEVERITIES, type Policy } from '../fleet/policies/policy.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit, ordered } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';
import { enabledComponents } from './build.ts';

/**
 * What a fleet takes on trust, as lines for its lock: findings that are waived, objects that somebody else makes, grants of
 * Argo CD projects, and what components may do that no object shows. Reasons do not count.
 */
export function trustsOf(
  fleet: Pick<Fleet, 'externals' | 'waivers' | 'regions' | 'declared'> & { readonly classes?: Fleet['classes'] } & {
    readonly grants?: unknown;
    readonly componentGrants?: unknown;
  },
): string[] {
  const lines = (['external', 'waiver', 'grant'] as const).flatMap((word) => items(fleet[`${word}s`]).map((item) => trustLine(word, item)));
  const powers = items(fleet.componentGrants).map((item) => trustLine('grant', item));
  const classes = items(fleet.classes).map((item) => trustLine('class', item));
  const components = componentsOf(fleet.declared);
  const rights = fleet.regions.flatMap((region) =>
    enabledComponents(components, region).flatMap((component) => {
      const settings = region.components[component.name];
      return settings === undefined ? [] : (component.rights?.(settings, region.name) ?? []).map((right) => `right ${right}`);
    }),
  );
  return [...new Set([...lines, ...powers, ...classes, ...rights])].sort(byCodeUnit);
}

/** What checks hold a fleet to that no object shows, as lines for its lock: the less of it there is, the more passes. */
export function strictnessOf({ treatAsErrors, regions, policies }: Pick<Fleet, 'treatAsErrors' | 'regions' | 'policies'>): string[] {
  return [
    ...policies.map(policyLine),
    ...policies.flatMap(({ code, regions = [] }) => regions.map((name) => `${name}: the policy ${code} is about it`)),
    ...treatAsErrors.map((code) => `${code} is an error`),
    ...regions.flatMap(({ name, clusterFacts }) => clusterFacts.apiServer.map((address) => `${name}: the API server is at ${address}`)),
  ].sort(byCodeUnit);
}

/** A policy as it is written, but for its words: any other condition, or another choice of objects, may be a looser one. */
function policyLine({ code, severity, on, match, require }: Policy): string {
  return `${POLICY} ${code} ${sha256(JSON.stringify(ordered({ on, match, require }))).slice(0, 16)} ${severity}`;
}

const POLICY = 'policy';

/** Whether what checks hold a fleet to is at least what a line says. @param now the lines of today */
export function isAsStrict(line: string, now: ReadonlySet<string>): boolean {
  if (now.has(line) || !line.startsWith(`${POLICY} `)) return now.has(line);
  const end = line.lastIndexOf(' ');
  const weaker = POLICY_SEVERITIES.findIndex((each) => each === line.slice(end + 1));
  return POLICY_SEVERITIES.slice(weaker + 1).some((each) => now.has(`${line.slice(0, end)} ${each}`));
}

function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.entries(value) : [];
}

/** Without the reason, with its keys in order. @param word `waiver` */
export function trustLine(word: string, item: unknown): string {
  return `${word} ${text(item)}`;
}

function text(item: unknown): string {
  if (!isMap(item)) return JSON.stringify(item);
  const keys = Object.keys(item)
    .filter((key) => key !== 'reason')
    .sort(byCodeUnit);
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])));
}
