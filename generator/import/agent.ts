import { RE_REF } from './names.ts';
import { fields, integer, maps, text, textMap, texts } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import {
  CONTACT_ANNOTATION,
  DRAINING_ANNOTATION,
  HANDOVER_ANNOTATION,
  OWNER_LABEL,
  REF_ANNOTATION,
  SUSPENDED_ANNOTATION,
  TEAM_LABEL,
} from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { tagOf } from '../k8s/images.ts';
import { hasAll, selects } from '../k8s/selector.ts';
import { isDeliveryKey } from '../k8s/delivery-keys.ts';
import { equal } from '../model/data.ts';
import { STATION_SECRET, clientTlsSecret, isDnsLabel, signingKeySecret, workloadName } from '../model/names.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Brought, Told, View } from './brought.ts';
import type { Values } from './layers.ts';
import { furtherContainer, literals, present, probePath, resourcesOf, some, startupSeconds, variables } from './pod.ts';
import type { Say } from './pod.ts';

/** An agent as it runs in one region, in the words of `config/`. */
export interface AgentSeen {
  readonly name: string;
  readonly region: string;
  readonly values: Values;
  /** Who answers for it. */
  readonly owner?: Values;
  readonly deployment: Brought;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Variables as they stand there. */
  readonly told: Readonly<Record<string, string>>;
}

/** Variables that PAP defines, or that say where the agent runs. */
const PAP = new Set([
  'PAP_MODE',
  'PAP_STATION_ID',
  'PAP_CP_ENDPOINT',
  'PAP_HOOKS_ENDPOINT',
  'AGENT_UUID',
  'AGENT_INSTANCE_ID',
  'AGENT_REGION',
  'AGENT_DNS_NAME',
  'HEARTBEAT_MODE',
  'HEARTBEAT_INTERVAL',
  'HTTP_PORT',
  'GRPC_PORT',
]);

/** Volumes that every agent has, by the name that ours have. */
const OWN_VOLUMES = new Set(['client-tls', 'signing-keys', 'station', 'tmp', 'state']);

/** Where every agent of a fleet sees Secrets, and which. */
const OWN_PATHS: Readonly<Record<string, (agent: string) => string>> = {
  '/etc/pap/tls': clientTlsSecret,
  '/etc/pap/keys': signingKeySecret,
  '/etc/pap/station': () => STATION_SECRET,
};

/** Labels and annotations that are not an agent's own to set, as `fleet/reserved-key` has it. */
const RESERVED = /^(?:app\.kubernetes\.io\/|pap\.plugged\.in\/|container\.(?:apparmor|seccomp)\.security\.|(?:apparmor|seccomp)\.security\.)/;

/** Whether a workload is an agent: PAP's own variables say so, or our labels. */
export function isAgentWorkload(object: KubeObject): boolean {
  if (object.metadata.labels?.[OWNER_LABEL] !== undefined || object.metadata.annotations?.[REF_ANNOTATION] !== undefined) return true;
  const { item } = containerOf(object);
  return maps(item['env'], '').some(({ item: variable }) =>
    ['AGENT_UUID', 'AGENT_DNS_NAME', 'PAP_CP_ENDPOINT', 'PAP_HOOKS_ENDPOINT', 'PAP_AGENT_ID'].includes(String(variable['name'])),
  );
}

export function podSpec(object: KubeObject): Fields {
  return fields(fields(fields(object['spec'])['template'])['spec']);
}

/** The container of the agent itself. */
export function containerOf(object: KubeObject): { readonly item: Fields; readonly at: string } {
  const all = maps(podSpec(object)['containers'], '/spec/template/spec/containers');
  return all.find(({ item }) => item['name'] === 'agent') ?? all[0] ?? { item: {}, at: '/spec/template/spec/containers/0' };
}

