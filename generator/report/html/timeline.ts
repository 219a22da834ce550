import { timeText } from '../../model/time.ts';
import type { FleetModel } from '../../status/fleet-model.ts';
import { reachedText } from '../../fleet/rollouts/rollout.ts';
import { few } from '../../model/few.ts';
import { esc } from './escape.ts';
import { fitted } from './map.ts';
import { code, placeText, scrolling, section } from './parts.ts';

const [WIDTH, LEFT, ROW, DAY] = [960, 210, 30, 86_400_000];
/** Nothing is looked at that is longer ago, or farther ahead. */
const [PAST, AHEAD] = [60 * DAY, 60 * DAY];

interface Row {
  readonly name: string;
  readonly marks: readonly { readonly at: number; readonly text: string }[];
  readonly bars: readonly { readonly from: number; readonly until: number; readonly open: boolean; readonly dashed: boolean }[];
}

/** Rollouts and freezes, as they lie in time. */
export function timelineSection(model: FleetModel): string {
  const { rollouts = [], freezes } = model;
  if (rollouts.length + freezes.length === 0)
    return section('time', 'Rollouts and freezes', '<p>No rollout is under way, and no freeze is written.</p>');
  const said = [
    ...rollouts.map((rollout) => {
      const next = rollout.waves
        .filter(({ number }) => number > rollout.reached)
        .map(({ number, name, regions }) => `wave ${number}${name === String(number) ? '' : ` ${name}`} (${few(regions, 6)})`);
      return `${esc(reachedText(rollout))}${rollout.paused === undefined ? '' : `; <span class="wait">paused: ${esc(rollout.paused)}</span>`}${next.length === 0 ? '' : `; to come: ${esc(next.join(', '))}`} <span class="dim mono">${esc(placeText(rollout.place))}</span>`;
    }),
    ...freezes.map(({ name, reason, regions, from, until, windows, holds, place }) => {
      const when = `${from === undefined ? '' : `from ${from} `}${until === undefined ? 'without an end' : `until ${until}`}${windows ? ', in some hours of the week' : ''}`;
      return `freeze ${code(name)}: ${esc(reason)}; ${esc(few(regions, 6))}, ${esc(when)}${holds ? ' <strong class="wait">holds now</strong>' : ''} <span class="dim mono">${esc(placeText(place))}</span>`;
    }),
  ];
  return section(
    'time',
    'Rollouts and freezes',
    `${scrolling('Rollouts and freezes in time', timeSvg(model))}<ul>${said.map((line) => `<li>${line}</li>`).join('')}</ul>`,
  );
}

function timeSvg({ rollouts = [], freezes, at }: FleetModel): string {
  const now = Date.parse(at);
  const [first, last] = [now - PAST, now + AHEAD];
  const within = (time: number): number => Math.min(Math.max(time, first), last);
  const rows: Row[] = [
    ...rollouts.map(({ name, history }) => ({
      name,
      bars: [],
      marks: history
        .map(({ wave, at: time }) => ({ at: Date.parse(time), text: String(wave) }))
        .filter((mark) => mark.at >= first && mark.at <= last),
    })),
    ...freezes.map(({ name, from, until, windows }) => ({
      name,
      marks: [],
      bars: [
        {
          from: from === undefined ? first : Date.parse(from),
          until: until === undefined ? last : Date.parse(until),
          open: from === undefined || until === undefined,
          dashed: windows,
        },
      ],
    })),
  ];
  const times = rows.flatMap(({ marks, bars }) => [
    ...marks.map((mark) => mark.at),
    ...bars.flatMap(({ from, until }) => [within(from), within(until)]),
  ]);
  const [begin, end] = [Math.min(now - 7 * DAY, ...times), Math.max(now + 14 * DAY, ...times)];
  const x = (time: number): number =>
    Math.round((LEFT + ((Math.min(Math.max(time, begin), end) - begin) / (end - begin)) * (WIDTH - LEFT - 20)) * 10) / 10;
  const height = 34 + rows.length * ROW + 8;
  const ticks = ticksOf(begin, end).map(
    (time) =>
      `<path class="rule" d="M${x(time)} 26V${height - 6}"/><text class="s d" x="${x(time)}" y="18" text-anchor="middle">${timeText(time).slice(5, 10)}</text>`,
  );
  const lines = rows.map(({ name, marks, bars }, i) => {
    const y = 34 + i * ROW;
    const drawn = [
      ...bars.map(
        ({ from, until, dashed }) =>
          `<rect class="bar" x="${x(from)}" y="${y + 6}" width="${Math.max(3, x(until) - x(from))}" height="16" rx="3"${dashed ? ' stroke-dasharray="4 3"' : ''}/>`,
      ),
      ...marks.map(
        (mark) =>
          `<circle class="ok" cx="${x(mark.at)}" cy="${y + 14}" r="5"/><text class="s d" x="${x(mark.at) + 8}" y="${y + 18}">wave ${esc(mark.text)}</text>`,
      ),
    ];
    return `<text class="m" x="0" y="${y + 18}">${esc(fitted(name, 26))}</text>${drawn.join('')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="When waves were reached, and when freezes hold; the list below says the same">${ticks.join('')}<path class="now" d="M${x(now)} 22V${height - 4}"/><text class="s" x="${x(now) + 5}" y="${height - 3}">now</text>${lines.join('')}</svg>`;
}

/** Days, so many apart that their names have room. */
function ticksOf(begin: number, end: number): number[] {
  const step = [1, 2, 7, 14, 30].map((days) => days * DAY).find((length) => (end - begin) / length <= 10) ?? 30 * DAY;
  const found: number[] = [];
  for (let time = Math.ceil(begin / DAY) * DAY; time <= end; time += step) found.push(time);
  return found;
}
