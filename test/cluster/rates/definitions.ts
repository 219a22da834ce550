// Kinds that upstream ships with what it publishes manifests of: the server knows them, and lint is given those that it does not know by itself.
import { isDefinition } from '../../../generator/k8s/crd/definition.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { crds } from '../programs/crds.ts';
import { publishedDefinitions } from '../programs/kinds.ts';
import type { Published } from './corpus.ts';

const SHIPPED =
  /argo-cd\/v3@[^/]+\/manifests\/crds\/|\/external-secrets@[^/]+\/config\/crds\/bases\/|example\/prometheus-operator-crd\/|contour@[^/]+\/examples\/contour\/01-crds|\/velero@[^/]+\/config\/crd\/v1\/bases|cert-manager@[^/]+\/deploy\/crds/;

export function definitionsOf(corpus: readonly Published[]): KubeObject[] {
  const ours = new Set(crds().map(({ metadata }) => metadata.name));
  const all = [...publishedDefinitions(), ...corpus.filter(({ path }) => SHIPPED.test(path)).flatMap(({ objects }) => objects)];
  const found = new Map<string, KubeObject>();
  for (const object of all.filter((each) => isDefinition({ ...each }))) {
    const { name } = object.metadata;
    if (!ours.has(name) && !found.has(name)) found.set(name, object);
  }
  return [...found.values()];
}