/** What runs in one region. */
export function agentsIn(view: View, namespace: string, told: Told): AgentSeen[] {
  const found = new Map<string, AgentSeen>();
  for (const deployment of view.of('apps/Deployment')) {
    const { object } = deployment;
    if (object.metadata.namespace !== namespace || !isAgentWorkload(object)) continue;
    const name = nameOf(object, found);
    if (!isDnsLabel(name)) {
      told.left(deployment, '/metadata/name', '', 'its name cannot be that of an agent: lower-case letters, digits and hyphens');
      continue;
    }
    if (found.has(name)) {
      told.left(deployment, '', '', `it runs the agent ${name}, which another Deployment of ${view.region} runs as well`);
      told.take(deployment, '');
      continue;
    }
    told.take(deployment, `agents.${name}`);
    found.set(name, agentOf(name, deployment, view, told));
  }
  return [...found.values()].sort((a, b) => byCodeUnit(a.name, b.name));
}

function nameOf(object: KubeObject, others: ReadonlyMap<string, unknown>): string {
  const { labels = {}, name } = object.metadata;
  const ours = labels[OWNER_LABEL] === undefined ? undefined : labels['app.kubernetes.io/name'];
  const [, said] = RE_REF.exec(refIn(object) ?? '') ?? [];
  const own = name.replace(/-agent$/, '');
  const called = ours ?? said ?? own;
  return others.has(called) ? own : called;
}

function refIn(object: KubeObject): string | undefined {
  const said = object.metadata.annotations?.[REF_ANNOTATION] ?? literals(containerOf(object).item)['AGENT_UUID'];
  return said !== undefined && RE_REF.test(said) ? said : undefined;
}

function agentOf(name: string, deployment: Brought, view: View, told: Told): AgentSeen {
  const { object } = deployment;
  const spec = fields(object['spec']);
  const template = fields(fields(spec['template'])['metadata']);
  const pod = podSpec(object);
  const { item: container, at } = containerOf(object);
  const say: Say = (place, what, why) => told.left(deployment, place, what, why);
  const env = literals(container);
  const labels = textMap(template['labels']);
  const annotations = object.metadata.annotations ?? {};
  const secret = `${name}-env`;
  const storage = storageOf(deployment, container, view, name, told, say);
  const autoscale = autoscaleOf(deployment, view, name, told);
  const replicas = integer(spec['replicas']) ?? 1;
  const isStopped = replicas === 0 && autoscale === null;
  const ours = object.metadata.labels?.[OWNER_LABEL] !== undefined;
  const isRolling = text(fields(spec['strategy'])['type']) !== 'Recreate';
  const stateless = isRolling && storage === null && (ours || replicas > 1 || autoscale !== null);
  const beside = maps(pod['containers'], '/spec/template/spec/containers').filter(({ item }) => item !== container);
  const constraints =
    !ours && pod['topologySpreadConstraints'] === undefined ? null : spreadOf(pod, labels, Math.max(replicas, Number(autoscale?.['max'] ?? 0)), say);
  const team = object.metadata.labels?.[TEAM_LABEL];
  const values: Values = present({
    ref: refOf(name, deployment, container, told),
    image: container['image'],
    mode: env['PAP_MODE'] ?? 'dual',
    heartbeat: env['HEARTBEAT_MODE'] ?? 'IDLE',
    stateless,
    // With an autoscaler the count is the autoscaler's.
    replicas: isStopped || (autoscale !== null && autoscale['handover'] !== true) ? 1 : replicas,
    autoscale,
    state:
      annotations[SUSPENDED_ANNOTATION] !== undefined || isStopped
        ? 'suspended'
        : annotations[DRAINING_ANNOTATION] !== undefined
          ? 'draining'
          : 'active',
    resources: some(resourcesOf(container)),
    env: { ...variables(container, at, PAP, secret, say) },
    storage,
    ports: portsOf(container, env),
    probes: present({
      liveness: probePath(container, 'livenessProbe'),
      readiness: probePath(container, 'readinessProbe'),
      startupSeconds: startupSeconds(container),
    }),
    // What a cluster fills in, nobody has chosen.
    terminationGracePeriodSeconds: !ours && pod['terminationGracePeriodSeconds'] === 30 ? undefined : integer(pod['terminationGracePeriodSeconds']),
    runAsUser: integer(fields(pod['securityContext'])['runAsUser']) ?? integer(fields(container['securityContext'])['runAsUser']),
    imagePullSecrets: maps(pod['imagePullSecrets'], '').flatMap(({ item }) => text(item['name']) ?? []),
    signingKeys: signingKeysOf(name, pod, view),
    nodeSelector: { ...textMap(pod['nodeSelector']) },
    tolerations: maps(pod['tolerations'], '').flatMap(({ item }) => (isAutomatic(item) ? [] : [item])),
    affinity: Object.keys(fields(pod['affinity'])).length === 0 ? null : pod['affinity'],
    topologySpreadConstraints: constraints,
    priorityClassName: text(pod['priorityClassName']) ?? null,
    labels: ownOf(labels),
    annotations: ownOf(textMap(template['annotations'])),
    command: texts(container['command']),
    args: texts(container['args']),
    volumes: filesOf(deployment, container, view, name, say),
    extraPorts: extraPortsOf(container, say, at),
    initContainers: maps(pod['initContainers'], '/spec/template/spec/initContainers').map((each) => furtherContainer(each, false, secret, say)),
    sidecars: beside.map((each) => furtherContainer(each, true, secret, say)),
  });
  return {
    name,
    region: view.region,
    values,
    ...(team === undefined ? {} : { owner: present({ team, contact: annotations[CONTACT_ANNOTATION] }) }),
    deployment,
    labels,
    told: env,
  };
}

