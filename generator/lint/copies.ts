import { memo } from '../model/memo.ts';
import { equal } from '../model/data.ts';
import { objectId, type KubeObject } from '../k8s/object.ts';

export interface Copies {
  readonly distinct: readonly KubeObject[];
  /** What else stands for an object. */
  readonly copies: ReadonlyMap<KubeObject, readonly KubeObject[]>;
}

/**
 * Objects that the input holds several times, word for word, as copies of a fleet do: a cluster has each once, and they neither take
 * room twice nor clash with themselves.
 */
export function withoutCopies(objects: readonly KubeObject[]): Copies {
  const named = new Map<string, KubeObject[]>();
  const copies = new Map<KubeObject, KubeObject[]>();
  const distinct = objects.filter((object) => {
    const id = objectId(object);
    const others = named.get(id);
    const first = others?.slice(0, MOST).find((other) => equal(other, object));
    // Nearly every list stays as short as it begins.
    if (others === undefined) named.set(id, [object]);
    else if (first === undefined) others.push(object);
    else memo(copies, first, () => []).push(object);
    return first === undefined;
  });
  return { distinct, copies };
}

/** So many alternatives of one name are looked at: more are no copies of a few. */
const MOST = 20;
