// The text of the files of config/.
import { flow } from '../yaml/edit.ts';
import { isMap } from '../model/data.ts';
import type { Values } from './layers.ts';

/** A line may be so long before its map is written over several. */
const LONGEST = 110;

const HEAD: Readonly<Record<string, string>> = {
  gitops: 'where Argo CD reads out/',
  components: 'for the whole fleet; a region may override any of them',
  regions: 'agents are in config/agents, a file each',
};

/** @param about the first line, a comment @param parted whether maps stand apart from each other, over several lines */
export function written(values: Values, about: string, parted: boolean): string {
  const lines = [`# ${about}`];
  for (const [key, value] of Object.entries(values)) {
    if (parted && isMap(value)) lines.push('');
    lines.push(...entry(key, value, 0, parted && isMap(value)));
  }
  return `${lines.join('\n')}\n`;
}

/** @param long over several lines, however short it is */
function entry(key: string, value: unknown, depth: number, long = false): string[] {
  const indent = '  '.repeat(depth);
  const head = `${indent}${flow(key)}:`;
  const line = `${head} ${flow(value)}`;
  const isShort = line.length <= LONGEST && !long;
  if (isMap(value) && Object.keys(value).length > 0 && !(isShort && isFlat(value))) {
    const comment = depth === 0 && HEAD[key] !== undefined ? ` # ${HEAD[key]}` : '';
    return [`${head}${comment}`, ...Object.entries(value).flatMap(([name, item]) => entry(name, item, depth + 1))];
  }
  if (Array.isArray(value) && value.length > 0 && !(isShort && value.every((item) => !isMap(item) || isFlat(item))))
    return [head, ...value.map((item) => `${indent}  - ${flow(item)}`)];
  return [line];
}

/** Whether a map reads well on a line: maps in it hold no further ones. */
function isFlat(value: Values): boolean {
  return Object.values(value).every((item) => !isMap(item) || Object.values(item).every((inner) => !isMap(inner)));
}
