import type { Fleet } from '../fleet/fleet.ts';
import type { Unplaced } from '../model/finding.ts';
import { child, pointer } from '../model/pointer.ts';
import { shown } from '../model/quoted.ts';
import { rule } from '../rules/waiver/expired/rule.ts';

/** Waivers and externals whose last day has passed. @param today `2027-01-31` */
export function expired({ externals, waivers }: Pick<Fleet, 'externals' | 'waivers'>, today: string): Unplaced[] {
  const ended = (list: string, i: number, until: string, what: string, mend: string): Unplaced[] =>
    until >= today
      ? []
      : [{ rule, path: child(pointer(list, i), 'until'), message: `${what} ended on ${until}`, hint: `${mend}, or agree on another day` }];
  return [
    ...externals.flatMap(({ kind, name, until }, i) =>
      ended('externals', i, until, `the external ${kind} ${name}`, 'look whether the clusters still have it'),
    ),
    ...waivers.flatMap(({ code, object, until }, i) =>
      ended('waivers', i, until, `the waiver of ${code} for ${shown(object)}`, 'mend what it waives'),
    ),
  ];
}
