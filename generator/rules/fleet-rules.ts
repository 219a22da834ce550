import type { FleetCheck, SpecCheck } from './fleet-rule.ts';
import { agentWithoutRegion } from './fleet/agent-without-region/rule.ts';
import { autoscaleBounds } from './fleet/autoscale-bounds/rule.ts';
import { backupTogether } from './fleet/backup-together/rule.ts';
import { componentNeeded } from './fleet/component-needed/rule.ts';
import { deprecatedSetting } from './fleet/deprecated-setting/rule.ts';
import { discoveryVersion } from './fleet/discovery-version/rule.ts';
import { discoveryWithoutAddress } from './fleet/discovery-without-address/rule.ts';
import { duplicateCluster } from './fleet/duplicate-cluster/rule.ts';
import { duplicateHost } from './fleet/duplicate-host/rule.ts';
import { foreignParent } from './fleet/foreign-parent/rule.ts';
import { illegalName } from './fleet/illegal-name/rule.ts';
import { imagePolicy } from './fleet/image-policy/rule.ts';
import { nameInsideZone } from './fleet/name-inside-zone/rule.ts';
import { impossibleDay } from './fleet/impossible-day/rule.ts';
import { incomplete } from './fleet/incomplete/rule.ts';
import { needsStateless } from './fleet/needs-stateless/rule.ts';
import { olderWay } from './fleet/older-way/rule.ts';
import { noNameserver } from './fleet/no-nameserver/rule.ts';
import { overrideElsewhere } from './fleet/override-elsewhere/rule.ts';
import { reservedEnv } from './fleet/reserved-env/rule.ts';
import { reservedName } from './fleet/reserved-name/rule.ts';
import { reservedNamespace } from './fleet/reserved-namespace/rule.ts';
import { sleepAutoscale } from './fleet/sleep-autoscale/rule.ts';
import { unknownCode } from './fleet/unknown-code/rule.ts';
import { unknownRegion } from './fleet/unknown-region/rule.ts';
import { unknownTier } from './fleet/unknown-tier/rule.ts';
import { unreachableStation } from './fleet/unreachable-station/rule.ts';
import { unusedDefault } from './fleet/unused-default/rule.ts';
import { uselessOverride } from './fleet/useless-override/rule.ts';
import { versionRange } from './fleet/version-range/rule.ts';

/** Rules that must hold before layers can be merged. */
export const specChecks: readonly SpecCheck[] = [unknownRegion, unknownTier, agentWithoutRegion, overrideElsewhere, uselessOverride, unusedDefault];

/** Rules about the fleet once every layer is merged. */
export const fleetChecks: readonly FleetCheck[] = [
  incomplete,
  duplicateCluster,
  duplicateHost,
  illegalName,
  needsStateless,
  autoscaleBounds,
  sleepAutoscale,
  imagePolicy,
  reservedEnv,
  reservedNamespace,
  reservedName,
  componentNeeded,
  unreachableStation,
  versionRange,
  olderWay,
  deprecatedSetting,
  noNameserver,
  foreignParent,
  nameInsideZone,
  discoveryWithoutAddress,
  discoveryVersion,
  backupTogether,
  unknownCode,
  impossibleDay,
];
