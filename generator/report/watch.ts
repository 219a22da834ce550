import { jsonText } from './json.ts';
import type { Style } from './style.ts';
import { visible } from './style.ts';

/** One answer of a command that watches. */
export interface Answered {
  /** `21:04:07` */
  readonly at: string;
  readonly ms: number;
  /** When the last answer without errors was given; absent: never. */
  readonly lastGood?: string;
  readonly isGood: boolean;
}

/** Above an answer, but for the first. */
export function changedText(at: string, folder: string, look: Style): string {
  return `\n${look.bold(`${at} ${visible(folder)} has changed`)}\n`;
}

/** Below an answer. @param out the folder that is left as it is when there is an error, if the command writes one */
export function answeredText({ ms, lastGood, isGood }: Answered, folder: string, out: string | undefined, look: Style): string {
  const kept = out === undefined ? '' : `, and ${visible(out)} is left as it is`;
  const stands = lastGood === undefined ? `there is no good answer yet${kept}` : `the last good answer, that of ${lastGood}, stands${kept}`;
  const watching = `watching ${visible(folder)}; Ctrl-C ends it`;
  return `${isGood ? '' : `${look.yellow(stands)}\n`}${look.dim(`answered in ${ms} ms; ${watching}`)}\n`;
}

/** One answer as one line of JSON: the object that the command prints without `--watch`, with when it was given. */
export function answeredJson(printed: string, { at, ms, lastGood }: Answered): string {
  const result = JSON.parse(printed) as object;
  return jsonText({ ...result, watch: { at, ms, ...(lastGood === undefined ? {} : { lastGood }) } }, 0);
}
