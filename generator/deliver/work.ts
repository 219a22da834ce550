import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import type { WorkingCopy } from '../io/git.ts';
import type { Disk } from '../io/disk.ts';
import { readOutTree } from '../io/out-tree.ts';
import type { OutTree } from '../io/out-tree.ts';
import { mustBeWhole } from '../io/work-folder.ts';
import { writeOut } from '../io/write-out.ts';
import { readConfigAt } from '../io/read-config-at.ts';
import { readConfig } from '../io/read-config.ts';
import { changes } from '../render/changes.ts';
import type { Changes } from '../render/changes.ts';
import type { FileMap } from '../render/files.ts';
import { strangeText } from '../report/published.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import { mustBeCommitted } from './allowed.ts';

/** Where to read and write, below the working copy, and how many bytes a file of config/ may have. */
export interface Folders {
  readonly config: string;
  readonly out: string;
  readonly maxFileSize: number;
}

/** What a commit of config/ asks for. */
export interface Work {
  readonly compiled: Compiled;
  readonly config: readonly ConfigFile[];
  /** The config folder, from the root of the repository. */
  readonly configPath: string;
  /** Where Argo CD reads, below the root of the repository. */
  readonly out: string;
  /** What is delivered of it: all that was compiled, unless regions are held. */
  readonly files: FileMap;
  /** Refuse what must not be committed. */
  check(): void;
  /** The same, and bring out/ on the disk to what is delivered. */
  write(): void;
  /** The same work, of which only this is delivered. */
  only(files: FileMap): Work;
}

/**
 * Read and compile the config of the commit that is checked out: from the objects of Git, so that no link, filter, attribute
 * or line ending of the working copy changes what is read.
 * @param desk whether somebody works here, who may have forgotten to commit something
 */
export function prepare(disk: Disk, copy: WorkingCopy, { config: folder, out: fallback, maxFileSize }: Folders, desk = true): Work {
  const configPath = pathInRepository(copy, folder);
  const config = readConfigAt(copy, copy.head() as string, { path: configPath, folder }, maxFileSize);
  const compiled = compile(config);
  const out = compiled.fleet?.gitops.path ?? fallback;
  const delivering = (files: FileMap): Work => {
    const check = (): ReturnType<typeof checkOut> => {
      if (desk) mustBeCommitted(copy, folder, () => readConfig(folder, maxFileSize), out);
      return checkOut(copy, out, files);
    };
    return {
      compiled,
      config,
      configPath,
      out,
      files,
      check: () => void check(),
      write: () => {
        const { found, tree } = check();
        writeOut(disk, `${copy.root}/${out}`, files, found, tree);
      },
      only: delivering,
    };
  };
  return delivering(compiled.files ?? new Map());
}

/** As it is written, without a look at the disk: a link in the place of the folder would lead elsewhere. */
function pathInRepository(copy: WorkingCopy, folder: string): string {
  const path = folder.startsWith('/') ? copy.below(folder) : pathFromRoot(copy.prefix, folder);
  if (path === undefined) throw new Failure('usage', `${folder} does not lie in this working copy`, 'publish needs the config that is committed');
  return path;
}

function checkOut(copy: WorkingCopy, out: string, wanted: FileMap): { found: Changes; tree: OutTree } {
  const folder = `${copy.root}/${out}`;
  mustBeWhole(folder);
  if (copy.has(out)) {
    if (copy.below(folder) !== out) throw new Failure('system', `${out} is, or lies behind, a symbolic link`, 'make it a real folder');
  } else if (copy.files('HEAD', out).size > 0) {
    throw new Failure('system', `${out}/ is missing here, but HEAD has it`, `bring it back: git restore ${out} (a sparse checkout must include it)`);
  }
  const tree = readOutTree(folder);
  const found = changes(wanted, tree);
  const strange = strangeText(out, found);
  if (strange !== undefined)
    throw new Failure(
      'system',
      `${out}/ is not as it was generated, so nothing was committed:\n  ${strange}`,
      `${out}/ is pap-fleet's alone: undo that (git log -- ${out}), and say it in config/ instead`,
    );
  return { found, tree };
}
