import { suggest } from '../../../fleet/schema/suggest.ts';
import { POD_KINDS, containers } from '../../../k8s/pod.ts';
import { child, defineRule, each, get, group, shownValue, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

interface Choice {
  readonly kinds: readonly string[];
  /** Keys down to the field; `|` between several, and `[]` behind a list whose items are meant. */
  readonly field: string;
  readonly values: readonly string[];
  /** The controller chooses nothing legal where it is left out. */
  readonly needed?: true;
  /** What the schema lets through; of all else it speaks itself. */
  readonly of?: readonly string[];
  /** Keys down to a field that makes other values legal. */
  readonly unless?: readonly string[];
  /** A value with a slash belongs to somebody else. */
  readonly foreign?: true;
}

const AUTOSCALER = ['autoscaling/HorizontalPodAutoscaler'];
const RESTARTS = ['Always', 'Never', 'OnFailure'];
const RBAC = 'rbac.authorization.k8s.io';

/** Fields that the types of the models call texts, and of which the API server or the controller knows a few. */
const CHOICES: readonly Choice[] = [
  { kinds: AUTOSCALER, field: 'spec.metrics[].type', values: ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'] },
  {
    kinds: AUTOSCALER,
    field: 'spec.metrics[].containerResource|external|object|pods|resource.target.type',
    values: ['AverageValue', 'Utilization', 'Value'],
  },
  { kinds: AUTOSCALER, field: 'spec.behavior.scaleDown|scaleUp.selectPolicy', values: ['Disabled', 'Max', 'Min'] },
  { kinds: AUTOSCALER, field: 'spec.behavior.scaleDown|scaleUp.policies[].type', values: ['Percent', 'Pods'] },
  { kinds: ['/LimitRange'], field: 'spec.limits[].type', values: ['Container', 'PersistentVolumeClaim', 'Pod'], foreign: true },
  { kinds: ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet'], field: 'spec.template.spec.restartPolicy', values: ['Always'], of: RESTARTS },
  { kinds: ['batch/Job'], field: 'spec.template.spec.restartPolicy', values: ['Never', 'OnFailure'], of: RESTARTS, needed: true },
  {
    kinds: ['batch/CronJob'],
    field: 'spec.jobTemplate.spec.template.spec.restartPolicy',
    values: ['Never', 'OnFailure'],
    of: RESTARTS,
    needed: true,
  },
  { kinds: [`${RBAC}/ClusterRoleBinding`, `${RBAC}/RoleBinding`], field: 'subjects[].kind', values: ['Group', 'ServiceAccount', 'User'] },
  { kinds: [`${RBAC}/ClusterRoleBinding`, `${RBAC}/RoleBinding`], field: 'subjects[].apiGroup', values: ['', RBAC] },
  { kinds: [`${RBAC}/ClusterRoleBinding`, `${RBAC}/RoleBinding`], field: 'roleRef.apiGroup', values: ['', RBAC] },
  { kinds: [`${RBAC}/ClusterRoleBinding`], field: 'roleRef.kind', values: ['ClusterRole'] },
  { kinds: [`${RBAC}/RoleBinding`], field: 'roleRef.kind', values: ['ClusterRole', 'Role'] },
  {
    kinds: ['external-secrets.io/ExternalSecret'],
    field: 'spec.target.template.templateFrom[].target',
    values: ['Annotations', 'Data', 'Labels'],
    // Of another kind than Secret it is a path.
    unless: ['spec', 'target', 'manifest'],
  },
  {
    kinds: ['admissionregistration.k8s.io/ValidatingAdmissionPolicy'],
    field: 'spec.validations[].reason',
    values: ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'],
  },
  { kinds: ['argoproj.io/AppProject'], field: 'spec.syncWindows[].kind', values: ['allow', 'deny'], needed: true },
];

export const rule = defineRule('object', {
  code: 'object/unknown-value',
  severity: 'error',
  what: 'A field has a value that its controller does not know.',
  why: 'The API server or the controller refuses the object.',
  fix: 'Use one of the words in the message.',
  order: 150,
  kinds: [...new Set([...CHOICES.flatMap(({ kinds }) => kinds), ...POD_KINDS, '/Namespace', '/ResourceQuota'])],
  *run(object) {
    const kind = `${group(object)}/${object.kind}`;
    if (kind === '/Namespace') yield* podSecurity(object);
    if (kind === '/ResourceQuota') yield* counted(object);
    yield* fieldPaths(object);
    yield* resources(object);
    for (const choice of CHOICES) {
      if (!choice.kinds.includes(kind) || (choice.unless !== undefined && get(object, choice.unless) !== undefined)) continue;
      const end = choice.field.lastIndexOf('.');
      for (const place of each(object, choice.field.slice(0, end))) yield* chosen(place, choice.field.slice(end + 1), choice);
    }
  },
});

function* chosen({ at, item }: Placed, key: string, { values, needed, of, foreign }: Choice): Iterable<FoundIn<'object'>> {
  const text = item[key];
  if (text === undefined && needed === true) yield { path: at, message: `needs ${key}: ${either(values)}` };
  if (typeof text !== 'string' || of?.includes(text) === false || values.includes(text) || (foreign === true && text.includes('/'))) return;
  const named = values.filter((one) => one !== '');
  const near = suggest(text, named);
  yield {
    path: child(at, key),
    message: `must be ${either(named)} here, not ${shownValue(text)}`,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  };
}

function either(words: readonly string[]): string {
  return words.length > 2 ? `one of ${words.join(', ')}` : words.join(' or ');
}

const LEVELS = ['privileged', 'baseline', 'restricted'];

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
function* podSecurity(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'metadata.labels')) {
    for (const key of ['audit', 'enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}`)) {
      yield* chosen({ at, item }, key, { kinds: [], field: '', values: LEVELS });
      const version = item[`${key}-version`];
      if (typeof version === 'string' && !/^(latest|v1\.(0|[1-9][0-9]*))$/.test(version))
        yield { path: child(at, `${key}-version`), message: `must be latest or a version such as v1.35 here, not ${shownValue(version)}` };
    }
  }
}

/** What a variable may be told of its pod (pkg/apis/core/pods/helpers.go, `ConvertDownwardAPIFieldLabel`). */
const FIELD_PATHS = [
  ...['name', 'namespace', 'uid'].map((field) => `metadata.${field}`),
  ...['nodeName', 'serviceAccountName'].map((field) => `spec.${field}`),
  ...['hostIP', 'hostIPs', 'podIP', 'podIPs'].map((field) => `status.${field}`),
];

function* fieldPaths(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of containers(object).flatMap((container) => each(container, 'env[].valueFrom.fieldRef'))) {
    const { fieldPath } = item;
    if (typeof fieldPath === 'string' && fieldPath !== '' && !/^metadata\.(annotations|labels)\['.+'\]$/.test(fieldPath))
      yield* chosen({ at, item }, 'fieldPath', { kinds: [], field: '', values: FIELD_PATHS });
  }
}

/** Of containers; others have the domain of whoever provides them (pkg/apis/core/helper, `IsStandardContainerResourceName`). */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const AMOUNTS = 'requests|limits|default|defaultRequest|max|min|maxLimitRequestRatio';

function* resources(object: KubeObject): Iterable<FoundIn<'object'>> {
  const limits = object.kind === 'LimitRange' ? each(object, 'spec.limits[]').filter(({ item }) => item['type'] === 'Container') : [];
  const places = [...containers(object).flatMap((container) => each(container, 'resources')), ...limits];
  for (const place of places) for (const amounts of each(place, AMOUNTS)) yield* named(amounts, RESOURCES, either(RESOURCES));
}

const COUNTED = [
  ...RESOURCES,
  ...['requests', 'limits'].flatMap((part) => RESOURCES.map((name) => `${part}.${name}`)),
  ...['requests.storage', 'pods', 'services', 'services.nodeports', 'services.loadbalancers', 'replicationcontrollers', 'resourcequotas', 'secrets'],
  ...['configmaps', 'persistentvolumeclaims'],
];

function* counted(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const hard of each(object, 'spec.hard')) yield* named(hard, COUNTED, 'such as requests.cpu, limits.memory or pods');
}

function* named({ at, item }: Placed, known: readonly string[], words: string): Iterable<FoundIn<'object'>> {
  for (const key of Object.keys(item)) {
    if (known.includes(key) || key.includes('/') || /^(requests\.)?hugepages-/.test(key)) continue;
    const near = suggest(key, known);
    yield {
      path: child(at, key),
      key: true,
      message: `${shownValue(key)} is no resource: without a domain it must be ${words}`,
      hint: near === undefined ? undefined : `did you mean "${near}"?`,
    };
  }
}
