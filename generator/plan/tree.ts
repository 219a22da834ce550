import { parseAllDocuments } from 'yaml';
import { readEmitted } from '../k8s/read-emitted.ts';
import type { Tree } from '../render/tree.ts';

/** A tree that cannot be understood: nothing is guessed about it. */
export class Unreadable extends Error {
  constructor(tree: Tree, path: string, reason: string) {
    super(`${tree.title}/${path} cannot be understood: ${reason}`);
  }
}

/** The documents of a YAML file: by our own reader, or by a real one where an earlier or other writer was at work. @param part what is meant of its text, if not all */
export function documents(tree: Tree, path: string, part?: string): unknown[] {
  if (!tree.paths.has(path)) throw new Unreadable(tree, path, 'the file is missing');
  const text = part ?? tree.read(path);
  const quick = readEmitted(text);
  if (quick !== undefined) return quick;
  const found = parseAllDocuments(text, { version: '1.2', schema: 'core', uniqueKeys: true, strict: true, logLevel: 'error' });
  const problem = found.flatMap(({ errors, warnings }) => [...errors, ...warnings])[0];
  if (problem !== undefined) throw new Unreadable(tree, path, (problem.message.split('\n')[0] as string).replace(/:$/, ''));
  return found.map((document) => document.toJS({ maxAliasCount: 0 }) as unknown).filter((data) => data !== null);
}
