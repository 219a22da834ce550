import { sharedOwnerAcross } from './dns/shared-owner/rule.ts';
import { acmeLimit } from './fleet/acme-limit/rule.ts';
import type { FleetRule } from './fleet-wide-rule.ts';
import { sameNames } from './certificate/same-names/rule.ts';

/** What only all clusters together show. */
export const fleetRules: readonly FleetRule[] = [acmeLimit, sameNames, sharedOwnerAcross];
