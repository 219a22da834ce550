import { differencesOf } from '../status/differences.ts';
import type { FleetStatus } from '../status/status.ts';
import { listed } from './listed.ts';
import { differencesText, footnote, frozenRows, rolloutRows, rowsOf, troubleOf } from './status-words.ts';
import type { Trouble } from './status-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** Names of regions on a line. */
const MOST_REGIONS = 6;
/** Applications that are told one by one. */
const MOST_TROUBLES = 24;

/** Where every agent stands, for a terminal. */
export function statusText(status: FleetStatus, style: Style): string {
  const { fleet, out, regions, agents, applications = [], leftOver = [], foreign = 0 } = status;
  const troubles = applications.flatMap((each) => troubleOf(each) ?? []);
  const held = regions.flatMap(({ name, held: hold }) =>
    hold === undefined ? [] : [`held: ${name} (${hold.because}${hold.since === undefined ? '' : `, since ${hold.since.slice(0, 12)}`})`],
  );
  const frozen = frozenRows(regions).map((line) => `frozen: ${line}`);
  const different = differencesText(status, differencesOf(status));
  const rest = troubles.length - MOST_TROUBLES;
  return [
    `${style.bold(fleet)}: ${count(agents.length, 'agent')} in ${count(regions.length, 'region')}, by ${visible(out)}\n`,
    matrix(status, style),
    ...rolloutRows(status).map((line) => `${visible(line)}\n`),
    ...[...frozen, ...held].map((line) => `${style.yellow(visible(line))}\n`),
    ...troubles.slice(0, MOST_TROUBLES).map((trouble) => troubleText(trouble, style)),
    ...(rest > 0 ? [`… and ${count(rest, 'more Application')}\n`] : []),
    ...(leftOver.length > 0
      ? [`${style.yellow('left over:')} ${visible(listed(leftOver, MOST_REGIONS))}: out/ has no such Application any more\n`]
      : []),
    ...(foreign > 0 ? [style.dim(`${count(foreign, 'Application')} of others not looked at\n`)] : []),
    different === undefined
      ? `${style.green(status.applications === undefined ? 'out/ delivers what config/ says' : 'everything is live as config/ says')}\n`
      : `${different}\n`,
  ].join('');
}

function matrix({ placements }: FleetStatus, style: Style): string {
  const rows = rowsOf(placements);
  if (rows.length === 0) return 'no agent runs there\n';
  const cells = rows.map(({ agent, version, states, regions }, i) => [
    rows[i - 1]?.agent === agent ? '' : agent,
    visible(version),
    visible(states.join('; ')),
    listed(regions, MOST_REGIONS),
  ]);
  const head = ['AGENT', 'VERSION', 'STATE', 'REGIONS'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => (row[i] as string).length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] as number))).join('  ');
  const note = footnote(rows);
  return `${style.dim(line(head))}\n${cells.map((row) => `${line(row)}\n`).join('')}${note === undefined ? '' : `${style.dim(note)}\n`}`;
}

/** One of them, with the way out. */
export function troubleText({ name, says, message, hint }: Trouble, style: Style): string {
  return (
    `${style.yellow(visible(name))}: ${visible(says.join('; '))}\n` +
    (message === undefined ? '' : `  ${visible(message)}\n`) +
    (hint === undefined ? '' : `  hint: ${visible(hint)}\n`)
  );
}
