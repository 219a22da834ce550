import { remembered } from '../model/memo.ts';
import type { KubeObject } from './object.ts';
import type { Cluster } from './cluster.ts';
import { NO_DEFAULTS, amountsIn, type Amounts, type Compute } from './compute.ts';
import { each } from './look.ts';

/** What a LimitRange gives containers: what it does not say itself follows from what it says (SetDefaults_LimitRangeItem). */
const defaultsIn = remembered((range: KubeObject): Compute => {
  let requests: Amounts = {};
  let limits: Amounts = {};
  for (const { item } of each(range, 'spec.limits[]')) {
    if (item['type'] !== 'Container') continue;
    const most = { ...amountsIn(item['max']), ...amountsIn(item['default']) };
    limits = { ...most, ...limits };
    requests = { ...amountsIn(item['min']), ...most, ...amountsIn(item['defaultRequest']), ...requests };
  }
  return { requests, limits };
});

/** What containers of a namespace get that name no resources. */
export function defaultsOf(cluster: Cluster, namespace: string | undefined): Compute {
  return cluster.derive('defaults of a namespace', namespace ?? '', (all) => {
    const ranges = all.subjects('/LimitRange').filter(({ metadata }) => metadata.namespace === namespace);
    if (ranges.length < 2) return ranges[0] === undefined ? NO_DEFAULTS : defaultsIn(ranges[0]);
    const given = ranges.map(defaultsIn).reverse();
    const merged = (part: 'requests' | 'limits'): Amounts => Object.assign({}, ...given.map((each) => each[part])) as Amounts;
    return { requests: merged('requests'), limits: merged('limits') };
  });
}
