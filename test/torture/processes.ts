import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';
import { filesOf } from './variants.ts';

/** A folder for one test file, in memory where there is such a disk, and the program `writer.ts` in it. */
export function workshop(): { readonly folder: string; readonly writer: string } {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pap-fleet-torture-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const writer = join(folder, 'writer.cjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'writer.ts')],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return { folder, writer };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** Start a process; kill it after so many milliseconds, if given. */
export function begin(program: string, args: readonly string[], killAfter?: number, node = process.execPath): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, err });
    });
  });
}

/** A process that has the lock of out/. @returns to be called when it shall let go */
export function hold(program: string, out: string, node: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [program, out, 'hold'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise<void>((done) => child.on('close', () => done()));
    child.on('error', reject);
    child.on('close', () => reject(new Error('the lock was refused')));
    child.stdout.once('data', () =>
      resolve(() => {
        child.stdin.end();
        return ended;
      }),
    );
  });
}

export function system(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
}

const VARIANTS = new Map(['a', 'b'].map((name) => [name, filesOf(name)]));

/** Which variant lies there, byte for byte; `absent`, or `mixed` for everything else. */
export function stateOf(out: string): string {
  const found = new Map<string, string>();
  try {
    for (const entry of readdirSync(out, { withFileTypes: true, recursive: true })) {
      if (entry.isDirectory()) continue;
      const path = join(entry.parentPath, entry.name);
      found.set(path.slice(out.length + 1), readFileSync(path, 'utf8'));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && found.size === 0) return 'absent';
    throw error;
  }
  for (const [name, files] of VARIANTS)
    if (files.size === found.size && [...files].every(([path, content]) => found.get(path) === content)) return name;
  return 'mixed';
}
