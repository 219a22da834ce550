// Namespace, prefix and suffix of names, and counts of replicas.
import { visitField } from './fields.ts';
import { idKey, isSelected, titleOf } from './id.ts';
import { field, isMissing, setField, setString, textNode, textOf, type Node, type Origin } from './node.ts';
import type { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import { Refused } from './stop.ts';
import { tables } from './tables.ts';

export function setNamespace(resources: Resources, namespace: string, at: Origin): void {
  const set = (node: Node): void => {
    if (node.kind !== 'scalar') throw new Refused('a namespace is to be written where something else stands', node.at);
    setString(node, namespace, at);
  };
  const keys = new Map<string, number>();
  const all = resources.all();
  for (const each of all) keys.set(idKey(each.id()), (keys.get(idKey(each.id())) ?? 0) + 1);
  for (const each of all) {
    const before = idKey(each.id());
    each.storeId();
    const { root } = each;
    if (!each.id().isCluster) visitField(root, { path: 'metadata/namespace', create: true }, { kind: 'scalar', at }, set);
    if (each.kind === 'RoleBinding' || each.kind === 'ClusterRoleBinding') setSubjects(root, set, at);
    for (const spec of tables().fields.namespace) {
      // Other groups have kinds of that name as well.
      if (spec.path === 'metadata/name' && each.apiVersion !== 'v1') continue;
      visitField(root, spec, { kind: 'scalar', at }, set);
    }
    const after = idKey(each.id());
    keys.set(before, (keys.get(before) as number) - 1);
    keys.set(after, (keys.get(after) ?? 0) + 1);
    if ((keys.get(after) as number) > 1)
      throw new Refused(`with the namespace ${namespace} ${titleOf(each.id())} would be there twice`, at, 'give one of the two another name');
  }
  resources.changed();
}

/** Only the ServiceAccount that every namespace has is taken for one of this namespace. */
function setSubjects(root: Node, set: (node: Node) => void, at: Origin): void {
  const subjects = field(root, 'subjects');
  if (isMissing(subjects)) return;
  if (subjects?.kind !== 'list') throw new Refused('subjects is no list', subjects?.at);
  for (const subject of subjects.items) {
    if (subject.kind !== 'map') throw new Refused('an item of subjects is no map', subject.at);
    if (textOf(field(subject, 'name')) !== 'default') continue;
    if (field(subject, 'namespace') === undefined) setField(subject, 'namespace', textNode('', at));
    set(field(subject, 'namespace') as Node);
  }
}

/** Kinds whose names are their meaning. */
const KEPT = [{ kind: 'CustomResourceDefinition' }, { group: 'apiregistration.k8s.io', kind: 'APIService' }, { kind: 'Namespace' }];

/** Put something before or behind every name. */
export function setAffix(resources: Resources, side: 'prefixes' | 'suffixes', text: string): void {
  for (const each of resources.all()) {
    if (KEPT.some((kind) => isSelected(each.originalId(), kind))) continue;
    each[side] = [...each[side], text];
    each.storeId();
    const name = field(field(each.root, 'metadata'), 'name') as Node;
    // The name is where somebody looks for it.
    each.setMeta('name', side === 'prefixes' ? `${text}${each.name}` : `${each.name}${text}`, name.at);
  }
  resources.changed();
}

export function setReplicas(resources: Resources, name: string, count: number, at: Origin): void {
  resources.work.look(resources.all().length, at);
  const found = new Set<Resource>();
  for (const spec of tables().fields.replicas)
    for (const each of resources.withAnyId((id) => id.name === name && isSelected(id, spec))) {
      found.add(each);
      visitField(each.root, spec, { kind: 'scalar', at }, (node) => {
        if (node.kind !== 'scalar') throw new Refused('spec.replicas is no number', node.at);
        Object.assign(node, { text: String(count), tag: 'int', isQuoted: false, at });
      });
    }
  if (found.size === 0)
    throw new Refused(`replicas is for ${name}, and no Deployment, StatefulSet, ReplicaSet or ReplicationController is called so`, at);
}
