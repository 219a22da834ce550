import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { credentialEnv, credentialSettings } from './credentials.ts';
import { Git, type GitRun, type Ran } from './git-run.ts';
import type { WorkingCopy } from './git.ts';
import { networkSettings, sealedEnvironment, told } from './remote-settings.ts';
import type { Pushed, Remote, RemoteOptions, Seen } from './remote.ts';

/**
 * A remote that is asked with a token, from a bare repository of our own: no setting, hook or helper of the working copy, of a
 * person or of the machine is in it. Objects are read from the working copy; what is fetched gets there when it is whole.
 */
export class SealedRemote implements Remote {
  readonly name: string;
  readonly url: string;
  /** The repository; whoever made this removes it. */
  readonly folder: string;
  readonly #copy: WorkingCopy;
  readonly #git: Git;
  readonly #env: Record<string, string>;
  readonly #withToken: GitRun;

  /** @param url of strictHttps */
  constructor(copy: WorkingCopy, name: string, url: string, token: string, { seconds, caFile }: RemoteOptions) {
    this.#copy = copy;
    this.name = name;
    this.url = url;
    this.folder = mkdtempSync(join(tmpdir(), 'pap-fleet-push-'));
    this.#env = sealedEnvironment(this.folder);
    this.#git = new Git(this.folder);
    this.#begin();
    this.#withToken = {
      settings: {
        'protocol.allow': 'never',
        'protocol.https.allow': 'always',
        ...networkSettings(seconds),
        ...credentialSettings(url),
        ...(caFile === undefined ? {} : { [`http.${url}.sslCAInfo`]: caFile }),
      },
      env: { ...this.#env, ...credentialEnv(url, token) },
      bounds: { milliseconds: seconds * 1000, group: true },
    };
  }

  fetch(branch: string): Seen {
    const ref = `refs/heads/${branch}`;
    const listed = this.#ask(['ls-remote', '--exit-code', '--', this.url, ref]);
    if (listed.status === 2) return { head: undefined };
    if (listed.status !== 0) return { words: told(listed) };
    // What is here already need not come again.
    const head = this.#copy.head();
    if (head !== undefined) this.#git.run(['update-ref', 'refs/fleet/here', head], { env: this.#env });
    const fetched = this.#ask(['fetch', '--quiet', '--no-tags', '--no-auto-gc', '--no-write-fetch-head', '--', this.url, `+${ref}:refs/fleet/seen`]);
    if (fetched.status !== 0) return { words: told(fetched) };
    const seen = this.#git.run(['rev-parse', '--verify', 'refs/fleet/seen^{commit}'], { env: this.#env }).trim();
    this.#copy.git.run(['fetch', '--quiet', '--no-tags', '--no-auto-gc', '--no-write-fetch-head', '--', this.folder, 'refs/fleet/seen'], {
      settings: { 'protocol.allow': 'never', 'protocol.file.allow': 'always' },
      env: this.#env,
    });
    this.#remember(branch, seen);
    return { head: seen };
  }

  push(branch: string): Pushed {
    const head = this.#copy.head() as string;
    const pushed = this.#ask([
      'push',
      '--porcelain',
      '--no-verify',
      '--no-follow-tags',
      '--no-signed',
      '--',
      this.url,
      `${head}:refs/heads/${branch}`,
    ]);
    if (pushed.status !== 0) return { ok: false, words: told(pushed) };
    this.#remember(branch, head);
    return { ok: true };
  }

  #ask(args: readonly string[]): Ran {
    return this.#git.try(args, this.#withToken);
  }

  #begin(): void {
    const { git } = this.#copy;
    const [format, objects, shallow] = git
      .run(['rev-parse', '--show-object-format', '--git-path', 'objects', '--git-path', 'shallow'])
      .split('\n') as [string, string, string];
    this.#git.run(['init', '--quiet', '--bare', `--object-format=${format}`, '--template='], { env: this.#env });
    const quoted = resolve(git.folder, objects).split(sep).join('/').replaceAll('"', '\\"');
    mkdirSync(join(this.folder, 'objects', 'info'), { recursive: true });
    writeFileSync(join(this.folder, 'objects', 'info', 'alternates'), `"${quoted}"\n`);
    const history = resolve(git.folder, shallow);
    if (existsSync(history)) cpSync(history, join(this.folder, 'shallow'));
  }

  /** As Git itself does after a fetch or a push: `origin/main` is where the remote was seen last. */
  #remember(branch: string, commit: string): void {
    const ref = `refs/remotes/${this.name}/${branch}`;
    if (this.#copy.git.try(['rev-parse', '--quiet', '--verify', ref]).status === 0) this.#copy.git.run(['update-ref', ref, commit]);
  }
}
