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
  return section(
    'agents',
    'Agents',
    model.agents.map((agent) => agentCard(agent, placements.get(agent.name) ?? [], ways.get(agent.name) ?? [], model)).join('\n'),
  );
}

function agentCard(agent: AgentModel, placements: readonly PlacementModel[], ways: readonly Way[], model: FleetModel): string {
  const { name, team, contact, owner, tier, place, values, changed } = agent;
  const rows = rowsOf(placements);
  const versions = [...new Set(rows.map(({ version }) => version))];
  const calls = model.regions.flatMap(({ loss }) => loss.calls);
  const callers = [...new Set(calls.filter(({ to }) => to === name).map(({ from }) => from))];
  const called = [...new Set(calls.filter(({ from }) => from === name).map(({ to }) => to))];
  const facts = [
    fact(
      'Answers for it',
      team === undefined
        ? `nobody is named; the owner in its reference is ${code(owner ?? 'unknown')}`
        : `team ${esc(team)}${contact === undefined ? '' : `, ${contactHtml(contact)}`}${owner === undefined ? '' : ` <span class="dim">owner ${esc(owner)}</span>`}`,
    ),
    fact('Changed last', changedText(changed, model.withoutHistory)),
    ...(place === undefined
      ? []
      : [fact('Written in', `${code(placeText(place))}${tier === undefined ? '' : ` <span class="dim">tier ${esc(tier)}</span>`}`)]),
    ...(called.length === 0 ? [] : [fact('Calls', called.map((other) => link('agent', other)).join(', '))]),
    ...(callers.length === 0 ? [] : [fact('Called by', callers.map((other) => link('agent', other)).join(', '))]),
    ...rows.map(({ version, states, regions }) =>
      fact(version, `${esc(states.join('; '))} <span class="dim">in</span> ${whereText(regions, placements.length)}`),
    ),
  ];
  const way =
    ways.length === 0
      ? ''
      : `<h3>From the name to the pods</h3>${[...ways]
          .sort((a, b) => b.regions.length - a.regions.length)
          .map((each) => wayHtml(each, model))
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
    .map(({ path, value }) => `${esc(path)} <span class="dim">${esc(fitted(JSON.stringify(value), 60))}</span>`);
  return `<h3>What made its values</h3><table class="wide values"><caption class="hidden">Values and what made them</caption><thead><tr><th scope="col">Value</th><th scope="col">Is</th><th scope="col">Made by, the last one wins</th></tr></thead><tbody>${set.map(valueRow).join('')}</tbody></table>${
    rest === 0 ? '' : `<details><summary>${rest} more are defaults</summary><p>${defaults.join('; ')}</p></details>`
  }`;
}

function valueRow({ path, value, regions, layers }: ValueModel): string {
  const where = regions === undefined ? '' : `<br><span class="dim">in ${esc(few(regions, 4))}</span>`;
  const made = layers.filter(({ name }) => name !== 'default' || layers.length === 1);
  const by = made.map(({ name, value: own, place }, i) => {
    const is = i === made.length - 1 ? esc(name) : `${esc(name)} <span class="dim">${esc(fitted(JSON.stringify(own), 40))}</span>`;
    return `${is}${place === undefined ? '' : ` <span class="dim mono">${esc(placeText(place))}</span>`}`;
  });
  return `<tr><th scope="row">${code(path)}</th><td>${code(fitted(JSON.stringify(value), 120))}${where}</td><td>${by.join(' → ')}</td></tr>`;
}
