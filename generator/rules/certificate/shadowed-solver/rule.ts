import { solversOf, type Solver } from '../../../k8s/acme.ts';
import { defineRule, textMap, texts } from '../../kit.ts';

/** cert-manager, pkg/util/solverpicker/solverpicker.go: of solvers that fit a name alike, the first is taken. */
export const rule = defineRule('object', {
  code: 'certificate/shadowed-solver',
  severity: 'warning',
  what: 'A solver of an ACME issuer is never chosen: one before it fits the same names.',
  why: 'Every name is proven by the other one, which may not have the rights for it. What stands in this one is not used, and nobody is told.',
  source: 'cert-manager, pkg/util/solverpicker/solverpicker.go',
  fix: 'Give the solvers selectors that differ, or remove one of them.',
  kinds: ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  *run(issuer) {
    const solvers = solversOf(issuer);
    for (const [i, solver] of solvers.entries()) {
      const first = solvers.slice(0, i).find((other) => answersForBoth(other, solver) && covers(other, solver));
      if (first === undefined) continue;
      yield {
        path: solver.at,
        message: `is never chosen: solver ${solvers.indexOf(first) + 1} stands before it and fits the same names`,
        hint: 'give it a selector of its own, such as dnsZones, or remove it',
        related: [{ path: first.at, note: 'the one that is chosen' }],
      };
    }
  },
});

/** Authorities offer both ways for a name, and for a wildcard DNS-01 alone: what proves by HTTP-01 leaves wildcards to others. */
function answersForBoth(first: Solver, solver: Solver): boolean {
  if (first.http01 === first.dns01 || solver.http01 === solver.dns01) return false;
  return first.dns01 || solver.http01;
}

const LISTS = ['dnsNames', 'dnsZones'];

/** Whether one is chosen wherever the other fits, being no less specific there. */
function covers({ selector: first = {} }: Solver, { selector = {} }: Solver): boolean {
  const [ours, theirs] = [textMap(first['matchLabels']), textMap(selector['matchLabels'])];
  if (Object.keys(ours).length !== Object.keys(theirs).length || Object.entries(ours).some(([key, value]) => theirs[key] !== value)) return false;
  return LISTS.every((key) => {
    const [wide, narrow] = [texts(first[key]), texts(selector[key])];
    return wide.length === 0 ? narrow.length === 0 : narrow.length > 0 && narrow.every((each) => wide.includes(each));
  });
}
