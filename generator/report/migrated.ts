import type { Migrated } from '../fleet/formats/migrate.ts';
import { diffText } from './diff.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

export function migratedText({ files, steps, to }: Migrated, dryRun: boolean, style: Style): string {
  if (files.length === 0) return `config/ is in the format of this release, ${to}: there is nothing to migrate\n`;
  const done = steps.map((step) => `${visible(step)}\n`).join('');
  if (dryRun) return `${done}\n${files.map(({ path, before, after }) => diffText(path, before, after, style)).join('\n')}`;
  return `${done}${files.map(({ path }) => `  ~ ${visible(path)}\n`).join('')}${count(files.length, 'file')} migrated to ${to}\n`;
}
