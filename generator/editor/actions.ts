import { fixAll, fixOne, isFixable } from '../fix/fix-all.ts';
import type { Finding } from '../model/finding.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { changeBetween, type Change } from './change.ts';
import type { Workspace } from './workspace.ts';

/** A fix that an editor offers: what `validate --fix` would write, no more and no less. */
export interface Action {
  readonly title: string;
  /** What it mends; none, where it mends all that has one right answer. */
  readonly finding?: Finding;
  readonly changes: ReadonlyMap<string, Change>;
}

/** Each is tried on the whole fleet before it is offered: an editor that asks about a whole file is not to wait for all. `everyFix` makes them at once. */
const MOST = 5;

/** What may be fixed on the lines `from` to `to`, counted from 1. */
export function actions(workspace: Workspace, file: string, from: number, to: number): Action[] {
  const { compiled, config } = workspace;
  const judge = (each: readonly ConfigFile[]) => workspace.judge(each);
  const near = compiled.findings.filter(isFixable).filter(({ place }) => place.file === file && from <= place.line && place.line <= to);
  return near.slice(0, MOST).flatMap((finding) => {
    const after = fixOne({ config, compiled, fixed: [] }, finding, judge);
    return after === undefined ? [] : [{ title: `Fix: ${finding.message}`, finding, changes: between(config, after.config) }];
  });
}

/** All fixes of the fleet at once. */
export function everyFix(workspace: Workspace): Action | undefined {
  const { compiled, config } = workspace;
  if (!compiled.findings.some(isFixable)) return undefined;
  const { config: after, fixed } = fixAll(config, (each) => workspace.judge(each));
  return fixed.length === 0 ? undefined : { title: 'Fix all that has one right answer', changes: between(config, after) };
}

function between(before: readonly ConfigFile[], after: readonly ConfigFile[]): Map<string, Change> {
  const changes = new Map<string, Change>();
  for (const [i, file] of before.entries()) {
    const change = after[i] === file ? undefined : changeBetween(textOf(file), textOf(after[i] as ConfigFile));
    if (change !== undefined) changes.set(file.path, change);
  }
  return changes;
}

const textOf = ({ bytes }: ConfigFile): string => Buffer.from(bytes).toString('utf8');
