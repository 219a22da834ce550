// What NetworkPolicies say: whom agents reach and who reaches them, and where the systems of the cluster run.
import { fields, integer, maps, text, textMap } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { hasAll, selects } from '../k8s/selector.ts';
import { OWNER_LABEL } from '../k8s/labels.ts';
import { equal } from '../model/data.ts';
import { endpointPort } from '../model/endpoint.ts';
import type { AgentSeen } from './agent.ts';
import type { Brought, Told, View } from './brought.ts';
import type { Values } from './layers.ts';

export interface Reach {
  /** Agent → what it reaches besides its Station. */
  readonly egress: ReadonlyMap<string, readonly Values[]>;
  /** Networks of the Station and of its gateway. */
  readonly station: Values;
  /** Where DNS, the ingress and Prometheus run. */
  readonly clusterFacts: Values;
}

/** In which order our own policies let in who comes from outside. */
const OURS = ['ingress', 'prometheus'] as const;

const NAMESPACE = ['kubernetes.io/metadata.name', 'name'];

/** @param own namespaces of components of the fleet's own → their names */
export function reachOf(
  view: View,
  agents: readonly AgentSeen[],
  { namespace, own }: { readonly namespace: string; readonly own: ReadonlyMap<string, string> },
  told: Told,
): Reach {
  const egress = new Map<string, Values[]>();
  const station: Values = {};
  const facts: Values = {};
  for (const policy of view.of('networking.k8s.io/NetworkPolicy')) {
    if (policy.object.metadata.namespace !== namespace) continue;
    const spec = fields(policy.object['spec']);
    const selector = fields(spec['podSelector']);
    if (Object.keys(selector).length === 0) {
      ofAll(policy, spec, facts, told);
      continue;
    }
    const agent = agents.find(({ labels }) => selects(selector, labels));
    if (agent === undefined || agents.filter(({ labels }) => selects(selector, labels)).length > 1) continue;
    told.take(policy, `agents.${agent.name}`);
    // What lets one agent in at another follows from the other's egress.
    if (isAdmission(policy, agents)) continue;
    const rules = maps(spec['egress'], '/spec/egress');
    egress.set(agent.name, [...(egress.get(agent.name) ?? []), ...egressOf(policy, agent, rules, { agents, station, facts, told, own })]);
    const ours = policy.object.metadata.labels?.[OWNER_LABEL] !== undefined;
    maps(spec['ingress'], '/spec/ingress').forEach(({ item, at }, i) =>
      ingressOf(policy, { item, at, ours: ours ? OURS[i] : undefined }, facts, told),
    );
  }
  return { egress, station, clusterFacts: facts };
}

/** Policies about every pod: what denies all, and what lets all ask for names. */
function ofAll(policy: Brought, spec: Fields, facts: Values, told: Told): void {
  const rules = maps(spec['egress'], '/spec/egress');
  if (rules.length === 0 && maps(spec['ingress'], '').length === 0) return told.take(policy, 'components.policies');
  if (rules.length === 0 || !rules.every(({ item }) => isDns(item))) return;
  told.take(policy, 'clusterFacts.dns');
  for (const { item } of rules) dnsOf(item, facts);
}

function isDns(rule: Fields): boolean {
  const ports = maps(rule['ports'], '').map(({ item }) => item);
  return ports.length > 0 && (ports.every(({ port }) => port === 53) || ports.some(({ protocol }) => protocol === 'UDP'));
}

function dnsOf(rule: Fields, facts: Values): void {
  const [peer] = maps(rule['to'], '').map(({ item }) => item);
  const cidr = text(fields(peer?.['ipBlock'])['cidr']);
  const own = fields(facts['dns']);
  if (cidr !== undefined) facts['dns'] = { ...own, nodeLocal: cidr.replace(/\/(32|128)$/, '') };
  const place = peer === undefined ? undefined : workload(peer);
  if (place !== undefined) facts['dns'] = { ...own, ...place, port: integer(maps(rule['ports'], '')[0]?.item['port']) };
}

/** Pods in a namespace, as the facts of a cluster have them. */
function workload(peer: Fields): Values | undefined {
  const spaces = textMap(fields(peer['namespaceSelector'])['matchLabels']);
  const name = NAMESPACE.flatMap((key) => spaces[key] ?? [])[0];
  const labels = textMap(fields(peer['podSelector'])['matchLabels']);
  return name === undefined ? undefined : { namespace: name, ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }) };
}

