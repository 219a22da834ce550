import type { Explanation, FieldDoc, NamedKind } from '../k8s/crd/explain.ts';
import type { Style } from './style.ts';
import { visible } from './style.ts';

/** A kind or one of its fields, and what stands below it. */
export function kindText(kind: NamedKind, field: Explanation, style: Style): string {
  const where = `${kind.group === '' ? '' : `${kind.group}/`}${kind.version}`;
  const others = kind.others.length === 0 ? '' : `, also ${kind.others.join(', ')}`;
  const scope = kind.scope === undefined ? '' : ` · ${kind.scope === 'Cluster' ? 'of the cluster' : 'in a namespace'}`;
  const head = `kind ${style.bold(kind.kind)} · ${where}${others}${scope}${field.path === '' ? '' : ` · ${field.path}`}\n`;
  const own = [...(field.path === '' ? [] : [`${wordsOf(field)}\n`]), ...paragraphs(field.about, ''), ...details(field, '')];
  const isPlain = field.fields.every((each) => each.about === undefined);
  const below = field.fields.map(
    (each) =>
      `${isPlain ? '' : '\n'}  ${style.bold(visible(nameOf(each)))}  ${style.dim(wordsOf(each))}\n${[...paragraphs(each.about, '    '), ...details(each, '    ')].join('')}`,
  );
  return `${head}${own.length === 0 ? '' : '\n'}${own.join('')}${below.length === 0 ? '' : `\nfields\n${below.join('')}`}`;
}

function nameOf({ path }: FieldDoc): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function wordsOf({ type, required }: FieldDoc): string {
  return `${type}${required ? ', required' : ''}`;
}

function details({ default: fallback, values, limits, rules }: FieldDoc, indent: string): string[] {
  const json = (value: unknown): string => visible(JSON.stringify(value) ?? '');
  return [
    ...(fallback === undefined ? [] : [`${indent}default: ${json(fallback)}\n`]),
    ...(values === undefined ? [] : [`${indent}one of: ${values.map(json).join(', ')}\n`]),
    ...(limits.length === 0 ? [] : [`${indent}${visible(limits.join('; '))}\n`]),
    ...rules.map(
      ({ rule, message }) => `${indent}rule: ${visible(rule.replace(/\s+/g, ' '))}${message === undefined ? '' : `  (${visible(message)})`}\n`,
    ),
  ];
}

const WIDTH = 100;

/** A description of upstream, in lines that fit. */
function paragraphs(about: string | undefined, indent: string): string[] {
  if (about === undefined) return [];
  const lines: string[] = [];
  for (const line of about.trim().split('\n')) {
    let here = '';
    for (const word of line.trim().split(/\s+/)) {
      if (here !== '' && here.length + word.length + 1 > WIDTH) {
        lines.push(here);
        here = word;
      } else here = here === '' ? word : `${here} ${word}`;
    }
    lines.push(here);
  }
  return lines.map((line) => `${line === '' ? '' : indent}${visible(line)}\n`);
}
