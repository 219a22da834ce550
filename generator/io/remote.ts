import { rmSync } from 'node:fs';
import { Failure } from './failure.ts';
import { NO_SETTINGS, environment, type Bounds, type Settings } from './git-run.ts';
import type { WorkingCopy } from './git.ts';
import { networkSettings, told } from './remote-settings.ts';
import { isLoopback, placeOf, sameRepository, strictHttps } from './remote-url.ts';
import { SealedRemote } from './sealed-remote.ts';
import { apiToken, pushToken, withoutTokens } from './token.ts';

/** What a push came to, as far as this side knows: a refusal may be a lost race, a rule of the remote, or a lost answer. */
export type Pushed = { readonly ok: true } | { readonly ok: false; readonly words: string };

/** The head of a branch, whose commits are here now; undefined when there is no such branch. Or why nobody knows. */
export type Seen = { readonly head: string | undefined } | { readonly words: string };

/** The repository that is delivered to. */
export interface Remote {
  readonly name: string;
  /** As it was configured. */
  readonly url: string;
  /** Ask for the head of a branch, and get its commits. */
  fetch(branch: string): Seen;
  /** Push HEAD to a branch. Never by force: whoever came first wins. */
  push(branch: string): Pushed;
}

export interface RemoteOptions {
  /** How long one request may take. */
  readonly seconds: number;
  /** PEM file of the authorities that may have signed the server's certificate, instead of those of the system. */
  readonly caFile: string | undefined;
  /** Whether GitHub is to make the commits: then the token for its API is also the one for Git. */
  readonly api: boolean;
}

/** Do something with the remote. Where there is a token, it is bound to the remote's address first. */
export function withRemote<T>(copy: WorkingCopy, name: string, options: RemoteOptions, use: (remote: Remote) => T): T {
  const urls = copy.urls(name);
  // A folder needs no token, and gets none.
  if (urls.length === 1 && meant() === undefined && placeOf(urls[0] as string).scheme === 'file')
    return use(new OwnRemote(copy, name, urls[0] as string, options));
  const token = pushToken() ?? (options.api && isHttps(urls) ? apiToken() : undefined);
  if (token === undefined) return use(new OwnRemote(copy, name, urls[0] ?? name, options));
  const remote = new SealedRemote(copy, name, boundUrl(name, urls), token, options);
  try {
    return use(remote);
  } finally {
    rmSync(remote.folder, { recursive: true, force: true });
  }
}

function isHttps(urls: readonly string[]): boolean {
  return urls.length > 0 && placeOf(urls[0] as string).scheme === 'https';
}

/** The repository whose job this is, as GitHub Actions or GitLab says it. */
function meant(): string | undefined {
  const { GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY: repository = '', CI_PROJECT_URL: project = '' } = process.env;
  if (server !== '' && repository !== '') return `${server}/${repository}`;
  return project === '' ? undefined : project;
}

/** @throws Failure when it is not certain that the token belongs there */
function boundUrl(name: string, urls: readonly string[]): string {
  const here = meant();
  const wayOut = `git remote set-url ${name} ${here ?? 'https://HOST/OWNER/NAME'}`;
  if (urls.length !== 1) throw new Failure('system', `${name} has ${urls.length} URLs, and the token is for exactly one`, wayOut);
  const url = strictHttps(urls[0] as string);
  if (url === undefined)
    throw new Failure(
      'system',
      `${name} is at ${withoutTokens(urls[0] as string)}, and the token is only sent to a plain https URL without user and password`,
      wayOut,
    );
  if (here !== undefined && !sameRepository(here, url))
    throw new Failure('system', `${name} is at ${url}, but the token is for ${here}: nothing was sent`, wayOut);
  return url;
}

/** With the settings, keys and helpers of whoever runs this. */
class OwnRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly #copy: WorkingCopy;
  readonly #options: RemoteOptions;

  constructor(copy: WorkingCopy, name: string, url: string, options: RemoteOptions) {
    this.#copy = copy;
    this.name = name;
    this.url = url;
    this.#options = options;
  }

  fetch(branch: string): Seen {
    const way = this.#way(['ls-remote', '--get-url', '--', this.name]);
    const listed = this.#copy.git.try(['ls-remote', '--exit-code', '--', this.name, `refs/heads/${branch}`], way);
    if (listed.status === 2) return { head: undefined };
    if (listed.status !== 0) return { words: told(listed) };
    const fetched = this.#copy.git.try(['fetch', '--quiet', '--no-tags', '--no-auto-gc', '--', this.name, `refs/heads/${branch}`], way);
    if (fetched.status !== 0) return { words: told(fetched) };
    return { head: this.#copy.git.run(['rev-parse', '--verify', 'FETCH_HEAD^{commit}']).trim() };
  }

  push(branch: string): Pushed {
    const way = this.#way(['remote', 'get-url', '--push', '--all', '--', this.name]);
    const pushed = this.#copy.git.try(['push', '--porcelain', '--no-follow-tags', '--', this.name, `HEAD:refs/heads/${branch}`], way);
    return pushed.status === 0 ? { ok: true } : { ok: false, words: told(pushed) };
  }

  /** Only the protocols of the remote's own addresses, whatever else its answers may name. @param asks for those addresses */
  #way(asks: readonly string[]): { settings: Settings; env: Record<string, string>; bounds: Bounds } {
    const { seconds, caFile, api } = this.#options;
    const sealed = pushToken() !== undefined;
    const asked = this.#copy.git.try(asks);
    const urls = asked.status === 0 ? asked.text.split('\n').filter((line) => line !== '') : [this.name];
    const schemes = urls.map((url) => allowedScheme(this.name, url));
    return {
      settings: {
        'protocol.allow': 'never',
        ...Object.fromEntries(schemes.map((scheme) => [`protocol.${scheme}.allow`, 'always'])),
        ...networkSettings(seconds),
        ...(caFile === undefined ? {} : { 'http.sslCAInfo': caFile }),
      },
      // A person's helper may need a token of the environment, unless it is there for us.
      env: sealed ? { ...environment(false), ...NO_SETTINGS } : environment(!api),
      bounds: { milliseconds: seconds * 1000, group: !schemes.includes('ssh') },
    };
  }
}

function allowedScheme(name: string, url: string): string {
  const { scheme, host } = placeOf(url);
  if (['https', 'ssh', 'file'].includes(scheme) || (scheme === 'http' && isLoopback(host))) return scheme;
  throw new Failure(
    'system',
    `${name} is at ${withoutTokens(url)}: publish speaks https and ssh, and to folders`,
    `git remote set-url ${name} https://…`,
  );
}
