import type { KubeObject } from '../k8s/object.ts';
import { kindOf } from '../k8s/cluster.ts';
import type { Cluster } from '../k8s/cluster.ts';
import type { ClusterFinding, Rule } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';

const clusterRules = rulesOf('cluster');

const within = clusterRules.filter((rule) => rule.across === undefined);
const across = clusterRules.filter((rule) => rule.across !== undefined);
const named = across.filter((rule) => rule.across?.named === true);
const nameless = across.filter((rule) => rule.across?.named !== true);

/** Everything in a cluster that does not fit together. */
export function judge(cluster: Cluster): ClusterFinding[] {
  return faults(clusterRules, cluster);
}

/** What only the whole cluster shows. */
export function judgeAcross(cluster: Cluster): ClusterFinding[] {
  return faults(across, cluster);
}

/** A neighbourhood in order, so that any cluster with more around it is; and what each rule asked about to see that. */
export interface Sound {
  readonly cluster: Cluster;
  readonly asked: ReadonlyMap<Rule<'cluster'>, ReadonlySet<string>>;
}

/**
 * Whether a neighbourhood is in order.
 * @param like another with the same around it: rules that asked about nothing that differs find the same here
 */
export function soundness(cluster: Cluster, like?: Sound): Sound | undefined {
  const different = like?.cluster.differs(cluster);
  const asked = new Map<Rule<'cluster'>, ReadonlySet<string>>();
  for (const rule of within) {
    const before = like?.asked.get(rule);
    if (before !== undefined && different !== undefined && isDisjoint(before, different)) {
      asked.set(rule, before);
      continue;
    }
    const heard = cluster.heard(() => holds(rule, cluster));
    if (!heard.value) return undefined;
    asked.set(rule, heard.asked);
  }
  return { cluster, asked };
}

function isDisjoint(asked: ReadonlySet<string>, different: ReadonlySet<string>): boolean {
  for (const each of different) if (asked.has(each)) return false;
  return true;
}

/** The same of what only a whole cluster shows, whatever its region is called; {@link countsAcross} says which objects it takes. */
export function isSoundAcross(cluster: Cluster): boolean {
  return hold(nameless, cluster);
}

/** The same of what depends on the name of the region; {@link isNamedAcross} says which objects it takes. */
export function isSoundByName(cluster: Cluster): boolean {
  return hold(named, cluster);
}

export function countsAcross(object: KubeObject): boolean {
  return looksAt(nameless, object);
}

export function isNamedAcross(object: KubeObject): boolean {
  return looksAt(named, object);
}

const kindsAcross = new Set(across.flatMap((rule) => rule.across?.kinds ?? []));

/** Whether any rule about whole clusters looks at objects of this kind. */
export function isKindAcross(object: KubeObject): boolean {
  return kindsAcross.has(kindOf(object));
}

function looksAt(rules: readonly Rule<'cluster'>[], object: KubeObject): boolean {
  return rules.some(({ across: what }) => what?.kinds.includes(kindOf(object)) === true && what.of?.(object) !== false);
}

function hold(rules: readonly Rule<'cluster'>[], cluster: Cluster): boolean {
  return rules.every((rule) => holds(rule, cluster));
}

function holds(rule: Rule<'cluster'>, cluster: Cluster): boolean {
  for (const _ of rule.run(cluster)) return false;
  return true;
}

function faults(rules: readonly Rule<'cluster'>[], cluster: Cluster): ClusterFinding[] {
  return rules.flatMap((rule) => [...rule.run(cluster)].map((fault) => ({ rule, ...fault })));
}
