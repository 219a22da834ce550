// A stand-in for the part of GitHub's REST API that begin.mjs and report.mjs use, on loopback.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

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
export class FakeApi {
  pull: unknown;
  main: string;
  comments: Comment[] = [];
  readonly checks: Check[] = [];
  /** `GET /pulls/7`, without the repository. */
  readonly calls: string[] = [];
  /** Path → status of the answers to come, in order. */
  readonly failing = new Map<string, number[]>();
  /** Login under which comments are written. */
  author = 'the-app[bot]';
  readonly #server: Server;

  constructor(head: string, main: string) {
    this.pull = { state: 'open', head: { sha: head }, base: { ref: 'main' } };
    this.main = main;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '' } = request;
        const path = url.replace('/repos/team/fleet', '');
        this.calls.push(`${method} ${path}`);
        const token = path.startsWith('/git/') ? READ_TOKEN : TOKEN;
        if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end(`{"message":"${token}"}`);
        const status = [...this.failing].find(([prefix]) => path.startsWith(prefix))?.[1].shift();
        if (status !== undefined) return response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(`{"message":"${token}"}`);
        const sent: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
        const [code, body] = this.#answer(method, path, sent);
        return response.writeHead(code).end(body === undefined ? '' : JSON.stringify(body));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  writes(): string[] {
    return this.calls.filter((call) => !call.startsWith('GET'));
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
