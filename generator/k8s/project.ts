import { group, isClusterKind, type KubeObject } from './object.ts';
import { globMatches } from './glob.ts';
import { each, fields, text, texts, type Fields, type Placed } from './look.ts';

/** Where an Application goes. */
interface Destination {
  readonly server: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The cluster that Argo CD itself runs in has a name and an address of its own. */
const OWN = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

/** A destination as Argo CD compares it: the one of name and address that is not written is known for its own cluster alone. */
export function destinationOf(value: unknown): Destination {
  const given = fields(value);
  const [server, name, namespace] = [text(given['server']), text(given['name']), text(given['namespace'])];
  const own = server === OWN.server || name === OWN.name;
  return own ? { ...OWN, namespace } : { server, name, namespace };
}

/** Patterns of sources, which may begin with `!` to refuse. */
export function allowsSource(project: KubeObject, repository: string): boolean {
  const wanted = normalAddress(repository);
  const patterns = texts(fields(project['spec'])['sourceRepos']);
  if (patterns.some((pattern) => isDeny(pattern) && globMatches(normalAddress(pattern.slice(1)), wanted, '/'))) return false;
  return patterns.some((pattern) => (isDeny(pattern) ? true : globMatches(normalAddress(pattern), wanted, '/')));
}

/**
 * Whether a project allows a destination: one of its entries must, and none may refuse it by `!`. What is not known, such as
 * the address of a cluster that goes by its name, fits every pattern and is refused by none.
 */
export function allowsDestination(project: KubeObject, destination: Destination): boolean {
  let allowed = false;
  for (const { item } of each(project, 'spec.destinations[]')) {
    if (KEYS.some((key) => isRefused(item, key, destination))) return false;
    allowed ||= (fits(item, 'server', destination) || fits(item, 'name', destination)) && fits(item, 'namespace', destination);
  }
  return allowed;
}

const KEYS = ['server', 'name', 'namespace'] as const;

function fits(item: Fields, key: (typeof KEYS)[number], destination: Destination): boolean {
  const [pattern, value] = [text(item[key]), destination[key]];
  if (pattern === undefined) return false;
  if (value === undefined) return true;
  return isDeny(pattern) ? !globMatches(pattern.slice(1), value) : globMatches(pattern, value);
}

function isRefused(item: Fields, key: (typeof KEYS)[number], destination: Destination): boolean {
  const [pattern, value] = [text(item[key]), destination[key]];
  return pattern !== undefined && value !== undefined && isDeny(pattern) && globMatches(pattern.slice(1), value);
}

/**
 * The list by which a project refuses to have an object written; undefined if none does. A kind of which nobody here knows
 * whether it has a namespace is refused only if it would be either way.
 */
export function refusingList(project: KubeObject, object: KubeObject): string | undefined {
  const lists = isClusterKind(object) ? CLUSTER_LISTS : BUILT_IN.test(group(object)) ? NAMESPACE_LISTS : [...NAMESPACE_LISTS, ...CLUSTER_LISTS];
  const refusing = lists.map(([allowed, refused, open]) => {
    const names = each(project, `spec.${allowed}[]`);
    if (!(open && names.length === 0) && !names.some(({ item }) => isOfKind(object, item))) return allowed;
    return each(project, `spec.${refused}[]`).some(({ item }) => isOfKind(object, item)) ? refused : undefined;
  });
  return refusing.includes(undefined) ? undefined : refusing[0];
}

/** Lists of what is allowed and of what is refused; and whether the first one allows everything where it is not there. */
const NAMESPACE_LISTS = [['namespaceResourceWhitelist', 'namespaceResourceBlacklist', true]] as const;
const CLUSTER_LISTS = [['clusterResourceWhitelist', 'clusterResourceBlacklist', false]] as const;

/** Groups of which every kind without a namespace is known to {@link isClusterKind}. */
const BUILT_IN = /^(?:apps|batch|autoscaling|policy)?$/;

function isOfKind(object: KubeObject, item: Fields): boolean {
  const [names, kind] = [item['group'] ?? '', text(item['kind'])];
  return typeof names === 'string' && kind !== undefined && globMatches(names, group(object)) && globMatches(kind, object.kind);
}

export function isDeny(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** One way to write an address of Git, which may be written in several: capitals, `.git`, `git@host:path`. */
export function normalAddress(address: string): string {
  const trimmed = address
    .trim()
    .toLowerCase()
    .replace(/\.git$/, '');
  return /^[^/:]*@[^@]+$/.test(trimmed) ? trimmed.replace(':', '/') : trimmed.replace(/^ssh:\/\//, '');
}

/** Every source that the specification of an Application names, each with its place. */
export function sourcesOf({ item, at }: Placed): readonly Placed[] {
  const several = each({ item, at }, 'sources[]');
  if (several.length > 0) return several;
  const dry = fields(item['sourceHydrator'])['drySource'];
  return dry === undefined ? [{ item: fields(item['source']), at: `${at}/source` }] : [{ item: fields(dry), at: `${at}/sourceHydrator/drySource` }];
}
