import { visitField } from './fields.ts';
import { isSelected } from './id.ts';
import { setPlainKey, textNode, type Origin } from './node.ts';
import type { Resources } from './resources.ts';
import { Refused } from './stop.ts';
import type { FieldSpec } from './tables.ts';

/** Labels or annotations, each with the place where it is written. */
export type Pairs = ReadonlyMap<string, { readonly value: string; readonly at: Origin }>;

/** Write pairs into every field that is meant. */
export function setPairs(resources: Resources, pairs: Pairs, specs: readonly FieldSpec[]): void {
  for (const { root } of resources.all())
    for (const key of [...pairs.keys()].sort()) {
      const { value, at } = pairs.get(key) as { value: string; at: Origin };
      const written = textNode(value, at);
      for (const spec of specs)
        visitField(root, spec, { kind: 'map', at }, (node) => {
          if (node.kind !== 'map') throw new Refused(`${spec.path} is no map`, node.at);
          setPlainKey(node, key, written, at);
        });
    }
}

/** Fields of one list and another, each once. @throws Refused where the two do not agree on whether a field is made */
export function mergedSpecs(some: readonly FieldSpec[], more: readonly FieldSpec[], at: Origin): FieldSpec[] {
  const result = [...some];
  for (const spec of more) {
    const there = result.find((each) => each.path === spec.path && isSelected(patternOf(each), spec));
    if (there === undefined) result.push(spec);
    else if ((there.create === true) !== (spec.create === true)) throw new Refused(`fields says otherwise of ${spec.path} than Kustomize itself`, at);
  }
  return result;
}

function patternOf({ group = '', version = '', kind = '' }: FieldSpec): { group: string; version: string; kind: string } {
  return { group, version, kind };
}
