import { kindOf } from '../k8s/cluster.ts';
import { fields, integer, maps, text, textMap, texts } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { podOf } from '../k8s/pod.ts';
import type { Pod } from '../k8s/pod.ts';
import { claimsOf } from '../k8s/routes.ts';
import { bounds, SCALERS } from '../k8s/scaling.ts';
import { hasAll, selects } from '../k8s/selector.ts';
import type { Stop } from './fleet-model.ts';
import { peersText } from './peers-text.ts';

/** An object, and the file below `out/` that it lies in. */
export interface Lying {
  readonly object: KubeObject;
  readonly file: string;
}

/**
 * What stands between names and pods, in the order in which a request meets it: each leads to the next as the objects themselves say.
 * @param own objects of the agent @param common what the region has besides those of agents
 */
export function stopsOf(hosts: readonly string[], own: readonly Lying[], common: readonly Lying[]): Stop[] {
  const all = [...own, ...common];
  const names = new Set(hosts.map((host) => host.toLowerCase()));
  const routes = all.filter(({ object }) => claimsOf(object).some((claim) => claim.hosts.some((host) => names.has(host))));
  const secrets = new Set(routes.flatMap(({ object }) => text(fields(fields(object['spec'])['tls'])['secretName']) ?? []));
  const services = servicesOf(own, routes);
  const pods = own.flatMap((lying) => {
    const pod = podOf(lying.object);
    return pod === undefined ? [] : [{ ...lying, pod }];
  });
  const policies = all.filter(
    ({ object }) => kindOf(object) === 'networking.k8s.io/NetworkPolicy' && pods.some(({ pod }) => isSelected(object, pod)),
  );
  return [
    ...common.concat(own).flatMap((lying) => recordsIn(lying, hosts)),
    ...common.concat(own).flatMap((lying) => certificatesIn(lying, hosts, secrets)),
    ...routes.map((lying) => stop('route', lying, routeSays(lying.object, names))),
    ...services.map((lying) => stop('service', lying, serviceSays(lying.object))),
    ...pods.map((lying) => stop('pods', lying, podsSay(lying.pod, own))),
    ...policies.map((lying) => stop('policy', lying, policySays(lying.object))),
  ];
}

function stop(step: Stop['step'], { object, file }: Lying, says: readonly string[]): Stop {
  return { step, object: objectTitle(object), says, file };
}

/** A name of itself or, for one label more, a wildcard. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2));
}

function recordsIn(lying: Lying, hosts: readonly string[]): Stop[] {
  if (lying.object.kind !== 'DNSEndpoint') return [];
  const records = maps(fields(lying.object['spec'])['endpoints'], '').filter(({ item }) =>
    hosts.some((host) => covers(text(item['dnsName']) ?? '', host)),
  );
  if (records.length === 0) return [];
  const says = records.map(
    ({ item }) => `${text(item['dnsName']) ?? ''} ${text(item['recordType']) ?? ''} ${texts(item['targets']).join(', ')}${ttlText(item)}`,
  );
  return [stop('dns', lying, says)];
}

function ttlText(item: Fields): string {
  const ttl = integer(item['recordTTL']);
  return ttl === undefined ? '' : `, ${ttl} s`;
}

/** @param secrets that routes name; none: they take what covers the host */
function certificatesIn(lying: Lying, hosts: readonly string[], secrets: ReadonlySet<string>): Stop[] {
  if (kindOf(lying.object) !== 'cert-manager.io/Certificate') return [];
  const spec = fields(lying.object['spec']);
  const names = texts(spec['dnsNames']);
  if (!names.some((name) => hosts.some((host) => covers(name, host)))) return [];
  if (secrets.size > 0 && !secrets.has(text(spec['secretName']) ?? '')) return [];
  const { name } = fields(spec['issuerRef']);
  return [
    stop('certificate', lying, [`${names.join(', ')}`, `issued by ${text(name) ?? 'nobody'}, kept in ${text(spec['secretName']) ?? 'no Secret'}`]),
  ];
}

function servicesOf(own: readonly Lying[], routes: readonly Lying[]): Lying[] {
  const wanted = new Set(routes.flatMap(({ object }) => claimsOf(object).flatMap((claim) => claim.services)));
  return own.filter(
    ({ object: { kind, apiVersion, metadata } }) =>
      kind === 'Service' && apiVersion === 'v1' && (wanted.size === 0 || wanted.has(`${metadata.namespace ?? ''}/${metadata.name}`)),
  );
}

