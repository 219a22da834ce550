import type { Contrast } from '../plan/contrast.ts';
import type { Block } from '../plan/fold.ts';
import { listed } from './listed.ts';
import { shortLines, wholeLines } from './plan-fields.ts';
import { MARKS, SHORTENED, whatText } from './plan-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

const MOST_OBJECTS = 12;
const MOST_REGIONS = 12;
const MOST_FIELDS = 12;

/** How two regions or two agents differ, for people. @param full every field, and every value whole */
export function contrastText(contrast: Contrast, full: boolean, style: Style): string {
  const { from, to, onlyFrom, onlyTo, differ, alike, agents, ...rest } = contrast;
  const parts = [
    ...(differ > 0 ? [`${count(differ, 'object')} ${differ === 1 ? 'differs' : 'differ'}`] : []),
    ...(onlyFrom > 0 ? [`${onlyFrom} only in ${from}`] : []),
    ...(onlyTo > 0 ? [`${onlyTo} only in ${to}`] : []),
    `${alike} alike`,
  ];
  const blocks = full ? rest.blocks : rest.brief;
  const head = `${style.bold(visible(`${from} and ${to}`))}, their names set aside: ${visible(parts.join(', '))}\n`;
  const lone = [
    ...(agents.onlyFrom.length > 0 ? [`agents only in ${from}: ${listed(agents.onlyFrom, MOST_OBJECTS)}\n`] : []),
    ...(agents.onlyTo.length > 0 ? [`agents only in ${to}: ${listed(agents.onlyTo, MOST_OBJECTS)}\n`] : []),
  ];
  const brief = blocks.map(({ fields }) => (full ? { lines: wholeLines(fields), shortened: false } : shortLines(fields, MOST_FIELDS)));
  const shown = blocks.map((block, i) => blockText(block, (brief[i] as { lines: readonly string[] }).lines, contrast, style));
  const short = brief.some(({ shortened }) => shortened) ? `\n${SHORTENED}; --full and --json have all of it.\n` : '';
  return `${head}${visible(lone.join(''))}${shown.map((text) => `\n${text}`).join('')}${short}`;
}

function blockText(block: Block, lines: readonly string[], { from, to, regions }: Contrast, style: Style): string {
  const side = block.verb === 'delete' ? from : block.verb === 'create' ? to : undefined;
  const colour = side === undefined ? style.yellow : side === to ? style.green : style.red;
  const everywhere = block.regions.length === regions.length;
  const where = [
    ...(block.whole ? [] : [block.component]),
    ...(regions.length < 2 || everywhere ? [] : [listed(block.regions, MOST_REGIONS)]),
    ...(side === undefined ? [] : [`only in ${side}`]),
  ].join(' · ');
  const fields = lines.map((line) => `    ${line}\n`).join('');
  return `${colour(MARKS[block.verb])} ${style.bold(visible(whatText(block, MOST_OBJECTS)))}  ${style.dim(visible(where))}\n${fields}`;
}

/** The same for machines: `schemas/diff.schema.json`. */
export function contrastJson({ kind, from, to, regions, blocks, agents, onlyFrom, onlyTo, differ, alike }: Contrast): object {
  return {
    diffVersion: 1,
    kind,
    from,
    to,
    regions,
    total: { onlyFrom, onlyTo, differ, alike },
    agents,
    blocks: blocks.map(({ verb, component, whole, regions: own, objects, fields }) => ({
      side: verb === 'delete' ? 'from' : verb === 'create' ? 'to' : 'both',
      component,
      whole,
      regions: own,
      objects: objects.map(({ kind: objectKind, name }) => ({ kind: objectKind, name })),
      fields: fields.map(({ path, before, after }) => ({
        path,
        ...(before === undefined ? {} : { from: before }),
        ...(after === undefined ? {} : { to: after }),
      })),
    })),
  };
}
