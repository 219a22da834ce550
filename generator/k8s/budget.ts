import type { KubeObject } from './object.ts';
import { isMap } from '../model/data.ts';
import { kindOf, sameNamespace, type Cluster, type Index } from './cluster.ts';
import { fields, textMap } from './look.ts';
import type { Pod } from './pod.ts';
import { share } from './scaling.ts';
import { selects } from './selector.ts';
import { podsIn } from './service.ts';

/** Whether a PodDisruptionBudget is about a pod; one without a selector is about none. */
export function isBudgetOf(budget: KubeObject, pod: Pod): boolean {
  const { selector } = fields(budget['spec']);
  return isMap(selector) && sameNamespace(budget.metadata.namespace, pod.owner.metadata.namespace) && selects(selector, pod.labels);
}

/** The pods of a budget. */
export function podsOfBudget(cluster: Cluster, budget: KubeObject): readonly Pod[] {
  const labels = textMap(fields(fields(budget['spec'])['selector'])['matchLabels']);
  return cluster.derive('pods of a budget', budget, (all) => podsIn(all, budget.metadata.namespace, labels).filter((pod) => isBudgetOf(budget, pod)));
}

const BUDGET = 'policy/PodDisruptionBudget';

/** By one label that a pod must have: a cluster has as many budgets as programs. */
const byLabel: Index<KubeObject> = (object) => {
  if (kindOf(object) !== BUDGET) return [];
  const [label] = Object.entries(textMap(fields(fields(object['spec'])['selector'])['matchLabels']));
  return [[label === undefined ? '' : label.join('='), object]];
};

/** The budgets of a pod, in their order. */
export function budgetsOf(cluster: Cluster, pod: Pod): readonly KubeObject[] {
  const labels = Object.entries(pod.labels).map((label) => label.join('='));
  const found = ['', ...labels].flatMap((key) => cluster.lookup(byLabel, key)).filter((budget) => isBudgetOf(budget, pod));
  if (found.length < 2) return found;
  const among = new Set(found);
  return cluster.all(BUDGET).filter((budget) => among.has(budget));
}

/**
 * How many of a number of pods may be evicted when all are well. Both per cents are rounded up: 90 % of 3 must stay, that is
 * all 3; 10 % of 3 may go, that is 1. https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function disruptions(budget: KubeObject, count: number): number | undefined {
  const { minAvailable, maxUnavailable } = fields(budget['spec']);
  if (maxUnavailable !== undefined) return share(maxUnavailable, count, Math.ceil);
  const stay = share(minAvailable, count, Math.ceil);
  return stay === undefined ? undefined : Math.max(0, count - stay);
}
