import type { FleetModel, PlacementModel } from '../../status/fleet-model.ts';
import { isFine } from './attention.ts';
import { footnote, rowsOf, statesOf } from '../status-words.ts';
import { esc } from './escape.ts';
import { foundLink, scrolling, section } from './parts.ts';

/** More regions than these have their names upright. */
const FEW = 7;

/** What runs where: agents by regions. */
export function matrixSection(model: FleetModel): string {
  const { agents, regions, placements } = model;
  if (placements.length === 0) return section('matrix', 'What runs where', '<p>No agent runs there.</p>');
  const by = new Map(placements.map((placement) => [`${placement.agent} ${placement.region}`, placement]));
  const upright = regions.length > FEW ? '<span class="many">' : '<span>';
  const head = regions.map(({ name }) => `<th scope="col">${upright}${foundLink('region', name)}</span>`).join('');
  const rows = agents
    .map(({ name, team }) => {
      const cells = regions.map((region) => cell(by.get(`${name} ${region.name}`))).join('');
      return `<tr><th scope="row">${foundLink('agent', name)}${team === undefined ? '' : ` <span class="dim">${esc(team)}</span>`}${cells}`;
    })
    .join('\n');
  const table = `<table class="matrix"><caption class="hidden">Agents by regions, with the version that config/ says</caption><thead><tr><th scope="col">Agent${head}</thead><tbody>\n${rows}\n</table>`;
  const note = footnote(rowsOf(placements));
  return section(
    'matrix',
    'What runs where',
    `<p class="dim">The version by config/. A mark: something else is delivered or live; the agent says what.</p>${scrolling('What runs where', table)}${note === undefined ? '' : `<p class="dim">${esc(note)}</p>`}`,
  );
}

function cell(placement: PlacementModel | undefined): string {
  if (placement === undefined) return '<td class="n">–';
  const states = statesOf(placement);
  const version = esc((placement.config ?? placement.out)?.version ?? '');
  if (isFine({ states }))
    return states[0] === 'live' || states[0] === 'delivered' ? `<td>${version}` : `<td class="n">${version} ${esc(states[0] as string)}`;
  const grave = states.some((state) => /Degraded|not in the cluster/.test(state));
  return `<td class="${grave ? 'b' : 'w'}">${version} ${grave ? '✕' : '▲'}<span class="hidden">: ${esc(states.join('; '))}</span>`;
}
