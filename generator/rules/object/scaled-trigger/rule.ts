import { isSlip } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, each, fields, quoted, shown, text } from '../../kit.ts';

/** keda, pkg/scaling/scalers_builder.go. */
const TYPES = [
  'activemq',
  'apache-kafka',
  'arangodb',
  'artemis-queue',
  'aws-cloudwatch',
  'aws-dynamodb',
  'aws-dynamodb-streams',
  'aws-kinesis-stream',
  'aws-sqs-queue',
  'azure-app-insights',
  'azure-blob',
  'azure-data-explorer',
  'azure-eventhub',
  'azure-log-analytics',
  'azure-monitor',
  'azure-pipelines',
  'azure-queue',
  'azure-servicebus',
  'beanstalkd',
  'cassandra',
  'couchdb',
  'cpu',
  'cron',
  'datadog',
  'dynatrace',
  'elastic-forecast',
  'elasticsearch',
  'etcd',
  'external',
  'external-mock',
  'external-push',
  'forgejo-runner',
  'gcp-cloudtasks',
  'gcp-pubsub',
  'gcp-stackdriver',
  'gcp-storage',
  'github-runner',
  'graphite',
  'huawei-cloudeye',
  'ibmmq',
  'influxdb',
  'kafka',
  'kubernetes-resource',
  'kubernetes-workload',
  'liiklus',
  'loki',
  'memory',
  'metrics-api',
  'mongodb',
  'mssql',
  'mysql',
  'nats-jetstream',
  'new-relic',
  'nsq',
  'opensearch',
  'openstack-metric',
  'openstack-swift',
  'postgresql',
  'predictkube',
  'prometheus',
  'pulsar',
  'rabbitmq',
  'redis',
  'redis-cluster',
  'redis-cluster-streams',
  'redis-sentinel',
  'redis-sentinel-streams',
  'redis-streams',
  'selenium-grid',
  'solace-direct-messaging',
  'solace-event-queue',
  'solarwinds',
  'solr',
  'splunk',
  'splunk-observability',
  'sumologic',
  'temporal',
];

/** What a trigger cannot do without: keda, pkg/scalers/cron_scaler.go, prometheus_scaler.go. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  cron: ['timezone', 'start', 'end', 'desiredReplicas'],
  prometheus: ['serverAddress', 'query', 'threshold'],
};

export const rule = defineRule('object', {
  code: 'object/scaled-trigger',
  severity: 'error',
  what: 'A trigger of KEDA lacks what it cannot do without, or is of no type that there is.',
  why: 'The cluster takes the object. KEDA makes no scaler of the trigger and no autoscaler of the object: the number of pods stays as it is.',
  fix: 'Write what the message names.',
  kinds: ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    for (const { item, at } of each(object, 'spec.triggers[]')) {
      const type = text(item['type']) ?? '';
      const near = TYPES.includes(type) ? undefined : TYPES.find((known) => isSlip(type, known));
      if (near !== undefined) yield { path: child(at, 'type'), message: `there is no trigger ${quoted(type)}`, hint: `write ${near}` };
      const metadata = fields(item['metadata']);
      const lacking = (Object.hasOwn(NEEDED, type) ? (NEEDED[type] as readonly string[]) : []).filter((key) => (metadata[key] ?? '') === '');
      if (lacking.length > 0)
        yield { path: child(at, 'metadata'), message: `a trigger ${shown(type)} needs ${lacking.join(', ')}`, hint: 'write what is missing' };
      if (type !== 'cron') continue;
      if (text(metadata['start']) !== undefined && metadata['start'] === metadata['end'])
        yield { path: child(child(at, 'metadata'), 'end'), message: 'ends at the time at which it begins', hint: 'let it end later' };
      if (metadata['desiredReplicas'] === '0')
        yield {
          path: child(child(at, 'metadata'), 'desiredReplicas'),
          message: 'asks for no pod',
          hint: 'write at least 1; minReplicaCount is for the rest of the day',
        };
    }
  },
});
