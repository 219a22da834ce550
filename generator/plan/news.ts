import { get } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { KubeObject } from '../k8s/object.ts';
import { DNS, FLEET, isDelivery, subject } from './change.ts';
import type { Change } from './change.ts';
import type { Plan } from './plan.ts';

/** One thing that a delivery changes, as its commit tells it. */
export interface News {
  /** `research 1.2.0 → 1.3.0`, `add region eu-west`, `monitoring`. */
  readonly what: string;
  /** The agent it is about, if it is about one. */
  readonly agent?: string;
  /** Sorted; empty for what belongs to no region. */
  readonly regions: readonly string[];
  /** Told before those with a higher one. */
  readonly rank: number;
}

const NAME = 'app.kubernetes.io/name';
const VERSION = 'app.kubernetes.io/version';
const RANKS = ['region', 'agent gone', 'agent new', 'version', 'agent', 'component', 'rest'] as const;
/** From this rank on it is told only where there is nothing else to tell. */
export const REST = RANKS.indexOf('rest');

/** What a plan changes for whom: regions and agents that come and go, versions, and what else. */
export function newsOf({ changes, memory }: Pick<Plan, 'changes' | 'memory'>): News[] {
  const found = new Map<string, { news: Omit<News, 'regions'>; regions: Set<string> }>();
  const tell = (region: string, what: string, rank: (typeof RANKS)[number], agent?: string): void => {
    const news = { what, rank: RANKS.indexOf(rank), ...(agent === undefined ? {} : { agent }) };
    const { regions } = memo(found, what, () => ({ news, regions: new Set<string>() }));
    if (region !== FLEET) regions.add(region);
  };
  const byRegion = new Map<string, Change[]>();
  for (const change of changes) memo(byRegion, change.region, () => [] as Change[]).push(change);
  for (const [region, own] of byRegion) {
    const objects = own.filter(({ component }) => !isDelivery(component) && component !== DNS);
    const known = Object.keys(memory.regions.get(region)?.objects ?? {});
    const gone = new Set(objects.filter(({ whole, verb }) => whole && verb === 'delete').map(({ component }) => component));
    if (region !== FLEET && known.length === 0 && objects.length > 0) tell(region, `add region ${region}`, 'region');
    else if (region !== FLEET && known.length > 0 && known.every((component) => gone.has(component)))
      tell(region, `remove region ${region}`, 'region');
    else for (const [what, rank, agent] of inRegion(objects)) tell(region, what, rank, agent);
    if (objects.length === 0 && own.some(({ component }) => isDelivery(component))) tell(region, 'Argo CD', 'rest');
    if (own.some(({ component }) => component === DNS)) tell(region, 'files for name servers', 'rest');
  }
  return [...found.values()]
    .map(({ news, regions }) => ({ ...news, regions: [...regions].sort(byCodeUnit) }))
    .sort((a, b) => a.rank - b.rank || byCodeUnit(a.what, b.what));
}

type Line = readonly [what: string, rank: (typeof RANKS)[number], agent?: string];

/** What changes in one region that stays. */
function inRegion(changes: readonly Change[]): Line[] {
  const lines: Line[] = [];
  const told = new Set<string>();
  for (const change of changes) {
    const agent = change.component === 'agents' && subject(change).kind === 'Deployment' ? agentOf(change) : undefined;
    if (agent === undefined) continue;
    told.add(agent);
    const other = change.renamed === undefined ? undefined : changes.find(({ id, verb }) => id === change.renamed && verb === 'create');
    if (change.verb === 'delete' && other !== undefined) {
      lines.push([`rename ${agent} to ${agentOf(other) ?? 'another'}`, 'agent gone', agent]);
      continue;
    }
    if (change.verb === 'create' && change.renamed !== undefined) continue;
    lines.push([`${workloadText(agent, change)}`, rankOf(change), agent]);
  }
  for (const change of changes) {
    if (change.whole) {
      if (!told.has(change.component)) lines.push([`${change.verb === 'delete' ? 'remove' : 'add'} ${change.component}`, 'component']);
      told.add(change.component);
      continue;
    }
    const agent = agentOf(change);
    if (agent !== undefined && told.has(agent)) continue;
    const own = agent !== undefined && agent !== change.component && subject(change).metadata.name.startsWith(agent) ? agent : undefined;
    lines.push(own === undefined ? [change.component, 'component'] : [`${own}: ${change.component}`, 'agent', own]);
  }
  return lines;
}

function agentOf(change: Change): string | undefined {
  return subject(change).metadata.labels?.[NAME];
}

function rankOf({ verb, before, after }: Change): (typeof RANKS)[number] {
  if (verb === 'delete') return 'agent gone';
  if (verb === 'create') return 'agent new';
  return versionOf(before) === versionOf(after) ? 'agent' : 'version';
}

function workloadText(agent: string, { verb, before, after }: Change): string {
  if (verb === 'delete') return `remove ${agent}`;
  const [old, now] = [versionOf(before), versionOf(after)];
  if (verb === 'create') return `add ${agent}${now === undefined ? '' : ` ${now}`}`;
  if (old !== now) return `${agent} ${old ?? 'none'} → ${now ?? 'none'}`;
  const [image, next] = [tagOf(before), tagOf(after)];
  if (image !== next) return `${agent} image ${image} → ${next}`;
  const [few, many] = [before, after].map((object) => get(object, ['spec', 'replicas']) as number | undefined);
  if (few !== many)
    return `${agent} replicas ${few === undefined ? 'autoscaled' : String(few)} → ${many === undefined ? 'autoscaled' : String(many)}`;
  return `${agent} settings`;
}

function versionOf(object: KubeObject | undefined): string | undefined {
  return object?.metadata.labels?.[VERSION];
}

/** The end of the image that the first container runs: its tag, or the beginning of its digest. */
function tagOf(object: KubeObject | undefined): string {
  const containers = get(object, ['spec', 'template', 'spec', 'containers']);
  const image = String(Array.isArray(containers) ? get(containers[0], ['image']) : '');
  const [name, digest] = image.split('@') as [string, string?];
  return digest?.slice(0, 'sha256:'.length + 12) ?? name.slice(name.lastIndexOf('/') + 1).split(':')[1] ?? 'latest';
}
