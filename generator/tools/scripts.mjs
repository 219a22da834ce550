// Scripts for CI that a release has beside the program, because they ask an API and the program does not: each is one file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Name in dist/ → source. */
const SCRIPTS = { 'gitlab-review.mjs': '.gitlab/scripts/review.mjs' };

/** Bundling them takes less than knowing whether they changed; what did not is not written, because others may be reading it. */
export async function bundleScripts(root, folder) {
  for (const [name, source] of Object.entries(SCRIPTS)) {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [source],
      outfile: join(folder, name),
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      logLevel: 'warning',
    });
    const [{ path, text }] = outputFiles;
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}
