// What nearly every rule needs, by one name: what a rule is, how to look into objects, and how to name things in messages.
export * from '../k8s/cluster.ts';
export * from '../k8s/look.ts';
export * from '../k8s/object.ts';
export * from '../k8s/shown.ts';
export * from '../model/data.ts';
export * from '../model/memo.ts';
export * from '../model/pointer.ts';
export * from '../model/quoted.ts';
export * from './rule.ts';
