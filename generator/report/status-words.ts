import { reachedText } from '../fleet/rollouts/rollout.ts';
import type { ApplicationStatus, FleetStatus, LiveRun, PlacementStatus, Run } from '../status/status.ts';
import { differs, isAsConfigured, isSettled } from '../status/differences.ts';
import { endingOf, operationText } from '../status/operation-text.ts';
import type { Differences } from '../status/differences.ts';
import { memo, remembered } from '../model/memo.ts';
import { cut } from '../model/quoted.ts';
import { redact } from '../secrets/redact.ts';
import { listed } from './listed.ts';
import { count } from './style.ts';
import { sameRun } from '../status/runs.ts';

/** A line for each rollout: where it has come. */
export function rolloutRows({ rollouts = [] }: FleetStatus): string[] {
  return rollouts.map((rollout) => `${reachedText(rollout)}${rollout.paused === undefined ? '' : `; paused: ${rollout.paused}`}`);
}

/** Placements about which the same is to be said: one row of the matrix. */
export interface Row {
  readonly agent: string;
  readonly version: string;
  /** `live`, `delivered`, or what is otherwise, part by part. */
  readonly states: readonly string[];
  readonly regions: readonly string[];
}

/** Rows by agent; regions where an agent stands alike share one. */
export const rowsOf = remembered((placements: readonly PlacementStatus[]): readonly Row[] => {
  const rows = new Map<string, Row & { regions: string[] }>();
  let last: (Row & { regions: string[] }) | undefined;
  for (const placement of placements) {
    const { agent, region, config, out } = placement;
    const version = ((config ?? out) as Run).version;
    const states = statesOf(placement);
    // Most are as the one before.
    if (last?.agent !== agent || last.version !== version || last.states !== states)
      last = memo(rows, JSON.stringify([agent, version, states]), () => ({ agent, version, states, regions: [] }));
    last.regions.push(region);
  }
  return [...rows.values()];
});

const [DELIVERED, LIVE] = [['delivered'], ['live']];

/** Each section of a page asks for it. */
export function statesOf(placement: PlacementStatus): readonly string[] {
  const { out, live } = placement;
  // Of most placements there is nothing more to say.
  if (out === null || out.suspended || out.draining === true || !isAsConfigured(placement)) return otherStates(placement);
  return live === undefined ? DELIVERED : LIVE;
}

const otherStates = remembered(({ config, out, live }: PlacementStatus): readonly string[] => [
  ...(config === null ? ['goes with the next delivery'] : []),
  ...(out === null ? ['not delivered yet'] : []),
  ...(config !== null && out !== null && !sameRun(config, out) ? [`out/ has ${difference(out, config)}`] : []),
  ...((config ?? out)?.suspended === true ? ['suspended'] : []),
  ...((config ?? out)?.draining === true ? ['draining'] : []),
  ...(live === undefined || out === null ? [] : liveStates(live, out)),
]);

/** Marks a health that is of all agents in a region. */
const TOGETHER = '*';

/** What the mark means; undefined where no row has it. */
export function footnote(rows: readonly Row[]): string | undefined {
  return rows.some(({ states }) => states.some((state) => state.includes(`${TOGETHER} since`) || state.endsWith(TOGETHER)))
    ? `${TOGETHER} of all agents in the region together: Argo CD told no health of single Deployments (controller.resource.health.persist)`
    : undefined;
}

function liveStates({ state, run, because, sync, health, healthOf, since }: LiveRun, out: Run): string[] {
  if (state === 'unknown') return [`live unknown: ${because}`];
  if (state === 'absent') return ['not in the cluster'];
  return [
    ...(state === 'other' && run !== undefined ? [`live has ${difference(run, out)}`] : []),
    ...(sync === 'Synced' ? [] : [sync]),
    ...(health === 'Healthy' ? [] : [`${health}${healthOf === 'Application' ? TOGETHER : ''}${since === undefined ? '' : ` since ${since}`}`]),
  ];
}

