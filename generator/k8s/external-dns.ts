import type { Cluster } from './cluster.ts';
import { kindOf, sameNamespace } from './cluster.ts';
import { isWithin } from './hosts.ts';
import { each, text, texts } from './look.ts';
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
