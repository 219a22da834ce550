import type { KubeObject } from '../kube/object.ts';
import type { Tree } from '../layout/tree.ts';

/**
 * Files for the operators of name servers, as objects: so that they are compared, folded and gated like all others. The
 * zone's own file stands for the zone: it is never loaded again, but without it the fleet no longer has the zone.
 */
export function dnsObjects(tree: Tree, path: string): KubeObject[] {
  if (!tree.paths.has(path) || path.endsWith('.md')) return [];
  const file = path.slice('dns/'.length);
  const zone = /^(.+)\.zone$/.exec(file)?.[1];
  const isZone = zone !== undefined && zone !== 'parent';
  const lines = tree
    .read(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(;|\/\/)/.test(line));
  return [{ apiVersion: 'pap-fleet/v1', kind: isZone ? 'Zone' : 'OperatorFile', metadata: { name: isZone ? zone : file }, lines }];
}
