import { milliseconds, timeOfDay } from '../io/clock.ts';
import { Failure } from '../io/failure.ts';
import { isSame, readConfig } from '../io/read-config.ts';
import { FolderWatch, onEnd } from '../io/watch.ts';
import { Memory } from '../model/memory.ts';
import { answeredJson, answeredText, changedText } from '../report/watch.ts';
import type { Answered } from '../report/watch.ts';
import { style } from '../report/style.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { EXIT } from './command.ts';
import type { Command, Context, Flags, Option } from './command.ts';

/** For commands that can answer again whenever the config changes. */
export const WATCH_OPTION: Option = {
  name: 'watch',
  help: 'answer at once, and again whenever a file of the config folder changes, until Ctrl-C',
};

/** What tells people of a failure, and gives its exit code. */
type Tell = (failure: Failure, context: Context) => number;

/**
 * Run a command, and again whenever its config folder changes.
 * @returns undefined when it goes on, until a signal ends it
 * @throws Failure (usage) when it cannot begin
 */
export function watching(command: Command, context: Context, flags: Flags, words: readonly string[], tell: Tell): undefined {
  refuseOthers(flags);
  const loop = new Loop(command, context, flags, words, tell);
  loop.begin();
  const watch = new FolderWatch(flags.config, (problem) => loop.again(problem));
  // What was changed while the first answer was made.
  loop.again();
  onEnd(() => watch.close());
}

function refuseOthers({ more, format }: Flags): void {
  if (more['head'] !== undefined)
    throw new Failure(
      'usage',
      '--watch and --head exclude each other',
      'the config of a commit never changes: leave --watch out, or leave --head out to watch the files here',
    );
  if (format !== 'text' && format !== 'json')
    throw new Failure('usage', `--watch and --format ${format} exclude each other`, 'text and JSON can be printed again and again');
}

class Loop {
  readonly #command: Command;
  readonly #context: Context;
  readonly #flags: Flags;
  readonly #words: readonly string[];
  readonly #tell: Tell;
  readonly #memory = new Memory();
  /** What the last answer was about; undefined when it has to be given again in any case. */
  #config: readonly ConfigFile[] | undefined;
  /** Why nothing could be read. */
  #unreadable: string | undefined;
  #lastGood: string | undefined;

  constructor(command: Command, context: Context, flags: Flags, words: readonly string[], tell: Tell) {
    this.#command = command;
    this.#context = context;
    this.#flags = flags;
    this.#words = words;
    this.#tell = tell;
  }

  /** The first answer. A wrong option, or a folder that is not there, ends it: nothing that is watched can mend that. */
  begin(): void {
    this.#answer(false, (context) => {
      try {
        return this.#run(context, readConfig(this.#flags.config, this.#flags.maxFileSize));
      } catch (error) {
        if (error instanceof Failure && error.kind === 'usage') throw error;
        return this.#failed(error, context);
      }
    });
  }

  /** Another answer, unless the files are what they were. @param problem why not all can be watched */
  again(problem?: Failure): void {
    if (problem !== undefined) return this.#answer(true, (context) => this.#failed(problem, context));
    let config: readonly ConfigFile[];
    try {
      config = readConfig(this.#flags.config, this.#flags.maxFileSize);
    } catch (error) {
      // While a folder goes, everything that goes with it is an event.
      if (error instanceof Failure && error.message === this.#unreadable) return;
      this.#answer(true, (context) => this.#failed(error, context));
      this.#unreadable = (error as Failure).message;
      return;
    }
    this.#unreadable = undefined;
    if (this.#config !== undefined && isSame(this.#config, config)) return;
    this.#answer(true, (context) => {
      try {
        return this.#run(context, config);
      } catch (error) {
        return this.#failed(error, context);
      }
    });
  }

  #run(context: Context, config: readonly ConfigFile[]): number {
    this.#config = config;
    return this.#command.run({ ...context, watched: { config, memory: this.#memory } }, this.#flags, this.#words) ?? EXIT.ok;
  }

  #failed(error: unknown, context: Context): number {
    if (!(error instanceof Failure)) throw error;
    this.#config = undefined;
    return this.#tell(error, context);
  }

  #answer(isLater: boolean, give: (context: Context) => number): void {
    const { streams } = this.#context;
    const { config: folder, json, color, out } = this.#flags;
    const [at, begun] = [timeOfDay(), milliseconds()];
    const printed: string[] = [];
    if (isLater && !json) streams.out(changedText(at, folder, style(color)));
    const code = give(json ? { ...this.#context, streams: { ...streams, out: (text) => void printed.push(text) } } : this.#context);
    const isGood = code !== EXIT.invalid && code !== EXIT.system;
    if (isGood) this.#lastGood = at;
    const answered: Answered = { at, ms: milliseconds() - begun, isGood, ...(this.#lastGood === undefined ? {} : { lastGood: this.#lastGood }) };
    const writes = this.#command.name === 'generate' ? out : undefined;
    streams.out(json ? answeredJson(printed.join(''), answered) : answeredText(answered, folder, writes, style(color)));
  }
}