/** What one has that the other has not: the version, or else the image, or that it is suspended or drains. */
function difference(one: Run, other: Run): string {
  if (one.version !== other.version) return one.version;
  if (one.image !== other.image) return `image ${one.image}`;
  if (one.suspended) return 'it suspended';
  return one.draining === true ? 'it draining' : 'it running';
}

/** What is not as `config/` says, in one line; undefined where all is. */
export function differencesText({ placements, applications = [] }: FleetStatus, differences: Differences): string | undefined {
  if (!differs(differences)) return undefined;
  const parts = [
    ...(differences.placements > 0 ? [`${differences.placements} of ${count(placements.length, 'placement')}`] : []),
    ...(differences.applications > 0 ? [`${differences.applications} of ${count(applications.length, 'Application')}`] : []),
    ...(differences.regions > 0 ? [count(differences.regions, 'held region')] : []),
  ];
  return `not as config/ says: ${parts.join(', ')}`;
}

/** Characters of a text of the cluster. */
export const LONGEST = 320;

/** What is to be said of an Application, and the way out; undefined where all is well. */
export interface Trouble {
  readonly name: string;
  readonly says: readonly string[];
  /** Text of the cluster. */
  readonly message?: string;
  readonly hint?: string;
}

export function troubleOf(application: ApplicationStatus): Trouble | undefined {
  if (isSettled(application)) return undefined;
  const { seen, sync, health, since, revision, current, operation, hub, leaving } = application;
  const name = hub === undefined ? application.name : `${application.name} (${hub})`;
  if (!seen)
    return {
      name,
      says: ['no evidence shows it'],
      hint: 'give one file for each Argo CD; a region that is new has no Application before the root Application is synced',
    };
  if (leaving === true) return { name, ...leavingWords(application) };
  const at = revision?.slice(0, 12) ?? 'no commit';
  const says = [
    ...(sync === 'Synced' ? [] : [sync as string]),
    ...(health === 'Healthy' ? [] : [`${health}${since === undefined ? '' : ` since ${since}`}`]),
    ...(current === false ? [`compared with ${at}, which does not deliver what out/ has now`] : []),
    ...(current === null ? [`compared with ${at}, which this clone does not have`] : []),
    ...(operation === undefined ? [] : [operationText(operation)]),
  ];
  const message = operation?.message ?? '';
  return { name, says, ...(message === '' ? {} : { message: cut(redact(message), LONGEST) }), ...hintOf(application) };
}

/** What keeps a region from being safe with another hub. */
function leavingWords({ name, automated, operation }: ApplicationStatus): Pick<Trouble, 'says' | 'hint'> {
  if (automated === true)
    return {
      says: ['its region leaves this hub, and it still syncs by itself'],
      hint: 'the root Application has not applied what out/ says: wait for it before the region goes to the other hub',
    };
  return {
    says: [...(operation === undefined ? [] : [operationText(operation)]), 'its region leaves this hub, and it still syncs'],
    hint: `argocd app terminate-op ${name}: what has begun is tried without end`,
  };
}

function hintOf({ name, current, operation }: ApplicationStatus): { readonly hint?: string } {
  if (operation?.holdsOld === true) return { hint: endingOf(name) };
  if (operation !== undefined && operation.phase !== 'Running') return { hint: `argocd app get ${name} shows what failed` };
  if (current === null) return { hint: 'git fetch, and ask again' };
  if (current === false) return { hint: `argocd app get ${name} --refresh` };
  return {};
}

/** Regions that freezes hold, those alike on one line. */
export function frozenRows(regions: FleetStatus['regions']): string[] {
  const rows = new Map<string, string[]>();
  for (const { name, frozen } of regions) {
    if (frozen === undefined) continue;
    const words = `${frozen.because}; ${frozen.until === undefined ? 'with no end in sight' : `until ${frozen.until}`}`;
    rows.set(words, [...(rows.get(words) ?? []), name]);
  }
  return [...rows].map(([words, names]) => `${listed(names, MOST_FROZEN)}: ${words}`);
}

/** Names of frozen regions on a line. */
const MOST_FROZEN = 24;
