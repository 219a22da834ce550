import { changesSpec, type Consequence } from '../consequence.ts';

/** What changes of monitors and alerts do. */
export const monitoringConsequences: readonly Consequence[] = [
  { topic: 'observation', kinds: ['PrometheusRule'], verbs: ['delete'], says: 'alerts go' },
  { topic: 'observation', kinds: ['PrometheusRule'], verbs: ['create'], says: 'alerts begin' },
  { topic: 'observation', kinds: ['PrometheusRule'], verbs: ['update'], when: changesSpec, says: 'alerts change' },
  { topic: 'observation', kinds: ['ServiceMonitor', 'PodMonitor', 'Probe'], verbs: ['delete'], says: 'metrics are no longer collected' },
  { topic: 'observation', kinds: ['ServiceMonitor', 'PodMonitor', 'Probe'], verbs: ['create'], says: 'metrics are collected' },
  {
    topic: 'observation',
    kinds: ['ServiceMonitor', 'PodMonitor', 'Probe'],
    verbs: ['update'],
    when: changesSpec,
    says: 'what is measured changes',
  },
];
