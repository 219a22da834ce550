import { compile } from '../../compile.ts';
import type { Compiled } from '../../compile.ts';
import { Failure } from '../../io/failure.ts';
import type { WorkingCopy } from '../../io/git.ts';
import { readOutTree } from '../../io/out-tree.ts';
import { readConfig } from '../../io/read-config.ts';
import { changes } from '../../layout/changes.ts';
import type { Changes } from '../../layout/changes.ts';
import type { FileMap } from '../../layout/files.ts';
import { strangeText } from '../../report/published.ts';
import type { ConfigFile } from '../../source/read.ts';
import { mustBeCommitted } from './allowed.ts';

/** What a commit of config/ asks for. */
export interface Work {
  readonly compiled: Compiled;
  readonly config: readonly ConfigFile[];
  /** Where Argo CD reads, below the root of the repository. */
  readonly out: string;
  /** Refuse what must not be committed, and say how out/ on the disk differs from what is wanted. */
  check(): Changes;
}

/** Read and compile the config of the commit that is checked out. */
export function prepare(copy: WorkingCopy, folder: string, fallback: string): Work {
  const config = readConfig(folder);
  const compiled = compile(config);
  const out = compiled.fleet?.gitops.path ?? fallback;
  return {
    compiled,
    config,
    out,
    check: () => {
      mustBeCommitted(copy, folder, config, out);
      return checkOut(copy, out, compiled.files as FileMap);
    },
  };
}

function checkOut(copy: WorkingCopy, out: string, wanted: FileMap): Changes {
  const folder = `${copy.root}/${out}`;
  if (copy.has(out)) {
    if (copy.below(folder) !== out) throw new Failure('system', `${out} is, or lies behind, a symbolic link`, 'make it a real folder');
  } else if (copy.files('HEAD', out).size > 0) {
    throw new Failure('system', `${out}/ is missing here, but HEAD has it`, `bring it back: git restore ${out} (a sparse checkout must include it)`);
  }
  const found = changes(wanted, readOutTree(folder));
  const strange = strangeText(out, found);
  if (strange !== undefined)
    throw new Failure(
      'system',
      `${out}/ is not as it was generated, so nothing was committed:\n  ${strange}`,
      `${out}/ is pap-fleet's alone: undo that (git log -- ${out}), and say it in config/ instead`,
    );
  return found;
}
