import type { FleetModel, PlacementModel, RegionModel } from '../../status/fleet-model.ts';
import { memo } from '../../model/memo.ts';
import { few } from '../../model/few.ts';
import { isSettled } from '../../status/differences.ts';
import { statesOf } from '../status-words.ts';
import { count } from '../style.ts';
import { anchor, esc } from './escape.ts';
import { capacityTable } from './capacity.ts';
import { changedText, code, fact, link, names, placeText, scrolling, section, timeWords } from './parts.ts';

/** What there is to know of each region: how it stands, what runs there, what else breaks with it. */
export function regionsSection(model: FleetModel): string {
  const placements = new Map<string, PlacementModel[]>();
  for (const placement of model.placements) memo(placements, placement.region, () => []).push(placement);
  return section('regions', 'Regions', model.regions.map((region) => regionCard(region, placements.get(region.name) ?? [], model)).join('\n'));
}

function regionCard(region: RegionModel, placements: readonly PlacementModel[], model: FleetModel): string {
  const { name, state, held, frozen, facts, changed } = region;
  const marks = [state, ...(held === undefined ? [] : ['held']), ...(frozen === undefined ? [] : ['frozen'])];
  const applications = (model.applications ?? []).filter((application) => application.region === name);
  const settled = applications.filter(isSettled).length;
  const rows = [
    ...(held === undefined
      ? []
      : [
          fact(
            'Held',
            `${esc(held.because)}${held.since === undefined ? '' : `, since ${code(held.since.slice(0, 12))}`}. ${held.meant === true ? 'config/ says so.' : `${code('pap-fleet plan')} shows what lets it go on.`}`,
          ),
        ]),
    ...(frozen === undefined
      ? []
      : [fact('Frozen', `${esc(frozen.because)}; ${frozen.until === undefined ? 'no end is in sight' : `until ${esc(timeWords(frozen.until))}`}`)]),
    fact('Breaks with it', lossHtml(region, model.regions.length)),
    fact('Changed last', changedText(changed, model.withoutHistory)),
    ...(facts === undefined ? [fact('In config/', 'it is gone; what is delivered is what out/ still has')] : factsOf(facts)),
    ...(applications.length === 0 ? [] : [fact('Applications', `${settled} of ${applications.length} are synced, healthy and at what out/ has`)]),
  ];
  const capacity = facts === undefined ? '' : `<h3>Capacity</h3>${capacityTable(facts.capacity, name)}`;
  return `<details class="card"><summary><b>${esc(name)}</b> <span class="dim">${esc(`${marks.join(', ')} · ${count(placements.length, 'agent')}`)}</span></summary><div id="${anchor('region', name)}" tabindex="-1"><dl>${rows.join('')}</dl><h3>Agents</h3>${agentsTable(placements, name)}${capacity}</div></details>`;
}

function factsOf({ cluster, hub, groups, versions, generator, place, waves, components, ingressHost }: NonNullable<RegionModel['facts']>): string[] {
  const walks = waves.map(({ rollout, wave, reached }) => `${esc(rollout)}: wave ${wave}${reached ? '' : ', not reached yet'}`);
  return [
    fact('Cluster', `${code(cluster)}${hub === undefined ? '' : ` by Argo CD ${esc(hub)}`}, ingress at ${code(ingressHost)}`),
    ...(groups.length === 0 ? [] : [fact('Groups', esc(groups.join(', ')))]),
    ...(walks.length === 0 ? [] : [fact('Rollouts', walks.join('<br>'))]),
    fact(
      'Versions',
      `${esc(
        Object.entries(versions)
          .map(([what, version]) => `${what} ${version}`)
          .join(', '),
      )}${generator === undefined ? '' : `; stays on the output of ${esc(generator)}`}`,
    ),
    fact('Receives', esc(components.map(({ name: component, objects }) => `${component} ${objects}`).join(', '))),
    fact('Written in', code(placeText(place))),
  ];
}

/** More agents than these are not named where they are all that there are. */
const FEW = 12;

/** What this region takes with it. */
function lossHtml({ loss: { alone, elsewhere, calls } }: RegionModel, regions: number): string {
  if (alone.length + elsewhere.length === 0) return 'nothing: no agent runs here';
  const all = alone.length + elsewhere.length;
  const parts = [
    alone.length === 0
      ? 'Every agent that runs here runs elsewhere too.'
      : `<strong class="bad">Nowhere else:</strong> ${names(alone, (name) => link('agent', name))}.`,
    ...[...goingOn(elsewhere)].map(
      ([count, own]) =>
        `Goes on in ${count === regions - 1 ? 'all others' : regionsText(count)}: ${own.length === all && all > FEW ? `all ${all} agents, as they are listed below` : names(own, (name) => link('agent', name))}.`,
    ),
    ...(calls.length === 0
      ? []
      : [
          `Calls between agents here: ${esc(
            few(
              calls.map(({ from, to }) => `${from} → ${to}`),
              12,
            ),
          )}.`,
        ]),
  ];
  return parts.join('<br>');
}

/** How many other regions have an agent → the agents. */
function goingOn(elsewhere: RegionModel['loss']['elsewhere']): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { agent, regions } of elsewhere) memo(found, regions, () => []).push(agent);
  return new Map([...found].sort(([a], [b]) => a - b));
}

function regionsText(n: number): string {
  return n === 1 ? 'one other' : `${n} others`;
}

function agentsTable(placements: readonly PlacementModel[], region: string): string {
  if (placements.length === 0) return '<p>None.</p>';
  const rows = placements.map((placement) => {
    const { agent, host, config, out } = placement;
    const target = `#${anchor('agent', agent)}`;
    const name = host === undefined ? esc(agent) : `<a href="${target}">${esc(host)}</a>`;
    return `<tr><th scope="row">${host === undefined ? link('agent', agent) : name}<td>${esc((config ?? out)?.version ?? '')}<td>${esc(statesOf(placement).join('; '))}`;
  });
  return scrolling(
    `Agents in ${region}`,
    `<table class="wide hosts"><caption class="hidden">Agents in ${esc(region)}</caption><thead><tr><th scope="col">Host</th><th scope="col">Version</th><th scope="col">State</th></tr></thead><tbody>${rows.join('\n')}</table>`,
  );
}
