import { serves } from '../../../fleet/versions/serves.ts';
import { FILLED_IN } from '../../../k8s/filled-in.ts';
import { defineRule, each } from '../../kit.ts';

/** Only of what Argo CD delivers: `kubectl apply` compares nothing. */
export const rule = defineRule('cluster', {
  code: 'object/filled-in-later',
  severity: 'warning',
  what: 'An object leaves out fields that the cluster fills in, where Argo CD compares them.',
  why: 'Argo CD sees a difference that no sync removes: the Application stays OutOfSync, and is synced again and again.',
  fix: 'Write the fields with the values that the cluster gives them; the hint has both.',
  order: 381,
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

/** As YAML has it: a star alone would be an alias. */
function written(value: string): string {
  return value === '*' ? '"*"' : value;
}
