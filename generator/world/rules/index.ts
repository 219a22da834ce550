import type { WorldRule } from '../rule.ts';
import { absoluteBudget } from './absolute-budget.ts';
import { automountedToken } from './automounted-token.ts';
import { autoscalerQuota } from './autoscaler-quota.ts';
import { blockingBudget } from './blocking-budget.ts';
import { certificateClash } from './certificate-clash.ts';
import { closedPort } from './closed-port.ts';
import { defaultProject } from './default-project.ts';
import { dnsBlocked } from './dns-blocked.ts';
import { drainTime } from './drain-time.ts';
import { egressBlocked } from './egress-blocked.ts';
import { fixedRenewal } from './fixed-renewal.ts';
import { foreignHost } from './foreign-host.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { grpcProtocol } from './grpc-protocol.ts';
import { heartbeatInterval } from './heartbeat-interval.ts';
import { hooksRoute } from './hooks-route.ts';
import { ingressBlocked } from './ingress-blocked.ts';
import { keyAlgorithm } from './key-algorithm.ts';
import { liveness } from './liveness.ts';
import { memoryTarget } from './memory-target.ts';
import { metricLabels } from './metric-labels.ts';
import { missingKey } from './missing-key.ts';
import { missingObject } from './missing-object.ts';
import { missingSecret } from './missing-secret.ts';
import { monitorPort } from './monitor-port.ts';
import { namespaceLabel } from './namespace-label.ts';
import { noDefaultDeny } from './no-default-deny.ts';
import { oneShot } from './one-shot.ts';
import { openProject } from './open-project.ts';
import { otherNamespace } from './other-namespace.ts';
import { overLimitRange } from './over-limit-range.ts';
import { overQuota } from './over-quota.ts';
import { partialBackup } from './partial-backup.ts';
import { projectRefuses } from './project-refuses.ts';
import { readableKey } from './readable-key.ts';
import { refusedImage } from './refused-image.ts';
import { replicasAndAutoscaler } from './replicas-and-autoscaler.ts';
import { restrictedPod } from './restricted-pod.ts';
import { rewrittenQuantity } from './rewritten-quantity.ts';
import { scrapeBlocked } from './scrape-blocked.ts';
import { scrapedTwice } from './scraped-twice.ts';
import { secretInConfigMap } from './secret-in-config-map.ts';
import { selectsNothing } from './selects-nothing.ts';
import { severalZones } from './several-zones.ts';
import { sharedIdentity } from './shared-identity.ts';
import { sharedOwner } from './shared-owner.ts';
import { uncoveredHost } from './uncovered-host.ts';
import { undiscovered } from './undiscovered.ts';
import { unpinnedImage } from './unpinned-image.ts';
import { unselectiveSolver } from './unselective-solver.ts';
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
