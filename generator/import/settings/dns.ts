import { fields, integer, maps, text, texts } from '../../k8s/look.ts';
import { literals, present } from '../pod.ts';
import type { Values } from '../layers.ts';
import type { Context } from './context.ts';
import { containerOf, podSpec } from '../workload.ts';
import type { Brought } from '../brought.ts';

/** What is read of DNS: settings of the component, and facts of the fleet and its region. */
export interface DnsSeen {
  readonly settings: Values;
  readonly zone: Values;
  readonly region: Values;
  readonly version: string | undefined;
}

/** Whether a Deployment runs ExternalDNS for the zone. */
export function isExternalDns({ object }: Brought): boolean {
  return /(?:^|\/)external-dns(?:\/external-dns)?[:@]/.test(String(containerOf(object).item['image']));
}

export function dnsSeen({ view, told, zone, agents }: Context): DnsSeen {
  const deployment = view.of('apps/Deployment').find(isExternalDns);
  const endpoints = view
    .of('externaldns.k8s.io/DNSEndpoint')
    .filter(({ object }) => recordsIn(object).some(({ name }) => name.endsWith(`.${view.region}.${zone}`)));
  if (deployment === undefined && endpoints.length === 0) return { settings: { enabled: false }, zone: {}, region: {}, version: undefined };
  told.take(deployment, 'components.dns');
  for (const each of endpoints) told.take(each, 'components.dns');
  if (deployment !== undefined) takeRights(deployment, { view, told });
  const args = deployment === undefined ? [] : argumentsOf(deployment);
  const value = (name: string): string | undefined => args.find(([key]) => key === name)?.[1];
  const records = endpoints.flatMap(({ object }) => recordsIn(object));
  const wildcard = records.find(({ name }) => name === `*.${view.region}.${zone}`);
  const below = records.filter(({ name }) => name !== wildcard?.name && name.endsWith(`.${view.region}.${zone}`));
  const alias = [wildcard, ...below].find((record) => record?.type === 'CNAME');
  const addresses = [...new Set(records.flatMap(({ type, targets }) => (type === 'A' || type === 'AAAA' ? targets : [])))];
  const discovery = records.some(({ type, targets }) => type === 'TXT' && targets.some((target) => target.startsWith('agent-id=')));
  const own = below.filter(({ name }) =>
    agents.some((agent) => agent.told['AGENT_DNS_NAME'] === name || `${agent.name}.${view.region}.${zone}` === name),
  );
  const handover =
    wildcard === undefined || discovery || own.length === 0 ? 'none' : own.every(({ type }) => type === 'CNAME') ? 'alias' : 'addresses';
  const ttl = records.map((record) => record.ttl).find((each) => each !== undefined) ?? seconds(value('rfc2136-min-ttl'));
  const image = deployment === undefined ? undefined : text(containerOf(deployment.object).item['image']);
  const [, version] = /:v?([0-9]+\.[0-9]+)(?:\.[0-9]+)?(?:@|$)/.exec(image ?? '') ?? [];
  const port = value('rfc2136-port');
  return {
    settings: present({
      enabled: true,
      records: records.length === 0 ? undefined : wildcard === undefined ? 'per-agent' : 'wildcard',
      discovery: records.length === 0 ? undefined : discovery,
      handover: records.length === 0 ? undefined : handover,
      policy: value('policy'),
      interval: value('interval'),
      tsigKeys: deployment === undefined ? undefined : keysOf(deployment, view),
    }),
    zone: present({
      ttl,
      rfc2136: present({
        host: value('rfc2136-host'),
        port: port === undefined ? undefined : Number(port),
        tsigAlgorithm: value('rfc2136-tsig-secret-alg'),
      }),
    }),
    region: present({ ingressHost: alias?.targets[0], ingressAddresses: addresses.length === 0 ? undefined : addresses }),
    version,
  };
}

/** The zone, as ExternalDNS is told. */
export function zoneTold(deployment: Brought): string | undefined {
  return argumentsOf(deployment).find(([key]) => key === 'rfc2136-zone')?.[1];
}

function argumentsOf({ object }: Brought): (readonly [string, string])[] {
  return texts(containerOf(object).item['args']).map((arg) => {
    const [, key = '', value = 'true'] = /^--([a-z0-9-]+)(?:=(.*))?$/.exec(arg) ?? [];
    return [key, value] as const;
  });
}

interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly targets: readonly string[];
  readonly ttl: number | undefined;
}

function recordsIn(object: Brought['object']): DnsRecord[] {
  return maps(fields(object['spec'])['endpoints'], '').map(({ item }) => ({
    name: text(item['dnsName']) ?? '',
    type: text(item['recordType']) ?? '',
    targets: texts(item['targets']),
    ttl: integer(item['recordTTL']),
  }));
}

function seconds(duration: string | undefined): number | undefined {
  const [, number] = /^([0-9]+)s$/.exec(duration ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Generations of the TSIG key: the one in use first, then those that are delivered. */
function keysOf({ object }: Brought, view: Context['view']): readonly number[] | undefined {
  const name = literals(containerOf(object).item)['EXTERNAL_DNS_RFC2136_TSIG_KEYNAME'];
  if (name === undefined || !name.startsWith(`externaldns-${view.region}`)) return undefined;
  const used = Number(/\.([0-9]+)$/.exec(name)?.[1] ?? 1);
  return withDelivered(used, 'externaldns-tsig', view);
}

/** @param secret the name of the Secret of the first generation */
export function withDelivered(used: number, secret: string, view: Context['view']): readonly number[] {
  const delivered = view.of('external-secrets.io/ExternalSecret').flatMap(({ object }) => {
    const [, first, number = '1'] = /^(.*?)(?:-([1-9][0-9]{0,2}))?$/.exec(object.metadata.name) ?? [];
    return first === secret ? [Number(number)] : [];
  });
  return [...new Set([used, ...delivered.sort((a, b) => a - b)])];
}

/** Its account and its rights. */
function takeRights({ object }: Brought, { view, told }: Pick<Context, 'view' | 'told'>): void {
  const account = text(podSpec(object)['serviceAccountName']);
  const { namespace } = object.metadata;
  for (const each of view.of('ServiceAccount')) {
    if (each.object.metadata.name === account && each.object.metadata.namespace === namespace) told.take(each, 'components.dns');
  }
  for (const kind of ['RoleBinding', 'ClusterRoleBinding']) {
    for (const binding of view.of(`rbac.authorization.k8s.io/${kind}`)) {
      const subjects = maps(binding.object['subjects'], '').map(({ item }) => item);
      if (subjects.length !== 1 || subjects[0]?.['name'] !== account || subjects[0]?.['namespace'] !== namespace) continue;
      told.take(binding, 'components.dns');
      const role = fields(binding.object['roleRef']);
      told.take(view.named(`rbac.authorization.k8s.io/${String(role['kind'])}`, String(role['name'])), 'components.dns');
    }
  }
}
