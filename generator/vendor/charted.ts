import type { Compiled } from '../compile.ts';
import { hasChart } from '../components/chart.ts';
import type { DeclaredChart } from '../fleet/declared/chart.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { Failure } from '../io/failure.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** A component that has a chart, or a folder of Kustomize. */
export type Charted = Declared & { readonly chart: DeclaredChart };

/** @param name absent: all of them @throws Failure where there is no such component, or it has no chart */
export function chartsOf({ declared = [] }: Compiled, name: string | undefined): Charted[] {
  const charts = declared.filter(hasChart);
  if (name === undefined) {
    if (charts.length === 0) throw new Failure('usage', 'no component of config/components has a chart', 'docs/extending.md says how one gets one');
    return charts;
  }
  const found = charts.find((each) => each.name === name);
  if (found !== undefined) return [found];
  if (declared.some((each) => each.name === name))
    throw new Failure('usage', `the component "${name}" has no chart`, 'docs/extending.md says how it gets one');
  throw new Failure(
    'usage',
    `there is no component "${name}" in config/components`,
    hintFor(
      name,
      charts.map((each) => each.name),
    ),
  );
}

/** The text of a file of `config/`, if it is there. */
export function textOf(config: readonly ConfigFile[], path: string): string | undefined {
  const found = config.find((file) => file.path === path);
  return found === undefined ? undefined : decoded(found);
}

/** A byte order mark is part of the text. */
export function decoded({ bytes }: ConfigFile): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
