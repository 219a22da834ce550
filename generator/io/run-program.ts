import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { endGroup } from './process-group.ts';
import { withoutTokens } from './token.ts';

/** A program that works on what people of other projects wrote: with nothing of ours but what is said here. */
export interface Run {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly milliseconds: number;
  /** Bytes that it may print. */
  readonly most: number;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  /** What it said, for people. */
  readonly said: string;
  /** Why it was ended, or could not be started. */
  readonly broken?: 'absent' | 'too long' | 'too much' | 'ended';
}

/** KiB of address space, and units of 512 bytes that a file may have: a program that people of other projects steer takes no more of the machine. */
const LIMITED = 'ulimit -v 8388608 2>/dev/null; ulimit -f 524288 2>/dev/null; exec "$0" "$@"';

/** Settings of a machine that say nothing about who runs there. */
const HARMLESS = ['SystemRoot', 'ComSpec', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
const OF_NETWORK = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** An environment without tokens, accounts and clusters. @param network whether it has the proxies of the machine */
export function bareEnvironment(home: string, network: boolean): Record<string, string> {
  const kept = [...HARMLESS, ...(network ? OF_NETWORK : [])].flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, TZ: 'UTC', LC_ALL: 'C' };
}

/** Where a program lies that is named as on a command line; undefined where there is none. */
export function programPath(name: string): string | undefined {
  if (name.includes('/') || isAbsolute(name)) return isProgram(name) ? resolve(name) : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd'] : [''];
  return folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Run a program to its end. @param path as `programPath` gives it */
export function runProgram(path: string, words: readonly string[], { env, milliseconds, most }: Run): Outcome {
  const isLimited = process.platform !== 'win32';
  const [first, all] = isLimited ? ['/bin/sh', ['-c', LIMITED, path, ...words]] : [path, words];
  const options = { encoding: 'utf8', env, maxBuffer: most, timeout: milliseconds, killSignal: 'SIGKILL', detached: isLimited } as const;
  const { status, stdout, stderr, error, pid } = spawnSync(first, all, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  // What it has started goes with it.
  if (isLimited && pid > 0) endGroup(pid);
  const broken = why((error as NodeJS.ErrnoException | undefined)?.code, status);
  return {
    status,
    stdout: stdout ?? '',
    said: told(stderr ?? ''),
    ...(broken === undefined ? {} : { broken }),
  };
}

function why(code: string | undefined, status: number | null): Outcome['broken'] {
  if (code === 'ENOENT') return 'absent';
  if (code === 'ETIMEDOUT') return 'too long';
  if (code === 'ENOBUFS') return 'too much';
  return code !== undefined || status === null ? 'ended' : undefined;
}

const MOST_LINES = 6;
const MOST_CHARACTERS = 2000;

/** The lines of an error that say something: its beginning and, since what caused it comes last, its end. */
function told(stderr: string): string {
  const lines = withoutTokens(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(WARNING|walk\.go|Use --debug)/.test(line));
  const few = lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES / 2), '…', ...lines.slice(-MOST_LINES / 2)];
  const all = few.join('\n  ').replace(/^(Error|error): /, '');
  if (all === '') return 'it ended without a word';
  return all.length <= MOST_CHARACTERS ? all : `${all.slice(0, MOST_CHARACTERS / 2)} … ${all.slice(-MOST_CHARACTERS / 2)}`;
}
