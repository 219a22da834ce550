import type { FleetModel } from '../../status/fleet-model.ts';
import { differencesOf } from '../../status/differences.ts';
import { differencesText, rowsOf, troubleOf } from '../status-words.ts';
import type { Row } from '../status-words.ts';
import { few } from '../../model/few.ts';
import { esc } from './escape.ts';
import { code, link, names, section, timeWords, wayOutHtml } from './parts.ts';

/** So many Applications are told one by one. */
const MOST = 60;

/** One thing to look at: what, about what, and the way out. */
interface Item {
  readonly kind: 'wait' | 'bad';
  readonly what: string;
  readonly about: string;
  readonly wayOut?: string;
}

/** What is not as it should be, the gravest first; and of all the rest one line. */
export function attentionSection(model: FleetModel): string {
  const items = [...applicationItems(model), ...heldItems(model), ...frozenItems(model), ...rolloutItems(model), ...placementItems(model)];
  const sorted = [...items.filter(({ kind }) => kind === 'bad'), ...items.filter(({ kind }) => kind !== 'bad')];
  const html =
    sorted.length === 0
      ? '<p>Nothing is held, frozen or behind.</p>'
      : `<ul class="items">${sorted
          .slice(0, MOST)
          .map(
            ({ kind, what, about, wayOut }) =>
              `<li><p><strong class="${kind}">${what}</strong></p><p>${about}</p>${wayOut === undefined ? '' : `<p class="out">Way out: ${wayOutHtml(wayOut)}</p>`}</li>`,
          )
          .join('')}</ul>${sorted.length > MOST ? `<p class="dim">and ${sorted.length - MOST} more, in the regions below</p>` : ''}`;
  return section('attention', 'Needs a look', html);
}

/** How all of it stands, in one line. */
export function verdictText(model: FleetModel): { readonly kind: 'ok' | 'wait'; readonly text: string } {
  const different = differencesText(model, differencesOf(model));
  if (different !== undefined) return { kind: 'wait', text: `${different.charAt(0).toUpperCase()}${different.slice(1)}` };
  return { kind: 'ok', text: model.applications === undefined ? 'out/ delivers what config/ says' : 'Everything is live as config/ says' };
}

function applicationItems({ applications = [], leftOver = [] }: FleetModel): Item[] {
  const troubles = applications.flatMap((application) => {
    const trouble = troubleOf(application);
    return trouble === undefined ? [] : [{ trouble, application }];
  });
  return [
    ...troubles.map(({ trouble: { name, says, message, hint }, application }): Item => {
      const where = application.region === undefined ? '' : ` in ${link('region', application.region)}`;
      const grave = application.health === 'Degraded' || application.operation?.holdsOld === true || (application.operation?.retries ?? 0) > 0;
      return {
        kind: grave ? 'bad' : 'wait',
        what: `${esc(name)}${where}`,
        about: `${esc(says.join('; '))}${message === undefined ? '' : `<br><span class="dim">${esc(message)}</span>`}`,
        ...(hint === undefined ? {} : { wayOut: hint }),
      };
    }),
    ...(leftOver.length === 0
      ? []
      : [{ kind: 'wait' as const, what: 'Applications are left over', about: `${esc(few(leftOver, 12))}: out/ has no such Application any more` }]),
  ];
}

function heldItems({ regions }: FleetModel): Item[] {
  return regions.flatMap(({ name, held }): Item[] => {
    if (held === undefined) return [];
    const since = held.since === undefined ? '' : `, since ${code(held.since.slice(0, 12))}`;
    const meant = held.meant === true ? {} : { wayOut: 'pap-fleet plan: it shows what it is held for, and what lets it go on' };
    return [{ kind: held.meant === true ? 'wait' : 'bad', what: `${link('region', name)} is held`, about: `${esc(held.because)}${since}`, ...meant }];
  });
}

function frozenItems({ regions }: FleetModel): Item[] {
  const alike = new Map<string, string[]>();
  for (const { name, frozen } of regions) {
    if (frozen === undefined) continue;
    const words = `${frozen.because}; ${frozen.until === undefined ? 'no end is in sight' : `until ${timeWords(frozen.until)}`}`;
    alike.set(words, [...(alike.get(words) ?? []), name]);
  }
  return [...alike].map(([words, own]) => ({
    kind: 'wait',
    what: `${names(own, (name) => link('region', name))} ${own.length === 1 ? 'is' : 'are'} frozen`,
    about: esc(words),
    wayOut: 'what cannot wait goes through by pap-fleet approve: docs/freezes.md',
  }));
}

function rolloutItems({ rollouts = [] }: FleetModel): Item[] {
  return rollouts.flatMap(({ name, paused }) =>
    paused === undefined
      ? []
      : [{ kind: 'wait' as const, what: `rollout ${esc(name)} is paused`, about: esc(paused), wayOut: `pap-fleet rollout resume ${name}` }],
  );
}

/** Agents that are not as `config/` says; a row for all regions where an agent stands alike. */
function placementItems({ placements }: FleetModel): Item[] {
  return rowsOf(placements)
    .filter((row) => !isFine(row))
    .map(({ agent, version, states, regions }) => ({
      kind: states.some((state) => /Degraded|not in the cluster/.test(state)) ? 'bad' : 'wait',
      what: `${link('agent', agent)} ${esc(version)}`,
      about: `${esc(states.join('; '))}: ${names(regions, (name) => link('region', name))}`,
    }));
}

export function isFine({ states: [state = '', ...more] }: Pick<Row, 'states'>): boolean {
  return more.length === 0 && ['live', 'delivered', 'suspended', 'draining'].includes(state);
}
