import { basename, dirname, join, resolve, sep } from 'node:path';
import { exists } from './disk.ts';
import { Failure } from './failure.ts';

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

/** out/ is replaced as a whole, so nothing else may live in it: neither the config, nor a repository, nor whoever runs this. */
export function mustBeApart(folder: string, config: string): void {
  const out = resolve(folder);
  const holds = (path: string): boolean => resolve(path) === out || resolve(path).startsWith(out === sep ? sep : out + sep);
  const why = holds(config)
    ? `it holds ${config}`
    : holds('.')
      ? 'it holds the folder you are in'
      : exists(join(out, '.git'))
        ? 'it is a repository'
        : undefined;
  if (why !== undefined)
    throw new Failure('usage', `--out ${folder}: ${why}, and out/ is replaced as a whole`, 'name a folder that is for this alone, such as out');
}

export function placesOf(folder: string): Places {
  const out = resolve(folder);
  const [parent, name] = [dirname(out), basename(out)];
  const work = join(parent, `.${name}.pap-fleet`);
  return { out, parent, work, next: join(work, 'next'), last: join(work, 'last'), trash: join(work, 'trash') };
}
