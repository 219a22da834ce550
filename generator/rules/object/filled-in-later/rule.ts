import { serves } from '../../../fleet/versions/serves.ts';
import { FILLED_IN } from '../../../k8s/filled-in.ts';
import { filledIn } from '../../../k8s/crd/filled-in.ts';
import { defineRule, each, shownValue } from '../../kit.ts';

const words = {
  code: 'object/filled-in-later',
  severity: 'warning',
  what: 'An object leaves out fields that the cluster fills in, where Argo CD compares them.',
  why: 'Argo CD sees a difference that no sync removes: the Application stays OutOfSync, and is synced again and again.',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/',
  fix: 'Write the fields with the values that the cluster gives them; the hint has both.',
  order: 381,
} as const;

/** Only of what Argo CD delivers: `kubectl apply` compares nothing. */
const ofKnownKinds = defineRule('cluster', {
  ...words,
  *run(cluster) {
    if (!cluster.whole) return;
    for (const [kind, rows] of Object.entries(FILLED_IN)) {
      for (const object of cluster.subjects(kind)) {
        for (const { at: path, fields, feature } of rows) {
          if (feature !== undefined && !serves(cluster.versions, feature)) continue;
          const places = each(object, path).flatMap(({ item, at }) => {
            const missing = Object.keys(fields).filter((key) => item[key] === undefined);
            return missing.length === 0 ? [] : [{ at, missing }];
          });
          const [first] = places;
          if (first === undefined) continue;
          const missing = Object.keys(fields).filter((key) => places.some((place) => place.missing.includes(key)));
          const more = places.length === 1 ? '' : `, here and in ${places.length - 1} more`;
          yield {
            object,
            path: first.at,
            message: `leaves out ${missing.join(', ')}${more}, which the cluster fills in and Argo CD compares`,
            hint: `write ${missing.map((key) => `${key}: ${written(fields[key] ?? '')}`).join(', ')}`,
          };
        }
      }
    }
  },
});

/** Of kinds that people bring, what their definition fills in. */
const ofOwnKinds = defineRule('object', {
  ...words,
  forgives: (_, { whole }) => !whole,
  *run(object, kinds) {
    const schema = kinds.versionOf(object)?.schema;
    const places = schema === undefined ? [] : [...filledIn(schema, object, '')];
    const [first] = places;
    if (first === undefined) return;
    const same = places.filter(({ key }) => key === first.key);
    yield {
      path: first.at,
      message: `leaves out ${first.key}${same.length === 1 ? '' : `, here and in ${same.length - 1} more`}, which the cluster fills in and Argo CD compares`,
      hint: `write ${first.key}: ${shownValue(first.value)}`,
    };
  },
});

export const rule = [ofKnownKinds, ofOwnKinds];

/** As YAML has it: a star alone would be an alias. */
function written(value: string): string {
  return value === '*' ? '"*"' : value;
}
