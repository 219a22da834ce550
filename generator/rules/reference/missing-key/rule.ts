import { referencesIn } from '../../../k8s/references.ts';
import { madeBy } from '../../../k8s/secrets.ts';
import { defineRule, fields, named, objectTitle, quoted, shown, type KubeObject } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/missing-key',
  severity: 'error',
  what: 'An object reads a key that its Secret or ConfigMap does not have.',
  why: 'The container does not start, and its events are the only place that says why.',
  fix: 'Correct the key, or add it to what makes the Secret or ConfigMap.',
  order: 30,
  *run(cluster) {
    for (const { by, kind, namespace, name, key } of referencesIn(cluster)) {
      if (key === undefined) continue;
      const bare = kind.slice(1);
      const offers = kind === '/Secret' ? madeBy(cluster, { namespace, name }) : [];
      const map = kind === '/Secret' ? undefined : cluster.find(kind, namespace, name);
      const there = (): ReadonlySet<string> | undefined =>
        map === undefined ? keysOf(cluster.external(bare, namespace, name)?.keys) : configMapKeys(map);
      const known = offers.length > 0 ? offers.map(({ keys }) => keys) : [there()];
      if (known.some((keys) => keys === undefined || keys.has(key.name))) continue;
      const keys = known.flatMap((set) => [...(set ?? [])]);
      const [offer] = offers;
      yield {
        object: by,
        path: key.at,
        message: `reads the key ${quoted(key.name)} of the ${named(bare, namespace, name)}, which does not have it`,
        hint: `it has ${keys.length === 0 ? 'none' : shown(keys.join(', '))}`,
        related: offer && [{ object: offer.by, path: offer.at, note: `made by ${objectTitle(offer.by)}` }],
      };
    }
  },
});

function keysOf(keys: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return keys === undefined ? undefined : new Set(keys);
}

function configMapKeys(map: KubeObject): ReadonlySet<string> {
  return new Set([...Object.keys(fields(map['data'])), ...Object.keys(fields(map['binaryData']))]);
}
