import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../generator/k8s/object.ts';

const root = join(import.meta.dirname, '../..');

/** Every object that is committed: of this repository's own fleet, its Applications included, and of the goldens. */
export function committedObjects(): KubeObject[] {
  const paths = ['out', 'test/examples/golden'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && !/\/config$|\/config\//.test(entry.parentPath))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return paths
    .sort()
    .flatMap((path) => parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS() as KubeObject | null))
    .filter((object): object is KubeObject => object !== null && object.kind !== undefined && object.kind !== 'Kustomization');
}
