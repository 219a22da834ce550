import { Failure } from '../io/failure.ts';
import type { WorkingCopy } from '../io/git.ts';
import type { Built } from '../io/read-built.ts';
import type { FileMap } from '../render/files.ts';
import { byCodeUnit } from '../model/order.ts';
import { listed } from '../report/published.ts';
import { OURSELVES } from './allowed.ts';
import type { Work } from './work.ts';

/**
 * Asked once it is known which commit is delivered, before the gate and before anything is written.
 * @param head the head of the remote branch
 * @returns false when that head asks for something else than what was built, so that another run delivers it
 */
export type Fits = (work: Work, head: string) => boolean;

/**
 * Whether what a build job made is what this program makes of the commit that is delivered. The bytes that are pushed are
 * always those of this program; what was built can stop a delivery, and change nothing of it.
 *
 * `mustBeCurrent` asks whether the program was built from sources that have changed since. Here the program is a pinned
 * release and built from no sources of this repository, so that question has no answer. Its danger is still there: the push
 * job of an old run, started again, has the old release and the old artifact, which agree, and would write them over the
 * out/ of a newer release. So it is the built commit that is held against the head: when what says which generator runs has
 * changed in between, the old run gives way.
 * @throws Failure (system) when the artifact is of another history, or its files are others
 */
export function fitsBuilt(copy: WorkingCopy, built: Built, where: string): Fits {
  return (work, head) => {
    const short = built.commit.slice(0, 12);
    if (!copy.contains(head, built.commit))
      throw new Failure(
        'system',
        `${built.folder} was built from ${short}, which ${where} does not contain`,
        'deliver what was built from this branch; the clone must have its history (fetch-depth: 0)',
      );
    if (copy.differing(built.commit, head, OURSELVES).length > 0) return false;
    const other = differing(built, work.compiled.files as FileMap);
    if (other.length === 0) return true;
    // A newer config asks for other files, as it should, and its own run brings them.
    if (copy.differing(built.commit, head, [work.configPath]).length > 0) return false;
    throw new Failure(
      'system',
      `the build job made other bytes than this program:\n  ${listed(other)}`,
      `nothing was pushed. Pin the release that ${work.out}/ of this branch is made with, in the build job and in the push job alike`,
    );
  };
}

/** Sorted by path. */
function differing(built: Built, wanted: FileMap): string[] {
  const paths = new Set([...wanted.keys(), ...built.sizes.keys()]);
  return [...paths].sort(byCodeUnit).flatMap((path) => {
    const content = wanted.get(path);
    if (content === undefined) return `${path}: only the build job made it`;
    if (!built.sizes.has(path)) return `${path}: the build job did not make it`;
    return built.holds(path, content) ? [] : `${path}: other bytes`;
  });
}
