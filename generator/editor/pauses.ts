import { milliseconds } from '../io/clock.ts';

/** What comes by itself, such as a saved file, is looked at as soon as no other one follows. Milliseconds. */
const SHORT_MS = 25;
/** Whoever types is not answered after each letter: it is looked at where there is a pause. */
const TYPING_MS = 120;
/** Letters no further apart than this are typed one after the other. */
const RHYTHM_MS = 600;
/** As long as a fleet is looked at nothing else is answered: where that takes longer, the first letter waits like the others. */
const LONG_MS = 300;

/** When a fleet is looked at while somebody writes it: once for all that came together, however much that is. */
export class Pauses {
  readonly #look: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isBehind = false;
  #typed = -Infinity;
  #took = 0;
  #waiting: ((isCurrent: boolean) => void)[] = [];

  constructor(look: () => void) {
    this.#look = look;
  }

  /** Whether something changed that was not looked at yet. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  saved(): void {
    this.#soon(SHORT_MS);
  }

  typed(): void {
    const before = this.#typed;
    this.#typed = milliseconds();
    this.#tell(false);
    this.#soon(this.#typed - before > RHYTHM_MS && this.#took <= LONG_MS ? SHORT_MS : TYPING_MS);
  }

  /** Resolves once all is looked at; with false as soon as somebody types on, for then there is another question. */
  settled(): Promise<boolean> {
    return this.#isBehind ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(true);
  }

  /** Look now, unless nothing changed. */
  now(): void {
    if (!this.#isBehind) return;
    clearTimeout(this.#timer);
    this.#isBehind = false;
    const begun = milliseconds();
    this.#look();
    this.#took = milliseconds() - begun;
    this.#tell(true);
  }

  #soon(pause: number): void {
    this.#isBehind = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), pause);
  }

  #tell(isCurrent: boolean): void {
    for (const tell of this.#waiting.splice(0)) tell(isCurrent);
  }
}
