import type { Compiled } from '../compile.ts';
import type { NamedSettings } from '../fleet/schema/schemas.ts';
import { hasErrors, type Finding } from '../model/finding.ts';
import type { PlacedFix } from '../model/fix.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { fixedText } from './fixed-text.ts';
import { blocks } from '../model/severity.ts';

/** What became of a config. */
export interface Outcome<C extends Compiled = Compiled> {
  readonly config: readonly ConfigFile[];
  /** What is found in it now. */
  readonly compiled: C;
  /** What was found and is mended, in the order in which it was. */
  readonly fixed: readonly Fixable[];
}

export type Fixable = Finding & { readonly fix: PlacedFix };

/** A fix may bring out the next finding, one stage behind another; a fleet has fewer stages. */
const ROUNDS = 20;

/**
 * Make every fix that helps: what it mends is gone then, and nothing is found that was not there before, but for what an error has hidden.
 * @param judge finds what is wrong
 */
export function fixAll<C extends Compiled>(config: readonly ConfigFile[], judge: (config: readonly ConfigFile[]) => C): Outcome<C> {
  let now: Outcome<C> = { config, compiled: judge(config), fixed: [] };
  const refused = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const wanted = now.compiled.findings.filter(isFixable).filter((finding) => !refused.has(keyOf(finding)));
    if (wanted.length === 0) break;
    now = together(now, wanted, judge) ?? eachByItself(now, wanted, judge, refused);
  }
  return now;
}

export function isFixable(finding: Finding): finding is Fixable {
  return finding.fix !== undefined;
}

/** Make one fix, if it helps. */
export function fixOne<C extends Compiled>(
  before: Outcome<C>,
  finding: Fixable,
  judge: (config: readonly ConfigFile[]) => C,
): Outcome<C> | undefined {
  return together(before, [finding], judge);
}

function together<C extends Compiled>(
  before: Outcome<C>,
  wanted: readonly Fixable[],
  judge: (config: readonly ConfigFile[]) => C,
): Outcome<C> | undefined {
  const { config, made } = applied(before.config, wanted, before.compiled.declared ?? []);
  if (made.length === 0) return undefined;
  const compiled = judge(config);
  return helps(before.compiled.findings, compiled.findings, made) ? { config, compiled, fixed: [...before.fixed, ...made] } : undefined;
}

function eachByItself<C extends Compiled>(
  before: Outcome<C>,
  wanted: readonly Fixable[],
  judge: (config: readonly ConfigFile[]) => C,
  refused: Set<string>,
): Outcome<C> {
  for (const finding of wanted) {
    const after = together(before, [finding], judge);
    // Places have moved: the others are looked up anew.
    if (after !== undefined) return after;
    refused.add(keyOf(finding));
  }
  return before;
}

/** The config with as many of the fixes as can be made side by side. */
function applied(
  config: readonly ConfigFile[],
  wanted: readonly Fixable[],
  declared: readonly NamedSettings[],
): { config: readonly ConfigFile[]; made: Fixable[] } {
  const made: Fixable[] = [];
  const after = config.map((file) => {
    // From the end, so that what goes moves nothing that is still to be changed.
    const own = wanted.filter(({ place }) => place.file === file.path).sort(fromTheEnd);
    // A byte order mark is part of the text.
    let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
    const done: string[] = [];
    for (const finding of own) {
      const { at } = finding.fix;
      if (done.some((other) => isWithin(at, other) || isWithin(other, at))) continue;
      const next = fixedText(file.relative, text, finding.fix, declared);
      if (next === undefined) continue;
      text = next;
      done.push(at);
      made.push(finding);
    }
    return done.length === 0 ? file : { ...file, bytes: Buffer.from(text) };
  });
  return { config: after, made };
}

const fromTheEnd = ({ place: a }: Finding, { place: b }: Finding): number => b.line - a.line || b.col - a.col;

const isWithin = (at: string, other: string): boolean => at === other || at.startsWith(`${other}/`);

/** Whether all that was mended is gone, and nothing came but what stood behind errors that are all gone. */
function helps(before: readonly Finding[], after: readonly Finding[], made: readonly Finding[]): boolean {
  const allowed = counted(before);
  for (const finding of made) allowed.set(nameOf(finding), (allowed.get(nameOf(finding)) as number) - 1);
  const left = counted(after);
  const grown = [...left].filter(([name, count]) => count > (allowed.get(name) ?? 0)).map(([name]) => name);
  if (grown.some((name) => allowed.has(name))) return false;
  const isLater = hasErrors(before) && !before.some((finding) => blocks(finding) && left.has(nameOf(finding)));
  return isLater || grown.length === 0;
}

function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(nameOf(finding), (counts.get(nameOf(finding)) ?? 0) + 1);
  return counts;
}

/** Lines and numbers of items move; what a finding says of a file does not. */
const nameOf = ({ code, message, place }: Finding): string => JSON.stringify([code, message, place.file]);
const keyOf = (finding: Fixable): string => JSON.stringify([nameOf(finding), finding.fix.at]);
