import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { buildSync } from 'esbuild';
import { memory } from './memory.ts';
import { ONE_REGION, filesOf } from './variants.ts';

/** A folder for one test file, and the program `writer.ts` in it. */
export function workshop(): { readonly folder: string; readonly writer: string } {
  const folder = memory('torture');
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

/** Start a process and wait for its end. */
export function begin(program: string, args: readonly string[], node = process.execPath): Promise<Ended> {
  return endOf(spawn(node, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] }));
}

/** Start a process, and kill it so many milliseconds after it says its first word: what comes before is no moment of ours. */
export function kill(program: string, args: readonly string[], after: number): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), after));
  return endOf(child);
}

function endOf(child: ChildProcessByStdio<null, Readable | null, Readable>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, err }));
  });
}

/** A process that writes when it is told to: the start of one takes longer than what it does. */
export class Worker {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #said = '';
  #answered: (answer: [number, string]) => void = () => undefined;
  #failed: (error: Error) => void = () => undefined;

  constructor(program: string, out: string) {
    this.#child = spawn(process.execPath, [program, out, 'told'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.on('error', (error) => this.#failed(error));
    this.#child.on('close', () => this.#failed(new Error('it has ended')));
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
      if (!this.#said.endsWith('\n')) return;
      const answer = JSON.parse(this.#said) as [number, string];
      this.#said = '';
      this.#answered(answer);
    });
  }

  /** @returns the exit code a process of its own would have, and the message */
  write(variant: string, wait: string): Promise<[number, string]> {
    return new Promise((resolve, reject) => {
      [this.#answered, this.#failed] = [resolve, reject];
      this.#child.stdin.write(`${variant} ${wait}\n`);
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#failed = () => resolve();
      this.#child.stdin.end();
    });
  }
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

const VARIANTS = new Map(['a', 'b', 'small-a', 'small-b', ONE_REGION].map((name) => [name, filesOf(name)]));

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

/** How long rounds go on, in seconds: a landing has less time than a night. */
const SECONDS = Number(process.env['TORTURE_SECONDS'] ?? 120);

/** Numbers of rounds: as many as fit into the time, on a slow machine no fewer than the least. */
export function* rounds(least: number, most: number): Generator<number> {
  const began = performance.now();
  for (let round = 0; round < most && (round < least || performance.now() - began < SECONDS * 1000); round++) yield round;
}
