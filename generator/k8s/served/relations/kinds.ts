import { needing, type Relation } from '../relation.ts';

export const KINDS_RELATIONS: Readonly<Record<string, Relation>> = {
  ...Object.fromEntries(
    [
      ...['core.v1.PersistentVolume', 'core.v1.PersistentVolumeClaim', 'core.v1.ReplicationController', 'core.v1.Service'],
      ...['apps.v1.DaemonSet', 'apps.v1.Deployment', 'apps.v1.ReplicaSet', 'apps.v1.StatefulSet', 'batch.v1.CronJob', 'batch.v1.Job'],
      ...['autoscaling.v1.HorizontalPodAutoscaler', 'autoscaling.v2.HorizontalPodAutoscaler', 'networking.v1.Ingress', 'networking.v1.IngressClass'],
      ...['admissionregistration.v1.ValidatingAdmissionPolicy', 'admissionregistration.v1.ValidatingAdmissionPolicyBinding'],
    ].map((kind) => [kind, needing('spec')]),
  ),
};
