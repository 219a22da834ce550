import { isMap } from '../../../model/data.ts';
import { child } from '../../../model/pointer.ts';
import { fields, maps, type Fields } from '../../look.ts';
import { isDnsLabel } from '../../../model/names.ts';
import { shownValue } from '../../shown.ts';
import { source } from './volumes.ts';
import { has, listOf, all, needs, needing, oneAtMost, mounted, templated, type Wrong, type Relation } from '../relation.ts';

function* selects(item: Fields): Iterable<Wrong> {
  const selector = fields(item['selector']);
  const labels = fields(fields(fields(item['template'])['metadata'])['labels']);
  const wanted = fields(selector['matchLabels']);
  if (Object.keys(wanted).length === 0 && listOf(selector['matchExpressions']).length === 0) yield { message: 'needs selector' };
  else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value))
    yield { key: 'selector', message: 'does not match the labels of the template' };
  else {
    for (const expression of listOf(selector['matchExpressions']).map(fields)) {
      const value = labels[String(expression['key'])];
      const values = listOf(expression['values']);
      const holds = {
        In: value !== undefined && values.includes(value),
        NotIn: value === undefined || !values.includes(value),
        Exists: value !== undefined,
        DoesNotExist: value === undefined,
      };
      if (holds[expression['operator'] as keyof typeof holds] === false)
        yield { key: 'selector', message: 'does not match the labels of the template' };
    }
  }
  if (!isMap(item['template'])) yield { message: 'needs template' };
  else yield* templated(item['template'], ['Always']);
}

const zero = (value: unknown): boolean => value === 0 || value === '0%';

function* rolls(item: Fields): Iterable<Wrong> {
  if (zero(item['maxUnavailable']) && zero(item['maxSurge'])) yield { key: 'maxUnavailable', message: 'must not be 0 where maxSurge is' };
}

const strategy = (type: string): Relation =>
  function* (item) {
    if (item['type'] !== undefined && item['type'] !== '' && item['type'] !== type && isMap(item['rollingUpdate']))
      yield { key: 'rollingUpdate', message: `is for type ${type} alone` };
  };

function* job(item: Fields): Iterable<Wrong> {
  if (!isMap(item['template'])) yield { message: 'needs template' };
  else yield* templated(item['template'], ['OnFailure', 'Never']);
  // Where there is no parallelism either, both become 1.
  if (item['completionMode'] === 'Indexed' && !has(item, 'completions') && has(item, 'parallelism'))
    yield { message: 'needs completions, since completionMode is Indexed' };
  if (item['completionMode'] !== 'Indexed') {
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'])
      if (has(item, key)) yield { key, message: 'is for completionMode Indexed alone' };
  }
  if (has(item, 'maxFailedIndexes') && !has(item, 'backoffLimitPerIndex'))
    yield { key: 'maxFailedIndexes', message: 'needs backoffLimitPerIndex beside it' };
  if (item['completionMode'] === 'Indexed') yield* indexed(item);
  if (item['manualSelector'] !== true && isMap(item['selector']) && Object.keys(item['selector']).length > 0)
    yield { key: 'selector', message: 'is made by the cluster, unless manualSelector is true' };
  if (item['manualSelector'] === true && !isMap(item['selector'])) yield { message: 'needs selector, since manualSelector is true' };
  if (isMap(item['podFailurePolicy']) && fields(fields(item['template'])['spec'])['restartPolicy'] !== 'Never')
    yield { key: 'podFailurePolicy', message: 'needs restartPolicy Never' };
}

/** kubernetes, pkg/apis/batch/validation/validation.go, validateJobSpec: bounds of a Job that counts its pods, from so many completions on tighter ones. */
const [MOST_INDEXES, FEW_INDEXES] = [100_000, 10_000];

function* indexed(item: Fields): Iterable<Wrong> {
  const amount = (key: string): number | undefined => (typeof item[key] === 'number' ? item[key] : undefined);
  const parallelism = amount('parallelism');
  const completions = amount('completions') ?? (has(item, 'parallelism') ? undefined : 1);
  const failed = amount('maxFailedIndexes');
  const isHigh = completions !== undefined && completions > MOST_INDEXES && has(item, 'backoffLimitPerIndex');
  const most = isHigh ? FEW_INDEXES : MOST_INDEXES;
  if (isHigh && !has(item, 'maxFailedIndexes')) yield { message: `needs maxFailedIndexes, since completions is above ${MOST_INDEXES}` };
  if (parallelism !== undefined && parallelism > most) yield { key: 'parallelism', message: `must be at most ${most} here` };
  if (failed !== undefined && failed > most) yield { key: 'maxFailedIndexes', message: `must be at most ${most} here` };
  else if (failed !== undefined && completions !== undefined && failed > completions)
    yield { key: 'maxFailedIndexes', message: `must be at most completions, which is ${completions}` };
}

const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function* metric(item: Fields): Iterable<Wrong> {
  const source = Object.hasOwn(SOURCES, String(item['type'])) ? SOURCES[String(item['type'])] : undefined;
  if (source === undefined) return;
  if (!isMap(item[source])) yield { message: `needs ${source}, since type is ${String(item['type'])}` };
  yield* targeted(fields(fields(item[source])['target']), source);
  const { apiVersion } = fields(fields(item[source])['describedObject']);
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    yield { below: `/${source}/describedObject/apiVersion`, message: `${shownValue(apiVersion)} is no apiVersion` };
  for (const other of Object.values(SOURCES))
    if (other !== source && isMap(item[other])) yield { key: other, message: `stands beside ${source}: one of them, not both` };
}

