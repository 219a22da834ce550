import { segments } from '../model/pointer.ts';
import type { Wanted } from '../rollout/config-edits.ts';
import { count, visible, type Style } from './style.ts';

const MOST = 40;

interface RolledBack {
  readonly wanted: readonly Wanted[];
  /** What was different then, and stays as it is. */
  readonly left: readonly string[];
  readonly to: string;
  readonly dryRun: boolean;
  readonly isHeld: boolean;
}

/** What was brought back, and what was not. */
export function rolledBackText(name: string, { wanted, left, to, dryRun, isHeld }: RolledBack, style: Style): string {
  const lines = wanted.slice(0, MOST).map(({ at, value }) => {
    const path = visible(segments(at).join('.'));
    return value === undefined ? `  ${style.red(`- ${path}`)}\n` : `  ${style.green(`${path}: ${visible(JSON.stringify(value))}`)}\n`;
  });
  const more = wanted.length > MOST ? `  … and ${wanted.length - MOST} more\n` : '';
  const rest = left.map((text) => `  ${style.yellow('not back:')} ${visible(text)}\n`);
  const held = isHeld ? `, and ${dryRun ? 'would be' : 'is'} held there until pap-fleet release ${name}` : '';
  return `${style.bold(visible(name))} ${dryRun ? 'would go' : 'goes'} back to ${visible(to)} in ${count(wanted.length, 'value')}${held}\n${lines.join('')}${more}${rest.join('')}${dryRun ? '' : 'look at it with pap-fleet plan, and commit it\n'}`;
}

export function releasedText(name: string, dryRun: boolean): string {
  return `${visible(name)} ${dryRun ? 'would be' : 'is'} released: its values stay as they are, and may change again\n${dryRun ? '' : 'commit it\n'}`;
}
