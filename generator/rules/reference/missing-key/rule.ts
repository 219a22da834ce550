import { objectTitle } from '../../../k8s/object.ts';
import { configMapAsks, configMapKeys } from '../../../k8s/config-maps.ts';
import { named } from '../../../k8s/cluster.ts';
import { defineRule } from '../../rule.ts';
import { asksOf, madeBy } from '../../../k8s/secrets.ts';
import { quoted, shown } from '../../../model/quoted.ts';

/** What is read by name from a Secret or a ConfigMap must be one of its keys. */
export const rule = defineRule('cluster', {
  code: 'reference/missing-key',
  severity: 'error',
  what: 'An object reads a key that its Secret or ConfigMap does not have.',
  why: 'The container does not start, and its events are the only place that says why.',
  fix: 'Correct the key, or add it to what makes the Secret or ConfigMap.',
  order: 30,
  *run(cluster) {
    for (const { by, namespace, name, key } of asksOf(cluster)) {
      if (key === undefined) continue;
      const offers = madeBy(cluster, { namespace, name });
      const known = offers.length > 0 ? offers.map(({ keys }) => keys) : [keysOf(cluster.external('Secret', namespace, name)?.keys)];
      if (known.some((keys) => keys === undefined || keys.has(key.name))) continue;
      const keys = known.flatMap((set) => [...(set ?? [])]);
      yield { object: by, path: key.at, ...wrong(named('Secret', namespace, name), key.name, keys), ...maker(offers[0]) };
    }
    for (const { by, name, key } of configMapAsks(cluster)) {
      if (key === undefined) continue;
      const namespace = by.metadata.namespace;
      const map = cluster.find('/ConfigMap', namespace, name);
      const keys = map === undefined ? keysOf(cluster.external('ConfigMap', namespace, name)?.keys) : configMapKeys(map);
      if (keys === undefined || keys.has(key.name)) continue;
      yield { object: by, path: key.at, ...wrong(named('ConfigMap', namespace, name), key.name, [...keys]) };
    }
  },
});

function keysOf(keys: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return keys === undefined ? undefined : new Set(keys);
}

function wrong(what: string, key: string, keys: readonly string[]) {
  return {
    message: `reads the key ${quoted(key)} of the ${what}, which does not have it`,
    hint: `it has ${keys.length === 0 ? 'none' : shown(keys.join(', '))}`,
  };
}

function maker(offer: ReturnType<typeof madeBy>[number] | undefined) {
  return offer === undefined ? {} : { related: [{ object: offer.by, path: offer.at, note: `made by ${objectTitle(offer.by)}` }] };
}
