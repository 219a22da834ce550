import type { KubeObject } from '../../k8s/object.ts';

/** The agent that one of our objects is of; undefined for what is of a region, or of people. */
export function agentOf(object: KubeObject): string | undefined {
  const labels = object.metadata.labels;
  return labels?.['app.kubernetes.io/component'] === 'agent' ? labels['app.kubernetes.io/name'] : undefined;
}
