import { hexDigestBehind } from '../model/sha256.ts';
import type { FileMap } from './files.ts';

/** The files of an out/, wherever they lie. Paths are below out/. */
export interface Tree {
  /** Where it lies, for messages: `out` or `out at 1f2e3d4c5b6a`. */
  readonly title: string;
  readonly paths: ReadonlySet<string>;
  read(path: string): string;
  /** Tell what will be read next, where it is quicker to bring all of it at once. */
  expect?(paths: Iterable<string>): void;
  /** Whether a file is there with this very content. */
  holds(path: string, content: string): boolean;
}

/** A tree in memory. */
export function treeOf(files: FileMap, title = 'out'): Tree {
  return {
    title,
    paths: new Set(files.keys()),
    read: (path) => files.get(path) as string,
    holds: (path, content) => files.get(path) === content,
  };
}

/** The id Git gives a file of this content, in the hash that another id shows. */
export function blobId(content: string, like: string): string {
  const bytes = Buffer.byteLength(content);
  return hexDigestBehind(like.length === 64 ? 'sha256' : 'sha1', `blob ${bytes}\0`, content, bytes);
}
