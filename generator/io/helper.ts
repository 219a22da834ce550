// A second thread of this program. Both do their work without waiting for events, and ask for messages when they want one.
import { availableParallelism } from 'node:os';
import type * as Threads from 'node:worker_threads';
import { Failure } from './failure.ts';

/** What started the program: tools/start.cjs. In tests nothing did. */
interface Starter {
  readonly filename: string;
  readonly exports: { readonly goOn?: () => void };
  /** Whether it was started as a second thread. */
  readonly isHelper?: boolean;
}

declare const module: Starter | undefined;

/** What both threads have in common: how much of the work is taken, and a bell for each. */
const COUNTERS = 2;
const OF_MAIN = 2;
const OF_HELPER = 3;

/** So often somebody who waits looks whether the other is still there. */
const PATIENCE = 50;

/** A module of Node that few runs need. */
function threads(): typeof Threads {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  return require('node:worker_threads') as typeof Threads;
}

/** One end of the line between two threads. */
export class Line<Sent, Received> {
  readonly #port: Threads.MessagePort;
  readonly #shared: Int32Array;
  readonly #own: number;
  readonly #other: number;
  #life: Threads.MessagePort | undefined;

  /** @param life closed when the other thread ends, in whatever way */
  constructor(port: Threads.MessagePort, shared: Int32Array, own: number, life?: Threads.MessagePort) {
    this.#port = port;
    this.#shared = shared;
    this.#own = own;
    this.#other = own === OF_MAIN ? OF_HELPER : OF_MAIN;
    this.#life = life;
  }

  /** Take the next piece of work. @param counter of which kind @returns its number */
  take(counter: 0 | 1): number {
    return Atomics.add(this.#shared, counter, 1);
  }

  send(message: Sent): void {
    this.#port.postMessage(message);
    Atomics.add(this.#shared, this.#other, 1);
    Atomics.notify(this.#shared, this.#other);
  }

  /** A message that is there, if one is. */
  receive(): Received | undefined {
    return threads().receiveMessageOnPort(this.#port)?.message as Received | undefined;
  }

  /** The next message, whenever it comes. @throws Failure (usage) when the other thread is gone: only want of memory ends it */
  next(): Received {
    for (;;) {
      const bell = Atomics.load(this.#shared, this.#own);
      // What it has sent before it ended is there before its end is seen.
      const message = this.receive() ?? (this.#isThere() ? undefined : (this.receive() ?? null));
      if (message === null)
        throw new Failure(
          'usage',
          'the second thread has ended before its part was done, as one does that needs more memory than it may have',
          'nothing is said of these manifests: name fewer at once, or allow more: NODE_OPTIONS=--max-old-space-size=8192',
        );
      if (message !== undefined) return message;
      Atomics.wait(this.#shared, this.#own, bell, PATIENCE);
    }
  }

  /**
   * Events would tell, and nobody waits for events here. A port whose other end is closed cannot be sent to anybody; nothing else about it says so to who does not
   * wait: it takes messages as before, and counts as in use.
   */
  #isThere(): boolean {
    if (this.#life === undefined) return true;
    const { MessageChannel, receiveMessageOnPort } = threads();
    receiveMessageOnPort(this.#life);
    const { port1, port2 } = new MessageChannel();
    try {
      port1.postMessage(this.#life, [this.#life]);
    } catch {
      return false;
    }
    this.#life = receiveMessageOnPort(port2)?.message as Threads.MessagePort;
    port1.close();
    return true;
  }
}

/** Start a second thread. @returns undefined where there is one core, or the program was not started as a whole */
export function startHelper<Sent, Received>(): Line<Sent, Received> | undefined {
  if (typeof module === 'undefined' || module.exports.goOn === undefined || availableParallelism() < 2) return undefined;
  module.exports.goOn();
  const { MessageChannel, Worker } = threads();
  const [line, life] = [new MessageChannel(), new MessageChannel()];
  const shared = new Int32Array(new SharedArrayBuffer(4 * (COUNTERS + 2)));
  new Worker(`require(${JSON.stringify(module.filename)}).help()`, {
    eval: true,
    // What was asked of this thread, such as a profile, is not asked of the other.
    execArgv: [],
    // What it makes it hands on or drops: with room for more, more is dropped later.
    resourceLimits: { maxYoungGenerationSizeMb: 10 },
    workerData: { port: line.port2, life: life.port2, shared },
    transferList: [line.port2, life.port2],
  });
  return new Line(line.port1, shared, OF_MAIN, life.port1);
}

/** The line to the thread that started this one; none where this is the first. */
export function lineOfHelper<Sent, Received>(): Line<Sent, Received> | undefined {
  if (typeof module === 'undefined' || module.isHelper !== true) return undefined;
  const { port, shared } = threads().workerData as { readonly port: Threads.MessagePort; readonly shared: Int32Array };
  return new Line(port, shared, OF_HELPER);
}
