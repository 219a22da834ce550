import type { Check } from './check.ts';
import { ACCESS_CHECKS } from './checks/access.ts';
import { CORE_CHECKS } from './checks/core.ts';
import { METADATA_CHECKS } from './checks/metadata.ts';
import { NETWORK_CHECKS } from './checks/network.ts';
import { NODES_CHECKS } from './checks/nodes.ts';
import { PODS_CHECKS } from './checks/pods.ts';
import { VOLUMES_CHECKS } from './checks/volumes.ts';
import { WORKLOADS_CHECKS } from './checks/workloads.ts';

/** Type and field → what it must be. kubernetes, pkg/apis/<group>/validation/validation.go, of the type's group. */
export const CHECKS: Readonly<Record<string, Check>> = {
  ...ACCESS_CHECKS,
  ...CORE_CHECKS,
  ...METADATA_CHECKS,
  ...NETWORK_CHECKS,
  ...NODES_CHECKS,
  ...PODS_CHECKS,
  ...VOLUMES_CHECKS,
  ...WORKLOADS_CHECKS,
};
