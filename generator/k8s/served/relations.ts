import type { Relation } from './relation.ts';
import { ACCESS_RELATIONS } from './relations/access.ts';
import { CORE_RELATIONS } from './relations/core.ts';
import { KINDS_RELATIONS } from './relations/kinds.ts';
import { METADATA_RELATIONS } from './relations/metadata.ts';
import { NETWORK_RELATIONS } from './relations/network.ts';
import { NODES_RELATIONS } from './relations/nodes.ts';
import { PODS_RELATIONS } from './relations/pods.ts';
import { VOLUMES_RELATIONS } from './relations/volumes.ts';
import { WORKLOADS_RELATIONS } from './relations/workloads.ts';

/** Type → what its fields must be to one another. kubernetes, pkg/apis/<group>/validation/validation.go. */
export const RELATIONS: Readonly<Record<string, Relation>> = {
  ...ACCESS_RELATIONS,
  ...CORE_RELATIONS,
  ...KINDS_RELATIONS,
  ...METADATA_RELATIONS,
  ...NETWORK_RELATIONS,
  ...NODES_RELATIONS,
  ...PODS_RELATIONS,
  ...VOLUMES_RELATIONS,
  ...WORKLOADS_RELATIONS,
};
