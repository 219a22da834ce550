import type { Rule } from '../rule.ts';
import { autoscalerBounds } from './autoscaler-bounds.ts';
import { budgetLimits } from './budget-limits.ts';
import { configKey } from './config-key.ts';
import { cron } from './cron.ts';
import { dashboardEnvelope } from './dashboard-envelope.ts';
import { destination } from './destination.ts';
import { dnsRecord } from './dns-record.ts';
import { duplicateItem } from './duplicate-item.ts';
import { exactlyOne } from './exactly-one.ts';
import { finalizer } from './finalizer.ts';
import { hostName } from './host-name.ts';
import { illegalAnnotation } from './illegal-annotation.ts';
import { illegalDuration } from './illegal-duration.ts';
import { illegalLabel } from './illegal-label.ts';
import { illegalName } from './illegal-name.ts';
import { illegalNetwork } from './illegal-network.ts';
import { illegalPort } from './illegal-port.ts';
import { illegalQuantity } from './illegal-quantity.ts';
import { image } from './image.ts';
import { keySize } from './key-size.ts';
import { metricName } from './metric-name.ts';
import { missingPart } from './missing-part.ts';
import { numberRange } from './number-range.ts';
import { policyTypes } from './policy-types.ts';
import { selectorMismatch } from './selector-mismatch.ts';
import { syncOption } from './sync-option.ts';
import { tlsName } from './tls-name.ts';
import { tlsVersion } from './tls-version.ts';
import { traefikRule } from './traefik-rule.ts';
import { tsigAlgorithm } from './tsig-algorithm.ts';
import { unknownKind } from './unknown-kind.ts';
import { unknownValue } from './unknown-value.ts';
import { unknownVolume } from './unknown-volume.ts';
import { wrongShape } from './wrong-shape.ts';

/** Rules about one object, in the order in which people read their faults. */
export const rules: readonly Rule[] = [
  unknownKind,
  wrongShape,
  illegalName,
  illegalLabel,
  illegalAnnotation,
  finalizer,
  syncOption,
  destination,
  selectorMismatch,
  duplicateItem,
  exactlyOne,
  unknownValue,
  missingPart,
  unknownVolume,
  policyTypes,
  illegalPort,
  numberRange,
  illegalQuantity,
  image,
  configKey,
  dashboardEnvelope,
  budgetLimits,
  autoscalerBounds,
  illegalNetwork,
  illegalDuration,
  cron,
  hostName,
  dnsRecord,
  tsigAlgorithm,
  keySize,
  metricName,
  tlsVersion,
  tlsName,
  traefikRule,
];
