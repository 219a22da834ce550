import { differencesOf } from '../status/differences.ts';
import type { FleetStatus } from '../status/status.ts';
import { listed } from './listed.ts';
import { code, escaped } from './markdown.ts';
import { differencesText, footnote, frozenRows, rolloutRows, rowsOf, troubleOf } from './status-words.ts';
import { count, visible } from './style.ts';

/** Names of regions in a cell. */
const MOST_REGIONS = 12;
/** Rows of the matrix, and Applications. What is left out is said. */
const MOST_ROWS = 200;

/** The same for a pull request or the summary of a job. */
export function statusMarkdown(status: FleetStatus): string {
  const { fleet, out, regions, agents, placements, applications = [], leftOver = [], foreign = 0 } = status;
  const rows = rowsOf(placements);
  const troubles = applications.flatMap((each) => troubleOf(each) ?? []);
  const different = differencesText(status, differencesOf(status));
  const note = footnote(rows);
  const lines = [
    `**${text(fleet)}**: ${count(agents.length, 'agent')} in ${count(regions.length, 'region')}, by ${code(out)}`,
    '',
    '| agent | version | state | regions |',
    '| --- | --- | --- | --- |',
    ...rows
      .slice(0, MOST_ROWS)
      .map(
        ({ agent, version, states, regions: of }) =>
          `| ${text(agent)} | ${text(version)} | ${text(states.join('; '))} | ${text(listed(of, MOST_REGIONS))} |`,
      ),
    ...(rows.length > MOST_ROWS ? ['', `… and ${count(rows.length - MOST_ROWS, 'more row')}`] : []),
    ...(note === undefined ? [] : ['', text(note)]),
    '',
    ...rolloutRows(status).map((row) => `- ${text(row)}`),
    ...frozenRows(regions).map((row) => `- ${text(row)}`),
    ...regions.flatMap(({ name, held }) => (held === undefined ? [] : [`- ${text(name)} is held: ${text(held.because)}`])),
    ...troubles
      .slice(0, MOST_ROWS)
      .map(({ name, says, message }) => `- ${text(name)}: ${text(says.join('; '))}${message === undefined ? '' : ` (${code(message)})`}`),
    ...(troubles.length > MOST_ROWS ? [`- … and ${count(troubles.length - MOST_ROWS, 'more Application')}`] : []),
    ...leftOver.map((name) => `- ${text(name)} is left over: \`out/\` has no such Application any more`),
    ...(foreign > 0 ? [`- ${count(foreign, 'Application')} of others not looked at`] : []),
    '',
    different === undefined ? 'Everything is as `config/` says.' : text(different),
  ];
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function text(of: string): string {
  return escaped(visible(of));
}
