import type { Place } from '../model/finding.ts';
import type { Explained, Subject } from '../fleet/resolve/explain.ts';
import type { Style } from './style.ts';
import { listed } from './listed.ts';
import { visible } from './style.ts';

export interface Located extends Omit<Explained, 'layers'> {
  readonly layers: readonly { readonly name: string; readonly value: unknown; readonly place?: Place }[];
}

/** What is said of one value besides where it comes from. */
export interface About {
  /** What may stand there; absent where no schema says so. */
  readonly limits?: readonly string[];
  /** Other agents that have the same somewhere. */
  readonly same: readonly string[];
}

const MOST_NAMES = 12;

/** One value with its whole chain, or many values with the layer that won. */
export function explainedText(
  subject: Subject,
  values: readonly Located[],
  style: Style,
  about?: About,
  history: readonly (readonly string[])[] = [],
): string {
  const one = new Set(values.map(({ path }) => path)).size === 1;
  const head = `${subject.kind} ${style.bold(subject.name)}${one ? ` · ${values[0]?.path}` : ''}\n`;
  return (
    head +
    (one
      ? values.map((value, i) => chainText(subject, value, style) + saidBelow(history[i], style)).join('') + aboutText(about)
      : tableText(subject, values, style, history))
  );
}

function saidBelow(lines: readonly string[] = [], style: Style): string {
  return lines.map((line) => style.dim(`    ${visible(line)}\n`)).join('');
}

function aboutText({ limits = [], same }: About = { same: [] }): string {
  const lines = [
    ...(limits.length === 0 ? [] : [`may be: ${limits.join('; ')}`]),
    ...(same.length === 0 ? [] : [`the same: ${listed(same, MOST_NAMES)}`]),
  ];
  return lines.length === 0 ? '' : `\n${lines.map((line) => `${visible(line)}\n`).join('')}`;
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

function tableText(subject: Subject, values: readonly Located[], style: Style, history: readonly (readonly string[])[]): string {
  const several = new Set(values.flatMap(({ regions }) => regions)).size > 1 && subject.kind !== 'region';
  const paths = values.map(({ path, regions }) => (several && countOf(values, path) > 1 ? `${path} (${regions.join(', ')})` : path));
  const width = Math.max(...paths.map((path) => path.length));
  const shown = values.map(({ value }) => json(value));
  const valueWidth = Math.min(40, Math.max(...shown.map((text) => text.length)));
  return values
    .map(({ layers }, i) => {
      const won = layers.at(-1);
      const from = won?.place === undefined ? (won?.name ?? 'default') : `${won.name}, ${won.place.file}:${won.place.line}`;
      return `  ${(paths[i] as string).padEnd(width)}  ${(shown[i] as string).padEnd(valueWidth)}  ${style.dim(from)}\n${saidBelow(history[i], style)}`;
    })
    .join('');
}

function countOf(values: readonly Located[], path: string): number {
  return values.filter((value) => value.path === path).length;
}

function json(value: unknown): string {
  return visible(JSON.stringify(value) ?? 'unset');
}
