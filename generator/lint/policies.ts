import type { PolicyContext } from '../check/policies/context.ts';
import { gradeOf, ruleOf, tooLong, type CompiledPolicy } from '../check/policies/compiled.ts';
import { Evaluator } from '../check/policies/evaluator.ts';
import { matches } from '../check/policies/match.ts';
import { agentIn } from '../check/policies/views.ts';
import { brokenBy, saysOf, wayOutOf } from '../check/policies/ways-out.ts';
import type { Region } from '../fleet/region.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { RuleInfo } from '../model/rule.ts';
import type { Severity } from '../model/severity.ts';
import { rule as tooLongRule } from '../rules/policy/too-long/rule.ts';

/** What an object breaks of a fleet's own rules. */
export interface BrokenPolicy {
  readonly rule: RuleInfo;
  readonly message: string;
  readonly hint: string;
}

/**
 * The policies of a fleet that manifests can break: about objects, wherever they are in a region. No component delivers these, so those about components are
 * not asked; and what waits for an approval waits at its delivery.
 */
export function policiesFor({ policies, budget, views, fleet }: PolicyContext, region: Region): (object: KubeObject) => BrokenPolicy[] {
  const evaluator = new Evaluator(budget, views);
  const asked = policies.filter(({ policy }) => policy.on === 'object' && gradeOf(policy, fleet) !== undefined);
  const spent = new Set<CompiledPolicy>();
  return (object) =>
    asked.flatMap((each): BrokenPolicy[] => {
      const { policy } = each;
      if (spent.has(each) || !matches(policy, object, '', region.name)) return [];
      const outcome = evaluator.plain(each, object, region, agentIn(region, object, undefined));
      if ('spent' in outcome) {
        spent.add(each);
        return [{ rule: tooLongRule, ...tooLong(policy, objectTitle(object)) }];
      }
      const broken = brokenBy(outcome);
      if (broken === undefined) return [];
      return [
        {
          rule: ruleOf(policy, gradeOf(policy, fleet) as Severity),
          message: saysOf(policy, broken),
          hint: wayOutOf(policy, broken),
        },
      ];
    });
}