/** Set by the node controller, not by people. */
function isAutomatic({ key, effect, tolerationSeconds }: Fields): boolean {
  return /^node\.kubernetes\.io\/(?:not-ready|unreachable)$/.test(String(key)) && effect === 'NoExecute' && tolerationSeconds === 300;
}

function ownOf(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !RESERVED.test(key) && !isDeliveryKey(key)));
}

/** `owner/name@version`: as it is said, or made of what the image says. */
function refOf(name: string, deployment: Brought, container: Fields, told: Told): string {
  const said = refIn(deployment.object);
  if (said !== undefined) return said;
  const tag = tagOf(text(container['image']) ?? '') ?? '';
  const version = /^v?([0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1] ?? '0.0.0';
  const ref = `imported/${name}@${version}`;
  told.guessed(`agents.${name}.ref: ${ref}`, 'neither AGENT_UUID nor an annotation says it; the Station knows the agent by it', deployment);
  return ref;
}

function portsOf(container: Fields, env: Readonly<Record<string, string>>): Values {
  const named = (...names: string[]): number | undefined =>
    maps(container['ports'], '').flatMap(({ item }) => (names.includes(String(item['name'])) ? (integer(item['containerPort']) ?? []) : []))[0];
  const told = (name: string): number | undefined => (/^[0-9]{1,5}$/.test(env[name] ?? '') ? Number(env[name]) : undefined);
  return present({ http: named('http') ?? told('HTTP_PORT'), grpc: named('grpc', 'pap-cp') ?? told('GRPC_PORT') });
}

function extraPortsOf(container: Fields, say: Say, at: string): Record<string, unknown> {
  const known = new Set(['http', 'grpc', 'pap-cp']);
  return Object.fromEntries(
    maps(container['ports'], `${at}/ports`).flatMap(({ item, at: place }) => {
      const { name, containerPort, protocol = 'TCP' } = item;
      if (typeof name === 'string' && known.has(name)) return [];
      if (typeof name === 'string' && protocol === 'TCP') return [[name, containerPort]];
      say(
        place,
        `port ${String(containerPort)}`,
        typeof name === 'string' ? 'further ports are TCP' : 'it has no name: further ports of an agent have one',
      );
      return [];
    }),
  );
}

/** `null` where the replicas are spread as they are without a word. */
function spreadOf(pod: Fields, labels: Readonly<Record<string, string>>, most: number, say: Say): readonly Values[] | null {
  const at = '/spec/template/spec/topologySpreadConstraints';
  const found = maps(pod['topologySpreadConstraints'], at).flatMap(({ item, at: place }) => {
    if (item['labelSelector'] !== undefined && !selects(item['labelSelector'], labels)) {
      say(place, 'topologySpreadConstraints', 'it counts pods of others, and those of an agent count its own');
      return [];
    }
    return [present({ topologyKey: item['topologyKey'], maxSkew: item['maxSkew'], whenUnsatisfiable: item['whenUnsatisfiable'] ?? 'DoNotSchedule' })];
  });
  const evenly = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
  }));
  return equal(found, most > 1 ? evenly : []) ? null : found;
}