function routeSays(route: KubeObject, names: ReadonlySet<string>): string[] {
  const spec = fields(route['spec']);
  const rules = maps(spec['routes'], '')
    .map(({ item }) => ({
      match: text(item['match']) ?? '',
      middlewares: maps(item['middlewares'], '').flatMap((each) => text(each.item['name']) ?? []),
    }))
    .filter(({ match }) => [...names].some((name) => match.toLowerCase().includes(name)));
  const middlewares = [...new Set(rules.flatMap((rule) => rule.middlewares))];
  const options = text(fields(fields(spec['tls'])['options'])['name']);
  return [
    ...rules.map(({ match }) => matchText(match)),
    ...(middlewares.length === 0 ? [] : [`through ${middlewares.join(', ')}`]),
    ...(options === undefined ? [] : [`TLS by ${options}`]),
  ];
}

/** Hosts and paths alone, where a rule asks for nothing else. */
function matchText(match: string): string {
  const plain = match.replace(/(?:Host|Path|PathPrefix)\((?:`[^`]*`(?:, ?)?)+\)|[\s()&|]/g, '') === '';
  if (!plain) return match;
  const [hosts, paths] = [/Host\(([^)]*)\)/g, /Path(?:Prefix)?\(([^)]*)\)/g].map((form) => [
    ...new Set(
      [...match.matchAll(form)].flatMap(([, list = '']) => [...list.matchAll(/`([^`]*)`/g)].map(([, each = '']) => each.replace(/(?<=.)\/$/, ''))),
    ),
  ]) as [string[], string[]];
  return `${hosts.join(', ')}${paths.length === 0 ? '' : ` at ${paths.join(', ')}`}`;
}

function serviceSays(service: KubeObject): string[] {
  return maps(fields(service['spec'])['ports'], '').map(({ item }) => {
    const target = item['targetPort'];
    return `${text(item['name']) ?? 'port'} ${plain(item['port'])}${target === undefined ? '' : ` → ${plain(target)}`}`;
  });
}

function podsSay(pod: Pod, own: readonly Lying[]): string[] {
  const scaler = own.find(({ object }) => {
    const { kind, name } = fields(fields(object['spec'])['scaleTargetRef']);
    return SCALERS.includes(kindOf(object)) && kind === pod.owner.kind && name === pod.owner.metadata.name;
  });
  const scaled = scaler === undefined ? undefined : bounds(scaler.object);
  const budget = own.find(({ object }) => object.kind === 'PodDisruptionBudget' && selects(fields(object['spec'])['selector'], pod.labels));
  const [container] = pod.containers;
  const requests = fields(fields(container?.item['resources'])['requests']);
  const claims = pod.volumes.flatMap(({ item }) => text(fields(item['persistentVolumeClaim'])['claimName']) ?? []);
  return [
    text(container?.item['image']) ?? 'no image',
    scaled === undefined
      ? `${pod.replicas ?? 1} ${(pod.replicas ?? 1) === 1 ? 'replica' : 'replicas'}`
      : `${scaled.min} to ${scaled.max} replicas, by an autoscaler`,
    ...(Object.keys(requests).length === 0
      ? []
      : [
          `each requests ${Object.entries(requests)
            .map(([key, value]) => `${String(value)} ${key}`)
            .join(', ')}`,
        ]),
    ...(claims.length === 0 ? [] : [`keeps its state in ${claims.join(', ')}`]),
    ...(budget === undefined ? [] : [`a drain leaves ${budgetText(fields(budget.object['spec']))}`]),
  ];
}

function budgetText({ minAvailable, maxUnavailable }: Fields): string {
  if (minAvailable !== undefined) return `${plain(minAvailable)} of them`;
  return `all but ${plain(maxUnavailable ?? 1)}`;
}

function isSelected(policy: KubeObject, pod: Pod): boolean {
  if ((policy.metadata.namespace ?? '') !== (pod.owner.metadata.namespace ?? '')) return false;
  const { podSelector } = fields(policy['spec']);
  return hasAll(textMap(fields(podSelector)['matchLabels']), pod.labels) && selects(podSelector, pod.labels);
}

function policySays(policy: KubeObject): string[] {
  const spec = fields(policy['spec']);
  const types = texts(spec['policyTypes']);
  const lines = (key: 'ingress' | 'egress', word: string, side: string): string[] => {
    const rules = maps(spec[key], '').map(({ item }) => `${word} ${peersText(item[side], item['ports'])}`);
    return rules.length === 0 && types.includes(key === 'ingress' ? 'Ingress' : 'Egress') ? [`${word} nobody`] : rules;
  };
  return [...lines('ingress', 'from', 'from'), ...lines('egress', 'to', 'to')];
}

/** A number or a word; nothing of what else somebody may have written there. */
function plain(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}
