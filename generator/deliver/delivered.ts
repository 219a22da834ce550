import type { Blob } from '../io/git-objects.ts';
import type { FileMap } from '../render/files.ts';
import { blobId } from '../render/tree.ts';
import type { Delivered } from '../report/published.ts';

export const NOTHING: Delivered = { created: [], updated: [], deleted: [] };

/** From the out/ of a commit to the wanted one, by what Git stores, whatever lies on the disk. */
export function compare(wanted: FileMap, present: ReadonlyMap<string, Blob>): Delivered {
  const id = [...present.values()][0]?.id ?? '';
  const created = [...wanted.keys()].filter((path) => !present.has(path));
  const updated = [...wanted].filter(([path, content]) => {
    const blob = present.get(path);
    return blob !== undefined && (blob.mode !== '100644' || blob.id !== blobId(content, id));
  });
  return { created, updated: updated.map(([path]) => path), deleted: [...present.keys()].filter((path) => !wanted.has(path)) };
}

export function isNothing({ created, updated, deleted }: Delivered): boolean {
  return created.length + updated.length + deleted.length === 0;
}
