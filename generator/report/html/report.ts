import type { Review } from '../../plan/review.ts';
import type { FleetModel } from '../../status/fleet-model.ts';
import { count } from '../style.ts';
import { agentsSection } from './agents.ts';
import { attentionSection, verdictText } from './attention.ts';
import { capacitySection } from './capacity.ts';
import { esc } from './escape.ts';
import { findingsSection } from './findings.ts';
import { mapSvg } from './map.ts';
import { matrixSection } from './matrix.ts';
import { page } from './page.ts';
import { code, scrolling, section, timeWords } from './parts.ts';
import { planSection } from './plan.ts';
import { regionsSection } from './regions.ts';
import { timelineSection } from './timeline.ts';

/** What a plan adds, where one was asked for. */
export interface Asked {
  readonly review: Review;
  readonly today: string;
}

/** All there is to see of a fleet, in one file. */
export function reportHtml(model: FleetModel, plan?: Asked): string {
  const sections = [
    ['attention', 'Needs a look'],
    ['map', 'Map'],
    ['matrix', 'What runs where'],
    ['time', 'Rollouts and freezes'],
    ...(plan === undefined ? [] : [['plan', 'Plan'] as const]),
    ['findings', 'Findings'],
    ['capacity', 'Capacity'],
    ['agents', 'Agents'],
    ['regions', 'Regions'],
  ] as const;
  const nav = `<nav aria-label="Sections"><ul>${sections.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>`;
  const find =
    '<div id="find" role="search" hidden><label for="q">Find a host, an agent or a region</label><input id="q" type="search" autocomplete="off" spellcheck="false"><ul id="found"></ul><p id="told" class="dim" role="status"></p></div>';
  const main = [
    attentionSection(model),
    section('map', 'Map', scrolling('Map of the fleet', mapSvg(model, { links: true }))),
    matrixSection(model),
    timelineSection(model),
    ...(plan === undefined ? [] : [planSection(plan.review, plan.today)]),
    findingsSection(model.findings),
    capacitySection(model),
    agentsSection(model),
    regionsSection(model),
  ];
  return page(`${model.fleet}: what runs where`, `${head(model, find + nav)}<main id="main" tabindex="-1">\n${main.join('')}</main>\n${foot()}`);
}

/** What runs where, and what is not as it should be. */
export function statusHtml(model: FleetModel): string {
  return page(
    `${model.fleet}: status`,
    `${head(model, '')}<main id="main" tabindex="-1">\n${[attentionSection(model), matrixSection(model), timelineSection(model), agentsSection(model), regionsSection(model)].join('')}</main>\n${foot()}`,
  );
}

function head(model: FleetModel, more: string): string {
  const { kind, text } = verdictText(model);
  const { fleet, agents, regions, out, at, applications, foreign = 0 } = model;
  const seen =
    applications === undefined
      ? 'without evidence of what is live'
      : `evidence of ${count(applications.filter((each) => each.seen).length, 'Application')}${foreign === 0 ? '' : `, ${foreign} of others not looked at`}`;
  return `<header><h1>${esc(fleet)}</h1><p class="verdict ${kind}">${esc(text)}</p><p class="dim">${esc(`${count(agents.length, 'agent')} in ${count(regions.length, 'region')}`)}, by ${code(out)}, ${esc(seen)}. Made <time datetime="${esc(at)}">${esc(timeWords(at))}</time>.</p>${more}</header>\n`;
}

function foot(): string {
  return '<footer><p>Made by pap-fleet. This file loads nothing and contacts nobody.</p></footer>';
}
