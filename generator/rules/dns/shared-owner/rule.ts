import { isWithin } from '../../../k8s/hosts.ts';
import { defineRule, memo, objectTitle, quoted, shown, texts, type Cluster, type KubeObject } from '../../kit.ts';

interface Writer {
  readonly object: KubeObject;
  readonly path: string;
  readonly id: string;
  readonly zones: readonly string[];
  /** What says which zones it writes besides: its provider, and of AWS public or private ones. */
  readonly realm: Readonly<Record<string, string>>;
}

const OWNER = '--txt-owner-id=';
const HINT = 'give each instance an owner id and a domain filter of its own';

const isOwner = (argument: string): boolean => argument.startsWith(OWNER);

const WORDS = {
  code: 'dns/shared-owner',
  severity: 'error',
  what: 'Two instances of ExternalDNS, in one cluster or in two, write under one owner id into the same names.',
  why: 'Each believes that the records of the other are its own, and deletes them.',
  fix: 'Give each an owner id and a domain filter of its own.',
} as const;

/** Two instances of ExternalDNS with one owner id take each other's records for their own and delete them. */
const inOne = defineRule('cluster', {
  ...WORDS,
  *run(cluster) {
    for (const writer of writersIn(cluster)) {
      const all = cluster.derive('writers of records', '', writersIn);
      const before = all.slice(
        0,
        all.findIndex(({ object, path }) => object === writer.object && path === writer.path),
      );
      // The same object twice is one of two alternatives, as documentation has them.
      const other = before.find((each) => objectTitle(each.object) !== objectTitle(writer.object) && collide(each, writer));
      if (other === undefined) continue;
      yield {
        object: writer.object,
        path: writer.path,
        message: `writes as ${quoted(writer.id)}, as ${objectTitle(other.object)} does, into the same names`,
        hint: HINT,
        related: [{ object: other.object, path: other.path, note: 'the other one' }],
      };
    }
  },
});

/** The same of instances in several clusters, which write into one zone. */
const inSeveral = defineRule('clusters', {
  ...WORDS,
  *run(clusters) {
    const owners = new Map<string, (Writer & { readonly region: string })[]>();
    for (const [region, cluster] of clusters) {
      for (const { id, zones, ...writer } of writersIn(cluster)) {
        const [owner, ...written] = [id, ...zones].map((text) => cluster.filled(text)) as [string, ...string[]];
        memo(owners, owner, () => []).push({ ...writer, id: owner, zones: written, region });
      }
    }
    for (const [id, writers] of owners) {
      const among = writers.filter((each) => writers.some((other) => other.region !== each.region && collide(each, other)));
      const [first] = among;
      const other = among.find(({ region }) => region !== first?.region);
      if (first === undefined || other === undefined) continue;
      yield {
        ...first,
        message: `${among.length} instances of ExternalDNS in ${new Set(among.map(({ region }) => region)).size} clusters write as ${quoted(id)} into the same names`,
        hint: HINT,
        related: [{ ...other, note: `another, in ${shown(other.region)}` }],
      };
    }
  },
});

export const rule = [inOne, inSeveral] as const;

function writersIn(cluster: Cluster): readonly Writer[] {
  const writers: Writer[] = [];
  for (const { owner, containers } of cluster.pods) {
    for (const { item: container, at } of containers) {
      const args = texts(container['args']);
      const index = args.findIndex(isOwner);
      if (index === -1) continue;
      const zones = args.filter((arg) => arg.startsWith('--domain-filter=')).map((arg) => arg.slice(16));
      writers.push({
        object: owner,
        path: `${at}/args/${index}`,
        id: (args[index] as string).slice(OWNER.length),
        zones,
        realm: realmOf(args),
      });
    }
  }
  return writers;
}

function collide(a: Writer, b: Writer): boolean {
  return a.id === b.id && overlap(a.zones, b.zones) && REALM.every((key) => (a.realm[key] ?? b.realm[key]) === (b.realm[key] ?? a.realm[key]));
}

/** Settings in which instances that differ write into different zones; where one says nothing, it may write into all. */
const REALM = ['provider', 'aws-zone-type'];

function realmOf(args: readonly string[]): Record<string, string> {
  return Object.fromEntries(REALM.flatMap((key) => args.filter((arg) => arg.startsWith(`--${key}=`)).map((arg) => [key, arg.slice(key.length + 3)])));
}

function overlap(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return true;
  return a.some((x) => b.some((y) => isWithin(x, y) || isWithin(y, x)));
}
