// A stand-in for the part of GitHub's REST API that propose.mjs uses, on loopback and with a bare repository behind it.
import { execute } from './repositories.ts';
import type { Clone } from './repositories.ts';
import { RestHost, type Answer, type Asked } from './rest-host.ts';

export interface Pull {
  number: number;
  state: 'open' | 'closed';
  merged_at: string | null;
  title: string;
  body: string;
  user: { login: string };
  closed_by?: { login: string };
  head: { ref: string; repo: { full_name: string } };
}

export interface Issue {
  number: number;
  state: 'open' | 'closed';
  title: string;
  body: string;
  labels: string[];
  user: { login: string };
}

export const APP_TOKEN = 'token-of-the-app';

export class FakeProposals extends RestHost {
  readonly pulls: Pull[] = [];
  readonly issues: Issue[] = [];
  readonly labels: string[] = [];
  readonly comments: { readonly number: number; readonly body: string }[] = [];
  /** Who holds the token. */
  author = 'the-app[bot]';
  #number = 6;
  readonly #bare: Clone;

  constructor(bare: Clone) {
    super();
    this.#bare = bare;
  }

  protected answer({ method, path, authorization, sent = {} }: Asked): Answer {
    if (authorization !== `Bearer ${APP_TOKEN}`) return { code: 401, body: '{}' };
    const [code, body] = this.#answer(method, path, sent as Record<string, never>);
    return { code, body: JSON.stringify(body) };
  }

  /** What somebody does with a pull request. */
  end(number: number, login: string, merged = false): void {
    const pull = this.pulls.find((each) => each.number === number) as Pull;
    Object.assign(pull, { state: 'closed', closed_by: { login }, merged_at: merged ? '2026-12-01T00:00:00Z' : null });
  }

  #answer(method: string, path: string, sent: Record<string, never>): [number, unknown] {
    const [where = '', query = ''] = path.split('?') as [string, string | undefined];
    const asked = new URLSearchParams(query);
    const number = Number(/\/(\d+)(\/|$)/.exec(where)?.[1]);
    if (where.startsWith('/git/')) return this.#git(method, where, sent);
    if (where.startsWith('/contents/')) {
      const content = this.#bare.git('show', `${asked.get('ref')}:${where.slice('/contents/'.length)}`);
      return [200, { type: 'file', encoding: 'base64', content: Buffer.from(`${content}\n`).toString('base64') }];
    }
    if (where === '/pulls' && method === 'POST') {
      const { title, head, body } = sent as unknown as { title: string; head: string; body: string };
      if (!this.#bare.git('for-each-ref', '--format=%(refname)').includes(`refs/heads/${head}`)) return [422, { message: 'head is invalid' }];
      const pull: Pull = {
        ...{ number: ++this.#number, state: 'open', merged_at: null, title, body, user: { login: this.author } },
        head: { ref: head, repo: { full_name: 'team/fleet' } },
      };
      this.pulls.unshift(pull);
      return [201, pull];
    }
    if (where === '/pulls') return [200, this.pulls.filter(({ head }) => asked.get('head') === `team:${head.ref}`)];
    if (where.startsWith('/pulls/')) {
      this.end(number, this.author);
      return [200, {}];
    }
    if (where.endsWith('/comments')) {
      this.comments.push({ number, body: (sent as unknown as { body: string }).body });
      return [201, {}];
    }
    return this.#issue(method, where, number, asked, sent);
  }

  #issue(method: string, where: string, number: number, asked: URLSearchParams, sent: object): [number, unknown] {
    if (where === '/labels' && method === 'POST') this.labels.push((sent as { name: string }).name);
    if (where === '/labels') return [200, this.labels.map((name) => ({ name }))];
    if (where === '/issues' && method === 'POST') {
      const labels = (sent as Issue).labels.filter((name) => this.labels.includes(name));
      const issue = { ...(sent as Issue), labels, number: ++this.#number, state: 'open' as const, user: { login: this.author } };
      this.issues.push(issue);
      return [201, { ...issue, labels: labels.map((name) => ({ name })) }];
    }
    if (where === '/issues') {
      const all = this.issues.filter(({ state, labels }) => state === 'open' && labels.includes(asked.get('labels') as string));
      return [200, all];
    }
    const issue = this.issues.find((each) => each.number === number);
    if (method === 'PATCH' && issue !== undefined) Object.assign(issue, sent);
    return [200, issue ?? this.pulls.find((each) => each.number === number)];
  }

  #git(method: string, where: string, sent: Record<string, never>): [number, unknown] {
    const git = (...args: string[]): string => this.#bare.git(...args);
    if (where === '/git/ref/heads/main') return [200, { object: { sha: git('rev-parse', 'main') } }];
    if (where.startsWith('/git/matching-refs/heads/')) {
      const names = git('for-each-ref', '--format=%(refname)').split('\n');
      return [200, names.filter((ref) => ref.startsWith(`refs/heads/${where.slice('/git/matching-refs/heads/'.length)}`)).map((ref) => ({ ref }))];
    }
    if (method === 'GET') return [200, { tree: { sha: git('rev-parse', `${where.slice('/git/commits/'.length)}^{tree}`) } }];
    if (where === '/git/trees') return [201, { sha: this.#tree(sent as never) }];
    if (where === '/git/commits') {
      const { message, tree, parents } = sent as unknown as { message: string; tree: string; parents: string[] };
      return [201, { sha: git('commit-tree', tree, '-p', parents[0] as string, '-m', message) }];
    }
    const { ref = where.replace('/git/', ''), sha } = sent as unknown as { ref?: string; sha: string };
    git('update-ref', ref, sha);
    return [201, {}];
  }

  #tree({ base_tree: base, tree }: { base_tree: string; tree: { path: string; mode: string; content: string }[] }): string {
    const index = { GIT_INDEX_FILE: `${this.#bare.folder}/proposal-index` };
    const git = (more: Record<string, string>, ...args: string[]): string => {
      const ran = execute(this.#bare.folder, { ...this.#bare.env, ...index, ...more }, ...(args as [string, ...string[]]));
      if (ran.code !== 0) throw new Error(ran.err);
      return ran.out.trim();
    };
    git({}, 'git', 'read-tree', base);
    for (const { path, mode, content } of tree) {
      const blob = git({ CONTENT: content }, 'bash', '-c', 'printf %s "$CONTENT" | git hash-object -w --stdin');
      git({}, 'git', 'update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`);
    }
    return git({}, 'git', 'write-tree');
  }
}
