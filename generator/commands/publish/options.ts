import { Failure } from '../../io/failure.ts';
import type { Person } from '../../io/git.ts';
import { caFileOf } from '../../io/remote-settings.ts';
import type { PublishOptions } from '../../deliver/publish-options.ts';
import { isSecure } from '../../io/remote-url.ts';
import { MESSAGE_FORMATS } from '../../report/delivery.ts';
import type { MessageFormat } from '../../report/delivery.ts';
import { WAIT_OPTION } from '../command.ts';
import type { Flags, Option } from '../command.ts';

export const OPTIONS: readonly Option[] = [
  WAIT_OPTION,
  { name: 'remote', value: 'NAME', help: 'where to push (default: origin)' },
  { name: 'branch', value: 'NAME', help: 'the branch (default: gitops.branch of the fleet)' },
  { name: 'tries', value: 'N', help: 'how often to try when others push at the same time (default: 25)' },
  { name: 'no-push', help: 'commit, and neither ask the remote nor push' },
  { name: 'api', value: 'URL', help: 'let GitHub make and sign the commit: URL of its GraphQL API, such as $GITHUB_GRAPHQL_URL' },
  { name: 'built', value: 'DIR', help: 'push only when DIR/out holds the very bytes, built from DIR/commit by a job of its own' },
  { name: 'author', value: "'NAME <MAIL>'", help: "author and committer (default: user.name and user.email of Git's configuration)" },
  { name: 'timeout', value: 'SECONDS', help: 'how long one request to the remote may take (default: 120)' },
  { name: 'record', value: 'FILE', help: 'write what was delivered as JSON (schemas/delivery.schema.json); no file where nothing was' },
  { name: 'notify-url-file', value: 'FILE', help: 'holds the https URL of a webhook that is told of the delivery (default: variable NOTIFY_URL)' },
  { name: 'notify-format', value: MESSAGE_FORMATS.join('|'), help: 'what that webhook takes (default: json)' },
  { name: 'ca-file', value: 'FILE', help: "authorities that sign the remote's certificate, in PEM (default: those of the system)" },
];

/** @throws Failure where an option is not what it must be, or two exclude each other */
export function publishOptions({ more }: Flags): PublishOptions {
  const remote = (more['remote'] as string | undefined) ?? 'origin';
  const branch = more['branch'] as string | undefined;
  const tries = (more['tries'] as string | undefined) ?? '25';
  const push = more['no-push'] !== true;
  const api = more['api'] as string | undefined;
  const built = more['built'] as string | undefined;
  const author = more['author'] as string | undefined;
  const timeout = (more['timeout'] as string | undefined) ?? '120';
  const caFile = caFileOf(more['ca-file'] as string | undefined);
  if (remote.startsWith('-')) throw new Failure('usage', `"${remote}" is no name of a remote`);
  if (branch !== undefined && !/^\w[\w-]*([./][\w-]+)*$/.test(branch)) throw new Failure('usage', `"${branch}" is no name of a branch`);
  if (!/^[1-9][0-9]{0,2}$/.test(tries)) throw new Failure('usage', `--tries must be a number from 1 to 999, not "${tries}"`);
  if (api !== undefined && !push)
    throw new Failure('usage', '--api and --no-push exclude each other', 'a commit that GitHub makes is on the remote at once');
  if (built !== undefined && !push)
    throw new Failure('usage', '--built and --no-push exclude each other', 'at a desk publish builds by itself: leave --built out');
  if (api !== undefined && !(URL.canParse(api) && isSecure(new URL(api))))
    throw new Failure('usage', `"${api}" is no https URL`, 'a token is sent there: it must not travel in the clear');
  if (!/^[1-9][0-9]{0,3}$/.test(timeout) || Number(timeout) > 3600)
    throw new Failure('usage', `--timeout must be a number of seconds from 1 to 3600, not "${timeout}"`);
  if (api !== undefined && author !== undefined)
    throw new Failure('usage', '--api and --author exclude each other', 'a commit that GitHub makes has the owner of the token as its author');
  return {
    remote,
    branch,
    tries: Number(tries),
    push,
    api,
    author: author === undefined ? undefined : personOf(author),
    seconds: Number(timeout),
    caFile,
    built,
  };
}

/** What becomes of a delivery beside its commit. */
export interface Afterwards {
  readonly record: string | undefined;
  readonly urlFile: string | undefined;
  readonly format: MessageFormat;
}

/** @throws Failure where there is no such format */
export function afterwards({ more }: Flags): Afterwards {
  const given = (more['notify-format'] as string | undefined) ?? 'json';
  const format = MESSAGE_FORMATS.find((name) => name === given);
  if (format === undefined) throw new Failure('usage', `--notify-format must be one of ${MESSAGE_FORMATS.join(', ')}, not "${given}"`);
  return { record: more['record'] as string | undefined, urlFile: more['notify-url-file'] as string | undefined, format };
}

/** Git would strip some of these characters without a word; others would begin a line of their own in the commit. */
function personOf(text: string): Person {
  const { name, mail } = /^(?<name>[^<>\p{C}]{1,200}) <(?<mail>[^<>\s\p{C}]{1,200})>$/u.exec(text)?.groups ?? {};
  if (name === undefined || mail === undefined || name.trim() !== name || !/[\p{L}\p{N}]/u.test(name) || !/[\p{L}\p{N}]/u.test(mail))
    throw new Failure('usage', `--author must be NAME <MAIL>, not "${text}"`, "for example --author 'Ada Lovelace <ada@example.org>'");
  return { name, mail };
}
