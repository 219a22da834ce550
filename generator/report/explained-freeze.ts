import { DAYS, DAY } from '../fleet/freezes/freeze.ts';
import type { Freeze, Window } from '../fleet/freezes/freeze.ts';
import { timeText } from '../model/time.ts';
import type { Place } from '../model/finding.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** A freeze, for people. Whether it holds now is for `plan` and `status`, which look at the clock. */
export function freezeText(
  { name, reason, regions, from, until, windows, argocd, place }: Omit<Freeze, 'spot'> & { readonly place: Place },
  style: Style,
): string {
  const begins = from === null ? [] : [`from ${timeText(from)}`];
  const ends = until === null ? [] : [`until ${timeText(until)}`];
  const times = [...begins, ...ends].join(' ');
  const hours = windows.map((window) => `  ${windowText(window)}`);
  return [
    `${style.bold(`freeze ${name}`)}, ${visible(place.file)}`,
    visible(reason),
    '',
    `Holds ${count(regions.length, 'region')}: ${regions.join(', ')}`,
    `When: ${times === '' ? 'always' : times}${windows.length === 0 ? '' : `, ${argocd ? 'by the delivery and by Argo CD' : 'by the delivery'}, in these windows:`}`,
    ...hours,
    '',
  ].join('\n');
}

/** `changes only mon, tue 09:00–16:00 Europe/Berlin` */
function windowText({ kind, days, from, to, timeZone }: Window): string {
  const names =
    days.length === DAYS.length
      ? 'every day'
      : [...days.filter((day) => day > 0), ...days.filter((day) => day === 0)].map((day) => DAYS[day]).join(', ');
  return `${kind === 'allow' ? 'changes only' : 'no changes'} ${names} ${clock(from)}–${clock(to)} ${timeZone}${to <= from ? ', into the next day' : ''}`;
}

function clock(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return minutes === DAY ? '24:00' : `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
