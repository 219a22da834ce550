import type { Stop, Way } from '../../status/fleet-model.ts';
import { esc } from './escape.ts';
import { fitted } from './map.ts';
import { code, link, names, scrolling } from './parts.ts';

const COLUMNS: readonly { readonly title: string; readonly steps: readonly Stop['step'][]; readonly none: string }[] = [
  { title: 'Name', steps: ['dns', 'certificate'], none: 'no record of ours' },
  { title: 'Route', steps: ['route'], none: 'nothing leads to it from outside' },
  { title: 'Service', steps: ['service'], none: 'no Service' },
  { title: 'Pods', steps: ['pods'], none: 'no pods' },
  { title: 'Policies', steps: ['policy'], none: 'no policy holds it' },
];

export const WORDS: Readonly<Record<Stop['step'], string>> = {
  dns: 'DNS',
  certificate: 'certificate',
  route: 'route',
  service: 'Service',
  pods: 'pods',
  policy: 'policy',
};

const [BOX, GAP, ROW, LINES, CHARACTERS] = [184, 24, 15, 6, 27];

/** How requests come to an agent: a picture, and the same in words. @param all regions in which the agent runs */
export function wayHtml(way: Way, all: readonly string[]): string {
  const where = whereText(way, all);
  const stops = way.stops.map(({ step, object, says, file }) => {
    const words = says.length === 0 ? '' : `<ul>${says.map((line) => `<li>${esc(line)}`).join('')}</ul>`;
    return `<li>${WORDS[step]} ${code(object)}${words}<span class="dim">out/${esc(file)}</span>`;
  });
  return `<p>${where}</p>${scrolling(`The way to ${way.hosts[0] ?? way.agent}`, waySvg(way))}<details><summary>The same in words, with the files</summary><ol class="way"><li>name ${way.hosts.map(code).join(', ')}${stops.join('')}</ol></details>`;
}

/** More regions than these are told by those that are left out. */
const FEW = 6;

/** For which regions it is shown. @param all in which the agent runs */
function whereText({ region, regions }: Way, all: readonly string[]): string {
  const others = regions.filter((each) => each !== region);
  const show = (name: string): string => link('region', name);
  if (others.length === 0) return `In ${show(region)}${all.length === 1 ? '' : ' alone'}.`;
  const here = new Set(regions);
  const missing = all.filter((each) => !here.has(each));
  const rest = missing.length === 0 ? 'all others' : `all others but ${names(missing, show)}`;
  return `As in ${show(region)}; the same, but for the name of the region, in ${others.length > FEW && missing.length < others.length ? rest : names(others, show)}.`;
}

function waySvg(way: Way): string {
  const columns = COLUMNS.map(({ steps, none, ...column }, i) => {
    const stops = way.stops.filter(({ step }) => steps.includes(step));
    let y = 26;
    const boxes = (stops.length === 0 ? [undefined] : stops.slice(0, 4)).map((stop) => {
      const lines = stop === undefined ? [none] : wrapped(stop.says);
      const height = (stop === undefined ? 16 : 36) + lines.length * ROW;
      const top = y;
      y += height + 10;
      return { stop, lines, top, height };
    });
    const rest = stops.length - boxes.length;
    return { ...column, boxes, rest, height: y + (rest > 0 ? ROW : 0), x: i * (BOX + GAP) };
  });
  const height = Math.max(...columns.map((column) => column.height));
  const width = COLUMNS.length * (BOX + GAP) - GAP;
  const drawn = columns.map(({ title, boxes, rest, x, height: bottom }, i) => {
    const wire = i === 0 || i === columns.length - 1 ? '' : arrow(x - GAP, x, 26 + 22);
    const guard = i === columns.length - 1 ? `<path class="wire" stroke-dasharray="3 3" d="M${x - GAP} 48H${x}"/>` : '';
    const more = rest > 0 ? `<text class="d" x="${x + 10}" y="${bottom - 4}">and ${rest} more</text>` : '';
    return `<text class="d" x="${x}" y="14">${title}</text>${wire}${guard}${boxes.map((box) => boxSvg(box, x)).join('')}${more}`;
  });
  const said = `The way to ${way.hosts[0] ?? way.agent}; the words below say the same`;
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${esc(said)}"><g class="s">${drawn.join('')}</g></svg>`;
}

interface Box {
  readonly stop: Stop | undefined;
  readonly lines: readonly string[];
  readonly top: number;
  readonly height: number;
}

function boxSvg({ stop, lines, top, height }: Box, x: number): string {
  const [kind = '', name = ''] =
    stop === undefined ? [] : [stop.object.slice(0, stop.object.indexOf(' ')), stop.object.slice(stop.object.indexOf(' ') + 1)];
  const head =
    stop === undefined
      ? ''
      : `<text class="d" x="${x + 10}" y="${top + 15}">${esc(kind)}</text><text class="h" x="${x + 10}" y="${top + 29}">${esc(fitted(name.slice(name.indexOf('/') + 1), CHARACTERS))}</text>`;
  const first = top + (stop === undefined ? 18 : 45);
  const text = `<g class="d">${lines.map((line, i) => `<text x="${x + 10}" y="${first + i * ROW}">${esc(line)}</text>`).join('')}</g>`;
  return `<rect class="box" x="${x}" y="${top}" width="${BOX}" height="${height}" rx="6"/>${head}${text}`;
}

function arrow(from: number, to: number, y: number): string {
  return `<path class="wire" d="M${from} ${y}H${to - 5}"/><path class="tip" d="M${to} ${y}l-7 -3.5v7z"/>`;
}

/** Where a line may end: behind a space, or else behind what separates parts of a name. */
function breakIn(text: string): number {
  const space = text.lastIndexOf(' ', CHARACTERS);
  if (space > 8) return space;
  const sign = Math.max(...['.', '/', ':', '-', '='].map((each) => text.lastIndexOf(each, CHARACTERS - 1)));
  return sign > 8 ? sign + 1 : CHARACTERS;
}

/** Lines for a box: long ones go on below, and what has no room is in the words beside the picture. */
function wrapped(says: readonly string[]): string[] {
  const lines = says.flatMap((line) => {
    const parts: string[] = [];
    let left = line.replace(/(sha256:[0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
    while (left.length > CHARACTERS) {
      const end = breakIn(left);
      parts.push(left.slice(0, end));
      left = left.slice(end).trimStart();
    }
    return [...parts, left];
  });
  return lines.length <= LINES ? lines : [...lines.slice(0, LINES - 1), '…'];
}