function autoscaleOf({ object }: Brought, view: View, name: string, told: Told): Values | null {
  const scaler = view.of('autoscaling/HorizontalPodAutoscaler').find((each) => {
    const { kind, name: target } = fields(fields(each.object['spec'])['scaleTargetRef']);
    return each.object.metadata.namespace === object.metadata.namespace && kind === 'Deployment' && target === object.metadata.name;
  });
  if (scaler === undefined) return null;
  told.take(scaler, `agents.${name}.autoscale`);
  const spec = fields(scaler.object['spec']);
  const metrics = maps(spec['metrics'], '/spec/metrics');
  const used = (resource: string): number | undefined =>
    metrics.flatMap(({ item }) => {
      const { name: which, target } = fields(item['resource']);
      return which === resource ? (integer(fields(target)['averageUtilization']) ?? []) : [];
    })[0];
  for (const { item, at } of metrics) {
    const { name: which, target } = fields(item['resource']);
    if (!['cpu', 'memory'].includes(String(which)) || fields(target)['averageUtilization'] === undefined)
      told.left(scaler, at, `metric ${String(which ?? item['type'])}`, 'an agent scales by the share of the requests of cpu and memory that it uses');
  }
  const cpu = used('cpu') ?? integer(spec['targetCPUUtilizationPercentage']);
  return present({
    min: integer(spec['minReplicas']) ?? 1,
    max: integer(spec['maxReplicas']),
    cpu,
    memory: used('memory') ?? null,
    handover: scaler.object.metadata.annotations?.[HANDOVER_ANNOTATION] === 'true',
  });
}

function storageOf({ object }: Brought, container: Fields, view: View, name: string, told: Told, say: Say): Values | null {
  const volumes = maps(podSpec(object)['volumes'], '/spec/template/spec/volumes').filter(({ item }) => item['persistentVolumeClaim'] !== undefined);
  const [first, ...others] = volumes;
  for (const { item, at } of others) say(at, `volume ${String(item['name'])}`, 'an agent has one volume of its own');
  if (first === undefined) return null;
  const claimName = text(fields(first.item['persistentVolumeClaim'])['claimName']);
  const mount = maps(container['volumeMounts'], '').find(({ item }) => item['name'] === first.item['name'])?.item;
  const claim = view
    .of('PersistentVolumeClaim')
    .find((each) => each.object.metadata.name === claimName && each.object.metadata.namespace === object.metadata.namespace);
  if (claim === undefined) {
    say(
      first.at,
      `volume ${String(first.item['name'])}`,
      `the claim ${claimName ?? ''} is not among the manifests, so that its size is not known: add it, or storage.size by hand`,
    );
    return present({ claim: claimName === workloadName(name) ? undefined : claimName, mountPath: mount?.['mountPath'] });
  }
  told.take(claim, `agents.${name}.storage`);
  const spec = fields(claim.object['spec']);
  const modes = texts(spec['accessModes']);
  if (modes.some((mode) => mode !== 'ReadWriteOnce'))
    told.left(claim, '/spec/accessModes', '', `the volume of an agent is ReadWriteOnce, not ${modes.join(', ')}`);
  return present({
    size: fields(fields(spec['resources'])['requests'])['storage'],
    class: text(spec['storageClassName']) ?? null,
    claim: claimName === workloadName(name) ? null : claimName,
    mountPath: mount?.['mountPath'],
  });
}

/** Generations of the signing key: those that pods mount, and those that are delivered already. */
function signingKeysOf(name: string, pod: Fields, view: View): readonly number[] {
  const generation = (secret: unknown): number | undefined => {
    const [, number] = new RegExp(`^${signingKeySecret(name)}(?:-([1-9][0-9]{0,2}))?$`).exec(typeof secret === 'string' ? secret : '') ?? [];
    if (typeof secret !== 'string' || !secret.startsWith(signingKeySecret(name))) return undefined;
    return number === undefined ? (secret === signingKeySecret(name) ? 1 : undefined) : Number(number);
  };
  const mounted = maps(pod['volumes'], '').flatMap(({ item }) => {
    const own = fields(item['secret'])['secretName'];
    const projected = maps(fields(item['projected'])['sources'], '').map(({ item: source }) => fields(source['secret'])['name']);
    return [own, ...projected].flatMap((secret) => generation(secret) ?? []);
  });
  const delivered = view
    .of('external-secrets.io/ExternalSecret')
    .flatMap(({ object }) => generation(object.metadata.name) ?? [])
    .sort((a, b) => a - b);
  const all = [...new Set([...mounted, ...delivered])];
  return all.length === 0 ? [1] : all;
}

