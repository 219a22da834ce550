import type { ApplicationStatus, FleetStatus, OperationStatus, PlacementStatus } from './status.ts';
import { sameRun } from './runs.ts';

/** Whether an agent runs in a region as `config/` says; without evidence: whether `out/` delivers it so. */
export function isAsConfigured({ config, out, live }: PlacementStatus): boolean {
  if (config === null || out === null) return config === out;
  if (!sameRun(config, out)) return false;
  return live === undefined || (live.state === 'same' && live.sync === 'Synced' && isHealthy(live.health, out.suspended));
}

/** An agent without pods on purpose is Healthy as well; Argo CD says Suspended of what is paused. */
function isHealthy(health: string, suspended: boolean): boolean {
  return health === 'Healthy' || (suspended && health === 'Suspended');
}

/** Whether an Application has applied what `out/` says, and all of it is well. What failed before it came so far is over. */
export function isSettled({ seen, sync, health, current, operation, leaving, automated }: ApplicationStatus): boolean {
  // What its region has is for another hub to say.
  if (leaving === true) return seen && automated === false && !isUnderWay(operation);
  return seen && sync === 'Synced' && health === 'Healthy' && current === true && !isUnderWay(operation);
}

function isUnderWay(operation: OperationStatus | undefined): boolean {
  return operation?.phase === 'Running' || operation?.phase === 'Terminating';
}

/** What is not as `config/` says. */
export interface Differences {
  readonly placements: number;
  readonly applications: number;
  readonly regions: number;
}

export function differencesOf({ placements, applications = [], leftOver = [], regions }: FleetStatus): Differences {
  return {
    placements: placements.filter((each) => !isAsConfigured(each)).length,
    applications: applications.filter((each) => !isSettled(each)).length + leftOver.length,
    regions: regions.filter(({ held }) => held !== undefined && held.meant !== true).length,
  };
}

export function differs({ placements, applications, regions }: Differences): boolean {
  return placements + applications + regions > 0;
}
