import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import { Git, NO_PROGRAM, failed } from './git-run.ts';

/**
 * Where a folder is in its repository: its path below the root, empty or ending in a slash. Undefined only where there is no
 * repository; one that cannot be read is not absent.
 * @throws Failure (system) with the words of Git when there is one that Git cannot, or must not, read
 */
export function prefixIn(folder: string): string | undefined {
  const args = ['rev-parse', '--show-prefix'];
  const ran = new Git(folder).try(args);
  if (ran.status === 0) return ran.text.replace(/\n$/, '');
  const saysNone = ran.broken === NO_PROGRAM || ran.stderr.includes('not a git repository');
  if (!saysNone || traceOfOne(folder)) throw failed(args, ran);
  const elsewhere = process.env['GIT_DIR'];
  if (elsewhere !== undefined && elsewhere !== '')
    throw new Failure(
      'system',
      `GIT_DIR names ${elsewhere}, but there is no repository at this folder or above it, and such variables do not count here`,
      'run it in a clone, without GIT_DIR; to compare with the out/ that lies here: --base out, and env --unset=GIT_DIR',
    );
  return undefined;
}

/** Whether a `.git`, or a repository without files, lies at a folder or above it; also when nobody may look. */
function traceOfOne(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if (lies(join(at, '.git')) || ['HEAD', 'objects', 'refs'].every((name) => lies(join(at, name)))) return true;
    if (dirname(at) === at) return false;
  }
}

function lies(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
