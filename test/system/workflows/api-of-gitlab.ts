// A stand-in for the part of GitLab's REST API (v4) that review.mjs uses. Shapes and refusals are those of docs.gitlab.com/api: users,
// branches, merge_requests, notes, commits (statuses) and merge_request_approvals.
import { RestHost, type Answer, type Asked } from './rest-host.ts';

export const REVIEW_TOKEN = 'glpat-not-a-real-token';
export const BOT = 7;

export interface Note {
  id: number;
  author: { id: number; username: string };
  system: boolean;
  body: string;
}

export interface Status {
  readonly sha: string;
  readonly state: string;
  readonly name: string;
  readonly ref: string;
  readonly description: string;
  readonly target_url?: string;
}

export interface MergeRequest {
  iid: number;
  sha: string;
  state: string;
  source_branch: string;
  target_branch: string;
  source_project_id: number;
  target_project_id: number;
}

const STATES = ['pending', 'running', 'success', 'failed', 'canceled', 'skipped'];

export class FakeGitLab extends RestHost {
  main: string;
  requests: MergeRequest[] = [];
  readonly notes = new Map<number, Note[]>();
  readonly statuses: Status[] = [];
  /** Merge request → accounts that approved it, of which head. */
  readonly approvals = new Map<number, Map<number, string>>();
  /** Quick actions that GitLab would have carried out as the owner of the token. */
  readonly commands: string[] = [];
  /** Part of a call → status of the answers to come, in order. */
  readonly failing = new Map<string, number[]>();
  /** Where this GitLab is below its host, such as `/git`. */
  root = '';
  /** Asked before each answer, for what happens meanwhile. */
  meanwhile: (call: string) => void = () => undefined;

  constructor(main: string) {
    super();
    this.main = main;
  }

  open(iid: number, sha: string, more: Partial<MergeRequest> = {}): MergeRequest {
    const request = {
      iid,
      sha,
      state: 'opened',
      source_branch: `change-${iid}`,
      target_branch: 'main',
      source_project_id: 1,
      target_project_id: 1,
      ...more,
    };
    this.requests.push(request);
    return request;
  }

  note(iid: number, body: string, author = BOT): void {
    const all = this.notes.get(iid) ?? [];
    all.push({ id: 100 * iid + all.length, author: { id: author, username: `user-${author}` }, system: false, body });
    this.notes.set(iid, all);
  }

  bodies(iid: number): string[] {
    return (this.notes.get(iid) ?? []).map(({ body }) => body);
  }

  /** The newest status of a head. */
  stateOf(sha: string): string | undefined {
    return this.statuses.findLast((status) => status.sha === sha)?.state;
  }

  protected answer({ method, path, privateToken, sent }: Asked): Answer {
    const call = `${method} ${path}`;
    this.meanwhile(call);
    if (privateToken !== REVIEW_TOKEN) return { code: 401, body: '{"message":"401 Unauthorized"}' };
    const status = [...this.failing].find(([part]) => call.includes(part))?.[1].shift();
    if (status !== undefined) return { code: status, body: `{"message":"${REVIEW_TOKEN}"}`, headers: { location: 'http://127.0.0.1:9/' } };
    if (!path.startsWith(`${this.root}/api/`)) return { code: 404, body: '{"error":"404 Not Found"}' };
    const [code, body] = this.#answer(method, path.slice(this.root.length), (sent ?? {}) as Record<string, string>);
    return { code, body: body === undefined ? '' : JSON.stringify(body) };
  }

