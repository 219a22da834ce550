import type { Rule } from './object-rule.ts';
import { autoscalerBounds } from './object/autoscaler-bounds/rule.ts';
import { budgetLimits } from './object/budget-limits/rule.ts';
import { configKey } from './object/config-key/rule.ts';
import { cron } from './object/cron/rule.ts';
import { dashboardEnvelope } from './object/dashboard-envelope/rule.ts';
import { destination } from './object/destination/rule.ts';
import { dnsRecord } from './object/dns-record/rule.ts';
import { duplicateItem } from './object/duplicate-item/rule.ts';
import { exactlyOne } from './object/exactly-one/rule.ts';
import { finalizer } from './object/finalizer/rule.ts';
import { hostName } from './object/host-name/rule.ts';
import { illegalAnnotation } from './object/illegal-annotation/rule.ts';
import { illegalDuration } from './object/illegal-duration/rule.ts';
import { illegalLabel } from './object/illegal-label/rule.ts';
import { illegalName } from './object/illegal-name/rule.ts';
import { illegalNetwork } from './object/illegal-network/rule.ts';
import { illegalPort } from './object/illegal-port/rule.ts';
import { illegalQuantity } from './object/illegal-quantity/rule.ts';
import { image } from './object/image/rule.ts';
import { keySize } from './object/key-size/rule.ts';
import { metricName } from './object/metric-name/rule.ts';
import { missingPart } from './object/missing-part/rule.ts';
import { numberRange } from './object/number-range/rule.ts';
import { policyTypes } from './object/policy-types/rule.ts';
import { selectorMismatch } from './object/selector-mismatch/rule.ts';
import { syncOption } from './object/sync-option/rule.ts';
import { tlsName } from './object/tls-name/rule.ts';
import { tlsVersion } from './object/tls-version/rule.ts';
import { traefikRule } from './object/traefik-rule/rule.ts';
import { tsigAlgorithm } from './object/tsig-algorithm/rule.ts';
import { unknownKind } from './object/unknown-kind/rule.ts';
import { unknownValue } from './object/unknown-value/rule.ts';
import { unknownVolume } from './object/unknown-volume/rule.ts';
import { wrongShape } from './object/wrong-shape/rule.ts';

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
