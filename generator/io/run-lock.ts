import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../model/sha256.ts';
import { Failure } from './failure.ts';
import { placesOf } from './places.ts';

const PAUSE_MS = 20;
const USUAL_WAY_OUT = 'wait for it, or let this run wait: --wait 30';
/** Bytes of a name as long as there can be, unix(7). Node 20 fills shorter ones up with NULs and later ones do not: to the system those are two names. */
const LONGEST = 108;

/**
 * One run at a time writes an out/. The lock is a name that the operating system gives to one process and takes back when
 * that process ends, however it ends: an abstract socket on Linux (unix(7)), a named pipe on Windows. Nothing lies on the
 * disk, so nothing can be left there. Elsewhere there is no such name, and runs are not kept apart.
 */
export class RunLock {
  readonly #server: Server | undefined;

  private constructor(server: Server | undefined) {
    this.#server = server;
  }

  /** @param seconds how long to wait for another run */
  static of(folder: string, seconds: number, system = platform(), wayOut = USUAL_WAY_OUT): RunLock {
    const name = lockName(folder, system);
    if (name === undefined) return new RunLock(undefined);
    for (let left = seconds * 1000; ; left -= PAUSE_MS) {
      const server = taken(name);
      if (server !== undefined) return new RunLock(server);
      if (left <= 0) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(PAUSE_MS, left));
    }
    throw new Failure('system', `another run is writing ${folder}${seconds > 0 ? `, and still was after ${seconds} s` : ''}`, wayOut);
  }

  release(): void {
    this.#server?.close();
  }

  /** Run something that nobody else may do to that folder at the same time. */
  static holding<T>(folder: string, seconds: number, run: () => T, wayOut = USUAL_WAY_OUT): T {
    const lock = RunLock.of(folder, seconds, platform(), wayOut);
    try {
      return run();
    } finally {
      lock.release();
    }
  }
}

/** What a process takes to write to a folder: the same whatever way leads there; undefined where the system has no such names. */
export function lockName(folder: string, system: NodeJS.Platform): string | undefined {
  const { parent, out } = placesOf(folder);
  let place = parent;
  try {
    place = realpathSync.native(parent);
  } catch {
    // It will be made; two runs that make it see the same name.
  }
  const digest = sha256(join(place, out.slice(parent.length))).slice(0, 40);
  if (system === 'linux') return `\0pap-fleet-${digest}`.padEnd(LONGEST, '-');
  return system === 'win32' ? `\\\\.\\pipe\\pap-fleet-${digest}` : undefined;
}

/** A server that has the name; undefined when another process has it. Binding is done before `listen` returns. */
function taken(name: string): Server | undefined {
  const server = createServer();
  // The error is told later, when it is known already.
  server.on('error', () => undefined);
  server.listen(name);
  if (!server.listening) return undefined;
  server.unref();
  return server;
}
