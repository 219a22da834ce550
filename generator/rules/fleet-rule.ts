import type { Fleet } from '../fleet/fleet.ts';
import type { Report } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import type { FleetSpec } from '../fleet/spec.ts';

/** A rule about the fleet as written: do the names in it refer to something? */
export interface SpecCheck {
  readonly code: Report['code'];
  run(spec: FleetSpec): Iterable<Report>;
}

/** A rule about the resolved fleet. */
export interface FleetCheck {
  readonly code: Report['code'];
  run(fleet: Fleet, where: Where): Iterable<Report>;
}

/** Where the value of a resolved field was set: in the strongest layer that sets it. */
export interface Where {
  agent(agent: string, region: string, ...path: string[]): Pointer;
  setting(component: string, region: string, ...path: string[]): Pointer;
}
