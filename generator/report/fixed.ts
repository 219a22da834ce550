import type { Finding } from '../model/finding.ts';
import { diffText } from './diff.ts';
import { visible, type Style } from './style.ts';

interface Changed {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What was mended, and in a dry run how. */
export function fixedText(fixed: readonly Finding[], changed: readonly Changed[], { dryRun, style }: { dryRun: boolean; style: Style }): string {
  if (fixed.length === 0) return 'nothing here has one right answer that is not written yet\n';
  const diffs = dryRun ? changed.map(({ path, before, after }) => `${diffText(path, textOf(before), textOf(after) as string, style)}\n`) : [];
  const lines = fixed.map(({ place, code, message }) => `  ${visible(`${place.file}:${place.line}`)} ${code}: ${visible(message)}\n`);
  const many = `${fixed.length} ${fixed.length === 1 ? 'finding' : 'findings'}`;
  return `${diffs.join('')}${dryRun ? `would fix ${many}; nothing was written` : style.green(`fixed ${many}`)}:\n${lines.join('')}\n`;
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}
