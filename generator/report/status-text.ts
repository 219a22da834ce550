import { differencesOf } from '../status/differences.ts';
import type { FleetStatus } from '../status/status.ts';
import { listed } from './listed.ts';
import { columns, folded } from './folded.ts';
import { differencesText, footnote, frozenRows, rolloutRows, rowsOf, troubleOf } from './status-words.ts';
import type { Trouble } from './status-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** Names of regions on a line. */
const MOST_REGIONS = 6;
/** Applications that are told one by one. */
const MOST_TROUBLES = 24;

/** Where every agent stands, for a terminal. */
export function statusText(status: FleetStatus, style: Style, width?: number): string {
  const { fleet, out, regions, agents, applications = [], leftOver = [], foreign = 0 } = status;
  const troubles = applications.flatMap((each) => troubleOf(each) ?? []);
  const held = regions.flatMap(({ name, held: hold }) =>
    hold === undefined ? [] : [`held: ${name} (${hold.because}${hold.since === undefined ? '' : `, since ${hold.since.slice(0, 12)}`})`],
  );
  const frozen = frozenRows(regions).map((line) => `frozen: ${line}`);
  const different = differencesText(status, differencesOf(status));
  const rest = troubles.length - MOST_TROUBLES;
  const fold = (line: string): string => `${foldedTo(visible(line), width)}\n`;
  return [
    `${style.bold(fleet)}: ${count(agents.length, 'agent')} in ${count(regions.length, 'region')}, by ${visible(out)}\n`,
    matrix(status, style, width),
    ...rolloutRows(status).map((line) => fold(line)),
    ...[...frozen, ...held].map((line) => style.yellow(fold(line).slice(0, -1)) + '\n'),
    ...troubles.slice(0, MOST_TROUBLES).map((trouble) => troubleText(trouble, style, width)),
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

function matrix({ placements }: FleetStatus, style: Style, width: number | undefined): string {
  const rows = rowsOf(placements);
  if (rows.length === 0) return 'no agent runs there\n';
  const cells = rows.map(({ agent, version, states, regions }, i) => [
    rows[i - 1]?.agent === agent ? '' : agent,
    visible(version),
    visible(states.join('; ')),
    listed(regions, MOST_REGIONS),
  ]);
  const [head = '', ...lines] = columns([['AGENT', 'VERSION', 'STATE', 'REGIONS'], ...cells], width);
  const note = footnote(rows);
  return `${style.dim(head)}\n${lines.map((line) => `${line}\n`).join('')}${note === undefined ? '' : `${style.dim(foldedTo(note, width))}\n`}`;
}

/** One of them, with the way out. */
export function troubleText({ name, says, message, hint }: Trouble, style: Style, width?: number): string {
  const [shown, what] = [visible(name), visible(says.join('; '))];
  const first = foldedTo(`${shown}: ${what}`, width);
  return (
    `${style.yellow(first.slice(0, shown.length))}${first.slice(shown.length)}\n` +
    (message === undefined ? '' : `${foldedTo(`  ${visible(message)}`, width)}\n`) +
    (hint === undefined ? '' : `${foldedTo(`  hint: ${visible(hint)}`, width)}\n`)
  );
}

/** Lines that go on are indented: what begins at the margin is something new. */
function foldedTo(text: string, width: number | undefined): string {
  return width === undefined ? text : folded(text, width, '    ').join('\n');
}
