// A stand-in for the part of GitHub's GraphQL API that publish --api uses, on loopback and with a bare repository behind it.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute } from './repositories.ts';
import type { Clone } from './repositories.ts';

interface Input {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges: {
    readonly additions: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions: readonly { readonly path: string }[];
  };
}

/** What the next answer is to be instead of the right one. */
export type Mood = 'fine' | 'lose the answer' | 'bad gateway' | 'not json' | 'break off at once' | 'redirect';

export class FakeGitHub {
  readonly token: string;
  readonly repository = 'team/fleet';
  readonly requests: Input[] = [];
  readonly moods: Mood[] = [];
  /** Called between the request and the commit, as others are at work too. */
  meanwhile: () => void = () => undefined;
  readonly #bare: Clone;
  readonly #server: Server;

  constructor(bare: Clone, token = 'token-of-the-app') {
    this.token = token;
    this.#bare = bare;
    this.#server = createServer((request, response) => this.handle(request, response));
  }

  /** @param body of the request, where it was read already */
  handle(request: IncomingMessage, response: ServerResponse, body?: string): void {
    void this.#answer(request, body).then((reply) => {
      if (reply === undefined) request.socket.destroy();
      else response.writeHead(reply.status, { location: '/elsewhere' }).end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, body: string | undefined): Promise<{ status: number; body: unknown } | undefined> {
    let text = body ?? '';
    if (body === undefined) {
      for await (const chunk of request) text += String(chunk);
    }
    const mood = this.moods.shift() ?? 'fine';
    if (mood === 'break off at once') return undefined;
    if (mood === 'redirect') return { status: 307, body: '' };
    if (request.headers.authorization !== `Bearer ${this.token}`) return { status: 401, body: { message: 'Bad credentials' } };
    const { query, variables } = JSON.parse(text) as { query: string; variables: { input: Input } };
    if (!query.includes('createCommitOnBranch(input: $input)')) return { status: 200, body: { errors: [{ message: 'unknown mutation' }] } };
    const { input } = variables;
    this.requests.push(input);
    this.meanwhile();
    if (input.branch.repositoryNameWithOwner !== this.repository)
      return { status: 200, body: { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a Repository.' }] } };
    const head = this.#git({}, 'rev-parse', input.branch.branchName);
    if (head !== input.expectedHeadOid) {
      const message = `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`;
      return {
        status: 200,
        body: { data: { createCommitOnBranch: null }, errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'], message }] },
      };
    }
    let oid: string;
    try {
      oid = this.#commit(input, head);
    } catch (error) {
      return { status: 500, body: { message: String(error) } };
    }
    if (mood === 'lose the answer') return undefined;
    if (mood === 'bad gateway') return { status: 502, body: '<html>502 Bad Gateway</html>' };
    if (mood === 'not json') return { status: 200, body: 'OK' };
    return { status: 200, body: { data: { createCommitOnBranch: { commit: { oid } } } } };
  }

  #commit({ branch, message, fileChanges }: Input, head: string): string {
    const index = { GIT_INDEX_FILE: `${this.#bare.folder}/api-index`, GIT_WORK_TREE: this.#bare.env['HOME'] as string };
    this.#git(index, 'read-tree', head);
    for (const { path } of fileChanges.deletions) this.#git(index, 'update-index', '--force-remove', path);
    for (const { path, contents } of fileChanges.additions) {
      const blob = this.#pipe(Buffer.from(contents, 'base64'));
      this.#git(index, 'update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
    }
    const tree = this.#git(index, 'write-tree');
    const who = { GIT_AUTHOR_NAME: 'app[bot]', GIT_COMMITTER_NAME: 'GitHub', GIT_COMMITTER_EMAIL: 'noreply@github.com' };
    const words = ['-m', message.headline, ...(message.body === undefined ? [] : ['-m', message.body])];
    const commit = this.#git(who, 'commit-tree', tree, '-p', head, ...words);
    this.#git({}, 'update-ref', `refs/heads/${branch.branchName}`, commit, head);
    return commit;
  }

  #pipe(content: Buffer): string {
    const ran = execute(
      this.#bare.folder,
      { ...this.#bare.env, CONTENT: content.toString('base64') },
      'bash',
      '-c',
      'base64 -d <<< "$CONTENT" | git hash-object -w --stdin',
    );
    return ran.out.trim();
  }

  #git(more: Record<string, string>, ...args: string[]): string {
    const ran = execute(this.#bare.folder, { ...this.#bare.env, ...more }, 'git', ...args);
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')}: ${ran.err}`);
    return ran.out.trim();
  }
}
