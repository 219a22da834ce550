import type { Fleet } from '../../fleet/fleet.ts';
import type { Policy } from '../../fleet/policies/policy.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { compileCondition, type Condition, type ExpressionFlaw } from '../../k8s/crd/cel/condition.ts';
import { Budget } from '../../k8s/crd/cel/budget.ts';
import type { Outcome } from '../../k8s/crd/cel/expression.ts';
import type { Unplaced } from '../../model/finding.ts';
import { quoted } from '../../model/quoted.ts';
import { remembered } from '../../model/memo.ts';
import type { RuleInfo } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import { rule as invalidExpression } from '../../rules/policy/invalid-expression/rule.ts';
import { VARIABLES } from './shapes.ts';

/** A policy whose expression compiles. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly condition: Condition;
}

/** Compiled once for each policy: what does not compile is said, and left out. */
export function compilePolicies(policies: readonly Policy[]): {
  readonly compiled: readonly CompiledPolicy[];
  readonly reports: readonly Unplaced[];
} {
  const compiled: CompiledPolicy[] = [];
  const reports: Unplaced[] = [];
  for (const policy of policies) {
    const condition = conditionOf(policy);
    if ('offset' in condition) reports.push(flawReport(policy, condition));
    else compiled.push({ policy, condition });
  }
  return { compiled, reports };
}

const conditionOf = remembered((policy: Policy) => compileCondition(policy.require, VARIABLES[policy.on]));

function flawReport({ on, spot, require }: Policy, { message, offset, unknown }: ExpressionFlaw): Unplaced {
  return {
    rule: invalidExpression,
    file: spot.file,
    path: `${spot.path}/require`,
    offset: Math.min(offset, require.length),
    message: `the expression does not compile: ${lowerCase(message)}`,
    hint: hintOf(on, unknown),
  };
}

function hintOf(on: Policy['on'], unknown: ExpressionFlaw['unknown']): string {
  if (unknown === undefined) return 'docs/policies.md has the language, and links to its functions';
  const other = on === 'object' ? 'change' : 'object';
  if (VARIABLES[other].has(unknown.name) && !VARIABLES[on].has(unknown.name))
    return `${unknown.name} is there in policies \`on: ${other}\` alone; here there is: ${unknown.known.join(', ')}`;
  return hintFor(unknown.name, unknown.known) ?? 'docs/policies.md lists the fields';
}

function lowerCase(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What one policy may cost in a run, in steps, and all of them together: seconds, whatever their expressions are. */
const POLICY_STEPS = 200_000_000;
const ALL_STEPS = 400_000_000;

/** What is left for the policies of a run. */
export class PolicyBudget {
  #left = ALL_STEPS;
  readonly #budgets = new Map<Policy, Budget>();

  /** What a condition gives, or that it costs too much. */
  evaluate({ policy, condition }: CompiledPolicy, values: Readonly<Record<string, unknown>>): Outcome {
    let budget = this.#budgets.get(policy);
    if (budget === undefined) this.#budgets.set(policy, (budget = new Budget(POLICY_STEPS)));
    if (this.#left <= 0) return { spent: true };
    const before = budget.left;
    const outcome = condition.evaluate(values, budget);
    this.#left -= before - budget.left;
    return outcome;
  }
}

/** What is said of a policy that costs too much. @param title of what was judged */
export function tooLong({ about }: Policy, title: string): { readonly message: string; readonly hint: string } {
  return {
    message: `${quoted(about)} takes too long to judge: it was given up at ${title}`,
    hint: 'write it without a list within a list, or let it match fewer objects',
  };
}

/** A policy as its findings have it. */
export function ruleOf(policy: Policy, severity: Severity): RuleInfo {
  const { code, about, message, spot, on } = policy;
  return {
    code,
    severity,
    what: `${about}.`,
    why: `A policy of this fleet: ${spot.file}.`,
    fix: message,
    scope: on,
    policy: { file: spot.file, about },
  };
}

/** What breaking a policy about objects is reported as; undefined where it waits for an approval. */
export function gradeOf(policy: Policy, fleet: Pick<Fleet, 'treatAsErrors'>): Severity | undefined {
  const severity = severityOf(policy, fleet);
  return severity === 'approval' ? undefined : severity;
}

/** What breaking a policy means: whatever it says, an entry of `treatAsErrors` makes it an error. */
export function severityOf({ code, severity }: Policy, { treatAsErrors }: Pick<Fleet, 'treatAsErrors'>): Policy['severity'] {
  return treatAsErrors.includes(code) ? 'error' : severity;
}
