import { ROOT_CERTIFICATES } from '../../../k8s/references.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { first, none, when } from '../rule.ts';
import type { Spot } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA } from './metadata.ts';

/** Whether pods of the cluster read the ConfigMap. */
function isRead(_before: unknown, _after: unknown, { before, after, cluster }: Spot): boolean {
  const { namespace, name } = ((after ?? before) as KubeObject).metadata;
  return cluster.refersTo('ConfigMap', namespace, name);
}

const READ = when(isRead, 'work', 'pods that read it see other settings, at once or at their next start', { effect: 'restarts' });

const configMap: Table = {
  kinds: ['/ConfigMap'],
  fields: { ...METADATA, data: READ, binaryData: READ, immutable: none },
  gone: when(isRead, 'work', 'pods that read it cannot start', { effect: 'stops' }),
  brought: first(
    when((_, after) => ROOT_CERTIFICATES.has((after as KubeObject).metadata.name), 'power', 'pods trust the certificates of this ConfigMap'),
    none,
  ),
};

export const config: readonly Table[] = [configMap];
