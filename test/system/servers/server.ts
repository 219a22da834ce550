// Servers that live as long as a test: on loopback, at ports that were free, ended by their own process alone.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Server {
  readonly #process: ChildProcess;
  /** A file, not a pipe: while a test waits for a program nobody would empty it, and the server would stand still. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'pap-server-'));
  /** A run that is cut off must leave no server behind. */
  readonly #cutOff = () => this.#process.kill('SIGKILL');

  readonly #name: string;

  /** @param name of the program, where the command only makes a place for it */
  constructor(command: string, args: readonly string[], env: object = {}, name = command) {
    this.#name = name;
    const log = openSync(this.#logFile, 'a');
    this.#process = spawn(...dyingWithUs(command, args), { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
    closeSync(log);
    // Without a listener a program that cannot be started would end the whole run; `ready` notices that it is not there.
    this.#process.on('error', () => undefined);
    process.once('exit', this.#cutOff);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get #logFile(): string {
    return join(this.#folder, 'log');
  }

  /** Everything it has printed so far. */
  get log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** Whether it runs no more, or never did. */
  get ended(): boolean {
    return this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** @throws with its log, if it ends or does not become ready in time */
  async ready(isReady: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
    for (let i = 0; i < seconds * 10 && !this.ended; i++) {
      if (await isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { log } = this;
    await this.stop();
    throw new Error(`${this.#name} does not answer:\n${log}`);
  }

  async stop(): Promise<void> {
    process.off('exit', this.#cutOff);
    if (!this.ended) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A process that is killed tells nobody: on Linux the kernel ends its children (`setpriv` of util-linux, which every distribution has). */
function dyingWithUs(command: string, args: readonly string[]): [string, string[]] {
  return process.platform === 'linux' ? ['setpriv', ['--pdeathsig', 'KILL', command, ...args]] : [command, [...args]];
}

/**
 * A port that neither TCP nor UDP uses on 127.0.0.1, below those that a system gives to clients: BIND and its clients share a port
 * with whoever has it already (SO_REUSEPORT), so that a client that came upon the server's would take its questions away.
 *
 * @see RFC 6335, section 6 (dynamic ports); Linux gives clients 32768 to 60999
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    const stream = createServer();
    const datagrams = createSocket('udp4');
    const free = await Promise.all([
      new Promise<boolean>((resolve) => stream.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))),
      new Promise<boolean>((resolve) => datagrams.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true))),
    ]);
    await Promise.all([
      free[0] && new Promise((resolve) => stream.close(resolve)),
      free[1] && new Promise<void>((resolve) => datagrams.close(resolve)),
    ]);
    if (free.every(Boolean)) return port;
  }
}
