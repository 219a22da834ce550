// The rates as tables of Markdown, as docs/lint.md has them.
import type { Published } from './corpus.ts';
import type { Case, Outcome } from './rates.ts';
import { STAYING, stayingOf } from './staying.ts';

type Counted = Case & { readonly outcome: Outcome };

const ORDER: readonly Outcome[] = [
  'agreed: accepted',
  'agreed: refused',
  'false error',
  'missed',
  'refused by a controller',
  'forbidden by policy',
  'not judged: template',
  'not judged: unknown kind',
  'not decided offline',
];

const share = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);

export function table(corpus: readonly Published[], found: readonly Counted[]): string {
  const columns = [
    ['manifests', found.filter(({ mutant }) => !mutant)],
    ['mutants', found.filter(({ mutant }) => mutant)],
    ['both', found],
  ] as const;
  const count = (of: readonly Counted[], ...outcomes: readonly Outcome[]): number => of.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const accepted = (of: readonly Counted[]): number => count(of, 'agreed: accepted', 'false error', 'refused by a controller', 'forbidden by policy');
  const refused = (of: readonly Counted[]): number => count(of, 'agreed: refused', 'missed');
  const judged = (of: readonly Counted[]): number => accepted(of) + refused(of);
  const rows: (readonly string[])[] = [
    ['', ...columns.map(([name]) => name)],
    ['---', ...columns.map(() => '---:')],
    ['objects', ...columns.map(([, of]) => String(of.length))],
    ...ORDER.map((outcome) => [outcome, ...columns.map(([, of]) => String(count(of, outcome)))]),
    ['**false errors**, of what the server accepts', ...columns.map(([, of]) => `**${share(count(of, 'false error'), accepted(of))}**`)],
    ['**found**, of what the server refuses', ...columns.map(([, of]) => `**${share(count(of, 'agreed: refused'), refused(of))}**`)],
    ['**judged**, of all', ...columns.map(([, of]) => `**${share(judged(of), of.length)}**`)],
  ];
  const unread = corpus.filter(({ unread: why }) => why !== undefined);
  return [
    `${corpus.length} files that hold manifests, of which ${unread.filter(({ unread: why }) => why === 'template').length} are templates and ${unread.filter(({ unread: why }) => why === 'refused').length} no YAML that Kubernetes reads.`,
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

/** What goes on to differ, as docs/lint.md has it. */
export function stayingTable(found: readonly Counted[]): string {
  const rows = STAYING.map((row) => [row.what, row.why, row.source, String(found.filter((one) => stayingOf(one) === row).length)]);
  return [['what', 'why it stays', 'upstream', 'objects'], ['---', '---', '---', '---:'], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The table, and the kinds and causes that occur most. */
export function report(corpus: readonly Published[], found: readonly Counted[]): string {
  return [
    table(corpus, found),
    '',
    stayingTable(found),
    '',
    ...causes(found, 'false error', ({ ours }) => ours.errors.map(({ code }) => code).join(' ')),
    ...causes(found, 'missed', ({ words }) =>
      words
        .replaceAll(/"[^"]*"|\d+|\[[^\]]*\]/g, '…')
        .replace(/^… \S+ … is invalid: /, '')
        .slice(0, 90),
    ),
    '',
  ].join('\n');
}

/** The kinds and causes that occur most. */
function causes(found: readonly Counted[], outcome: Outcome, causeOf: (one: Counted) => string): string[] {
  const counts = new Map<string, number>();
  for (const one of found.filter((each) => each.outcome === outcome)) {
    const key = `${one.object.apiVersion}/${one.object.kind}: ${causeOf(one).replaceAll(/\s+/g, ' ')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [
    `${outcome}:`,
    ...[...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 40)
      .map(([key, number]) => `  ${number} ${key}`),
  ];
}
