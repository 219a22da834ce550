import { basename, dirname, join, resolve } from 'node:path';

/** Where out/ is, and the folder beside it that a run needs. It is on the same file system, and no Argo CD Application reads it. */
export interface Places {
  readonly out: string;
  readonly parent: string;
  /** What holds the other three. There is one only while a run writes, or after one was cut off. */
  readonly work: string;
  /** The new tree, while it is being made. */
  readonly next: string;
  /** The old tree, complete, while the new one takes its place. */
  readonly last: string;
  /** The old tree, while it is being deleted. */
  readonly trash: string;
}

export function placesOf(folder: string): Places {
  const out = resolve(folder);
  const [parent, name] = [dirname(out), basename(out)];
  const work = join(parent, `.${name}.pap-fleet`);
  return { out, parent, work, next: join(work, 'next'), last: join(work, 'last'), trash: join(work, 'trash') };
}
