import { RE_REF } from './names.ts';
import { fields, integer, maps, text, textMap, texts } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { CONTACT_ANNOTATION, DRAINING_ANNOTATION, OWNER_LABEL, SUSPENDED_ANNOTATION, TEAM_LABEL } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { tagOf } from '../k8s/images.ts';
import { hasAll, selects } from '../k8s/selector.ts';
import { isDeliveryKey } from '../k8s/delivery-keys.ts';
import { equal } from '../model/data.ts';
import { isDnsLabel } from '../model/names.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Brought, Told, View } from './brought.ts';
import { filesOf } from './files.ts';
import type { Values } from './layers.ts';
import { furtherContainer, literals, present, probePath, resourcesOf, some, startupSeconds, variables } from './pod.ts';
import type { Say } from './pod.ts';
import { extraPortsOf, portsOf } from './ports.ts';
import { autoscaleOf } from './scaler.ts';
import { signingKeysOf } from './signing-keys.ts';
import { storageOf } from './storage.ts';
import { containerOf, isAgentWorkload, podSpec, refIn } from './workload.ts';

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

/** Labels and annotations that are not an agent's own to set, as `fleet/reserved-key` has it. */
const RESERVED = /^(?:app\.kubernetes\.io\/|pap\.plugged\.in\/|container\.(?:apparmor|seccomp)\.security\.|(?:apparmor|seccomp)\.security\.)/;

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
