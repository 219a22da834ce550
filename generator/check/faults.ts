import { group, type KubeObject } from '../k8s/object.ts';
import type { Cluster } from '../k8s/cluster.ts';
import { memo } from '../model/memo.ts';
import type { ClusterFinding, ObjectFinding, Rule } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';

const rules = rulesOf('object');
const clusterRules = rulesOf('cluster');

const byKind = new Map<string, readonly Rule<'object'>[]>();

function rulesFor(object: KubeObject): readonly Rule<'object'>[] {
  return memo(byKind, `${object.apiVersion}/${object.kind}`, () => {
    const kind = `${group(object)}/${object.kind}`;
    return rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  });
}

/**
 * Everything that is wrong with one object by itself: its shape, held against the closed schema of its kind, and the
 * rules that a schema cannot say.
 * @param object as a cluster would receive it: no region placeholders
 */
export function faultsOf(object: KubeObject): ObjectFinding[] {
  const faults: ObjectFinding[] = [];
  for (const rule of rulesFor(object)) for (const fault of rule.run(object)) faults.push({ rule, ...fault });
  return faults;
}

/** Everything in a cluster that does not fit together. @param broken the rules to ask, in their own order */
export function faultsIn(cluster: Cluster, broken: ReadonlySet<Rule<'cluster'>> = new Set(clusterRules)): ClusterFinding[] {
  return clusterRules.filter((rule) => broken.has(rule)).flatMap((rule) => [...rule.run(cluster)].map((fault) => ({ rule, ...fault })));
}