/** Secrets and ConfigMaps that the container reads as files. */
function filesOf({ object }: Brought, container: Fields, view: View, name: string, say: Say): Record<string, unknown> {
  const usual = new Set([clientTlsSecret(name), STATION_SECRET]);
  const found: [string, unknown][] = [];
  for (const { item, at } of maps(podSpec(object)['volumes'], '/spec/template/spec/volumes')) {
    const volume = String(item['name']);
    const what = `volume ${volume}`;
    const secret = text(fields(item['secret'])['secretName']);
    const config = text(fields(item['configMap'])['name']);
    const source = secret ?? config;
    if (
      item['persistentVolumeClaim'] !== undefined ||
      (OWN_VOLUMES.has(volume) && (source === undefined || usual.has(source) || source.startsWith(signingKeySecret(name))))
    )
      continue;
    if (secret !== undefined && (usual.has(secret) || secret.startsWith(signingKeySecret(name)))) continue;
    const mounts = maps(container['volumeMounts'], '').filter(({ item: mount }) => mount['name'] === volume);
    const [mount] = mounts;
    if (mount !== undefined && OWN_PATHS[String(mount.item['mountPath'])] !== undefined && source !== undefined)
      say(
        at,
        what,
        `agents of a fleet see ${OWN_PATHS[String(mount.item['mountPath'])]?.(name) ?? ''} there, and not ${source}: put the same keys into it`,
      );
    else if (source === undefined) say(at, what, 'an agent has volumes of Secrets and ConfigMaps, one of its own, and /tmp');
    else if (mount === undefined || mounts.length > 1) say(at, what, 'the container sees it in no place, or in several');
    else if (mount.item['subPath'] !== undefined) say(at, what, 'it is mounted by subPath; volumes of an agent are folders');
    else {
      const listed = maps(fields(item['secret'] ?? item['configMap'])['items'], '');
      const renamed = listed.filter(({ item: entry }) => entry['key'] !== entry['path']);
      const keys = listed.length > 0 ? listed.flatMap(({ item: entry }) => text(entry['key']) ?? []) : keysOf(view, object, config);
      if (renamed.length > 0) say(at, what, 'its keys have other names as files; volumes of an agent keep the names of the keys');
      else if (keys.length === 0) say(at, what, `which keys ${source} has is not among the manifests: name them under volumes.${volume}.keys`);
      else found.push([volume, { from: `${secret === undefined ? 'configMap' : 'secret'}/${source}`, keys, mountPath: mount.item['mountPath'] }]);
    }
  }
  return Object.fromEntries(found);
}

function keysOf(view: View, { metadata }: KubeObject, config: string | undefined): string[] {
  const found = view.of('ConfigMap').find(({ object }) => object.metadata.name === config && object.metadata.namespace === metadata.namespace);
  return found === undefined ? [] : Object.keys(fields(found.object['data']));
}

/** Objects of an agent that only its pods or its names show: they say nothing that is not made again. */
export function takeCompanions(view: View, agent: AgentSeen, told: Told): void {
  const { name, deployment, labels } = agent;
  const { namespace } = deployment.object.metadata;
  const here = (kind: string): Brought[] => view.of(kind).filter(({ object }) => object.metadata.namespace === namespace);
  const own = (selector: unknown): boolean => Object.keys(fields(selector)).length > 0 && selects(selector, labels);
  for (const each of here('policy/PodDisruptionBudget')) if (own(fields(each.object['spec'])['selector'])) told.take(each, `agents.${name}`);
  for (const each of here('Service')) {
    const selector = textMap(fields(each.object['spec'])['selector']);
    if (Object.keys(selector).length > 0 && hasAll(selector, labels)) told.take(each, `agents.${name}`);
  }
  const account = text(podSpec(deployment.object)['serviceAccountName']);
  for (const each of here('ServiceAccount')) if (each.object.metadata.name === account) told.take(each, `agents.${name}`);
}
