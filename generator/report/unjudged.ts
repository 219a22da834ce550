import type { UnjudgedPart } from '../lint/unjudged.ts';
import { memo } from '../model/memo.ts';
import { count, visible, type Style } from './style.ts';

/** So many of one kind say what is the matter. */
const MOST = 6;

/** Of what nothing is said, and why: a line each, those with the same reason in one. */
export function unjudgedText(parts: readonly UnjudgedPart[], style: Style): string {
  const byReason = new Map<string, UnjudgedPart[]>();
  for (const part of parts) memo(byReason, `${part.because} ${part.reason}`, () => []).push(part);
  const lines = new Map<string, string[]>();
  for (const [first, ...more] of byReason.values()) {
    const { place, title, because, reason } = first as UnjudgedPart;
    const others = more.length === 0 ? '' : `, and ${more.length} more for the same reason`;
    const line = `${style.bold(`${visible(place.file)}:${place.line}:${place.col}`)} not judged: ${visible(title)}${others}: ${visible(reason)}\n`;
    memo(lines, because, () => []).push(line);
  }
  return [...lines]
    .map(([because, all]) => {
      const rest = all.length - MOST;
      if (rest < 2) return all.join('');
      return `${all.slice(0, MOST).join('')}${style.dim(`… and ${rest} more reasons of ${because}; --json has all of them`)}\n`;
    })
    .join('');
}

/** `; 1 kustomization and 2 files not judged`: what would make objects, and makes none here. */
export function partWords(parts: readonly UnjudgedPart[]): string {
  const kustomizations = parts.filter(({ because }) => because === 'incomplete kustomization').length;
  const files = parts.length - kustomizations;
  const words = [...(kustomizations === 0 ? [] : [count(kustomizations, 'kustomization')]), ...(files === 0 ? [] : [count(files, 'template')])];
  return words.length === 0 ? '' : `; ${words.join(' and ')} not judged`;
}
