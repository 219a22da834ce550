import type { KubeObject } from '../kube/object.ts';
import { globMatches } from './glob.ts';
import { fields, maps, text, texts } from './look.ts';
import type { Fields } from './look.ts';

/** Where an Application goes. */
export interface Destination {
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
  const wanted = normal(repository);
  const patterns = texts(fields(project['spec'])['sourceRepos']);
  if (patterns.some((pattern) => isDeny(pattern) && globMatches(normal(pattern.slice(1)), wanted, '/'))) return false;
  return patterns.some((pattern) => (isDeny(pattern) ? true : globMatches(normal(pattern), wanted, '/')));
}

/**
 * Whether a project allows a destination: one of its entries must, and none may refuse it by `!`. What is not known, such as
 * the address of a cluster that goes by its name, fits every pattern and is refused by none.
 */
export function allowsDestination(project: KubeObject, destination: Destination): boolean {
  let allowed = false;
  for (const { item } of maps(fields(project['spec'])['destinations'], '')) {
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

export function isDeny(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** One way to write an address of Git, which may be written in several: capitals, `.git`, `git@host:path`. */
function normal(address: string): string {
  const trimmed = address
    .trim()
    .toLowerCase()
    .replace(/\.git$/, '');
  return /^[^/:]*@[^@]+$/.test(trimmed) ? trimmed.replace(':', '/') : trimmed.replace(/^ssh:\/\//, '');
}

/** Every source of an Application, each with its place. */
export function sourcesOf(application: KubeObject): { readonly item: Fields; readonly at: string }[] {
  const spec = fields(application['spec']);
  const several = maps(spec['sources'], '/spec/sources');
  if (several.length > 0) return several;
  const dry = fields(spec['sourceHydrator'])['drySource'];
  return dry === undefined ? [{ item: fields(spec['source']), at: '/spec/source' }] : [{ item: fields(dry), at: '/spec/sourceHydrator/drySource' }];
}
