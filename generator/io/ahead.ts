// Programs that are asked before somebody needs their answers: a second thread waits for them, as the first one works without events.
import type { SpawnSyncOptions } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type * as Threads from 'node:worker_threads';

/** What a program is started with. */
export interface Question {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: SpawnSyncOptions;
}

/** How it ended. */
export interface Answer {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

interface Told {
  readonly key: string;
  /** Absent where the program could not be started, or was stopped: whoever needs the answer asks again, and hears why. */
  readonly answer?: Answer;
}

/** Far longer than whoever asks ahead works before it needs an answer; then it asks by itself. */
const PATIENCE = 10_000;

/** What the second thread does. It reads nothing of this program: that would take longer than the answers do. */
const WORK = `
const { spawnSync } = require('node:child_process');
const { workerData: { port, bell } } = require('node:worker_threads');
port.on('message', ({ key, program, args, options }) => {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, options);
  port.postMessage(error === undefined ? { key, answer: { status, signal, stdout, stderr } } : { key });
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
});`;

/** A module of Node that few runs need. */
function threads(): typeof Threads {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  return require('node:worker_threads') as typeof Threads;
}

class Thread {
  readonly #port: Threads.MessagePort;
  readonly #bell = new Int32Array(new SharedArrayBuffer(4));
  /** Question → its answer, or nothing yet. */
  readonly #begun = new Map<string, Told | undefined>();

  constructor() {
    const { MessageChannel, Worker } = threads();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = new Worker(WORK, { eval: true, execArgv: [], workerData: { port: port2, bell: this.#bell }, transferList: [port2] });
    // It ends with the program, and without it there are no answers.
    worker.on('error', () => undefined);
    worker.unref();
  }

  begin(question: Question): void {
    const key = keyOf(question);
    this.#begun.set(key, undefined);
    this.#port.postMessage({ key, ...question });
  }

  answerTo(question: Question): Answer | undefined {
    const key = keyOf(question);
    if (!this.#begun.has(key)) return undefined;
    for (const until = Date.now() + PATIENCE; Date.now() < until;) {
      const bell = Atomics.load(this.#bell, 0);
      const told = threads().receiveMessageOnPort(this.#port)?.message as Told | undefined;
      if (told !== undefined) this.#begun.set(told.key, told);
      const found = this.#begun.get(key);
      if (found !== undefined) {
        // The same question is asked again because something may have changed.
        this.#begun.delete(key);
        return found.answer === undefined ? undefined : withBuffers(found.answer);
      }
      if (told === undefined) Atomics.wait(this.#bell, 0, bell, PATIENCE);
    }
    return undefined;
  }
}

let thread: Thread | undefined;

/** Ask what will be asked for soon. Where there is one core, nothing is won by it. */
export function begin(question: Question): void {
  if (availableParallelism() < 2) return;
  (thread ??= new Thread()).begin(question);
}

/** What came of it, once; undefined where it was not begun, or failed. */
export function answerTo(question: Question): Answer | undefined {
  return thread?.answerTo(question);
}

function keyOf({ program, args, options: { cwd } }: Question): string {
  return JSON.stringify([program, args, cwd]);
}

/** What is sent is bytes, and no Buffer any more. */
function withBuffers({ stdout, stderr, ...rest }: Answer): Answer {
  return { ...rest, stdout: bufferOf(stdout), stderr: bufferOf(stderr) };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
