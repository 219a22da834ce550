// https://external-secrets.io/latest/api/externalsecret/  https://github.com/bitnami-labs/sealed-secrets
import { schemaAt } from '../../../fleet/schema/schemas.ts';
import { goSeconds } from '../../../k8s/duration.ts';
import { text } from '../../../k8s/look.ts';
import { equal, get, isMap } from '../../../model/data.ts';
import { any, becomes, longer, setting, when } from '../rule.ts';
import type { Rule, Spot } from '../rule.ts';
import type { Table } from '../table.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { METADATA } from './metadata.ts';

/** Seconds. */
const DAY = 24 * 60 * 60;

const DEFAULT_STORE: unknown = schemaAt(['components', 'secrets', 'store'])?.default;

const store: Rule = setting({
  weigh: (_, after, spot) =>
    spot.verb === 'create' && get(after, ['name']) === DEFAULT_STORE ? undefined : { class: 'power', says: 'Secrets come from another store' },
});

/** Paths in the store that items read. */
function keys(items: unknown): string[] {
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => {
    const ref = get(item, ['remoteRef']) ?? get(item, ['extract']) ?? item;
    return JSON.stringify(
      isMap(ref)
        ? [ref['key'], ref['property'], ref['version'], isMap(item) ? item['sourceRef'] : undefined, isMap(item) ? item['find'] : undefined]
        : ref,
    );
  });
}

const filling: Rule = {
  weigh(before, after, spot) {
    const old = keys(before);
    if (keys(after).some((key) => !old.includes(key)))
      return { class: 'identity', says: 'the Secret is filled from another place of the store, perhaps that of another agent or region' };
    if (spot.verb === 'create' || equal(before, after)) return undefined;
    return { class: 'work', effect: 'weakens', says: 'the Secret has other keys: pods that read an old one cannot start' };
  },
};
const data = setting(filling, keys);

/** Whether pods of the cluster still read the Secret. */
const read = ({ before, cluster }: Spot): boolean =>
  cluster.refersTo('Secret', (before as KubeObject).metadata.namespace, (before as KubeObject).metadata.name);

const GONE = when((_before, _after, spot) => read(spot), 'work', 'the Secret goes: pods that mount it cannot start', {
  effect: 'stops',
  always: true,
});

const external: Table = {
  kinds: ['external-secrets.io/ExternalSecret'],
  fields: {
    ...METADATA,
    'spec.secretStoreRef': store,
    'spec.data': data,
    'spec.dataFrom': data,
    'spec.refreshInterval': when(
      (before, after) =>
        after === undefined || /^0/.test(text(after) ?? '') || (longer(before, after) && (goSeconds(text(after) ?? '') ?? Infinity) > DAY),
      'work',
      'the Secret is never read again, or after more than a day: a rotated key does not arrive',
      { effect: 'weakens', always: true },
    ),
    'spec.refreshPolicy': when(
      (_, after) => after !== undefined && after !== 'Periodic',
      'work',
      'the Secret is never read again: a rotated key does not arrive',
      { effect: 'weakens', always: true },
    ),
    'spec.syncWindows': when((_, after) => after !== undefined, 'work', 'the Secret is not read at certain hours: a rotated key arrives later', {
      effect: 'weakens',
    }),
    'spec.target': any('identity', 'another Secret is written, or in another form'),
    'spec.target.manifest': any(
      'power',
      'values of the store are written into another kind of object, which others may read, or which does something',
    ),
    'spec.target.deletionPolicy': when(becomes('Delete', 'Merge'), 'loss', 'the Secret is deleted when the store no longer has it'),
    'spec.target.creationPolicy': any('loss', 'the Secret changes its owner, and goes or stays with it'),
    'spec.target.immutable': when(becomes(true), 'work', 'the Secret can never be rotated', { effect: 'weakens', always: true }),
  },
  gone: GONE,
  brought: any('identity', 'a Secret is filled from the store'),
};

const sealed: Table = {
  kinds: ['bitnami.com/SealedSecret'],
  fields: {
    ...METADATA,
    'metadata.annotations': any('identity', 'the Secret may be unsealed under other names'),
    'spec.encryptedData': any('identity', 'the Secret has another content, which nobody can read here'),
    'spec.data': any('identity', 'the Secret has another content, which nobody can read here'),
    'spec.template': any('identity', 'another Secret is written, or in another form'),
  },
  gone: GONE,
  brought: any('identity', 'a Secret is made of a content that nobody can read here'),
};

export const secrets: readonly Table[] = [external, sealed];
