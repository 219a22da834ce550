import { milliseconds } from '../io/clock.ts';
import type { Streams } from '../report/streams.ts';

/** Nobody wants to know of what is over as soon. */
const PATIENCE = 1000;
/** As often as anybody reads. */
const EACH = 100;

/** How far a run is, for people who wait at a terminal. */
export class Progress {
  readonly #show: Streams['progress'];
  #next = milliseconds() + PATIENCE;
  #isShown = false;

  constructor({ progress }: Streams) {
    this.#show = progress;
  }

  /** @param words such as `read 12 of 100` */
  at(words: string, done: number, of: number): void {
    if (this.#show === undefined || milliseconds() < this.#next) return;
    this.#show(`${words} ${done} of ${of} …`);
    this.#next = milliseconds() + EACH;
    this.#isShown = true;
  }

  /** Take the line away. */
  end(): void {
    if (this.#isShown) this.#show?.('');
    this.#isShown = false;
  }
}
