import { ruleOf, severityOf, tooLong, PolicyBudget, type CompiledPolicy } from '../../check/policies/compiled.ts';
import { Evaluator } from '../../check/policies/evaluator.ts';
import { matches } from '../../check/policies/match.ts';
import { agentIn } from '../../check/policies/views.ts';
import { brokenBy, saysOf, wayOutOf, type Breakage } from '../../check/policies/ways-out.ts';
import type { PolicyContext } from '../../check/policies/context.ts';
import type { Policy } from '../../fleet/policies/policy.ts';
import type { Outcome } from '../../k8s/crd/cel/expression.ts';
import { lazyMap } from '../../k8s/crd/cel/untyped.ts';
import type { Finding } from '../../model/finding.ts';
import { memo } from '../../model/memo.ts';
import { DNS, FLEET, isDelivery, subject } from '../change.ts';
import type { Change } from '../change.ts';
import { titleOf } from '../fold.ts';
import { isFirst } from '../memory.ts';
import type { Memory } from '../memory.ts';
import type { Omission } from '../omissions.ts';
import { TraceMemo } from './trace-memo.ts';
import { ChangeViews } from './change-view.ts';
import type { Danger } from './danger.ts';

/** What the policies of a fleet say of a plan. */
interface Said {
  /** What waits for an approval. */
  readonly dangers: readonly Danger[];
  /** What no approval helps against. */
  readonly refusals: readonly Omission[];
  readonly warnings: readonly Finding[];
}

const NOTHING: Said = { dangers: [], refusals: [], warnings: [] };

/** Ask policies about changes: those that are about changes, and of those about objects the ones that wait for an approval. */
export function runPolicies(context: PolicyContext | undefined, memory: Memory, all: readonly Change[], today: string): Said {
  // The first delivery changes nothing that is there.
  if (context === undefined || context.policies.length === 0 || isFirst(memory)) return NOTHING;
  const { fleet } = context;
  const changes = all.filter(({ component }) => component !== DNS);
  const budget = new PolicyBudget();
  const views = new ChangeViews(fleet);
  const breaches: Breach[] = [];
  const refusals: Omission[] = [];
  for (const each of context.policies) {
    const severity = severityOf(each.policy, fleet);
    if (each.policy.on === 'object' && severity !== 'approval') continue;
    const about = changes.filter((change) => matches(each.policy, subject(change), change.component, change.region));
    const ask = each.policy.on === 'object' ? ofObjects(each, context, budget) : ofChanges(each, budget, views, changes, today);
    for (const change of about) {
      const outcome = ask(change);
      if (outcome === undefined) continue;
      if ('spent' in outcome) {
        const { message, hint } = tooLong(each.policy, `${titleOf(change)}${where(change)}`);
        refusals.push({ what: `${message} (${each.policy.code})`, instead: hint });
        break;
      }
      const broken = brokenBy(outcome);
      if (broken !== undefined) breaches.push({ policy: each.policy, severity, change, broken });
    }
  }
  const of = (wanted: Policy['severity']): Breach[] => breaches.filter(({ severity }) => severity === wanted);
  return {
    dangers: of('approval').map(({ policy, change, broken }) => ({
      change,
      class: 'policy',
      because: `${saysOf(policy, broken)} (${policy.code}: ${policy.message})`,
    })),
    refusals: [...refusals, ...grouped(of('error'), ({ policy, change, broken }) => `${policy.code} ${change.region} ${broken.why}`).map(refusal)],
    warnings: grouped(of('warning'), ({ policy, broken }) => `${policy.code} ${broken.why}`).map((own) => warning(own, context)),
  };
}

interface Breach {
  readonly policy: Policy;
  readonly severity: Policy['severity'];
  readonly change: Change;
  readonly broken: Breakage;
}

type Ask = (change: Change) => Outcome | undefined;

/** What is judged is the object as it will be. */
function ofObjects(policy: CompiledPolicy, { views, fleet }: PolicyContext, budget: PolicyBudget): Ask {
  const regions = new Map(fleet.regions.map((region) => [region.name, region]));
  const evaluator = new Evaluator(budget, views);
  return ({ after, region: name, component, unit }) => {
    const region = regions.get(name);
    // What delivers is no object of the region.
    return after === undefined || region === undefined || isDelivery(component)
      ? undefined
      : evaluator.plain(policy, after, region, agentIn(region, after, unit));
  };
}

function ofChanges(policy: CompiledPolicy, budget: PolicyBudget, views: ChangeViews, changes: readonly Change[], today: string): Ask {
  let items: readonly unknown[] | undefined;
  const plan = lazyMap(new Map([['changes', () => (items ??= changes.map((change) => views.of(change)))]]));
  const now = new Date(`${today}T00:00:00Z`);
  const known = new TraceMemo<Outcome>();
  return (change) => {
    const plain = views.of(change);
    return known.of(
      (key) => plain.get(key),
      (looked) => budget.evaluate(policy, { change: views.of(change, looked), plan, now }),
    );
  };
}

function where({ region }: Change): string {
  return region === FLEET ? '' : ` in ${region}`;
}

/** As many changes as are named where several break a policy in one way. */
const MOST = 5;

function named(own: readonly Breach[]): string {
  const titles = own.slice(0, MOST).map(({ change }) => `${titleOf(change)}${where(change)}`);
  return `${titles.join(', ')}${own.length > MOST ? `, and ${own.length - MOST} more` : ''}`;
}

function refusal(own: readonly Breach[]): Omission {
  const [{ policy, change, broken }] = own as [Breach];
  return {
    what: `${saysOf(policy, broken)} for ${named(own)} (${policy.code})`,
    instead: wayOutOf(policy, broken),
    ...(change.region === FLEET ? {} : { region: change.region }),
  };
}

function warning(own: readonly Breach[], { resolve }: PolicyContext): Finding {
  const [{ policy, broken }] = own as [Breach];
  return resolve({
    rule: ruleOf(policy, 'warning'),
    file: policy.spot.file,
    path: `${policy.spot.path}/require`,
    message: `${saysOf(policy, broken)} for ${named(own)}`,
    hint: wayOutOf(policy, broken),
  });
}

function grouped(breaches: readonly Breach[], key: (breach: Breach) => string): (readonly Breach[])[] {
  const groups = new Map<string, Breach[]>();
  for (const breach of breaches) memo(groups, key(breach), () => []).push(breach);
  return [...groups.values()];
}
