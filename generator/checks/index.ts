import type { FleetCheck, SpecCheck } from './check.ts';
import { agentWithoutRegion } from './fleet/agent-without-region.ts';
import { autoscaleBounds } from './fleet/autoscale-bounds.ts';
import { backupTogether } from './fleet/backup-together.ts';
import { componentNeeded } from './fleet/component-needed.ts';
import { deprecatedSetting } from './fleet/deprecated-setting.ts';
import { discoveryVersion } from './fleet/discovery-version.ts';
import { discoveryWithoutAddress } from './fleet/discovery-without-address.ts';
import { duplicateCluster } from './fleet/duplicate-cluster.ts';
import { duplicateHost } from './fleet/duplicate-host.ts';
import { foreignParent } from './fleet/foreign-parent.ts';
import { illegalName } from './fleet/illegal-name.ts';
import { imagePolicy } from './fleet/image-policy.ts';
import { nameInsideZone } from './fleet/name-inside-zone.ts';
import { impossibleDay } from './fleet/impossible-day.ts';
import { incomplete } from './fleet/incomplete.ts';
import { needsStateless } from './fleet/needs-stateless.ts';
import { olderWay } from './fleet/older-way.ts';
import { noNameserver } from './fleet/no-nameserver.ts';
import { overrideElsewhere } from './fleet/override-elsewhere.ts';
import { reservedEnv } from './fleet/reserved-env.ts';
import { reservedName } from './fleet/reserved-name.ts';
import { reservedNamespace } from './fleet/reserved-namespace.ts';
import { sleepAutoscale } from './fleet/sleep-autoscale.ts';
import { unknownCode } from './fleet/unknown-code.ts';
import { unknownRegion } from './fleet/unknown-region.ts';
import { unknownTier } from './fleet/unknown-tier.ts';
import { unreachableStation } from './fleet/unreachable-station.ts';
import { unusedDefault } from './fleet/unused-default.ts';
import { uselessOverride } from './fleet/useless-override.ts';
import { versionRange } from './fleet/version-range.ts';

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
