import { isAgent } from '../../../k8s/agent.ts';
import { canonicalQuantity } from '../../../k8s/quantity.ts';
import { child, defineRule, each, shown } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'pap/rewritten-quantity',
  severity: 'note',
  what: 'An amount of CPU or memory of an agent is not written as the API server stores it.',
  why: 'What is read back from the cluster differs from Git, and looks like drift to whoever compares the two as text.',
  fix: 'Write the form that the message names.',
  order: 60,
  *run(cluster) {
    for (const pod of cluster.pods) {
      if (!isAgent(pod)) continue;
      for (const { item: amounts, at } of pod.containers.flatMap((container) => each(container, 'resources.requests|limits'))) {
        for (const name in amounts) {
          const written = amounts[name];
          if (typeof written !== 'string' && typeof written !== 'number') continue;
          const stored = stores(name, String(written));
          if (stored === undefined || stored === String(written)) continue;
          yield {
            object: pod.owner,
            path: child(at, name),
            message: `writes ${shown(String(written))}, which the API server stores as ${shown(stored)}`,
            hint: `write ${shown(stored)}`,
          };
        }
      }
    }
  },
});

/** The form that is stored, of what people write: whole numbers with a suffix, and parts of cores. Other forms may be kept as they are. */
function stores(name: string, written: string): string | undefined {
  const form = name === 'cpu' ? /^(?:[0-9]{1,9}m?|[0-9]{1,6}\.[0-9]{1,3})$/ : /^[0-9]{1,30}(?:[KMGTPE]i|[kMGTPE])?$/;
  return form.test(written) ? canonicalQuantity(written) : undefined;
}
