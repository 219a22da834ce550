// A stand-in for the part of GitHub's REST API that begin.mjs and report.mjs use, on loopback.
import { RestHost, type Answer, type Asked } from './rest-host.ts';

export interface Comment {
  id: number;
  user: { login: string; type: string };
  body: string;
}

/** What is sent to make or to change a check. */
export interface Check {
  readonly name: string;
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion?: string;
  readonly external_id: string;
  readonly output: { readonly title: string; readonly summary: string };
}

export const TOKEN = 'not-a-real-token';
export const READ_TOKEN = 'a-token-that-reads';

/** A repository with one pull request. It refuses what GitHub refuses: texts that are too long, and who may not. */
export class FakeApi extends RestHost {
  pull: unknown;
  main: string;
  comments: Comment[] = [];
  readonly checks: Check[] = [];
  /** Path → status of the answers to come, in order. */
  readonly failing = new Map<string, number[]>();
  /** Login under which comments are written. */
  author = 'the-app[bot]';

  constructor(head: string, main: string) {
    super();
    this.pull = { state: 'open', head: { sha: head }, base: { ref: 'main' } };
    this.main = main;
  }

  protected answer({ method, path, authorization, sent }: Asked): Answer {
    const token = path.startsWith('/git/') ? READ_TOKEN : TOKEN;
    if (authorization !== `Bearer ${token}`) return { code: 401, body: `{"message":"${token}"}` };
    const status = [...this.failing].find(([prefix]) => path.startsWith(prefix))?.[1].shift();
    if (status !== undefined) return { code: status, body: `{"message":"${token}"}`, headers: { location: 'http://127.0.0.1:9/' } };
    const [code, body] = this.#answer(method, path, sent);
    return { code, body: body === undefined ? '' : JSON.stringify(body) };
  }

  #answer(method: string, path: string, sent: unknown): [number, unknown?] {
    if (path.startsWith('/check-runs')) return this.#check(sent as Check);
    if (path.startsWith('/pulls/')) return [200, this.pull];
    if (path === '/git/ref/heads/main') return [200, { object: { sha: this.main } }];
    const id = Number(/comments\/(\d+)$/.exec(path)?.[1]);
    const body = (sent as { body?: string } | undefined)?.body ?? '';
    if (body.length > 65_536) return [422, { message: 'body is too long (maximum is 65536 characters)' }];
    if (method === 'POST') this.comments.push({ id: 1000 + this.comments.length, user: { login: this.author, type: 'Bot' }, body });
    if (method === 'PATCH') this.comments = this.comments.map((comment) => (comment.id === id ? { ...comment, body } : comment));
    if (method === 'DELETE') {
      this.comments = this.comments.filter((comment) => comment.id !== id);
      return [204];
    }
    const page = Number(/[?&]page=(\d+)/.exec(path)?.[1] ?? 1);
    return [200, this.comments.slice((page - 1) * 100, page * 100)];
  }

  #check(check: Check): [number, unknown] {
    if (Buffer.byteLength(check.output.summary) > 65_535) return [422, { message: 'summary exceeds a maximum bytesize of 65535' }];
    this.checks.push(check);
    return [201, { id: 41 }];
  }
}
