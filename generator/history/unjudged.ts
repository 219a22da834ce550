import { compile } from '../compile.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { FileMap } from '../render/files.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** The out/ of a config that no rule has judged. Undefined where something is not understood, since what it would have made is then lacking for another reason. */
export function unjudged(config: readonly ConfigFile[]): FileMap | undefined {
  try {
    return compile(config, [], FORGETFUL, 'none').files;
  } catch {
    // Components count on what the rules have let pass.
    return undefined;
  }
}
