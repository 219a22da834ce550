import type { Fleet } from '../../fleet/fleet.ts';
import type { Policy } from '../../fleet/policies/policy.ts';
import type { FleetSpec } from '../../fleet/spec.ts';
import type { Kinds } from '../../k8s/crd/kinds.ts';
import type { Finding, Unplaced } from '../../model/finding.ts';
import { Purse, type CompiledPolicy } from './compiled.ts';
import { Views } from './views.ts';

/** What policies of a fleet need to be asked about its objects, and about changes. */
export interface Asking {
  readonly policies: readonly CompiledPolicy[];
  readonly views: Views;
  readonly purse: Purse;
  readonly fleet: Fleet;
  readonly kinds: Kinds;
  /** A finding at its place. */
  readonly resolve: (found: Unplaced) => Finding;
}

interface Surroundings extends Pick<Asking, 'fleet' | 'kinds' | 'resolve'> {
  readonly spec: FleetSpec;
}

/** @param compiled the policies of the fleet, in its order */
export function askingOf(compiled: readonly CompiledPolicy[], { fleet, spec, kinds, resolve }: Surroundings): Asking {
  const policies = compiled.map((each, i) => ({ ...each, policy: fleet.policies[i] as Policy }));
  return { policies, views: new Views(fleet, spec), purse: new Purse(), fleet, kinds, resolve };
}
