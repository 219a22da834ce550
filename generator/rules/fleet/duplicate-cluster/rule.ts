import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/duplicate-cluster',
  severity: 'error',
  what: 'Two regions have one cluster.',
  why: 'Both would deliver the same Namespaces, policies and agents to it, and Argo CD would change them to and fro without end.',
  fix: 'Give each region the `cluster` that Argo CD knows as its own. A region may follow one that is `decommissioned`.',
  order: 100,
  *run(fleet) {
    const taken = new Map<string, string>();
    for (const { name, cluster, state, hub } of fleet.regions) {
      // Nothing is delivered there any more: a region may follow it.
      if (state === 'decommissioned') continue;
      // Each Argo CD calls the cluster that it runs in so.
      const key = cluster === 'in-cluster' ? `${cluster} ${hub.name}` : cluster;
      const first = taken.get(key);
      if (first === undefined) {
        taken.set(key, name);
        continue;
      }
      yield {
        path: pointer('regions', name, 'cluster'),
        message: `cluster "${cluster}" is that of the regions "${first}" and "${name}"`,
        hint: 'name the cluster of each as Argo CD knows it; without "cluster" it is the name of the region',
        related: [{ path: pointer('regions', first, 'cluster'), note: `the cluster of "${first}"` }],
      };
    }
  },
});
