import type { FleetModel, PlacementModel, RegionModel } from '../../status/fleet-model.ts';
import { byCodeUnit } from '../../model/order.ts';
import { memo } from '../../model/memo.ts';
import { count } from '../style.ts';
import { statesOf } from '../status-words.ts';
import { isFine } from './attention.ts';
import { anchor, esc } from './escape.ts';
import { COLOURS, DRAWING } from './styles.ts';

const WIDTH = 1044;
const GAP = 16;
/** More regions than these have no room for the names of agents. */
const FEW = 24;
const CHIPS = 8;

interface Look {
  /** Whether names lead to where the page tells of them. */
  readonly links: boolean;
}

/** The picture: who delivers to which regions, and what runs there. */
export function mapSvg(model: FleetModel, { links }: Look): string {
  const by = new Map<string, PlacementModel[]>();
  for (const placement of model.placements) memo(by, placement.region, () => []).push(placement);
  const hubs = new Map<string, RegionModel[]>();
  for (const region of model.regions) memo(hubs, region.facts?.hub ?? '', () => []).push(region);
  const columns = model.regions.length > FEW ? 5 : Math.min(3, Math.max(1, model.regions.length));
  const width = Math.floor((WIDTH - 2 * GAP - (columns - 1) * GAP) / columns);
  const parts: string[] = [];
  const top = links ? 38 : 62;
  let y = top;
  for (const [hub, regions] of [...hubs].sort(([a], [b]) => byCodeUnit(a, b))) {
    const cards: string[] = [];
    let [below, next] = [y + 34, y + 34];
    regions.forEach((region, i) => {
      if (i % columns === 0) below = next;
      const { svg, height } = card(region, by.get(region.name) ?? [], {
        x: GAP + (i % columns) * (width + GAP),
        y: below,
        width,
        small: model.regions.length > FEW,
        links,
      });
      cards.push(svg);
      next = Math.max(next, below + height + GAP);
    });
    const title = `Argo CD${hub === '' ? '' : ` ${hub}`} → ${count(regions.length, 'region')}`;
    parts.push(
      `<rect class="band" x="0.5" y="${y}" width="${WIDTH - 1}" height="${next - y}" rx="10"/><text class="d" x="${GAP}" y="${y + 22}">${esc(title)}</text>${cards.join('')}`,
    );
    y = next + GAP;
  }
  const height = Math.round(y);
  const said = `${model.fleet}: ${count(model.agents.length, 'agent')} in ${count(model.regions.length, 'region')}, delivered from Git by Argo CD`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="${links ? 'group' : 'img'}" aria-label="${esc(said)}">${
    links ? '' : `<title>${esc(said)}</title><style>${COLOURS}\n${DRAWING}</style>`
  }${links ? '' : `<text class="h" x="0" y="18">${esc(model.fleet)}</text>`}<text class="d" x="0" y="${top - 24}">${esc(`Git: config/ → ${model.out.split(' ')[0] ?? ''}/ on ${model.repository.branch}`)}</text><path class="wire" d="M8 ${top - 16}v8"/><path class="tip" d="M4 ${top - 9}h8l-4 7z"/>${parts.join('')}</svg>`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly small: boolean;
  readonly links: boolean;
}

function card(
  region: RegionModel,
  placements: readonly PlacementModel[],
  { x, y, width, small, links }: Box,
): { readonly svg: string; readonly height: number } {
  const { name, state, held, frozen, facts } = region;
  const odd = placements.filter((placement) => !isFine({ states: statesOf(placement) })).length;
  const title = fitted(name, small ? 20 : 26);
  const named = links
    ? `<a href="#${anchor('region', name)}"><text class="h" x="${x + 12}" y="${y + 22}">${esc(title)}</text></a>`
    : `<text class="h" x="${x + 12}" y="${y + 22}">${esc(title)}</text>`;
  const marks = [...(state === 'active' ? [] : [state]), ...(held === undefined ? [] : ['held']), ...(frozen === undefined ? [] : ['frozen'])];
  const version = facts?.versions['kubernetes'];
  const about = [
    count(placements.length, 'agent'),
    ...(odd === 0 ? [] : [`${odd} not as config/ says`]),
    ...(version === undefined || small ? [] : [`Kubernetes ${version}`]),
  ];
  const mark = marks.length === 0 ? '' : `<text class="s wait" x="${x + width - 12}" y="${y + 22}" text-anchor="end">${esc(marks.join(', '))}</text>`;
  const line = `<text class="s ${odd === 0 ? 'd' : 'wait'}" x="${x + 12}" y="${y + 40}">${esc(about.join(' · '))}</text>`;
  const shown = small ? [] : placements.slice(0, placements.length > CHIPS + 1 ? CHIPS : placements.length);
  const chips = shown.map((placement, i) => chip(placement, { x, y: y + 62 + i * 20, width, small, links }));
  const rest = placements.length - shown.length;
  const more = small || rest === 0 ? '' : `<text class="s d" x="${x + 26}" y="${y + 62 + shown.length * 20}">and ${rest} more</text>`;
  const height = small ? 52 : 56 + Math.max(1, shown.length + (rest > 0 ? 1 : 0)) * 20;
  return {
    svg: `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${named}${mark}${line}${chips.join('')}${more}`,
    height,
  };
}

function chip(placement: PlacementModel, { x, y, width, links }: Box): string {
  const fine = isFine({ states: statesOf(placement) });
  const text = `<text class="m" x="${x + 26}" y="${y}">${esc(fitted(placement.agent, 24))}</text>`;
  const version = (placement.config ?? placement.out)?.version ?? '';
  // A mark of another form as well as of another colour.
  const dot = fine ? `<circle class="ok" cx="${x + 16}" cy="${y - 4}" r="3.5"/>` : `<path class="wait" d="M${x + 11.5} ${y}h9l-4.5 -9z"/>`;
  return `${dot}${links ? `<a href="#${anchor('agent', placement.agent)}">${text}</a>` : text}<text class="m d" x="${x + width - 12}" y="${y}" text-anchor="end">${esc(fitted(version, 14))}</text>`;
}

/** As much of a text as there is room for. */
export function fitted(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
