import { sortedKeys } from '../model/order.ts';

/** A commit, as people ask about it. */
export interface CommitFacts {
  readonly id: string;
  readonly parents: readonly string[];
  /** When it was committed: where it was merged by a button, when that was. As RFC 3339. */
  readonly at: string;
  /** Who wrote it, and who is named beside them. */
  readonly by: readonly string[];
  readonly subject: string;
  /** `#123`, or `!45` of GitLab. */
  readonly pullRequest?: string;
  readonly trailers: Readonly<Record<string, string>>;
}

/** What is asked of `git log` and `git show`: a message holds no NUL, so nothing in it can look like the next field. */
export const COMMIT_FORMAT = '%x00%H%x00%P%x00%ct%x00%an%x00%B%x00';

/** A commit and what stands behind it, such as its patch. */
export interface Entry {
  readonly commit: CommitFacts;
  readonly rest: string;
}

/** What was printed by {@link COMMIT_FORMAT}. Lines of a patch begin with a sign, so no NUL begins one. */
export function entriesIn(text: string): Entry[] {
  return `\n${text}`
    .split(/\n\0(?=[0-9a-f]{40,64}\0)/)
    .slice(1)
    .map((each) => {
      const [id = '', parents = '', seconds = '', author = '', message = '', ...rest] = each.split('\0');
      return { commit: factsOf({ id, parents, seconds, author, message }), rest: rest.join('\0') };
    });
}

interface Raw {
  readonly id: string;
  readonly parents: string;
  readonly seconds: string;
  readonly author: string;
  readonly message: string;
}

function factsOf({ id, parents, seconds, author, message }: Raw): CommitFacts {
  const [subject = '', ...body] = message.split('\n');
  const trailers = trailersIn(message);
  const others = body.flatMap((line) => /^co-authored-by:\s*([^<]*[^<\s])\s*(?:<|$)/i.exec(line)?.[1] ?? []);
  const pullRequest = pullRequestIn(subject, body);
  return {
    id,
    parents: parents.split(' ').filter((each) => each !== ''),
    at: timeOf(Number(seconds)),
    by: [...new Set([author, ...others])],
    subject: titleOf(subject, body),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    trailers,
  };
}

/** The last second that RFC 3339 has words for. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** When a commit says that it was made: it may claim any second, also one that no date has. */
export function dateOf(seconds: number): Date {
  return new Date(Math.min(Math.max(0, seconds), LATEST) * 1000);
}

export function timeOf(seconds: number): string {
  return dateOf(seconds).toISOString().replace('.000Z', 'Z');
}

/** A merge by a button says in its body what the pull request is called. */
function titleOf(subject: string, body: readonly string[]): string {
  return MERGES.some((pattern) => pattern.test(subject)) ? (body.find((line) => line.trim() !== '') ?? subject) : subject;
}

const MERGES = [/^Merge pull request #\d+ from /, /^Merged in .* \(pull request #\d+\)$/];

function pullRequestIn(subject: string, body: readonly string[]): string | undefined {
  const number = /^Merge pull request #(\d+) /.exec(subject)?.[1] ?? /\((?:pull request )?#(\d+)\)\s*$/.exec(subject)?.[1];
  if (number !== undefined) return `#${number}`;
  for (const line of body) {
    const gitlab = /^See merge request \S*?!(\d+)$/.exec(line)?.[1];
    if (gitlab !== undefined) return `!${gitlab}`;
    const other = /^(?:Pull-Request|PR-URL|Reviewed-on):\s*(?:\S*\/)?#?(\d+)$/i.exec(line)?.[1];
    if (other !== undefined) return `#${other}`;
  }
  return undefined;
}

/** `Key: value` lines of the last paragraph. */
function trailersIn(message: string): Record<string, string> {
  const last =
    message
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? '';
  const found: Record<string, string> = {};
  for (const line of last.split('\n')) {
    const [, key, value] = /^([A-Za-z][A-Za-z0-9-]*): (.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) found[key] = value;
  }
  return Object.fromEntries(sortedKeys(found).map((key) => [key, found[key] as string]));
}
