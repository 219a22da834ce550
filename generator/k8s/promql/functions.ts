// prometheus/prometheus, promql/parser/functions.go and lex.go: of 3.15, and what 2.x had beside.

/** Kinds of values. */
export type Type = 'scalar' | 'vector' | 'matrix' | 'string';

/** What a function takes and gives. */
export interface Signature {
  readonly takes: readonly Type[];
  readonly least: number;
  readonly most: number;
  readonly gives: Type;
}

const LETTERS: Readonly<Record<string, Type>> = { s: 'scalar', v: 'vector', m: 'matrix', t: 'string' };

/** By what they take, a letter each; `?` may be left out, `*` may be repeated. */
const TAKE: Readonly<Record<string, string>> = {
  v: `abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar
    ln log10 log2 rad sgn sin sinh sort sort_desc sqrt start_timestamp tan tanh timestamp scalar`,
  m: `absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time mad_over_time max_over_time
    min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time
    ts_of_max_over_time ts_of_min_over_time`,
  'v?': 'days_in_month day_of_month day_of_week day_of_year hour minute month year',
  '': 'end pi range start step time',
  s: 'vector',
  ss: 'max_of min_of',
  vss: 'clamp',
  vs: 'clamp_max clamp_min',
  'vs?': 'round',
  'vv?': 'info',
  sm: 'quantile_over_time',
  sv: 'histogram_quantile',
  ssv: 'histogram_fraction',
  ms: 'predict_linear',
  mss: 'double_exponential_smoothing holt_winters',
  vtttt: 'label_replace',
  'vttt*': 'label_join',
  'vt*': 'sort_by_label sort_by_label_desc',
  'vtss*': 'histogram_quantiles',
};

const SCALARS = new Set(['end', 'max_of', 'min_of', 'pi', 'range', 'scalar', 'start', 'step', 'time']);

/** Most values that a function takes whose last one may be repeated. */
const MOST: Readonly<Record<string, number>> = { histogram_quantiles: 12 };

export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  Object.entries(TAKE).flatMap(([letters, names]) => {
    const takes = [...letters].flatMap((letter) => LETTERS[letter] ?? []);
    const least = takes.length - (/[?*]$/.test(letters) ? 1 : 0);
    return names.split(/\s+/).map((name): [string, Signature] => {
      const most = letters.endsWith('*') ? (MOST[name] ?? Number.POSITIVE_INFINITY) : takes.length;
      return [name, { takes, least, most, gives: SCALARS.has(name) ? 'scalar' : 'vector' }];
    });
  }),
);

/** Aggregations, and what they take before the vector. */
export const AGGREGATIONS: ReadonlyMap<string, Type | undefined> = new Map([
  ...['avg', 'count', 'group', 'max', 'min', 'stddev', 'stdvar', 'sum'].map((name): [string, undefined] => [name, undefined]),
  ...['bottomk', 'limit_ratio', 'limitk', 'quantile', 'topk'].map((name): [string, Type] => [name, 'scalar']),
  ['count_values', 'string'],
]);
