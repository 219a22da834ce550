import { Failure } from './failure.ts';
import { isLoopback, placeOf } from './remote-url.ts';
import { post } from './request.ts';
import type { Reply } from './request.ts';
import { apiToken, withoutTokens } from './token.ts';

/** GitHub's GraphQL API. */
export interface Api {
  readonly url: string;
  /** How long one request may take. */
  readonly seconds: number;
  /** PEM file of the authorities that may have signed its certificate. */
  readonly caFile: string | undefined;
}

/** A commit that GitHub is to make on a branch. */
export interface CommitRequest {
  readonly api: Api;
  /** URL of the remote, which names the repository unless GITHUB_REPOSITORY does. */
  readonly remote: string;
  readonly branch: string;
  /** Where the branch must be, or nothing happens. */
  readonly head: string;
  readonly message: string;
  /** Path → content. */
  readonly additions: ReadonlyMap<string, string>;
  readonly deletions: readonly string[];
}

/** `lost`: it is not known whether the commit was made. */
export type CommitAnswer = { readonly ok: true; readonly commit: string } | { readonly ok: false; readonly lost: boolean; readonly words: string };

const MUTATION = 'mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }';
/** GitHub documents no limit; requests of 40 MB and more were seen to fail. */
const MOST_BYTES = 40_000_000;

/** `createCommitOnBranch`: GitHub commits, as the owner of the token, and signs. */
export function createCommit({ api, remote, branch, head, message, additions, deletions }: CommitRequest): CommitAnswer {
  const token = apiToken();
  if (token === undefined)
    throw new Failure('system', '--api needs a token', 'set PUSH_TOKEN or GITHUB_TOKEN; it may write contents of this repository and nothing else');
  const [headline, ...body] = message.trim().split('\n') as [string, ...string[]];
  mustBelong(api.url, remote);
  const input = {
    branch: { repositoryNameWithOwner: repositoryOf(remote), branchName: branch },
    expectedHeadOid: head,
    message: { headline, body: body.join('\n').trim() },
    fileChanges: {
      additions: [...additions].map(([path, content]) => ({ path, contents: Buffer.from(content).toString('base64') })),
      deletions: deletions.map((path) => ({ path })),
    },
  };
  const request = JSON.stringify({ query: MUTATION, variables: { input } });
  if (request.length > MOST_BYTES)
    throw new Failure(
      'system',
      `the commit is too large for GitHub's API: ${Math.ceil(request.length / 1e6)} MB of at most ${MOST_BYTES / 1e6} MB`,
      'publish without --api and sign with a key (git config commit.gpgSign true), or merge the change in parts',
    );
  return answerOf(post({ ...api, token, body: request }));
}

/** A token for the remote's host is not sent to another one; where GitHub Actions says which server is meant, that is the one. */
function mustBelong(api: string, remote: string): void {
  const to = placeOf(api);
  const from = placeOf(remote);
  const { GITHUB_SERVER_URL: server = '' } = process.env;
  // The host of an ssh URL may be a name of the ssh configuration.
  const known = server === '' || from.scheme === 'https' ? from : placeOf(server);
  if (from.scheme === 'file' && isLoopback(to.host)) return;
  const { host, port } = known;
  const same = to.host === host && (known.scheme !== 'https' || (to.scheme === 'https' && to.port === port));
  if (host !== undefined && (to.host === `api.${host}` || same)) return;
  throw new Failure(
    'system',
    `the API is at ${to.host ?? api}, but the remote is at ${withoutTokens(remote)}: nothing was sent`,
    'the API of https://github.com is https://api.github.com/graphql, that of https://HOST is https://HOST/api/graphql',
  );
}

function repositoryOf(remote: string): string {
  const named = process.env['GITHUB_REPOSITORY'] ?? /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote)?.[1];
  if (named === undefined || !/^[\w.-]+\/[\w.-]+$/.test(named))
    throw new Failure('system', `the remote does not say which repository it is: ${withoutTokens(remote)}`, 'set GITHUB_REPOSITORY to owner/name');
  return named;
}

function answerOf({ status, text, error }: Reply): CommitAnswer {
  if (error !== undefined) return { ok: false, lost: true, words: `no answer from the API: ${error}` };
  let reply: { data?: { createCommitOnBranch?: { commit?: { oid?: unknown } } | null } | null; errors?: unknown; message?: unknown } = {};
  try {
    reply = (JSON.parse(text) ?? {}) as typeof reply;
  } catch {
    // An error page of something between; the status says enough.
  }
  const oid = reply.data?.createCommitOnBranch?.commit?.oid;
  if (status === 200 && typeof oid === 'string' && /^[0-9a-f]{40,64}$/.test(oid)) return { ok: true, commit: oid };
  const errors = Array.isArray(reply.errors) ? messagesOf(reply.errors) : [];
  const words = [...errors, ...(typeof reply.message === 'string' ? [reply.message] : [])];
  // GraphQL answers 200 also when it refuses; then it says so. Anything else from 500 on, or 200 without a word, is no answer.
  const lost = status >= 500 || (status === 200 && words.length === 0);
  return { ok: false, lost, words: words.length > 0 ? shownWords(words) : `the API answered with status ${status}` };
}

function messagesOf(errors: readonly unknown[]): string[] {
  return errors.map((error) => (error as { message?: unknown } | null)?.message).filter((message) => typeof message === 'string');
}

/** An answer may hold anything, and it goes into a log. */
function shownWords(words: readonly string[]): string {
  return words
    .slice(0, 12)
    .map((text) => withoutTokens(text).slice(0, 500))
    .join('\n  ');
}
