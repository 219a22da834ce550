import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../yaml/source-file.ts';
import { Failure } from './failure.ts';
import { MOST_OBJECTS, type Templated } from './helm.ts';
import { bareEnvironment, programPath, runProgram, type Run } from './run-program.ts';

/** Nobody listens there: what would be fetched is not. */
const NOWHERE = 'http://127.0.0.1:1';

/** Of a folder that somebody imports, which may hold the manifests of hundreds of clusters. */
const LARGE = { most: 384 << 20, milliseconds: 300_000 };

/**
 * What `kubectl kustomize` makes of a folder where it lies, with the environment of whoever runs this: their folder may name what only they can fetch.
 * @throws Failure where kubectl is not there, or refuses the folder
 */
export function kustomize(folder: string): Uint8Array {
  const path = programPath('kubectl');
  if (path === undefined)
    throw new Failure(
      'system',
      `${folder} is a kustomization, and there is no kubectl on the PATH to build it`,
      'install kubectl, or pipe the built objects in: … | pap-fleet import -',
    );
  const made = build(path, folder, { env: process.env, ...LARGE });
  if ('refused' in made)
    throw new Failure('usage', `kubectl kustomize ${folder}: ${made.refused}`, 'mend the kustomization; kubectl itself refuses it');
  return Buffer.from(made.text);
}

/**
 * Build a folder of Kustomize in a copy that holds nothing else, without a program that fetches and without a network.
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
    const made = build(path, join(copy, folder), { env, most: MOST_OBJECTS, milliseconds: 120_000 });
    return 'refused' in made ? { refused: made.refused.replaceAll(`${copy}/`, '') } : made;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function build(kubectl: string, folder: string, run: Run): Templated {
  const { status, stdout, said, broken } = runProgram(kubectl, ['kustomize', folder], run);
  if (broken === 'too much') return { refused: `it makes more than ${run.most} bytes` };
  if (broken === 'too long') return { refused: 'it took too long' };
  return status === 0 ? { text: stdout } : { refused: said };
}
