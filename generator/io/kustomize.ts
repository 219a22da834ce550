import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../yaml/source-file.ts';
import { Failure } from './failure.ts';
import { MOST_OBJECTS, environment, said, type Templated } from './helm.ts';

/**
 * Build a folder of Kustomize with `kubectl kustomize`, in a copy that holds nothing else.
 * @throws Failure (usage) where kubectl is not there
 */
export function buildKustomize(program: string, folder: string, files: readonly SourceFile[]): Templated {
  const copy = mkdtempSync(join(tmpdir(), 'pap-fleet-kustomize-'));
  try {
    for (const { name, bytes } of files) {
      mkdirSync(dirname(join(copy, name)), { recursive: true });
      writeFileSync(join(copy, name), bytes);
    }
    const { status, stdout, stderr, error } = spawnSync(program, ['kustomize', join(copy, folder)], {
      encoding: 'utf8',
      env: environment(),
      maxBuffer: MOST_OBJECTS,
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ENOENT') throw new Failure('usage', `there is no program ${program}`, 'install kubectl, or name it with --kubectl');
    if (code === 'ENOBUFS') return { refused: `it makes more than ${MOST_OBJECTS} bytes` };
    if (status !== 0) return { refused: error === undefined ? said(stderr.replaceAll(`${copy}/`, '')) : error.message };
    return { text: stdout };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
