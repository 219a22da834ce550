import type { Cluster } from './cluster.ts';
import type { CodedWorldFault, WorldRule } from './rule.ts';
import { worldRules } from './rules/index.ts';

const within = worldRules.filter((rule) => rule.across === undefined);
const across = worldRules.filter((rule) => rule.across !== undefined);

/** Kinds that rules across a cluster look at. */
export const ACROSS_KINDS: ReadonlySet<string> = new Set(across.flatMap((rule) => rule.across ?? []));

/** Everything in a cluster that does not fit together. */
export function judge(cluster: Cluster): CodedWorldFault[] {
  return faults(worldRules, cluster);
}

/** What only the whole cluster shows, as far as objects of {@link ACROSS_KINDS} show it; cheap enough to be asked of each. */
export function judgeAcross(cluster: Cluster): CodedWorldFault[] {
  return faults(across, cluster);
}

/** Whether a neighbourhood is in order, so that any cluster with more around it is. */
export function isSound(cluster: Cluster): boolean {
  return within.every((rule) => {
    for (const _ of rule.run(cluster)) return false;
    return true;
  });
}

function faults(rules: readonly WorldRule[], cluster: Cluster): CodedWorldFault[] {
  return rules.flatMap((rule) => [...rule.run(cluster)].map((fault) => ({ code: rule.code, ...fault })));
}
