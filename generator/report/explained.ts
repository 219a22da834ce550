import type { Place } from '../model/finding.ts';
import type { Explained, Subject } from '../fleet/resolve/explain.ts';
import type { Style } from './style.ts';
import { visible } from './style.ts';

export interface Located extends Omit<Explained, 'layers'> {
  readonly layers: readonly { readonly name: string; readonly value: unknown; readonly place?: Place }[];
}

/** One value with its whole chain, or many values with the layer that won. */
export function explainedText(subject: Subject, values: readonly Located[], style: Style): string {
  const one = new Set(values.map(({ path }) => path)).size === 1;
  const head = `${subject.kind} ${style.bold(subject.name)}${one ? ` · ${values[0]?.path}` : ''}\n`;
  return head + (one ? values.map((value) => chainText(subject, value, style)).join('') : tableText(subject, values, style));
}

function chainText(subject: Subject, { value, regions, layers }: Located, style: Style): string {
  const where = subject.kind === 'region' ? '' : `${regions.join(', ')}: `;
  const width = Math.max(...layers.map(({ name }) => name.length));
  const valueWidth = Math.max(...layers.map((layer) => json(layer.value).length));
  const lines = layers.map((layer, i) => {
    const place = layer.place === undefined ? 'schema' : `${layer.place.file}:${layer.place.line}`;
    const line = `  ${layer.name.padEnd(width)}  ${json(layer.value).padEnd(valueWidth)}  ${place}`;
    return i === layers.length - 1 ? `${style.bold(line)}  ← wins\n` : `${line}\n`;
  });
  return `\n${where}${style.green(json(value))}\n${lines.join('')}`;
}

function tableText(subject: Subject, values: readonly Located[], style: Style): string {
  const several = new Set(values.flatMap(({ regions }) => regions)).size > 1 && subject.kind !== 'region';
  const paths = values.map(({ path, regions }) => (several && countOf(values, path) > 1 ? `${path} (${regions.join(', ')})` : path));
  const width = Math.max(...paths.map((path) => path.length));
  const shown = values.map(({ value }) => json(value));
  const valueWidth = Math.min(40, Math.max(...shown.map((text) => text.length)));
  return values
    .map(({ layers }, i) => {
      const won = layers.at(-1);
      const from = won?.place === undefined ? (won?.name ?? 'default') : `${won.name}, ${won.place.file}:${won.place.line}`;
      return `  ${(paths[i] as string).padEnd(width)}  ${(shown[i] as string).padEnd(valueWidth)}  ${style.dim(from)}\n`;
    })
    .join('');
}

function countOf(values: readonly Located[], path: string): number {
  return values.filter((value) => value.path === path).length;
}

function json(value: unknown): string {
  return visible(JSON.stringify(value) ?? 'unset');
}
