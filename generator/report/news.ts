import { REST } from '../plan/news.ts';
import type { News } from '../plan/news.ts';
import { redact } from '../secrets/redact.ts';
import { count } from './style.ts';

/** More regions than these are counted. */
const FEW = 3;

/** Without what is held in some regions. @param held regions that stay as they are */
export function lessHeld(news: readonly News[], held: Pick<ReadonlySet<string>, 'has'>): News[] {
  return news.flatMap((each) => {
    const regions = each.regions.filter((region) => !held.has(region));
    return each.regions.length > 0 && regions.length === 0 ? [] : [{ ...each, regions }];
  });
}

/**
 * What a delivery changes, in one line: `research 1.2.0 → 1.3.0, memory 1.0.3 → 1.0.4 in eu-west; add region us-west`, and how
 * much more there is. Undefined where there is nothing to tell, or no room for any of it.
 */
export function newsLine(all: readonly News[], room: number): string | undefined {
  const main = all.filter(({ rank }) => rank < REST);
  const news = main.length === 0 ? all : main;
  const groups = new Map<string, string[]>();
  for (const each of news) groups.set(where(each), [...(groups.get(where(each)) ?? []), plain(each.what)]);
  const parts = [...groups];
  const line = (n: number): string => {
    let left = n;
    const shown = parts.flatMap(([place, whats]) => {
      const some = whats.slice(0, Math.max(left, 0));
      left -= some.length;
      return some.length === 0 ? [] : [`${some.join(', ')}${place}`];
    });
    const rest = news.length - n;
    return `${shown.join('; ')}${rest === 0 ? '' : ` and ${rest} more`}`;
  };
  for (let n = news.length; n > 0; n--) if (line(n).length <= room) return line(n);
  return undefined;
}

/** One line for each thing, with all its regions. */
export function newsList(news: readonly News[]): string[] {
  return news.map(
    (each) => `- ${plain(each.what)}${each.regions.length === 0 || namesItself(each) ? '' : `: ${each.regions.map(plain).join(', ')}`}`,
  );
}

/** What machines read of it. */
export function newsTrailers(news: readonly News[]): Record<string, string> {
  const names = (all: readonly string[]): string => [...new Set(all)].sort().map(plain).join(', ');
  const agents = names(news.flatMap(({ agent }) => (agent === undefined ? [] : [agent])));
  const regions = names(news.flatMap((each) => each.regions));
  return { ...(agents === '' ? {} : { Agents: agents }), ...(regions === '' ? {} : { Regions: regions }) };
}

function where(news: News): string {
  const { regions } = news;
  if (regions.length === 0 || namesItself(news)) return '';
  return ` in ${regions.length <= FEW ? regions.map(plain).join(', ') : count(regions.length, 'region')}`;
}

/** `add region eu-west` */
function namesItself({ what, regions }: News): boolean {
  return regions.length === 1 && what.endsWith(` region ${regions[0]}`);
}

/** Objects of the old out/ may be the work of others: no secret, command or line break of theirs may be in the message. */
function plain(text: string): string {
  return redact(text).replace(/[^A-Za-z0-9 ._/@:→-]/g, '?');
}
