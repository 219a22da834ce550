import { group } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import type { CodedFault, Rule } from '../rules/object-rule.ts';
import { rules } from '../rules/object-rules.ts';
import type { CodedWorldFault, WorldRule } from '../rules/cluster-rule.ts';
import { worldRules } from '../rules/cluster-rules.ts';
import type { Cluster } from '../k8s/cluster.ts';

const byKind = new Map<string, readonly Rule[]>();

function rulesFor(object: KubeObject): readonly Rule[] {
  return memo(byKind, `${object.apiVersion}/${object.kind}`, () => {
    const kind = `${group(object)}/${object.kind}`;
    return rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  });
}

/**
 * Everything that is wrong with one object by itself: its shape, held against the closed schema of its kind, and the
 * rules that a schema cannot say.
 * @param object as a cluster would receive it: no region slots
 */
export function faultsOf(object: KubeObject): CodedFault[] {
  const faults: CodedFault[] = [];
  for (const rule of rulesFor(object)) for (const fault of rule.run(object)) faults.push({ code: rule.code, ...fault });
  return faults;
}

/** Everything in a cluster that does not fit together. @param broken the rules to ask, in their own order */
export function faultsIn(cluster: Cluster, broken: ReadonlySet<WorldRule> = new Set(worldRules)): CodedWorldFault[] {
  return worldRules.filter((rule) => broken.has(rule)).flatMap((rule) => [...rule.run(cluster)].map((fault) => ({ code: rule.code, ...fault })));
}
