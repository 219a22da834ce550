import { group } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import type { ObjectFinding, Rule } from '../rules/rule.ts';
import { rulesOf } from '../rules/rules.ts';

const rules = rulesOf('object');

const byKind = new Map<string, readonly Rule<'object'>[]>();

function rulesFor(object: KubeObject): readonly Rule<'object'>[] {
  return memo(byKind, `${object.apiVersion}/${object.kind}`, () => {
    const kind = `${group(object)}/${object.kind}`;
    return rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  });
}

/**
 * Everything that is wrong with one object by itself: its shape, held against the closed schema of its kind, and the
 * rules that a schema cannot say.
 * @param object as a cluster would receive it: no region slots
 */
export function faultsOf(object: KubeObject): ObjectFinding[] {
  const faults: ObjectFinding[] = [];
  for (const rule of rulesFor(object)) for (const fault of rule.run(object)) faults.push({ rule, ...fault });
  return faults;
}
