import { posix } from 'node:path';
import { isFleets } from '../../../k8s/agent.ts';
import { child, defineRule, isMap, objectTitle, remembered, shown, type Cluster, type KubeObject, type Pointer } from '../../kit.ts';

const KINDS = ['ExternalSecret', 'ClusterExternalSecret', 'PushSecret'].map((kind) => `external-secrets.io/${kind}`);

/** Below the prefix of the store each region has a folder of its own: `<prefix>/<region>/<namespace>/<name>`. */
export const rule = defineRule('clusters', {
  code: 'security/other-region-secret',
  severity: 'error',
  what: "An ExternalSecret reads what lies under another region's path of the store, or under all of them.",
  why: 'Secrets are apart so that whoever takes over one cluster has those of one region.',
  fix: 'Read the path of the own region; what several regions share lies beside their paths.',
  *run(clusters) {
    const prefixes = new Set([...clusters].flatMap(([region, cluster]) => [...prefixesOf(cluster, region)]));
    for (const [region, cluster] of clusters) {
      for (const { object, at, path, all } of pathsIn(cluster)) {
        const other = ownerOf(path, region, clusters, prefixes);
        const whole = all && [...prefixes].some((prefix) => path === '' || prefix === path || prefix.startsWith(`${path}/`));
        if (other === undefined && !whole) continue;
        yield {
          object,
          path: at,
          region,
          message: `${cluster.filled(objectTitle(object))} in ${region} ${other === undefined ? 'looks among the Secrets of every region' : `names ${shown(path)}, which is for ${other}`}`,
          hint: `name the path of ${region}; what regions share lies beside their paths`,
        };
      }
    }
  },
});

function normal(key: string): string {
  return posix.normalize(key).replace(/^(?:\.{0,2}\/)+|^\.$|\/+$/g, '');
}

/** Where the fleet's own Secrets lie, as the objects that it makes say. */
function* prefixesOf(cluster: Cluster, region: string): Iterable<string> {
  for (const { object, path } of pathsIn(cluster)) {
    if (object.kind !== 'ExternalSecret' || !isFleets(object)) continue;
    const suffix = `/${region}/${object.metadata.namespace}/${object.metadata.name}`;
    if (path.endsWith(suffix)) yield path.slice(0, -suffix.length);
  }
}

/** The other region that a path belongs to: by the part behind a prefix, else by the first part that is called like a region. */
function ownerOf(path: string, own: string, clusters: ReadonlyMap<string, Cluster>, prefixes: ReadonlySet<string>): string | undefined {
  const prefix = [...prefixes].find((each) => path.startsWith(`${each}/`));
  const parts = (prefix === undefined ? path : path.slice(prefix.length + 1)).split('/');
  const owner = prefix === undefined ? parts.find((part) => clusters.has(part)) : parts[0];
  return owner !== undefined && owner !== own && clusters.has(owner) ? owner : undefined;
}

interface Named extends Omit<Key, 'key'> {
  readonly object: KubeObject;
  readonly path: string;
}

/** The paths that the objects of a cluster name, as the cluster will see them. */
const pathsIn = remembered((cluster: Cluster): readonly Named[] =>
  cluster.subjects(...KINDS).flatMap((object) => keysOf(object).map(({ at, key, all }) => ({ object, at, all, path: normal(cluster.filled(key)) }))),
);

interface Key {
  readonly at: Pointer;
  readonly key: string;
  /** Whether everything below it is read. */
  readonly all: boolean;
}

/** The paths of a store that an object names, to read or to write; regions have most objects in common. */
const keysOf = remembered((object: KubeObject): readonly Key[] => [...keysIn(object['spec'], '/spec')]);

function* keysIn(value: unknown, at: Pointer): Iterable<Key> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* keysIn(item, child(at, i));
  if (!isMap(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const here = child(at, name);
    if (name === 'find' && isMap(item)) {
      const path = item['path'];
      yield typeof path === 'string' ? { at: child(here, 'path'), key: path, all: true } : { at: here, key: '', all: true };
    } else if (typeof item === 'string' && ((name === 'key' && /\/(?:remoteRef|extract)$/.test(at)) || name === 'remoteKey')) {
      yield { at: here, key: item, all: false };
    } else yield* keysIn(item, here);
  }
}
