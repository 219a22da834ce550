import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../yaml/source-file.ts';
import { Failure } from './failure.ts';
import { MOST_OBJECTS, type Templated } from './helm.ts';
import { bareEnvironment, programPath, runProgram } from './run-program.ts';

/** Nobody listens there: what would be fetched is not. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * Build a folder of Kustomize with `kubectl kustomize`, in a copy that holds nothing else, without a program that fetches and without a network.
 * @throws Failure (usage) where kubectl is not there
 */
export function buildKustomize(program: string, folder: string, files: readonly SourceFile[]): Templated {
  const path = programPath(program);
  if (path === undefined) throw new Failure('usage', `there is no program ${program}`, 'install kubectl, or name it with --kubectl');
  const home = mkdtempSync(join(tmpdir(), 'pap-fleet-kustomize-'));
  try {
    const copy = join(home, 'folder');
    for (const { name, bytes } of files) {
      mkdirSync(dirname(join(copy, name)), { recursive: true });
      writeFileSync(join(copy, name), bytes, { flag: 'wx' });
    }
    const none = join(home, 'none');
    mkdirSync(none);
    const proxies = Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, NOWHERE]));
    const env = { ...bareEnvironment(none, false), ...proxies, PATH: none, GIT_ALLOW_PROTOCOL: 'none', KUBECONFIG: join(none, 'none') };
    const { status, stdout, said, broken } = runProgram(path, ['kustomize', join(copy, folder)], { env, most: MOST_OBJECTS, milliseconds: 120_000 });
    if (broken === 'too much') return { refused: `it makes more than ${MOST_OBJECTS} bytes` };
    if (broken === 'too long') return { refused: 'it took too long' };
    if (status !== 0) return { refused: said.replaceAll(`${copy}/`, '') };
    return { text: stdout };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
