import { spawnSync } from 'node:child_process';
import { Failure } from './failure.ts';

const MOST_BYTES = 512 * 1024 * 1024;
const LONGEST_MS = 300_000;

/** What `kubectl kustomize` makes of a folder. */
export function kustomize(folder: string): Uint8Array {
  const { status, stdout, stderr, error } = spawnSync('kubectl', ['kustomize', folder], { maxBuffer: MOST_BYTES, timeout: LONGEST_MS });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new Failure(
      'system',
      `${folder} is a kustomization, and there is no kubectl on the PATH to build it`,
      'install kubectl, or pipe the built objects in: … | pap-fleet lint -',
    );
  if (error !== undefined) throw Failure.from(error, `kubectl kustomize ${folder}`);
  if (status !== 0)
    throw new Failure(
      'usage',
      `kubectl kustomize ${folder}: ${stderr.toString().trim().split('\n')[0] ?? ''}`,
      'mend the kustomization; kubectl itself refuses it',
    );
  return stdout;
}
