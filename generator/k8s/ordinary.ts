import { group } from './object.ts';

/**
 * Kinds whose objects rule over their own namespace and no more, as `group/Kind`: a component that a fleet brings may make them in its namespaces.
 * What is not here is power, which somebody grants: rights (RBAC), what other systems obey (admission, issuers, stores), what takes a name in the
 * world (routes, DNS records, certificates), and every kind that nobody has looked at.
 */
const ORDINARY: ReadonlySet<string> = new Set([
  '/ConfigMap',
  '/PersistentVolumeClaim',
  '/Service',
  '/ServiceAccount',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'batch/Job',
  'bitnami.com/SealedSecret',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/ServiceMonitor',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
]);

export function isOrdinary(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return ORDINARY.has(`${group(object)}/${object.kind}`);
}
