import type { KubeObject } from '../k8s/object.ts';
import { sha256 } from '../model/sha256.ts';
import type { Tree } from '../render/tree.ts';

/**
 * Files for the operators of name servers, as objects: so that they are compared, folded and gated like all others. The
 * zone's own file stands for the zone: it is never loaded again, but without it the fleet no longer has the zone.
 */
export function dnsObjects(tree: Tree, path: string): KubeObject[] {
  if (!tree.paths.has(path) || path.endsWith('.md')) return [];
  const file = path.slice('dns/'.length);
  const zone = /^(.+)\.zone$/.exec(file)?.[1];
  const isZone = zone !== undefined && zone !== 'parent';
  const text = tree.read(path);
  const lines: Record<string, number> = {};
  const significant = text
    .split('\n')
    .map((raw) => raw.trim())
    .filter((line) => line !== '' && !/^(;|\/\/)/.test(line));
  for (const line of significant) lines[line] = (lines[line] ?? 0) + 1;
  // Lines tell a reader what changes; their order counts as well. Comments give nobody anything to do.
  const content = `sha256:${sha256(significant.join('\n'))}`;
  return [{ apiVersion: 'pap-fleet/v1', kind: isZone ? 'Zone' : 'OperatorFile', metadata: { name: isZone ? zone : file }, lines, content }];
}
