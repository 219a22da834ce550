import { Failure } from '../io/failure.ts';
import type { WorkingCopy } from '../io/git.ts';
import { createCommit } from '../io/github.ts';
import type { Api } from '../io/github.ts';
import type { Remote } from '../io/remote.ts';
import { subjectOf } from '../report/published.ts';
import type { Delivered } from '../report/published.ts';
import type { Carrier } from './carrier.ts';
import { heldIn, messageOf, mustHold } from './commit.ts';
import type { Made } from './commit.ts';
import { compare, isNothing } from './delivered.ts';
import type { Work } from './work.ts';

/**
 * Let GitHub make the commit: it signs it, and refuses when the branch is no longer where we think it is. Nothing is
 * written here before; the new commit is fetched like anybody else's.
 */
export function byApi(copy: WorkingCopy, api: Api, remote: Remote, branch: string, version: string): Carrier {
  const fetched = (): string | undefined => {
    const seen = remote.fetch(branch);
    return 'head' in seen ? seen.head : undefined;
  };
  return (work, head, verdict) => {
    // A commit that --no-push left here is made again, by GitHub.
    if (copy.head() !== head) copy.moveTo(head);
    work.check();
    const delivered = compare(work.files, copy.files(head, work.out));
    if (isNothing(delivered)) return { state: 'same' };
    const message = messageOf(work, delivered, version, verdict);
    const sent = (commit: string): { state: 'sent'; made: Made } => {
      copy.moveTo(commit);
      mustHold(copy, commit, work, 'but it is on the remote');
      return { state: 'sent', made: { commit, subject: subjectOf(delivered, verdict?.news, heldIn(verdict)), changes: delivered } };
    };

    const answer = createCommit({ api, remote: remote.url, branch, head, message, ...filesOf(work, delivered) });
    const now = answer.ok || answer.lost ? fetched() : undefined;
    if (answer.ok) {
      if (now === undefined || !copy.contains(now, answer.commit))
        throw new Failure(
          'system',
          `GitHub made the commit ${answer.commit.slice(0, 12)}, but ${remote.name}/${branch} has it not`,
          'is it the same repository?',
        );
      return sent(answer.commit);
    }
    // Without an answer it may have been made all the same: then it follows the head we named, with our words.
    const ours = now === undefined ? undefined : copy.following(head, now);
    return ours !== undefined && copy.message(ours).trim() === message.trim() ? sent(ours) : { state: 'refused', words: answer.words };
  };
}

function filesOf({ out, files: wanted }: Work, { created, updated, deleted }: Delivered): { additions: Map<string, string>; deletions: string[] } {
  return {
    additions: new Map([...created, ...updated].map((path) => [`${out}/${path}`, wanted.get(path) as string])),
    deletions: deleted.map((path) => `${out}/${path}`),
  };
}
