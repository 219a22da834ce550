import { pointer } from '../../../model/pointer.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const duplicateCluster: FleetCheck = {
  code: 'fleet/duplicate-cluster',
  *run(fleet) {
    const taken = new Map<string, string>();
    for (const { name, cluster, state } of fleet.regions) {
      // Nothing is delivered there any more: a region may follow it.
      if (state === 'decommissioned') continue;
      const first = taken.get(cluster);
      if (first === undefined) {
        taken.set(cluster, name);
        continue;
      }
      yield {
        code: this.code,
        at: pointer('regions', name, 'cluster'),
        message: `cluster "${cluster}" is that of the regions "${first}" and "${name}"`,
        hint: 'name the cluster of each as Argo CD knows it; without "cluster" it is the name of the region',
        related: [{ at: pointer('regions', first, 'cluster'), note: `the cluster of "${first}"` }],
      };
    }
  },
};
