import { timeText } from '../model/time.ts';
import { cut } from '../model/quoted.ts';
import { redact } from '../secrets/redact.ts';
import type { Lacking } from '../status/lacking.ts';
import type { Readiness } from '../status/readiness.ts';
import { listed } from './listed.ts';
import { LONGEST } from './status-words.ts';
import type { Trouble } from './status-words.ts';
import { troubleText } from './status-text.ts';
import { count } from './style.ts';
import type { Style } from './style.ts';

/** What is told one by one. */
const MOST_TROUBLES = 24;
/** Names of Applications on a line. */
const MOST_NAMES = 4;

/** Whether a wave may follow, and what is lacking, for people. */
export function readinessText({ facts, readyAt, lacking }: Readiness, style: Style): string {
  if (facts !== undefined) return `${style.green('ready:')} ${facts}\n`;
  const troubles = troublesOf(lacking);
  const rest = troubles.length - MOST_TROUBLES;
  const head = readyAt === undefined ? 'not ready' : `not ready before ${timeText(readyAt)}, by evidence of then or later`;
  return [
    `${style.yellow(`${head}:`)} ${lackText(lacking)}\n`,
    ...troubles.slice(0, MOST_TROUBLES).map((trouble) => troubleText(trouble, style)),
    ...(rest > 0 ? [`… and ${count(rest, 'more line')}\n`] : []),
  ].join('');
}

/** How much is not as it shall be. */
function lackText(lacking: readonly Lacking[]): string {
  const [applications, regions] = [
    lacking.filter(({ application }) => application !== undefined),
    lacking.filter(({ application }) => application === undefined),
  ];
  const names = new Set(applications.map(({ hub = '', application }) => `${hub} ${application}`));
  const parts = [...(regions.length === 0 ? [] : [count(regions.length, 'region')]), ...(names.size === 0 ? [] : [count(names.size, 'Application')])];
  return `${parts.join(' and ')} to wait for`;
}

/** The same for machines: nothing is cut but what clusters say. */
export function readinessData({ ready, readyAt, facts, lacking }: Readiness): object {
  return {
    ready,
    readyAt: readyAt?.toISOString() ?? null,
    facts: facts ?? null,
    lacking: lacking.map((each) => ({ ...each, ...(each.message === undefined ? {} : { message: ofCluster(each.message) }) })),
  };
}

function ofCluster(message: string): string {
  return cut(redact(message), LONGEST);
}

/** What is lacking of each Application; those of which the same is to be said share a line. */
function troublesOf(lacking: readonly Lacking[]): Trouble[] {
  const byName = new Map<string, Lacking[]>();
  for (const each of lacking) {
    const { region, hub, application } = each;
    const name = application === undefined ? region : hub === undefined ? application : `${application} (${hub})`;
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  const groups = new Map<string, { readonly names: string[]; readonly trouble: Omit<Trouble, 'name'>; readonly hints: Set<string> }>();
  for (const [name, of] of byName) {
    const says = of.map(({ what }) => what);
    const message = of.find((each) => each.message !== undefined)?.message;
    const hint = of.find(({ wayOut }) => wayOut !== undefined)?.wayOut;
    const key = JSON.stringify([says, message]);
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        names: [name],
        trouble: { says, ...(message === undefined ? {} : { message: ofCluster(message) }) },
        hints: new Set(hint === undefined ? [] : [hint]),
      });
    else {
      group.names.push(name);
      if (hint !== undefined) group.hints.add(hint);
    }
  }
  return [...groups.values()].map(({ names, trouble, hints: [hint, another] }) => ({
    name: listed(names, MOST_NAMES),
    ...trouble,
    ...(hint === undefined ? {} : { hint: another === undefined ? hint : `${hint}; and so for the others` }),
  }));
}
