import type { Cluster, Index } from './cluster.ts';
import { kindOf, sameNamespace } from './cluster.ts';
import { isWithin } from './hosts.ts';
import { addressType, isAddress } from './ip.ts';
import { each, fields, text, texts } from './look.ts';
import type { KubeObject } from './object.ts';
import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';

// https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/

/** An ExternalDNS that publishes DNSEndpoints. */
export interface Instance {
  readonly owner: KubeObject;
  /** Where its arguments stand. */
  readonly at: Pointer;
  /** Whose DNSEndpoints it reads; undefined: those of all namespaces. */
  readonly namespace: string | undefined;
  /** Domains whose names it writes; undefined where that is not a list of names, or no list at all. */
  readonly filters: readonly string[] | undefined;
  readonly types: ReadonlySet<string>;
  /** The zones it writes to, where its provider is told. */
  readonly zones: readonly string[];
}

/** What it manages where nothing is said. */
const TYPES = ['A', 'AAAA', 'CNAME'];

/** The instances of a cluster that read DNSEndpoints. */
export function instancesOf(cluster: Cluster): readonly Instance[] {
  return cluster.derive('instances of ExternalDNS', '', instancesIn);
}

function instancesIn(cluster: Cluster): readonly Instance[] {
  return cluster.pods.flatMap(({ owner, containers }) =>
    containers.flatMap(({ item: container, at }): Instance[] => {
      const flags = flagsOf(texts(container['args']));
      if (!(flags.get('source') ?? []).includes('crd')) return [];
      const filters = flags.get('domain-filter');
      const open = flags.has('regex-domain-filter') || flags.has('label-filter') || flags.has('annotation-filter');
      return [
        {
          owner,
          at: `${at}/args`,
          namespace: flags.get('namespace')?.[0],
          filters: open ? undefined : filters?.map(bare),
          types: new Set(flags.get('managed-record-types') ?? TYPES),
          zones: (flags.get('rfc2136-zone') ?? []).map(bare),
        },
      ];
    }),
  );
}

/** Values of each flag, written as `--flag=value` or as two arguments. */
function flagsOf(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  for (const [i, argument] of args.entries()) {
    const [, name, , value] = /^--([a-z0-9-]+)(=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) continue;
    const next = args[i + 1];
    const values = flags.get(name) ?? [];
    values.push(value ?? (next?.startsWith('--') === false ? next : ''));
    flags.set(name, values);
  }
  return flags;
}

/** The instances that read an object. */
export function readersOf(cluster: Cluster, { metadata }: KubeObject): readonly Instance[] {
  return instancesOf(cluster).filter(({ namespace }) => sameNamespace(namespace, metadata.namespace));
}

/** Whether a filter lets a name through: with a dot in front, only what is below it. */
export function passes(filter: string, name: string): boolean {
  return filter.startsWith('.') ? name.endsWith(filter) : filter === '' || isWithin(name, filter);
}

/** A record as a DNSEndpoint holds it. */
export interface DnsEntry {
  readonly object: KubeObject;
  readonly at: Pointer;
  /** In lower case, without a final dot. */
  readonly name: string;
  readonly type: string;
  readonly targets: readonly string[];
  /** Of several records that a provider chooses among. */
  readonly choice: string | undefined;
}

/** The records of a DNSEndpoint. */
export function entriesOf(object: KubeObject): readonly DnsEntry[] {
  const endpoints = kindOf(object) === 'externaldns.k8s.io/DNSEndpoint' ? each(object, 'spec.endpoints[]') : [];
  return endpoints.flatMap(({ item, at }) => {
    const [name, type] = [text(item['dnsName']), text(item['recordType'])];
    if (name === undefined || type === undefined) return [];
    const targets = texts(item['targets']);
    return [{ object, at: child(at, 'dnsName'), name: bare(name), type, targets, choice: text(item['setIdentifier']) }];
  });
}

/** Every record of the cluster. */
export function allEntries(cluster: Cluster): readonly DnsEntry[] {
  return cluster.derive('records', '', (all) => all.subjects('externaldns.k8s.io/DNSEndpoint').flatMap(entriesOf));
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** The names above one, the nearest first. */
export function* above(name: string): Iterable<string> {
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) yield name.slice(dot + 1);
}

/** Kinds whose annotations say which records they want, as `group/Kind`. */
export const ANNOTATED: readonly string[] = [
  '/Service',
  'networking.k8s.io/Ingress',
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`),
];

/** Before the names of its annotations; older releases know the second alone. */
const PREFIXES = ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'];

/**
 * The records that annotations of a Service or a route ask for, as far as they say where these lead: what a load balancer is given is known in its
 * cluster alone.
 */
export function annotatedEntries(object: KubeObject): readonly DnsEntry[] {
  const annotations = object.metadata.annotations ?? {};
  const keyOf = (name: string): string | undefined =>
    PREFIXES.map((prefix) => `${prefix}${name}`).find((key) => text(annotations[key]) !== undefined);
  const listed = (name: string): string[] =>
    (annotations[keyOf(name) ?? ''] ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const spec = fields(object['spec']);
  const given = listed('target');
  const targets = given.length > 0 ? given : spec['type'] === 'ExternalName' ? texts([spec['externalName']]) : [];
  const [hostname, choice] = [keyOf('hostname'), keyOf('set-identifier')];
  const hosts =
    object.kind === 'Ingress'
      ? each(object, 'spec.rules[]').flatMap(({ item, at }) => texts([item['host']]).map((name) => ({ name, at: child(at, 'host') })))
      : texts(spec['hostnames']).map((name, i) => ({ name, at: `/spec/hostnames/${i}` }));
  const named = hostname === undefined ? [] : listed('hostname').map((name) => ({ name, at: child('/metadata/annotations', hostname) }));
  const types = ['A', 'AAAA', 'CNAME'].filter((type) => targets.some((target) => typeOf(target) === type));
  return [...named, ...hosts].flatMap(({ name, at }) =>
    types.map((type) => ({ object, at, name: bare(name), type, targets: targets.filter((target) => typeOf(target) === type), choice })),
  );
}

function typeOf(target: string): string {
  return isAddress(target) ? addressType(target) : 'CNAME';
}

/** Every record that an object writes down or asks for, by its name. */
const published: Index<DnsEntry> = (object) => {
  const entries = ANNOTATED.includes(kindOf(object)) ? annotatedEntries(object) : entriesOf(object);
  return entries.map((entry) => [entry.name, entry]);
};

/** The records of a name. */
export function publishedAt(cluster: Cluster, name: string): readonly DnsEntry[] {
  return cluster.lookup(published, name);
}
