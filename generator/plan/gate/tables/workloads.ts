// https://kubernetes.io/docs/concepts/workloads/controllers/
import { get } from '../../../model/data.ts';
import { any, becomes, first, higher, leaves, lower, none, on, restarts, when } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA } from './metadata.ts';
import { POD } from './pods/pod.ts';
import { replicas } from './pods/replicas.ts';
import { template } from './pods/template.ts';

// A template has a hundred rows: the table of a kind is made when it is asked for.

const STOP = any('work', 'its pods stop', { effect: 'stops' });
const RUNS = any('power', 'code runs that the fleet did not run before');
const SELECTOR = any('identity', 'the controller takes other pods for its own');

const deployment: Table = {
  kinds: ['apps/Deployment'],
  get fields() {
    return {
      ...METADATA,
      'spec.replicas': replicas,
      'spec.paused': when(on, 'work', 'the controller no longer rolls out what changes', { effect: 'weakens' }),
      'spec.selector': SELECTOR,
      'spec.strategy.type': when(becomes('Recreate'), 'work', 'all pods stop before new ones start', { effect: 'weakens' }),
      'spec.strategy.rollingUpdate.maxUnavailable': when(higher(), 'work', 'more pods stop at once when they are replaced', { effect: 'weakens' }),
      'spec.strategy.rollingUpdate.maxSurge': none,
      'spec.minReadySeconds': when(higher(0), 'work', 'the controller waits longer after each pod: a rollout may never end', { effect: 'weakens' }),
      'spec.progressDeadlineSeconds': none,
      'spec.revisionHistoryLimit': none,
      ...template('spec.template'),
    };
  },
  gone: STOP,
  brought: RUNS,
};

const daemonSet: Table = {
  kinds: ['apps/DaemonSet'],
  get fields() {
    return {
      ...METADATA,
      'spec.selector': SELECTOR,
      'spec.updateStrategy': restarts,
      'spec.minReadySeconds': none,
      'spec.revisionHistoryLimit': none,
      ...template('spec.template'),
    };
  },
  gone: STOP,
  brought: RUNS,
};

const statefulSet: Table = {
  kinds: ['apps/StatefulSet'],
  get fields() {
    return {
      ...METADATA,
      'spec.replicas': replicas,
      'spec.selector': SELECTOR,
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted': when(
        becomes('Delete'),
        'loss',
        'the controller deletes the volumes together with the StatefulSet',
      ),
      'spec.persistentVolumeClaimRetentionPolicy.whenScaled': when(
        becomes('Delete'),
        'loss',
        'the controller deletes the volumes of pods that are scaled away',
      ),
      'spec.volumeClaimTemplates': any('loss', 'the pods get other volumes'),
      'spec.serviceName': any('names', 'the pods lose their names'),
      'spec.ordinals': any('identity', 'the pods get other names and volumes'),
      'spec.podManagementPolicy': none,
      'spec.updateStrategy': restarts,
      'spec.minReadySeconds': none,
      'spec.revisionHistoryLimit': none,
      ...template('spec.template'),
    };
  },
  gone: first(
    when(
      (before) => get(before, ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted']) === 'Delete',
      'loss',
      'the controller deletes its volumes',
    ),
    STOP,
  ),
  brought: RUNS,
};

const replicationController: Table = {
  kinds: ['/ReplicationController'],
  get fields() {
    return { ...METADATA, 'spec.replicas': replicas, 'spec.selector': SELECTOR, 'spec.minReadySeconds': none, ...template('spec.template') };
  },
  gone: STOP,
  brought: RUNS,
};

const pod: Table = {
  kinds: ['/Pod'],
  fields: { ...METADATA, ...Object.fromEntries(Object.entries(POD).map(([path, rule]) => [`spec.${path}`, rule])) },
  gone: STOP,
  brought: RUNS,
};

const SUSPENDED = when(on, 'work', 'the controller starts no pods', { effect: 'stops' });

const JOB = {
  activeDeadlineSeconds: when(lower(), 'work', 'the controller stops the pods sooner', { effect: 'stops' }),
  backoffLimit: none,
  backoffLimitPerIndex: none,
  completionMode: restarts,
  completions: restarts,
  managedBy: any('power', 'another controller runs the job'),
  manualSelector: SELECTOR,
  maxFailedIndexes: none,
  parallelism: when(lower(1), 'work', 'fewer pods run at once', { effect: 'weakens' }),
  podFailurePolicy: restarts,
  podReplacementPolicy: none,
  selector: SELECTOR,
  successPolicy: restarts,
  suspend: SUSPENDED,
  ttlSecondsAfterFinished: none,
};

const job: Table = {
  kinds: ['batch/Job'],
  get fields() {
    return { ...METADATA, ...Object.fromEntries(Object.entries(JOB).map(([path, rule]) => [`spec.${path}`, rule])), ...template('spec.template') };
  },
  gone: STOP,
  brought: RUNS,
};

const cronJob: Table = {
  kinds: ['batch/CronJob'],
  get fields() {
    return {
      ...METADATA,
      'spec.schedule': any('work', 'the job runs at other times', { effect: 'weakens' }),
      'spec.timeZone': any('work', 'the job runs at other times', { effect: 'weakens' }),
      'spec.concurrencyPolicy': when(leaves(['Forbid']), 'work', 'runs of the job overlap, or replace each other', { effect: 'weakens' }),
      'spec.startingDeadlineSeconds': none,
      'spec.successfulJobsHistoryLimit': none,
      'spec.failedJobsHistoryLimit': none,
      'spec.suspend': SUSPENDED,
      'spec.jobTemplate.metadata': none,
      ...Object.fromEntries(Object.entries(JOB).map(([path, rule]) => [`spec.jobTemplate.spec.${path}`, rule])),
      ...template('spec.jobTemplate.spec.template'),
    };
  },
  gone: STOP,
  brought: RUNS,
};

export const workloads: readonly Table[] = [deployment, daemonSet, statefulSet, replicationController, pod, job, cronJob];
