import { objectTitle } from '../../kube/object.ts';
import { sameNamespace } from '../cluster.ts';
import { fields, maps } from '../look.ts';
import { amount } from '../quantities.ts';
import type { WorldRule } from '../rule.ts';
import { shown } from '../../model/quoted.ts';

/** The API server refuses a pod whose container asks for more than the LimitRange of its namespace allows. */
export const overLimitRange: WorldRule = {
  code: 'quantity/over-limit-range',
  *run(cluster) {
    for (const range of cluster.all('/LimitRange')) {
      for (const { item } of maps(fields(range['spec'])['limits'], '/spec/limits')) {
        if (item['type'] !== 'Container') continue;
        const most = fields(item['max']);
        for (const { owner, containers } of cluster.pods) {
          if (!sameNamespace(owner.metadata.namespace, range.metadata.namespace)) continue;
          for (const { fields: container, at } of containers) {
            const limits = fields(fields(container['resources'])['limits']);
            for (const key of Object.keys(most)) {
              const [wanted, allowed] = [amount(limits[key]), amount(most[key])];
              if (wanted === undefined || allowed === undefined || wanted <= allowed) continue;
              yield {
                object: owner,
                path: `${at}/resources/limits/${key}`,
                message: `limits ${key} to ${shown(String(limits[key]))}; ${objectTitle(range)} allows at most ${shown(String(most[key]))}`,
                hint: 'lower the limit, or raise the maximum of the namespace',
                related: [{ object: range, path: '/spec/limits', note: 'the range' }],
              };
            }
          }
        }
      }
    }
  },
};
