import { sharedOwnerAcross } from '../rules/shared-owner.ts';
import { acmeLimit } from './acme-limit.ts';
import type { FleetRule } from './rule.ts';
import { sameNames } from './same-names.ts';

/** What only all clusters together show. */
export const fleetRules: readonly FleetRule[] = [acmeLimit, sameNames, sharedOwnerAcross];
