import { isMap } from '../../../model/data.ts';
import { child } from '../../../model/pointer.ts';
import { fields, maps, texts, type Fields } from '../../look.ts';
import { isLabelValue, isSubdomain } from '../../../model/names.ts';
import { quantity } from '../../quantity.ts';
import { shownValue } from '../../shown.ts';
import { has, listOf, one, needs, all, needing, oneOfThese, operated, mounted, templated, twice, type Wrong, type Relation } from '../relation.ts';

function* tolerates(item: Fields): Iterable<Wrong> {
  if (!has(item, 'key') && item['operator'] !== 'Exists') yield { message: 'needs key, or Exists for operator' };
  if (item['operator'] === 'Exists' && has(item, 'value')) yield { key: 'value', message: 'must be left out, since operator is Exists' };
  if (has(item, 'tolerationSeconds') && item['effect'] !== 'NoExecute') yield { key: 'tolerationSeconds', message: 'is for effect NoExecute alone' };
}

function* handled(item: Fields): Iterable<Wrong> {
  yield* one(item, ['exec', 'grpc', 'httpGet', 'tcpSocket']);
}

const seccomp = (key: string): Relation =>
  function* (item) {
    yield* needs(item, 'type');
    if (item['type'] === 'Localhost' ? item[key] === undefined : item['type'] !== undefined && item[key] !== undefined)
      yield { message: `${key} belongs to type Localhost, and to no other` };
  };

function* secured(item: Fields): Iterable<Wrong> {
  if (item['allowPrivilegeEscalation'] !== false) return;
  if (item['privileged'] === true) yield { key: 'allowPrivilegeEscalation', message: 'must not be false where privileged is true' };
  if (texts(fields(item['capabilities'])['add']).includes('CAP_SYS_ADMIN'))
    yield { key: 'allowPrivilegeEscalation', message: 'must not be false where CAP_SYS_ADMIN is added' };
}

function* container(item: Fields): Iterable<Wrong> {
  yield* twice(listOf(item['ports']).map(fields), 'name', '/ports');
  for (const key of ['livenessProbe', 'startupProbe']) {
    const { successThreshold } = fields(item[key]);
    if (typeof successThreshold === 'number' && successThreshold > 1) yield { key, message: 'successThreshold must be 1' };
  }
  if (
    fields(item['securityContext'])['privileged'] !== true &&
    listOf(item['volumeMounts']).some((mount) => fields(mount)['mountPropagation'] === 'Bidirectional')
  )
    yield { key: 'volumeMounts', message: 'mountPropagation Bidirectional is for privileged containers alone' };
  if (has(fields(item['readinessProbe']), 'terminationGracePeriodSeconds'))
    yield { key: 'readinessProbe', message: 'terminationGracePeriodSeconds must be left out: nothing is ended' };
  const { requests, limits } = fields(item['resources']);
  for (const [name, request] of Object.entries(fields(requests))) {
    const [less, most] = [quantity(request), quantity(fields(limits)[name])];
    if (less !== undefined && most !== undefined && less > most) yield { key: 'resources', message: `${name}: the request is above the limit` };
    if (/^hugepages-|\//.test(name) && less !== most) yield { key: 'resources', message: `${name}: request and limit must be equal` };
  }
}

function* pod(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'containers');
  for (const key of ['containers', 'initContainers']) {
    for (const each of listOf(item[key]).map(fields)) {
      if (key === 'initContainers' && each['restartPolicy'] !== 'Always')
        for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])
          if (isMap(each[probe])) yield { key, message: `${probe} must be left out of an init container that ends` };
      if (item['hostNetwork'] === true)
        for (const port of listOf(each['ports']).map(fields))
          if (has(port, 'hostPort') && port['hostPort'] !== 0 && port['hostPort'] !== port['containerPort'])
            yield { key, message: 'hostPort must be containerPort, since hostNetwork is true' };
    }
  }
  const hosts = listOf(item['containers'])
    .flatMap((each) => listOf(fields(each)['ports']).map(fields))
    .filter((port) => has(port, 'hostPort') && port['hostPort'] !== 0)
    .map((port) => JSON.stringify([port['protocol'] ?? 'TCP', port['hostIP'] ?? '', port['hostPort']]));
  if (new Set(hosts).size < hosts.length) yield { key: 'containers', message: 'two have the same hostPort' };
  const claims = new Set(listOf(item['resourceClaims']).map((claim) => fields(claim)['name']));
  for (const claim of [...listOf(item['containers']), ...listOf(item['initContainers'])]
    .flatMap((each) => listOf(fields(fields(each)['resources'])['claims']))
    .map(fields))
    if (has(claim, 'name') && !claims.has(claim['name']))
      yield { key: 'containers', message: `claims ${shownValue(claim['name'])}, which resourceClaims does not name` };
  const account = has(item, 'serviceAccountName') ? item['serviceAccountName'] : item['serviceAccount'];
  if (typeof account === 'string' && account !== '' && !isSubdomain(account))
    yield { key: 'serviceAccount', message: `${shownValue(account)} is no name of a ServiceAccount` };
  if (item['dnsPolicy'] === 'None' && listOf(fields(item['dnsConfig'])['nameservers']).length === 0)
    yield { message: 'needs dnsConfig.nameservers, since dnsPolicy is None' };
}

