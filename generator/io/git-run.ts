import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';
import { devNull } from 'node:os';
import { Failure } from './failure.ts';
import { endGroup } from './process-group.ts';
import { TOKENS, pushToken, withoutTokens } from './token.ts';

/** The only place where Git is started: with an argument array, and with nothing inherited that could tell it what to do. */

/** What Git is told by `-c`. */
export type Settings = Readonly<Record<string, string>>;

export interface GitRun {
  readonly input?: string | undefined;
  readonly settings?: Settings;
  /** Instead of the environment that local commands get. */
  readonly env?: Readonly<Record<string, string>>;
  /** In addition to the environment. */
  readonly also?: Readonly<Record<string, string>>;
  /** For commands that ask a remote, which may hang or send without end. */
  readonly bounds?: Bounds;
  /** Bytes of the answer, beyond which Git is stopped. */
  readonly most?: number;
}

export interface Bounds {
  readonly milliseconds: number;
  /** End every process that was started, not only the first. Needs no terminal, so a person's ssh cannot ask for a passphrase. */
  readonly group: boolean;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Why it was ended, or could not be started. */
  readonly broken?: string;
}

/** What is said where the program itself is missing. */
export const NO_PROGRAM = 'there is no git on the PATH';
const MOST_BYTES = 1024 * 1024 * 1024;
/** What a remote has to say about one branch, or about a push. */
const MOST_BYTES_OF_REMOTE = 4 * 1024 * 1024;
/** Units of 512 bytes: the largest file that a command may write which asks a remote. */
const FILE_BLOCKS = 2 * 1024 * 1024;
/** KiB of address space; macOS knows no such limit. */
const MEMORY_KIB = 4 * 1024 * 1024;
const LIMITED = `ulimit -f ${FILE_BLOCKS}; ulimit -v ${MEMORY_KIB} 2>/dev/null; exec git "$@"`;

/** Whatever a configuration file says: no program but Git itself is run, nothing is done beside the command. */
const ALWAYS: Settings = {
  'core.quotePath': 'false',
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'core.attributesFile': devNull,
  'core.askPass': '',
  'core.alternateRefsCommand': 'true',
  'log.showSignature': 'false',
  // A file beside the objects that says which parents and which tree a commit has, and is believed.
  'core.commitGraph': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'push.recurseSubmodules': 'no',
  'http.followRedirects': 'false',
  'protocol.ext.allow': 'never',
  'advice.detachedHead': 'false',
};

/** Where a token is, a local command has nothing to ask a remote: objects that are missing are not fetched behind our back. */
const OFFLINE: Settings = { 'protocol.allow': 'never' };

/** Where a token is, a commit may be signed, but not by a program that the repository chooses. */
const SIGNERS: Settings = {
  'gpg.program': 'gpg',
  'gpg.openpgp.program': 'gpg',
  'gpg.x509.program': 'gpgsm',
  'gpg.ssh.program': 'ssh-keygen',
  'gpg.ssh.defaultKeyCommand': 'true',
};

/** What Git gets in any case; it speaks English for us to read. */
export const GIT_ENV: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  // What is compared must be what is pushed.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: devNull,
};

/** Settings of the machine and of a person do not count. */
export const NO_SETTINGS: Readonly<Record<string, string>> = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };

/** Our environment without what steers Git or Node.js. @param tokens whether a person's own helpers may see the tokens */
export function environment(tokens: boolean): Record<string, string> {
  const left = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|SSH_ASKPASS|NODE_OPTIONS$)/i.test(name) && (tokens || !(TOKENS as readonly string[]).includes(name.toUpperCase())),
  );
  return { ...(Object.fromEntries(left) as Record<string, string>), ...GIT_ENV };
}

export function runGit(folder: string, args: readonly string[], more: GitRun = {}): Ran {
  const sealed = pushToken() !== undefined;
  const { input, bounds, also, env = { ...environment(false), ...(sealed ? NO_SETTINGS : {}) } } = more;
  const settings = { ...ALWAYS, ...(sealed ? { ...OFFLINE, ...SIGNERS } : {}), ...more.settings };
  const words = [...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]), ...args];
  const limited = bounds !== undefined && process.platform !== 'win32';
  const options: SpawnSyncOptions & { detached?: boolean } = {
    cwd: folder,
    env: { ...env, ...also, ...onlyProtocols(settings) },
    maxBuffer: more.most ?? (bounds === undefined ? MOST_BYTES : MOST_BYTES_OF_REMOTE),
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
    ...(bounds === undefined ? {} : { timeout: bounds.milliseconds }),
    ...(bounds?.group === true ? { detached: true, killSignal: 'SIGKILL' } : {}),
  };
  const [program, first] = limited ? ['sh', ['-c', LIMITED, 'git']] : ['git', []];
  const { status, signal, stdout, stderr, error, pid } = spawnSync(program, [...first, ...words], options);
  // The first process is ended by now; those that it started to speak with the remote may hang on.
  if (error !== undefined && bounds?.group === true && pid > 0) endGroup(pid);
  const broken = why((error as NodeJS.ErrnoException | undefined)?.code, signal);
  // Without a process there is no output either.
  const ran = { status, stdout: (stdout as Buffer | null) ?? Buffer.alloc(0), stderr: ((stderr as Buffer | null) ?? '').toString('utf8') };
  return broken === undefined ? ran : { ...ran, broken };
}

