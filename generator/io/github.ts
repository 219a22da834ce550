import { spawnSync } from 'node:child_process';
import { Failure } from './failure.ts';

/** A commit that GitHub is to make on a branch. */
export interface CommitRequest {
  /** URL of the GraphQL API. */
  readonly api: string;
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
const NETWORK_MS = 120_000;

/** `createCommitOnBranch`: GitHub commits, as the owner of the token, and signs. */
export function createCommit({ api, remote, branch, head, message, additions, deletions }: CommitRequest): CommitAnswer {
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN'] ?? '';
  if (token === '') throw new Failure('system', '--api needs a token', 'set GITHUB_TOKEN; it may write contents of this repository and nothing else');
  const [headline, ...body] = message.trim().split('\n') as [string, ...string[]];
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
  return answerOf(post(api, token, request));
}

function repositoryOf(remote: string): string {
  const named = process.env['GITHUB_REPOSITORY'] ?? /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote)?.[1];
  if (named === undefined || !/^[\w.-]+\/[\w.-]+$/.test(named))
    throw new Failure('system', `the remote does not say which repository it is: ${remote}`, 'set GITHUB_REPOSITORY to owner/name');
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
  const errors = Array.isArray(reply.errors) ? (reply.errors as { message?: unknown }[]).map(({ message }) => String(message)) : [];
  const words = [...errors, ...(typeof reply.message === 'string' ? [reply.message] : [])];
  // GraphQL answers 200 also when it refuses; then it says so. Anything else from 500 on, or 200 without a word, is no answer.
  const lost = status >= 500 || (status === 200 && words.length === 0);
  return { ok: false, lost, words: words.length > 0 ? words.join('\n  ') : `the API answered with status ${status}` };
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly error?: string;
}

/** Runs in a process of its own, because commands are synchronous and `fetch` is not. The token is neither in its arguments nor sent on elsewhere. */
const FETCH = `
const { api, request, timeout } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const headers = { authorization: 'Bearer ' + process.env.PAP_FLEET_TOKEN, 'content-type': 'application/json', 'user-agent': 'pap-fleet' };
fetch(api, { method: 'POST', headers, body: request, redirect: 'error', signal: AbortSignal.timeout(timeout) })
  .then(async (response) => ({ status: response.status, text: await response.text() }))
  .catch((error) => ({ status: 0, text: '', error: String(error.cause?.code ?? error.cause?.message ?? error.message) }))
  .then((reply) => process.stdout.write(JSON.stringify(reply)));
`;

function post(api: string, token: string, request: string): Reply {
  const { GITHUB_TOKEN: _a, GH_TOKEN: _b, NODE_OPTIONS: _c, ...env } = process.env;
  const { stdout, error } = spawnSync(process.execPath, ['-e', FETCH], {
    input: JSON.stringify({ api, request, timeout: NETWORK_MS }),
    encoding: 'utf8',
    env: { ...env, PAP_FLEET_TOKEN: token },
    timeout: NETWORK_MS + 10_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  if (error !== undefined || stdout === '') return { status: 0, text: '', error: error?.message ?? 'the request broke off' };
  return JSON.parse(stdout) as Reply;
}
