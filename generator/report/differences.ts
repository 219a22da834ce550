import { differs } from '../render/changes.ts';
import type { Changes } from '../render/changes.ts';
import { listed } from './listed.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** Every file of out/ that is not what the config says. */
/** @param held regions that stay as they were delivered */
export function differencesText(out: string, changes: Changes, style: Style, held: readonly string[] = []): string {
  const but = held.length === 0 ? '' : `, but for what is held: ${listed(held, 24)}`;
  if (!differs(changes)) return `${out}/ is what the config says${but}: ${count(changes.unchanged, 'file')}\n`;
  const { created, updated, deleted, edited, foreign, blocked, lineEndings = [] } = changes;
  const line = (mark: string, about: string) => (path: string) => `  ${mark} ${out}/${visible(path)}  ${style.dim(about)}\n`;
  const note = (path: string): string =>
    lineEndings.includes(path) ? 'has CRLF line endings' : edited.includes(path) ? 'edited by hand' : 'out of date';
  const lines = [
    ...created.map(line(style.green('+'), 'missing')),
    ...updated.map((path) => line(style.yellow('~'), note(path))(path)),
    ...deleted.map(line(style.red('-'), 'no longer generated')),
    ...foreign.map(line(style.red('?'), 'not made by pap-fleet')),
    ...blocked.map(line(style.red('!'), 'in the way of a generated file')),
  ];
  const differ = `${count(lines.length, 'file')} ${lines.length === 1 ? 'differs' : 'differ'}`;
  return `${lines.join('')}${out}/ is not what the config says: ${differ}; ${wayOut(out, changes)}\n`;
}

/** What brings out/ to what the config says: generating does not remove what others put there. */
function wayOut(out: string, { created, updated, deleted, foreign, blocked, lineEndings = [] }: Changes): string {
  if (lineEndings.length > 0 && lineEndings.length === updated.length)
    return `write "* text=auto eol=lf" into .gitattributes, then: git add --renormalize . && git checkout -- ${visible(out)}`;
  const run = `run: pap-fleet generate${out === 'out' ? '' : ` --out ${visible(out)}`}`;
  if (foreign.length + blocked.length === 0) return run;
  const stale = created.length + updated.length + deleted.length + blocked.length > 0;
  return `move away what pap-fleet did not make${stale ? `, then ${run}` : ': generate leaves it alone'}`;
}
