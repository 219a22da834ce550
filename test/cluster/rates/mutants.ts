// Objects that a server takes, with one thing changed in each: as many of each kind, over all of its fields.
import { createHash } from 'node:crypto';
import type { Schema } from '../../../generator/k8s/crd/schema.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { changed } from '../by-schema.ts';
import { damage } from '../damage.ts';
import type { Damaged } from '../damage.ts';
import { varied } from './varied.ts';

/** Of a kind at most; of those that hold pods, more, since they have most fields. */
const MOST = 450;
const OF_PODS = 1500;

/** Maps with keys that people choose: one key stands for all. */
const FREE =
  /\/(labels|annotations|data|binaryData|stringData|matchLabels|nodeSelector|limits|requests|capacity|hard|selector|parameters|volumeAttributes|default|defaultRequest|min|max|overhead|allocatable)\/[^]+$/;
const PODS = /\/(Pod|Deployment|Service|StatefulSet)$/;

/** Fields that a cluster writes, and such as say only which object it is. */
const NOT_MEANT =
  / (status|apiVersion|kind|metadata\/(managedFields|resourceVersion|uid|selfLink|ownerReferences|creationTimestamp|generation|name|namespace|generateName|deletionTimestamp|deletionGracePeriodSeconds))(\/|$)/;

type Ordered = Damaged & { readonly order: string };

const byOrder = (a: Ordered, b: Ordered): number => (a.order < b.order ? -1 : 1);

/** Larger ones are changed in fewer ways than they have bytes. */
const MOST_BYTES = 12_000;

/**
 * @param objects each of which the server takes
 * @param seed draws other mutants, and of other objects, than those that the project's figures are about
 */
export function mutantsOf(objects: readonly KubeObject[], schemaOf: (object: KubeObject) => Schema | undefined, seed = ''): Damaged[] {
  const byKind = new Map<string, KubeObject[]>();
  const order = (text: string): string => createHash('sha256').update(`${seed}${text}`).digest('hex');
  const drawn = seed === '' ? objects : objects.toSorted((a, b) => (order(JSON.stringify(a)) < order(JSON.stringify(b)) ? -1 : 1));
  for (const object of drawn) {
    if (JSON.stringify(object).length > MOST_BYTES) continue;
    const kind = `${object.apiVersion}/${object.kind}`;
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [object]);
    // Those of different projects have different fields.
    else if (known.length < 60) known.push(object);
  }
  return [...byKind].flatMap(([kind, all]) => {
    const seen = new Set<string>();
    const made: Ordered[] = [];
    for (const one of [...damage(all), ...changed(all, schemaOf), ...(seed === '' ? [] : varied(all, seed))]) {
      const field = one.field.replace(FREE, '/$1/*');
      const key = `${field} ${one.value}`;
      if (seen.has(key) || NOT_MEANT.test(field) || (/metadata\/(labels|annotations)\/\*/.test(field) && !PODS.test(kind))) continue;
      seen.add(key);
      if (made.length > 3 * OF_PODS) made.sort(byOrder).splice(OF_PODS);
      made.push({ ...one, field, order: order(key) });
    }
    return made.sort(byOrder).slice(0, PODS.test(kind) ? OF_PODS : MOST);
  });
}
