import type { AgentModel, FleetModel, PlacementModel, ValueModel, Way } from '../../status/fleet-model.ts';
import { memo } from '../../model/memo.ts';
import { few } from '../../model/few.ts';
import { rowsOf } from '../status-words.ts';
import { anchor, esc } from './escape.ts';
import { fitted } from './map.ts';
import { changedText, code, contactHtml, fact, link, names, placeText, section } from './parts.ts';
import { wayHtml } from './way.ts';

/** What there is to know of each agent: who answers for it, where it stands, how requests come to it, and what made its values. */
export function agentsSection(model: FleetModel): string {
  const placements = new Map<string, PlacementModel[]>();
  for (const placement of model.placements) memo(placements, placement.agent, () => []).push(placement);
  const ways = new Map<string, Way[]>();
  for (const way of model.ways) memo(ways, way.agent, () => []).push(way);
  const [called, callers] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const { from, to } of model.regions.flatMap(({ loss }) => loss.calls)) {
    memo(called, from, () => new Set<string>()).add(to);
    memo(callers, to, () => new Set<string>()).add(from);
  }
  const cards = model.agents.map((agent) => {
    const { name } = agent;
    const about = { ways: ways.get(name) ?? [], called: [...(called.get(name) ?? [])], callers: [...(callers.get(name) ?? [])] };
    return agentCard(agent, placements.get(name) ?? [], about, model.withoutHistory);
  });
  return section('agents', 'Agents', cards.join('\n'));
}

interface About {
  readonly ways: readonly Way[];
  /** Agents that it calls, and those that call it. */
  readonly called: readonly string[];
  readonly callers: readonly string[];
}

function agentCard(
  agent: AgentModel,
  placements: readonly PlacementModel[],
  { ways, called, callers }: About,
  withoutHistory: string | undefined,
): string {
  const { name, team, contact, owner, tier, place, values, changed } = agent;
  const rows = rowsOf(placements);
  const versions = [...new Set(rows.map(({ version }) => version))];
  const facts = [
    fact(
      'Answers for it',
      team === undefined
        ? `nobody is named; the owner in its reference is ${code(owner ?? 'unknown')}`
        : `team ${esc(team)}${contact === undefined ? '' : `, ${contactHtml(contact)}`}${owner === undefined ? '' : ` <span class="dim">owner ${esc(owner)}</span>`}`,
    ),
    fact('Changed last', changedText(changed, withoutHistory)),
    ...(place === undefined
      ? []
      : [fact('Written in', `${code(placeText(place))}${tier === undefined ? '' : ` <span class="dim">tier ${esc(tier)}</span>`}`)]),
    ...(called.length === 0 ? [] : [fact('Calls', called.map((other) => link('agent', other)).join(', '))]),
    ...(callers.length === 0 ? [] : [fact('Called by', callers.map((other) => link('agent', other)).join(', '))]),
    ...rows.map(({ version, states, regions }) =>
      fact(version, `${esc(states.join('; '))} <span class="dim">in</span> ${whereText(regions, placements.length)}`),
    ),
  ];
  const everywhere = [...new Set(ways.flatMap((each) => each.regions))];
  const way =
    ways.length === 0
      ? ''
      : `<h3>From the name to the pods</h3>${[...ways]
          .sort((a, b) => b.regions.length - a.regions.length)
          .map((each) => wayHtml(each, everywhere))
          .join('')}`;
  return `<details class="card"><summary><b>${esc(name)}</b> <span class="dim">${esc(few(versions, 4))}${team === undefined ? '' : ` · ${esc(team)}`}</span></summary><div id="${anchor('agent', name)}" tabindex="-1"><dl>${facts.join('')}</dl>${way}${valuesHtml(values)}</div></details>`;
}

/** More regions than these are not named where they are all that there are. */
const FEW = 4;

function whereText(regions: readonly string[], all: number): string {
  return regions.length === all && all > FEW ? `all its ${all} regions` : names(regions, (region) => link('region', region));
}

function valuesHtml(values: readonly ValueModel[]): string {
  const set = values.filter(({ layers }) => layers.some(({ name }) => name !== 'default'));
  const rest = values.length - set.length;
  if (values.length === 0) return '';
  const defaults = values
    .filter(({ layers }) => layers.every(({ name }) => name === 'default'))
    .map(({ path, value }) => `<b>${esc(path)}</b> ${esc(fitted(JSON.stringify(value), 60))}`);
  return `<h3>What made its values</h3><table class="wide values"><caption class="hidden">Values and what made them</caption><thead><tr><th scope="col">Value</th><th scope="col">Is</th><th scope="col">Made by, the last one wins</th></tr></thead><tbody>${set.map(valueRow).join('')}</table>${
    rest === 0 ? '' : `<details><summary>${rest} more are defaults</summary><p class="defaults">${defaults.join('; ')}</p></details>`
  }`;
}

function valueRow({ path, value, regions, layers }: ValueModel): string {
  const where = regions === undefined ? '' : `<br><span class="dim">in ${esc(few(regions, 4))}</span>`;
  const made = layers.filter(({ name }) => name !== 'default' || layers.length === 1);
  const by = made.map(({ name, value: own, place }, i) => {
    const is = i === made.length - 1 ? esc(name) : `${esc(name)} <span class="dim">${esc(fitted(JSON.stringify(own), 40))}</span>`;
    return `${is}${place === undefined ? '' : ` <span class="dim mono">${esc(placeText(place))}</span>`}`;
  });
  return `<tr><th scope="row">${code(path)}<td>${code(fitted(JSON.stringify(value), 120))}${where}<td>${by.join(' → ')}`;
}