/** ValidateNodeFieldSelectorRequirement: the name of a node is all that can be asked for. */
function* nodeFields(item: Fields): Iterable<Wrong> {
  for (const { item: field, at } of maps(item['matchFields'], '/matchFields')) {
    const { key, operator } = field;
    const values = listOf(field['values']);
    if (key !== undefined && key !== 'metadata.name') yield { below: child(at, 'key'), message: `must be metadata.name, not ${shownValue(key)}` };
    if (operator !== 'In' && operator !== 'NotIn')
      yield { below: child(at, 'operator'), message: `must be In or NotIn, not ${shownValue(operator)}` };
    else if (values.length !== 1) yield { below: at, message: 'needs one value' };
    for (const [i, value] of values.entries())
      if (typeof value === 'string' && !isSubdomain(value))
        yield { below: child(child(at, 'values'), i), message: `${shownValue(value)} is no name of a node` };
  }
}

/** What must be so, and not what is preferred, is held to legal labels: ValidateNodeSelectorRequirement. */
function* nodeValues(item: Fields): Iterable<Wrong> {
  for (const { item: term, at } of maps(item['nodeSelectorTerms'], '/nodeSelectorTerms'))
    for (const { item: expression, at: place } of maps(term['matchExpressions'], child(at, 'matchExpressions')))
      for (const [i, value] of listOf(expression['values']).entries())
        if (typeof value === 'string' && !isLabelValue(value))
          yield { below: child(child(place, 'values'), i), message: `${shownValue(value)} is no legal value of a label` };
}

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** ValidateAppArmorPodAnnotations. */
function* annotated(item: Fields): Iterable<Wrong> {
  const spec = fields(item['spec']);
  for (const [key, profile] of Object.entries(fields(fields(item['metadata'])['annotations']))) {
    if (!key.startsWith(APP_ARMOR)) continue;
    const below = child('/metadata/annotations', key);
    const name = key.slice(APP_ARMOR.length);
    const all = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => listOf(spec[list]).map(fields));
    if (!all.some((each) => each['name'] === name)) yield { below, message: `there is no container ${shownValue(name)}` };
    if (typeof profile === 'string' && !/^(|runtime\/default|unconfined|localhost\/.*)$/s.test(profile))
      yield { below, message: `${shownValue(profile)} is no profile of AppArmor` };
  }
}

/** Of pods alone, not of templates: validateContainersOnlyForPod. */
function* imaged(item: Fields): Iterable<Wrong> {
  for (const list of ['containers', 'initContainers'])
    for (const { item: each, at } of maps(fields(item['spec'])[list], child('/spec', list))) {
      const { image } = each;
      if (typeof image === 'string' && image.trim() !== image)
        yield { below: child(at, 'image'), message: `${shownValue(image)} is no image: it has space at an end` };
    }
}

export const PODS_RELATIONS: Readonly<Record<string, Relation>> = {
  'core.v1.Pod': all(needing('spec'), annotated, imaged),
  'core.v1.PodTemplateSpec': annotated,
  'core.v1.NodeSelector': nodeValues,
  'core.v1.NodeSelectorTerm': nodeFields,
  'core.v1.NodeSelectorRequirement': all(needing('key', 'operator'), operated),
  'core.v1.Toleration': tolerates,
  'core.v1.PodSpec': pod,
  'core.v1.Container': container,
  'core.v1.EnvVar': function* (item) {
    if (has(item, 'value') && isMap(item['valueFrom'])) yield { key: 'valueFrom', message: 'stands beside value: one of them, not both' };
  },
  'core.v1.EnvVarSource': oneOfThese('configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'),
  'core.v1.EnvFromSource': oneOfThese('configMapRef', 'secretRef'),
  'core.v1.ConfigMapKeySelector': needing('key', 'name'),
  'core.v1.SecretKeySelector': needing('key', 'name'),
  'core.v1.ConfigMapEnvSource': needing('name'),
  'core.v1.SecretEnvSource': needing('name'),
  'core.v1.Probe': handled,
  'core.v1.LifecycleHandler': oneOfThese('exec', 'httpGet', 'sleep', 'tcpSocket'),
  'core.v1.ExecAction': needing('command'),
  'core.v1.SeccompProfile': seccomp('localhostProfile'),
  'core.v1.AppArmorProfile': seccomp('localhostProfile'),
  'core.v1.SecurityContext': secured,
  'core.v1.TopologySpreadConstraint': function* (item) {
    if (has(item, 'minDomains') && item['whenUnsatisfiable'] !== 'DoNotSchedule')
      yield { key: 'minDomains', message: 'is for whenUnsatisfiable DoNotSchedule' };
  },
  'core.v1.PodResourceClaim': all(needing('name'), oneOfThese('resourceClaimName', 'resourceClaimTemplateName')),
  'core.v1.PodTemplate': all(needing('template'), mounted, function* (item) {
    if (isMap(item['template'])) yield* templated(item['template'], ['Always', 'OnFailure', 'Never']);
  }),
};
