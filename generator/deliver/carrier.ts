import type { WorkingCopy } from '../io/git.ts';
import type { Remote } from '../io/remote.ts';
import { commitOut } from './commit.ts';
import type { Made } from './commit.ts';
import type { Verdict } from './judge.ts';
import type { Work } from './work.ts';

/** What came of bringing out/ to the remote. */
export type Carried =
  /** The head of the remote has it already. */
  | { readonly state: 'same' }
  | { readonly state: 'sent'; readonly made: Made }
  /** Not taken, as far as is known here: a lost race, a rule, or a lost answer. `made` lies here and may have landed. */
  | { readonly state: 'refused'; readonly words: string; readonly made?: Made };

/** How a commit of out/ gets onto the branch of the remote, whose head is `head`. */
export type Carrier = (work: Work, head: string, verdict: Verdict | undefined) => Carried;

/** Commit here and push. */
export function byPush(copy: WorkingCopy, remote: Remote, branch: string, version: string): Carrier {
  return (work, head, verdict) => {
    const made = commitOut(copy, work, version, verdict);
    if (copy.head() === head) return { state: 'same' };
    const pushed = remote.push(branch);
    return pushed.ok ? { state: 'sent', made } : { state: 'refused', words: pushed.words, made };
  };
}
