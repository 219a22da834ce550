import type { WorldRule } from '../rule.ts';
import { certificateClash } from './certificate-clash.ts';
import { missingKey } from './missing-key.ts';
import { missingObject } from './missing-object.ts';
import { missingSecret } from './missing-secret.ts';
import { monitorPort } from './monitor-port.ts';
import { otherNamespace } from './other-namespace.ts';
import { selectsNothing } from './selects-nothing.ts';
import { uncoveredHost } from './uncovered-host.ts';
import { wrongPort } from './wrong-port.ts';

/** Rules between the objects of a cluster, in the order in which people read their faults. */
export const worldRules: readonly WorldRule[] = [
  missingSecret,
  missingKey,
  missingObject,
  selectsNothing,
  wrongPort,
  monitorPort,
  otherNamespace,
  certificateClash,
  uncoveredHost,
];
