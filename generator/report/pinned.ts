import { count, visible, type Style } from './style.ts';

/** An image of config/ and where it stands. */
export interface Pinned {
  readonly path: string;
  readonly line: number;
  readonly image: string;
  /** With its digest; absent: it was left as it is. */
  readonly to?: string;
  /** Why it was left: the list has no digest of it, or one that may be another tag's. */
  readonly problem?: 'absent' | 'ambiguous';
}

interface Result {
  /** The file with the digests. */
  readonly list: string;
  readonly pinned: readonly Pinned[];
  readonly left: readonly Pinned[];
  /** Lines of the list that fit no image. */
  readonly unused: readonly { readonly image: string; readonly line: number }[];
  readonly dryRun: boolean;
  /** How many files change. */
  readonly files: number;
}

/** What was written, or would be, as a difference; then what was left, and what of the list was of no use. */
export function pinnedText({ list, pinned, left, unused, dryRun, files }: Result, style: Style): string {
  const changed = pinned.map(
    ({ path, line, image, to = '' }) => `${visible(path)}:${line}\n${style.red(`  - ${visible(image)}`)}\n${style.green(`  + ${visible(to)}`)}\n`,
  );
  const others = left.map(({ path, line, image, problem }) =>
    problem === 'ambiguous'
      ? `${visible(path)}:${line} ${visible(image)} is left: the list names no tag, and the fleet uses several\n`
      : `${visible(path)}:${line} ${visible(image)} is left without a digest: the list does not name it\n`,
  );
  const useless = unused.map(({ image, line }) => `${visible(list)}:${line} ${visible(image)} is no image of config/\n`);
  const end =
    pinned.length === 0
      ? 'nothing to write: every image that the list names has its digest\n'
      : `${dryRun ? 'would write' : 'wrote'} ${count(pinned.length, 'digest')} in ${count(files, 'file')}${dryRun ? '' : '; next: pap-fleet generate'}\n`;
  return [...changed, ...others, ...useless, end].join('');
}
