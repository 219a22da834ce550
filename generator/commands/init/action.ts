import { Failure } from '../../io/failure.ts';
import { isSecure } from '../../io/remote-url.ts';
import { askUpstream } from '../../io/upstream.ts';
import { quoted } from '../../model/quoted.ts';
import type { Context, Flags } from '../command.ts';

/** The action that the workflows of a new repository use. */
export interface Action {
  /** `owner/name@commit` */
  readonly action: string;
  /** The release that the commit is, such as `v0.2.0`. */
  readonly version: string | undefined;
  /** Where it comes from, without a slash at the end. */
  readonly server: string;
  /** `tagged`: a tag names the commit; `untagged`: the server has it, and no tag names it; `unknown`: nobody was asked, or nobody answered. */
  readonly upstream: 'tagged' | 'untagged' | 'unknown';
  /** What a person has to know about the commit. */
  readonly warning?: string;
}

const OURS = 'VeriTeknik/pap-fleet';
const ACTION = /^(?<name>[A-Za-z0-9][\w-]*\/(?![\w.-]*\.git@)[A-Za-z0-9_][\w.-]*)@(?<commit>[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * A tag or a branch can be moved to other code, and a short id can be made to fit a second commit. So it is a full commit,
 * and its server is asked whether it has it.
 * @throws Failure (usage) when it is no full commit, or is not there
 */
export function actionOf({ releasedFrom = '', version }: Context, { more }: Flags): Action {
  const server = serverOf((more['server'] as string | undefined) ?? 'https://github.com');
  const given = more['action'] as string | undefined;
  if (given === undefined && releasedFrom === '')
    throw new Failure('usage', '--action is missing, and this program was not made by a release that could be its default', wayOut(server, OURS));
  const action = given ?? `${OURS}@${releasedFrom}`;
  const { name, commit } = ACTION.exec(action)?.groups ?? {};
  if (name === undefined || commit === undefined)
    throw new Failure('usage', `${quoted(action)} is not OWNER/NAME@COMMIT with all 40 or 64 hex digits of a commit`, wayOut(server, nameIn(action)));
  const known = { action, server, version: given === undefined ? `v${version}` : undefined };
  if (more['offline'] === true) return { ...known, upstream: 'unknown' };

  const url = `${server}/${name}`;
  const seen = askUpstream(url, commit);
  if (seen.state === 'missing') throw new Failure('usage', `${url} has no commit ${commit}`, wayOut(server, name));
  if (seen.state === 'tag')
    throw new Failure('usage', `${commit} is the id of a tag, and not of a commit`, `take the commit that it names: --action ${name}@${seen.commit}`);
  if (seen.state === 'unknown') return { ...known, upstream: 'unknown', warning: `${url} could not be asked for the commit: ${seen.words}` };
  if (seen.state === 'tagged') return { ...known, version: seen.version ?? known.version, upstream: 'tagged' };
  return {
    ...known,
    upstream: 'untagged',
    warning: `no tag of ${url} names the commit; a commit of a fork would look the same, so make sure that it is one of ${name}`,
  };
}

/** The release that this program is, for what only names its pages and schemas. */
export function releaseOf({ version }: Context): Action {
  return { action: `${OURS}@v${version}`, version: `v${version}`, server: 'https://github.com', upstream: 'unknown' };
}

function wayOut(server: string, name: string): string {
  return `find one: git ls-remote ${server}/${name} 'refs/tags/v*' (of two lines for a tag take the one that ends in ^{})`;
}

function nameIn(action: string): string {
  return /^[A-Za-z0-9][\w-]*\/[A-Za-z0-9_][\w.-]*(?=@|$)/.exec(action)?.[0] ?? 'OWNER/NAME';
}

function serverOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A URL may hold signs that mean something to a shell or to YAML, and this one is shown in commands and written into files.
  const isPlain = url !== undefined && /^([a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\])$/.test(url.hostname);
  if (!isPlain || !isSecure(url) || url.search + url.hash !== '' || !/^(\/[\w~-][\w.~-]*)*\/?$/.test(url.pathname))
    throw new Failure('usage', `--server ${quoted(text)} is no https URL`, 'for example --server https://github.example.org');
  return url.href.replace(/\/$/, '');
}
