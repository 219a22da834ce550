import type { WorldRule } from '../rule.ts';
import { COUNTED, quotaFaults } from './over-quota.ts';

/** Under load every autoscaler grows at once, and the quota decides which of them may. */
export const autoscalerQuota: WorldRule = {
  code: 'quantity/autoscaler-quota',
  across: { kinds: COUNTED },
  run: (cluster) => quotaFaults(cluster, 'max'),
};
