import type { WorldRule } from './cluster-rule.ts';
import { absoluteBudget } from './quantity/absolute-budget/rule.ts';
import { automountedToken } from './security/automounted-token/rule.ts';
import { autoscalerQuota } from './quantity/autoscaler-quota/rule.ts';
import { blockingBudget } from './quantity/blocking-budget/rule.ts';
import { certificateClash } from './reference/certificate-clash/rule.ts';
import { closedPort } from './network/closed-port/rule.ts';
import { defaultProject } from './security/default-project/rule.ts';
import { dnsBlocked } from './network/dns-blocked/rule.ts';
import { drainTime } from './pap/drain-time/rule.ts';
import { egressBlocked } from './network/egress-blocked/rule.ts';
import { fixedRenewal } from './certificate/fixed-renewal/rule.ts';
import { foreignHost } from './pap/foreign-host/rule.ts';
import { forwardedHeaders } from './security/forwarded-headers/rule.ts';
import { grpcProtocol } from './pap/grpc-protocol/rule.ts';
import { heartbeatInterval } from './pap/heartbeat-interval/rule.ts';
import { hooksRoute } from './pap/hooks-route/rule.ts';
import { ingressBlocked } from './network/ingress-blocked/rule.ts';
import { keyAlgorithm } from './pap/key-algorithm/rule.ts';
import { liveness } from './pap/liveness/rule.ts';
import { memoryTarget } from './quantity/memory-target/rule.ts';
import { metricLabels } from './pap/metric-labels/rule.ts';
import { missingKey } from './reference/missing-key/rule.ts';
import { missingObject } from './reference/missing-object/rule.ts';
import { missingSecret } from './reference/missing-secret/rule.ts';
import { monitorPort } from './reference/monitor-port/rule.ts';
import { namespaceLabel } from './network/namespace-label/rule.ts';
import { noDefaultDeny } from './network/no-default-deny/rule.ts';
import { oneShot } from './backup/one-shot/rule.ts';
import { openProject } from './security/open-project/rule.ts';
import { otherNamespace } from './reference/other-namespace/rule.ts';
import { overLimitRange } from './quantity/over-limit-range/rule.ts';
import { overQuota } from './quantity/over-quota/rule.ts';
import { partialBackup } from './backup/partial-backup/rule.ts';
import { projectRefuses } from './reference/project-refuses/rule.ts';
import { readableKey } from './pap/readable-key/rule.ts';
import { refusedImage } from './security/refused-image/rule.ts';
import { replicasAndAutoscaler } from './quantity/replicas-and-autoscaler/rule.ts';
import { restrictedPod } from './security/restricted-pod/rule.ts';
import { rewrittenQuantity } from './pap/rewritten-quantity/rule.ts';
import { scrapeBlocked } from './network/scrape-blocked/rule.ts';
import { scrapedTwice } from './monitor/scraped-twice/rule.ts';
import { secretInConfigMap } from './security/secret-in-config-map/rule.ts';
import { selectsNothing } from './reference/selects-nothing/rule.ts';
import { severalZones } from './certificate/several-zones/rule.ts';
import { sharedIdentity } from './pap/shared-identity/rule.ts';
import { sharedOwner } from './dns/shared-owner/rule.ts';
import { uncoveredHost } from './reference/uncovered-host/rule.ts';
import { undiscovered } from './monitor/undiscovered/rule.ts';
import { unpinnedImage } from './security/unpinned-image/rule.ts';
import { unselectiveSolver } from './certificate/unselective-solver/rule.ts';
import { wrongPort } from './reference/wrong-port/rule.ts';

/** Rules between the objects of a cluster, in the order in which people read their faults. */
export const worldRules: readonly WorldRule[] = [
  missingSecret,
  missingKey,
  missingObject,
  selectsNothing,
  wrongPort,
  monitorPort,
  otherNamespace,
  projectRefuses,
  certificateClash,
  uncoveredHost,
  blockingBudget,
  absoluteBudget,
  replicasAndAutoscaler,
  overQuota,
  autoscalerQuota,
  overLimitRange,
  memoryTarget,
  fixedRenewal,
  severalZones,
  unselectiveSolver,
  sharedOwner,
  dnsBlocked,
  egressBlocked,
  ingressBlocked,
  scrapeBlocked,
  closedPort,
  namespaceLabel,
  noDefaultDeny,
  scrapedTwice,
  undiscovered,
  restrictedPod,
  refusedImage,
  unpinnedImage,
  automountedToken,
  secretInConfigMap,
  forwardedHeaders,
  openProject,
  defaultProject,
  sharedIdentity,
  drainTime,
  liveness,
  heartbeatInterval,
  readableKey,
  rewrittenQuantity,
  keyAlgorithm,
  grpcProtocol,
  hooksRoute,
  metricLabels,
  foreignHost,
  oneShot,
  partialBackup,
];