function isAdmission({ object }: Brought, agents: readonly AgentSeen[]): boolean {
  const spec = fields(object['spec']);
  if (spec['egress'] !== undefined) return false;
  const peers = maps(spec['ingress'], '').flatMap(({ item }) => maps(item['from'], ''));
  return (
    peers.length > 0 &&
    peers.every(
      ({ item }) =>
        item['namespaceSelector'] === undefined && item['ipBlock'] === undefined && agents.some(({ labels }) => selects(item['podSelector'], labels)),
    )
  );
}

interface Around {
  readonly agents: readonly AgentSeen[];
  readonly station: Values;
  readonly facts: Values;
  readonly told: Told;
  readonly own: ReadonlyMap<string, string>;
}

function egressOf(
  policy: Brought,
  agent: AgentSeen,
  rules: readonly { item: Fields; at: string }[],
  { agents, station, facts, told, own }: Around,
): Values[] {
  const found: Values[] = [];
  const expected = (['PAP_CP_ENDPOINT', 'PAP_HOOKS_ENDPOINT'] as const).flatMap((name, i) => {
    const endpoint = agent.told[name];
    return endpoint === undefined ? [] : [{ key: i === 0 ? 'cidrs' : 'gatewayCidrs', port: portOf(endpoint) }];
  });
  for (const { item, at } of rules) {
    const peers = maps(item['to'], '').map((peer) => peer.item);
    const listed = maps(item['ports'], '');
    const ports = listed.flatMap(({ item: port }) =>
      port['protocol'] === undefined || port['protocol'] === 'TCP' ? (integer(port['port']) ?? []) : [],
    );
    const cidrs = peers.map(({ ipBlock }) => (fields(ipBlock)['except'] === undefined ? text(fields(ipBlock)['cidr']) : undefined));
    const isNets = peers.length > 0 && cidrs.every((cidr) => cidr !== undefined);
    const next = expected[0];
    if (isNets && next !== undefined && ports.length === 1 && ports[0] === next.port) {
      expected.shift();
      station[next.key] ??= cidrs;
    } else if (isDns(item)) {
      for (const place of peers.map(workload)) if (place !== undefined) dnsOf(item, facts);
    } else if (ports.length !== listed.length || ports.length === 0) told.left(policy, at, 'egress', 'what an agent reaches are TCP ports by number');
    else if (isNets) found.push(...cidrs.map((cidr) => ({ cidr, ports })));
    else {
      const others = peers.map((peer) =>
        peer['namespaceSelector'] === undefined ? agents.find((other) => isFor(peer['podSelector'], other)) : undefined,
      );
      const places = peers.map(workload);
      const named = places.map((place) => own.get(String(place?.['namespace'])));
      if (peers.length > 0 && others.every((other) => other !== undefined)) found.push(...others.map((other) => ({ agent: other.name, ports })));
      else if (peers.length > 0 && named.every((name) => name !== undefined))
        found.push(
          ...named.map((component, i) => ({
            component,
            ...(Object.keys(fields(places[i]?.['labels'])).length > 0 ? { labels: places[i]?.['labels'] } : {}),
            ports,
          })),
        );
      else told.left(policy, at, 'egress', 'an agent reaches networks, other agents of the region, and components that the fleet brings');
    }
  }
  return found.filter((each, i) => found.findIndex((other) => equal(other, each)) === i);
}

function portOf(endpoint: string): number | undefined {
  return /^[a-z]+:\/\/[^/:]+/.test(endpoint) ? endpointPort(endpoint) : undefined;
}

/** Whether a selector is for the pods of one agent. */
function isFor(selector: unknown, { labels }: AgentSeen): boolean {
  const wanted = textMap(fields(selector)['matchLabels']);
  return Object.keys(wanted).length > 0 && hasAll(wanted, labels);
}

function ingressOf(policy: Brought, rule: { item: Fields; at: string; ours: string | undefined }, facts: Values, told: Told): void {
  const { at, ours } = rule;
  for (const { item } of maps(rule.item['from'], '')) {
    const place = workload(item);
    const says = JSON.stringify(place ?? {});
    const key = ours !== undefined ? ours : /prometheus|monitoring/.test(says) ? 'prometheus' : /traefik|ingress/.test(says) ? 'ingress' : undefined;
    if (place !== undefined && key !== undefined) facts[key] ??= place;
    else told.left(policy, at, 'ingress', 'agents are reached by the ingress, by Prometheus, and by agents that name them under egress');
  }
}
