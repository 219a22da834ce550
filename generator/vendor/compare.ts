import type { Compiled } from '../compile.ts';
import type { Helm } from '../io/helm.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { renderedOf } from './chart.ts';
import { textOf, type Charted } from './charted.ts';
import { refuseProblems } from './problems.ts';

interface Comparing {
  readonly helm: Helm | undefined;
  readonly kubectl: string;
  readonly compiled: Compiled;
  readonly chosen: readonly Charted[];
  readonly config: readonly ConfigFile[];
  readonly say: (text: string) => void;
}

/** Render everything again. @returns what is not as it was, and how many renderings there are @throws Failure where something is not rendered */
export function compare({ compiled, chosen, ...how }: Comparing): { readonly differing: readonly string[]; readonly renderings: number } {
  const { config } = how;
  const rendered = chosen.map((each) => renderedOf(each, compiled, { ...how, arrivals: new Map(), isCheck: true }));
  refuseProblems(rendered);
  const differing = rendered.flatMap(({ files, stale }) => [
    ...[...files].filter(([path, text]) => textOf(config, path) !== text).map(([path]) => path),
    ...stale,
  ]);
  return { differing, renderings: rendered.reduce((sum, each) => sum + each.renderings.length, 0) };
}
