import type { CauseLine, Reason } from '../history/reason.ts';
import { redact } from '../secrets/redact.ts';
import { lineHistoryJson, lineHistoryWords, oneLine } from './commit-words.ts';
import { listed } from './listed.ts';
import { visible } from './style.ts';
import type { Style } from './style.ts';

const MOST_REGIONS = 6;
const MOST_CAUSES = 8;

/** Why a line is as it is, for people. */
export function reasonText(reason: Reason, style: Style): string {
  const { file, line, text, object, field, component, regions = [], causes, brought } = reason;
  const about = [object, field ?? (itself(reason) ? causes[0]?.what : undefined)].filter((part) => part !== undefined && part !== '').join(' · ');
  const where = component === undefined ? '' : `${component} in ${listed(regions, MOST_REGIONS)}`;
  const lines = [
    style.bold(visible(`${file}:${line}`)) + visible(about === '' ? '' : `  ${about}`),
    `  ${visible(oneLine(text))}`,
    ...(where === '' ? [] : [style.dim(visible(`  ${where}`))]),
    '',
  ];
  if (itself(reason)) lines.push(...causeLines(causes[0] as CauseLine, '', reason, style).slice(2));
  else {
    if (causes.length === 0) lines.push(...constantLines(component));
    const shown = causes.slice(0, MOST_CAUSES);
    lines.push(...shown.flatMap((cause, i) => causeLines(cause, i === 0 ? 'made by' : 'and by', reason, style)));
    if (causes.length > shown.length) lines.push(`and by ${causes.length - shown.length} more; --json has all of them`);
    if (causes.length === 0 && brought !== undefined) lines.push(...causeLines(brought, 'it is there because of', reason, style));
  }
  if ('unknown' in reason.history) lines.push(style.dim(`who set it is not known: ${visible(reason.history.unknown)}`));
  return `${lines.join('\n')}\n`;
}

/** Whether it is a line of config/ that was asked about. */
function itself({ file, line, causes: [first, second] }: Reason): boolean {
  return second === undefined && first?.place.file === file && first.place.line === line;
}

function constantLines(component: string | undefined): string[] {
  const who = component === undefined ? 'the generator writes it' : `the component ${component} writes it, whatever the fleet says`;
  return [
    `no line of config/ makes this one: ${visible(who)}`,
    'what may be set is in docs/fleet.md, and docs/patches.md says how a patch changes the rest',
  ];
}

function causeLines({ what, place, text }: CauseLine, how: string, { history }: Reason, style: Style): string[] {
  const value = text === undefined ? '' : `: ${oneLine(text)}`;
  const head = `${how} ${what === '' ? 'this line' : what}${how.startsWith('it is') ? '' : value}`;
  const told = 'unknown' in history ? [] : lineHistoryWords(history.blameOf(place)).map((words) => `    ${visible(words)}`);
  return [`${visible(head)}`, `  ${style.green(visible(`${place.file}:${place.line}`))}`, ...told];
}

/** The same for machines: `schemas/why.schema.json`. */
export function reasonJson({ file, line, text, object, field, component, regions, causes, brought, history }: Reason): object {
  const cause = ({ place, what, text: written }: CauseLine): object => ({
    what,
    file: place.file,
    line: place.line,
    ...(written === undefined ? {} : { text: redact(written) }),
    ...('unknown' in history ? {} : { history: lineHistoryJson(history.blameOf(place)) }),
  });
  return {
    whyVersion: 1,
    file,
    line,
    text: redact(text),
    object: object ?? null,
    field: field ?? null,
    component: component ?? null,
    regions: regions ?? [],
    causes: causes.map(cause),
    brought: brought === undefined ? null : cause(brought),
    unknown: 'unknown' in history ? history.unknown : null,
  };
}
