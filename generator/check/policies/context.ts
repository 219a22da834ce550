import type { Fleet } from '../../fleet/fleet.ts';
import type { Policy } from '../../fleet/policies/policy.ts';
import type { FleetSpec } from '../../fleet/spec.ts';
import type { Kinds } from '../../k8s/crd/kinds.ts';
import type { Finding, Unplaced } from '../../model/finding.ts';
import { PolicyBudget, type CompiledPolicy } from './compiled.ts';
import { Views } from './views.ts';

/** What policies of a fleet need to be asked about its objects, and about changes. */
export interface PolicyContext {
  readonly policies: readonly CompiledPolicy[];
  readonly views: Views;
  readonly budget: PolicyBudget;
  readonly fleet: Fleet;
  readonly kinds: Kinds;
  /** A finding at its place. */
  readonly resolve: (found: Unplaced) => Finding;
}

interface Surroundings extends Pick<PolicyContext, 'fleet' | 'kinds' | 'resolve'> {
  readonly spec: FleetSpec;
}

/** @param compiled the policies of the fleet, in its order */
export function policyContextOf(compiled: readonly CompiledPolicy[], { fleet, spec, kinds, resolve }: Surroundings): PolicyContext {
  const policies = compiled.map((each, i) => ({ ...each, policy: fleet.policies[i] as Policy }));
  return { policies, views: new Views(fleet, spec), budget: new PolicyBudget(), fleet, kinds, resolve };
}