/** `protocol.<name>.allow` of a configuration file wins over `protocol.allow`; over this variable wins nothing. */
function onlyProtocols(settings: Settings): Record<string, string> {
  if (settings['protocol.allow'] !== 'never') return {};
  const names = Object.entries(settings).flatMap(([key, value]) => (value === 'always' ? (/^protocol\.(.+)\.allow$/.exec(key)?.[1] ?? []) : []));
  return { GIT_ALLOW_PROTOCOL: names.join(':') || 'none' };
}

function why(code: string | undefined, signal: NodeJS.Signals | null): string | undefined {
  if (code === 'ENOENT') return NO_PROGRAM;
  if (code === 'ETIMEDOUT') return 'no answer in time';
  if (code === 'ENOBUFS') return 'the answer is too large';
  if (code !== undefined) return code;
  return signal === null ? undefined : `ended by ${signal}`;
}

/** What Git had to say, without what is said every time, and without any token. */
export function words({ status, stdout, stderr, broken }: Ran): string {
  if (broken !== undefined) return broken;
  // Before anything is cut: half a token would not be recognised.
  const [said, answered] = [stderr, stdout.toString('utf8')].map((text) => withoutTokens(text).split('\n')) as [string[], string[]];
  const lines = [...said, ...answered.filter((line) => line.startsWith('!'))]
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter((line) => line !== '' && line !== 'remote:' && !line.startsWith('hint:') && !line.startsWith('To '));
  return lines.length === 0 ? `exit code ${status}` : lines.slice(0, 12).map(shortened).join('\n  ');
}

function shortened(line: string): string {
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

/** What Git said when it did not do what it was asked, and the way out. */
export function failed(args: readonly string[], ran: Ran): Failure {
  const said = words(ran);
  return new Failure('system', `git ${args[0]} failed: ${said}`, WAYS_OUT.find(([pattern]) => pattern.test(said))?.[1]);
}

const WAYS_OUT: readonly (readonly [RegExp, string])[] = [
  [
    /dubious ownership/,
    'run it as the user who owns the clone; where you trust it, tell Git so (git config --global --add safe.directory FOLDER), which does not count for publish with a token',
  ],
  [new RegExp(NO_PROGRAM), 'there is a repository here, and only Git can say what it holds: install Git, or add it to the PATH'],
  [/permission denied/i, 'run it as the user who owns the clone'],
  [/not a git repository/, 'there is a .git, but Git finds no repository in it: repair it, or clone again'],
  [
    /corrupt|bad object|broken ref|missing|unable to (read|unpack)|not a valid|not a tree object|could not get object info/i,
    'git fsck says what is damaged; clone again',
  ],
];

/** Git as it is run in one folder. */
export class Git {
  readonly folder: string;
  readonly settings: Settings;

  constructor(folder: string, settings: Settings = {}) {
    this.folder = folder;
    this.settings = settings;
  }

  try(args: readonly string[], more: GitRun = {}): Ran & { readonly text: string } {
    const ran = runGit(this.folder, args, { ...more, settings: { ...this.settings, ...more.settings } });
    return {
      ...ran,
      get text() {
        return ran.stdout.toString('utf8');
      },
    };
  }

  /** @throws Failure when Git does not end well */
  bytes(args: readonly string[], more: GitRun = {}): Buffer {
    const ran = this.try(args, more);
    if (ran.status !== 0) throw failed(args, ran);
    return ran.stdout;
  }

  /**
   * The answer to a question that Git may say no to: then it ends with 1 and without a word, and the answer is undefined.
   * @throws Failure when it ends in any other way: what cannot be read is not absent
   */
  ask(args: readonly string[]): string | undefined {
    const ran = this.try(args);
    if (ran.status === 0) return ran.text;
    if (ran.status === 1 && words(ran) === 'exit code 1') return undefined;
    throw failed(args, ran);
  }

  run(args: readonly string[], more: GitRun = {}): string {
    return this.bytes(args, more).toString('utf8');
  }
}