/** Which of its values a target has, differs by what is measured: validateObjectSource and its neighbours. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  resource: ['averageUtilization', 'averageValue'],
  containerResource: ['averageUtilization', 'averageValue'],
  pods: ['averageValue'],
  object: ['averageValue', 'value'],
  external: ['averageValue', 'value'],
};

function* targeted(item: Fields, source: string): Iterable<Wrong> {
  const keys = TARGETS[source] as readonly string[];
  const there = keys.filter((key) => has(item, key));
  if (Object.keys(item).length > 0 && there.length === 0) yield { below: `/${source}/target`, message: `needs ${keys.join(' or ')}` };
  if (there.length > 1 && source !== 'object')
    yield { below: `/${source}/target/${there[1] as string}`, message: `stands beside ${there[0] as string}: one of them, not both` };
}

function* target(item: Fields): Iterable<Wrong> {
  const keys = ['averageUtilization', 'averageValue', 'value'].filter((key) => has(item, key));
  if (keys.length === 0) yield { message: 'needs averageUtilization, averageValue or value' };
}

function* scaled(item: Fields): Iterable<Wrong> {
  const { apiVersion, kind } = fields(item['scaleTargetRef']);
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    yield { key: 'scaleTargetRef', message: `${shownValue(apiVersion)} is no apiVersion` };
  if (kind !== 'ReplicationController' && isMap(item['scaleTargetRef']) && (apiVersion ?? '') === '')
    yield { key: 'scaleTargetRef', message: 'needs apiVersion with a group, such as apps/v1' };
  if (kind !== 'ReplicationController' && typeof apiVersion === 'string' && apiVersion !== '' && !/^[^/]+\//.test(apiVersion))
    yield { key: 'scaleTargetRef', message: 'apiVersion must name a group, such as apps/v1' };
}

function* bounded(item: Fields): Iterable<Wrong> {
  if (typeof item['maxReplicas'] !== 'number') yield { message: 'needs maxReplicas' };
  else if (typeof item['minReplicas'] === 'number' && item['minReplicas'] > item['maxReplicas'])
    yield { key: 'maxReplicas', message: `must not be less than minReplicas` };
  if (!isMap(item['scaleTargetRef'])) yield { message: 'needs scaleTargetRef' };
}

export const WORKLOADS_RELATIONS: Readonly<Record<string, Relation>> = {
  'apps.v1.DeploymentSpec': function* (item) {
    yield* selects(item);
    const [ready, deadline] = [item['minReadySeconds'] ?? 0, item['progressDeadlineSeconds'] ?? 600];
    if (typeof ready === 'number' && typeof deadline === 'number' && deadline <= ready)
      yield { key: 'progressDeadlineSeconds', message: 'must be more than minReadySeconds' };
  },
  'apps.v1.ReplicaSetSpec': all(selects, mounted),
  'batch.v1.JobTemplateSpec': all(needing('spec'), function* (item) {
    const spec = fields(item['spec']);
    if (isMap(spec['selector'])) yield { below: '/spec/selector', message: 'is made by the cluster' };
    // Nothing is filled in there.
    if (spec['completionMode'] === 'Indexed' && !has(spec, 'completions'))
      yield { below: '/spec', message: 'needs completions, since completionMode is Indexed' };
  }),
  'batch.v1.Job': function* (item) {
    yield* needs(item, 'spec');
    const spec = fields(item['spec']);
    const labels = fields(fields(fields(spec['template'])['metadata'])['labels']);
    const { name } = fields(item['metadata']);
    // validateGeneratedSelector: the cluster adds them where they are absent.
    if (spec['manualSelector'] === true || typeof name !== 'string') return;
    for (const key of ['job-name', 'batch.kubernetes.io/job-name'])
      if (has(labels, key) && labels[key] !== name)
        yield { below: child('/spec/template/metadata/labels', key), message: `must be the name of the Job, ${shownValue(name)}` };
  },
  'apps.v1.StatefulSetSpec': all(selects, function* (item) {
    // Each becomes a volume of the pods, of its name.
    for (const { item: each, at } of maps(item['volumeClaimTemplates'], '/volumeClaimTemplates')) {
      for (const wrong of source(fields(each['spec']), 'dataSource')) yield { below: `${at}/spec/dataSource`, message: wrong.message };
      const { name } = fields(each['metadata']);
      if (typeof name === 'string' && !isDnsLabel(name))
        yield { below: `${at}/metadata/name`, message: `${shownValue(name)} is no name of a volume` };
    }
  }),
  'apps.v1.DaemonSetSpec': selects,
  'apps.v1.DeploymentStrategy': strategy('RollingUpdate'),
  'apps.v1.RollingUpdateDeployment': rolls,
  'batch.v1.JobSpec': job,
  'batch.v1.CronJobSpec': all(needing('schedule', 'jobTemplate')),
  'autoscaling.v2.MetricSpec': metric,
  'autoscaling.v2.MetricTarget': target,
  'autoscaling.v2.HorizontalPodAutoscalerSpec': all(bounded, scaled),
  'autoscaling.v1.HorizontalPodAutoscalerSpec': all(bounded, scaled),
  'policy.v1.PodDisruptionBudgetSpec': oneAtMost('minAvailable', 'maxUnavailable'),
  'apps.v1.ControllerRevision': all(needing('data'), function* (item) {
    if (has(item, 'data') && !isMap(item['data'])) yield { key: 'data', message: 'must be a map' };
  }),
};
