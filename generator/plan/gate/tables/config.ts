import { ROOT_CERTIFICATES } from '../../../k8s/references.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { first, none, when } from '../rule.ts';
import type { Spot } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA, eachKey } from './metadata.ts';
import { variableDanger } from './pods/variables.ts';

/** Whether pods of the cluster read the ConfigMap. */
function isRead(_before: unknown, _after: unknown, { before, after, cluster }: Spot): boolean {
  const { namespace, name } = ((after ?? before) as KubeObject).metadata;
  return cluster.refersTo('ConfigMap', namespace, name);
}

const READ = when(isRead, 'work', 'pods that read it see other settings, at once or at their next start', { effect: 'restarts' });

/** A file that a process runs: by its name, or by its first line. */
const CODE = /\.(sh|bash|[cm]?[jt]s|py|rb|pl|lua|php|jar|so|wasm|wat)$/;

/** What lines of a ConfigMap do that pods read: as variables, or as files. */
const LINES = eachKey((key, before, after, spot) => {
  if (!isRead(before, after, spot)) return undefined;
  const danger = variableDanger(key, before, after);
  if (danger !== undefined) return danger;
  if (CODE.test(key) || [before, after].some((value) => typeof value === 'string' && value.startsWith('#!')))
    return { class: 'power', says: 'pods run other code: they read it from the ConfigMap' };
  return READ.weigh(before, after, spot);
});

const configMap: Table = {
  kinds: ['/ConfigMap'],
  fields: { ...METADATA, data: LINES, binaryData: READ, immutable: none },
  gone: when(isRead, 'work', 'pods that read it cannot start', { effect: 'stops' }),
  brought: first(
    when((_, after) => ROOT_CERTIFICATES.has((after as KubeObject).metadata.name), 'power', 'pods trust the certificates of this ConfigMap'),
    none,
  ),
};

export const config: readonly Table[] = [configMap];