  #answer(method: string, whole: string, sent: Readonly<Record<string, string>>): [number, unknown?] {
    const [path = '', query = ''] = whole.split('?');
    if (path === '/api/v4/user') return [200, { id: BOT, username: 'project_1_bot' }];
    const below = /^\/api\/v4\/projects\/team%2Ffleet(\/.*)$/.exec(path)?.[1];
    if (below === undefined) return [404, { message: '404 Project Not Found' }];
    if (below === '/repository/branches/main') return [200, { name: 'main', commit: { id: this.main } }];
    if (below.startsWith('/statuses/')) return this.#status(below.slice('/statuses/'.length), sent);
    if (below === '/merge_requests')
      return [
        200,
        paged(
          this.requests.filter(({ state }) => state === 'opened'),
          query,
        ),
      ];
    const [, iid = '', rest = ''] = /^\/merge_requests\/(\d+)(.*)$/.exec(below) ?? [];
    const request = this.requests.find((each) => each.iid === Number(iid));
    if (request === undefined) return [404, { message: '404 Not found' }];
    if (rest === '') return [200, request];
    if (rest.startsWith('/notes')) return this.#notes(method, request.iid, rest.slice('/notes'.length), query, sent);
    return this.#approval(request, rest, sent);
  }

  #status(sha: string, sent: Readonly<Record<string, string>>): [number, unknown] {
    const { state = '', name = 'default', ref = '', description = '', target_url: url } = sent;
    if (!STATES.includes(state)) return [400, { error: 'state does not have a valid value' }];
    if (description.length > 255 || (url ?? '').length > 255) return [400, { message: { description: ['is too long (maximum is 255 characters)'] } }];
    if (!this.requests.some((request) => request.sha === sha)) return [404, { message: '404 Commit Not Found' }];
    if (state === 'running' && this.stateOf(sha) === 'running')
      return [400, { message: 'Cannot transition status via :run from :running (Reason(s): Status cannot transition via "run")' }];
    this.statuses.push({ sha, state, name, ref, description, ...(url === undefined ? {} : { target_url: url }) });
    return [201, { id: this.statuses.length, status: state }];
  }

  #notes(method: string, iid: number, rest: string, query: string, { body = '' }: Readonly<Record<string, string>>): [number, unknown?] {
    const all = this.notes.get(iid) ?? [];
    const found = all.find(({ id }) => rest === `/${id}`);
    if (method === 'GET') return [200, paged(all, query)];
    if (method !== 'POST' && found === undefined) return [404, { message: '404 Not found' }];
    if (found !== undefined && found.author.id !== BOT) return [403, { message: '403 Forbidden' }];
    if (method === 'DELETE')
      return (
        this.notes.set(
          iid,
          all.filter((note) => note !== found),
        ),
        [204]
      );
    if (body === '' || body.length > 1_000_000) return [400, { message: '400 Bad request' }];
    this.commands.push(...body.split('\n').filter((line) => /^\s*\/[a-z]/.test(line)));
    if (found !== undefined) found.body = body;
    else this.note(iid, body);
    return [method === 'POST' ? 201 : 200, { id: found?.id ?? 1 }];
  }

  #approval({ iid, sha }: MergeRequest, rest: string, sent: Readonly<Record<string, string>>): [number, unknown] {
    const by = this.approvals.get(iid) ?? new Map<number, string>();
    this.approvals.set(iid, by);
    if (rest === '/approvals') return [200, { approved_by: [...by.keys()].map((id) => ({ user: { id } })) }];
    if (rest === '/unapprove') return by.delete(BOT) ? [201, {}] : [404, { message: '404 Not found' }];
    if (rest !== '/approve') return [404, { message: '404 Not found' }];
    if (sent['sha'] !== undefined && sent['sha'] !== sha) return [409, { message: 'SHA does not match HEAD of source branch' }];
    if (by.has(BOT)) return [401, { message: '401 Unauthorized' }];
    by.set(BOT, sha);
    return [201, {}];
  }
}

function paged<T>(all: readonly T[], query: string): T[] {
  const page = Number(/(?:^|&)page=(\d+)/.exec(query)?.[1] ?? 1);
  const size = Number(/per_page=(\d+)/.exec(query)?.[1] ?? 20);
  return all.slice((page - 1) * size, page * size);
}
