import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Git, words, type GitRun, type Ran } from './git-run.ts';
import { networkSettings, sealedEnvironment } from './remote-settings.ts';
import { placeOf } from './remote-url.ts';

/** What a server says about a commit of a repository. */
export type Upstream =
  /** A tag names it. @param version the tag, when it is one of a release */
  | { readonly state: 'tagged'; readonly version?: string }
  /** The server has it, but no tag names it. GitHub gives out the commits of forks under the name of the repository too. */
  | { readonly state: 'untagged' }
  /** It is the id of a tag itself, and this is the commit that the tag names. */
  | { readonly state: 'tag'; readonly commit: string }
  | { readonly state: 'missing' }
  /** Nobody can tell from here, and why. */
  | { readonly state: 'unknown'; readonly words: string };

const SECONDS = 20;
const VERSION = /^refs\/tags\/(v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

/**
 * Ask for a commit without credentials: from an empty repository that is removed again, and without the settings of a person
 * or of the machine. No redirect is followed.
 * @param url of the repository, https (or http on this machine)
 * @param commit 40 or 64 hex digits
 */
export function askUpstream(url: string, commit: string): Upstream {
  const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-upstream-'));
  try {
    const git = new Git(folder);
    const env = sealedEnvironment(folder);
    const network: GitRun = {
      settings: {
        'protocol.allow': 'never',
        [`protocol.${placeOf(url).scheme}.allow`]: 'always',
        'credential.helper': '',
        ...networkSettings(SECONDS),
      },
      env,
      bounds: { milliseconds: SECONDS * 1000, group: true },
    };
    git.run(['init', '--quiet', '--bare', ...(commit.length === 64 ? ['--object-format=sha256'] : []), '.'], { env });
    const listed = git.try(['ls-remote', '--tags', '--', url], network);
    if (listed.status !== 0) return refusal(listed);
    const byTag = amongTags(listed.text, commit);
    if (byTag !== undefined) return byTag;
    // Only the commit itself is sent, not its files.
    const fetched = git.try(['fetch', '--quiet', '--depth=1', '--filter=tree:0', '--no-tags', '--no-auto-gc', '--', url, commit], network);
    return fetched.status === 0 ? { state: 'untagged' } : refusal(fetched);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function amongTags(text: string, commit: string): Upstream | undefined {
  const tags = text.split('\n').map((line) => line.split('\t') as [string, string?]);
  const named = tags.filter(([id]) => id === commit).map(([, name = '']) => name);
  if (named.length === 0) return undefined;
  const peeled = new Map(tags.map(([id, name = '']) => [name, id]));
  const tag = named.map((name) => peeled.get(`${name}^{}`)).find((id) => id !== undefined);
  if (tag !== undefined) return { state: 'tag', commit: tag };
  const version = named.flatMap((name) => VERSION.exec(name.replace(/\^\{\}$/, ''))?.[1] ?? []).sort()[0];
  return { state: 'tagged', ...(version === undefined ? {} : { version }) };
}

/** A server that asks for a password has the repository, or does not want to say that it has none. */
function refusal(ran: Ran): Upstream {
  const said = words(ran);
  if (/could not read Username|terminal prompts disabled|authentication failed/i.test(said))
    return { state: 'unknown', words: 'the server asks who you are: the repository is private, or there is none' };
  return /not our ref|repository '.*' not found/i.test(said) ? { state: 'missing' } : { state: 'unknown', words: said };
}
