import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { WorkingCopy, backoff, sleep } from '../io/git.ts';
import type { Blob } from '../io/git.ts';
import { readOutTree } from '../io/out-tree.ts';
import { readConfig } from '../io/read-config.ts';
import { writeOut } from '../io/write-out.ts';
import { changes } from '../layout/changes.ts';
import type { Changes } from '../layout/changes.ts';
import type { FileMap } from '../layout/files.ts';
import { sha256 } from '../layout/lock.ts';
import { isMap } from '../model/data.ts';
import type { Finding } from '../model/finding.ts';
import { hasErrors } from '../model/finding.ts';
import type { Fleet } from '../model/fleet.ts';
import { byCodeUnit } from '../model/order.ts';
import type { ConfigFile } from '../source/read.ts';
import { commitMessage, listed, publishedText, strangeText, subjectOf } from '../report/published.ts';
import type { Delivered, Published } from '../report/published.ts';
import { count, style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command, Context, Flags } from './command.ts';
import { printJson, refused, say } from './load.ts';

/** What the program itself is made from: when this moves on the remote, we are the old one. */
const OURSELVES = ['generator', 'schemas', 'package.json', 'package-lock.json'];
/** A remote that stands still and refuses this often in a row does so for a reason, not because of a race. */
const STUCK = 5;
const TRAILER = 'Fleet-Hash';

export const publish: Command = {
  name: 'publish',
  summary: 'generate out/, commit it and push it: what the delivery job does',
  usage: '[--config DIR] [--remote NAME] [--branch NAME] [--tries N] [--no-push]',
  help: `Run it in a Git working copy, on the branch Argo CD follows (gitops.branch). It goes to the head of the remote branch,
generates, and commits the folder Argo CD reads (gitops.path) and nothing else. When nothing changed there is no commit.

When somebody else pushes in between, it goes to their head and generates again from their config: generated files are
never merged, and nothing is ever pushed by force. When the answer of a push is lost, it looks before it tries again.

It stops, and changes nothing on the remote, when
  - the fleet is not valid (exit code 2);
  - out/ holds files that were edited by hand or not made by pap-fleet, or is missing although HEAD has it (4);
  - other files have changes that are not committed, or config/ holds files that Git does not know (4);
  - the branch has commits the remote has not, other than its own: push those first, they are not publish's to push (4);
  - the generator itself changed on the remote while it ran: an older one must not write over the out/ of a newer one.
    Build again from there and run again; the delivery workflow's next run does both (4);
  - the remote refuses the push, by a rule or a missing permission (4).

Examples:
  pap-fleet publish                        what the delivery job on main runs
  pap-fleet publish --no-push              commit out/ here, and look at it with git show
  pap-fleet publish --remote upstream --json | jq .published.commit`,
  options: [
    { name: 'remote', value: 'NAME', help: 'where to push (default: origin)' },
    { name: 'branch', value: 'NAME', help: 'the branch (default: gitops.branch of the fleet)' },
    { name: 'tries', value: 'N', help: 'how often to try when others push at the same time (default: 25)' },
    { name: 'no-push', help: 'commit, and neither ask the remote nor push' },
  ],
  words: { min: 0, max: 0 },
  run(context, flags) {
    const wish = wished(flags);
    const copy = WorkingCopy.around('.');
    const built = copy.head();
    if (built === undefined) throw new Failure('system', 'this working copy has no commit yet', 'commit config/ first');
    const first = prepare(flags, copy);
    const exit = invalid(context, flags, first.compiled);
    if (exit !== undefined) return exit;
    const branch = wish.branch ?? (first.compiled.fleet as Fleet).gitops.branch;
    mustBeOn(copy, branch);
    first.check();

    if (!wish.push) {
      const made = commitOut(context, copy, first);
      return finish(context, flags, first.compiled.findings, { ...wish, branch, out: first.out, ...made, pushed: false, tries: 0 });
    }

    let work = first;
    let made: Made = NOTHING;
    let before: string | undefined;
    let stuck = 0;
    let words = '';
    for (let tries = 1; tries <= wish.tries && stuck < STUCK; tries++) {
      if (tries > 1) sleep(backoff(tries));
      const seen = copy.fetch(wish.remote, branch);
      if ('words' in seen) {
        words = seen.words;
        stuck += 1;
        continue;
      }
      if (seen.head === undefined)
        throw new Failure('system', `${wish.remote} has no branch ${branch}`, 'push the branch once, or name another one with --branch');
      const landed = made.commit !== undefined && copy.contains(seen.head, made.commit);
      stuck = seen.head === before && !landed ? stuck + 1 : 0;
      before = seen.head;

      onlyOurs(copy, wish.remote, branch, seen.head, work.out);
      if (!copy.contains('HEAD', seen.head)) {
        const newer = copy.differing(built, seen.head, OURSELVES);
        if (newer.length > 0)
          throw new Failure(
            'system',
            `the generator itself changed on ${wish.remote}/${branch} (${newer[0]}${newer.length > 1 ? ` and ${newer.length - 1} more` : ''}), and this is the old one`,
            'build from there and publish again; the next run of the delivery workflow does both',
          );
        copy.moveTo(seen.head);
        work = prepare(flags, copy);
        const broken = invalid(context, flags, work.compiled);
        if (broken !== undefined) return broken;
        mustBeOn(copy, wish.branch ?? (work.compiled.fleet as Fleet).gitops.branch);
        if (!landed) made = NOTHING;
      }
      const again = commitOut(context, copy, work);
      if (again.commit !== undefined) made = again;
      const result = { ...wish, branch, out: work.out, ...made, tries };
      if (copy.head() === seen.head) return finish(context, flags, work.compiled.findings, { ...result, pushed: landed });
      const pushed = copy.push(wish.remote, branch);
      if (pushed.ok) return finish(context, flags, work.compiled.findings, { ...result, pushed: true });
      words = pushed.words;
    }
    // The answer of the last push may be lost too.
    const seen = made.commit === undefined ? undefined : copy.fetch(wish.remote, branch);
    if (seen !== undefined && 'head' in seen && seen.head !== undefined && copy.contains(seen.head, made.commit as string))
      return finish(context, flags, work.compiled.findings, { ...wish, branch, out: work.out, ...made, pushed: true, tries: wish.tries });
    throw stuck >= STUCK
      ? new Failure(
          'system',
          `${wish.remote} does not take the push to ${branch}, so nothing was delivered:\n  ${words}`,
          `may this user push to ${branch}? (permission contents: write, and the branch's rules)`,
        )
      : new Failure('system', `nothing was delivered: tried ${count(wish.tries, 'time')}, and at last heard:\n  ${words}`, 'run publish again');
  },
};

interface Wish {
  readonly remote: string;
  readonly branch: string | undefined;
  readonly tries: number;
  readonly push: boolean;
}

function wished({ more }: Flags): Wish {
  const remote = (more['remote'] as string | undefined) ?? 'origin';
  const branch = more['branch'] as string | undefined;
  const tries = (more['tries'] as string | undefined) ?? '25';
  if (remote.startsWith('-')) throw new Failure('usage', `"${remote}" is no name of a remote`);
  if (branch !== undefined && !/^\w[\w-]*([./][\w-]+)*$/.test(branch)) throw new Failure('usage', `"${branch}" is no name of a branch`);
  if (!/^[1-9][0-9]{0,2}$/.test(tries)) throw new Failure('usage', `--tries must be a number from 1 to 999, not "${tries}"`);
  return { remote, branch, tries: Number(tries), push: more['no-push'] !== true };
}

interface Work {
  readonly compiled: Compiled;
  readonly config: readonly ConfigFile[];
  /** Where Argo CD reads, below the root of the repository. */
  readonly out: string;
  /** Refuse what must not be committed, and say how out/ differs from what is wanted. */
  check(): Changes;
}

/** Read and compile the config of the commit that is checked out. */
function prepare(flags: Flags, copy: WorkingCopy): Work {
  const config = readConfig(flags.config);
  const compiled = compile(config);
  const out = compiled.fleet?.gitops.path ?? flags.out;
  return {
    compiled,
    config,
    out,
    check: () => {
      mustBeCommitted(copy, flags.config, config, out);
      const folder = `${copy.root}/${out}`;
      if (copy.has(out)) {
        if (copy.below(folder) !== out) throw new Failure('system', `${out} is, or lies behind, a symbolic link`, 'make it a real folder');
      } else if (copy.files('HEAD', out).size > 0) {
        throw new Failure(
          'system',
          `${out}/ is missing here, but HEAD has it`,
          `bring it back: git restore ${out} (a sparse checkout must include it)`,
        );
      }
      const found = changes(compiled.files as FileMap, readOutTree(folder));
      const strange = strangeText(out, found);
      if (strange !== undefined)
        throw new Failure(
          'system',
          `${out}/ is not as it was generated, so nothing was committed:\n  ${strange}`,
          `${out}/ is pap-fleet's alone: undo that (git log -- ${out}), and say it in config/ instead`,
        );
      return found;
    },
  };
}

function invalid(context: Context, flags: Flags, compiled: Compiled): number | undefined {
  return hasErrors(compiled.findings) ? refused(context, flags, 'publish', compiled, 'the fleet is not valid, so nothing was published') : undefined;
}

function mustBeOn(copy: WorkingCopy, branch: string): void {
  const here = copy.branch();
  if (here === branch) return;
  throw new Failure(
    'system',
    here === undefined ? `no branch is checked out, and ${branch} is to be published` : `the branch here is ${here}, but Argo CD follows ${branch}`,
    `git switch ${branch}, or name the branch with --branch`,
  );
}

/** What is generated must follow from what is committed, and nothing of a person may slip into our commit. */
function mustBeCommitted(copy: WorkingCopy, folder: string, config: readonly ConfigFile[], out: string): void {
  const changed = copy.changedOutside(out);
  if (changed.length > 0)
    throw new Failure('system', `there are changes outside ${out}/ that are not committed:\n  ${listed(changed)}`, 'commit or stash them first');
  const below = copy.below(folder);
  if (below === undefined) throw new Failure('usage', `${folder} does not lie in this working copy`, 'publish needs the config that is committed');
  const known = copy.files('HEAD', below);
  const unknown = config.filter(({ relative }) => !known.has(relative)).map(({ path }) => path);
  if (unknown.length > 0)
    throw new Failure('system', `${folder}/ holds files that are not committed:\n  ${listed(unknown)}`, 'commit them or take them away');
}

/** A race is lost by leaving our commit behind. That is only right when there is nothing but ours to leave. */
function onlyOurs(copy: WorkingCopy, remote: string, branch: string, head: string, out: string): void {
  const others = copy
    .ahead(head)
    .filter(
      ({ parents, message, paths }) =>
        parents !== 1 || !new RegExp(`^${TRAILER}: `, 'm').test(message) || paths.some((p) => !p.startsWith(`${out}/`)),
    );
  if (others.length === 0) return;
  throw new Failure(
    'system',
    `${branch} has commits that ${remote}/${branch} has not:\n  ${listed(others.map(({ id, message }) => `${id.slice(0, 12)} ${message.split('\n')[0]}`))}`,
    'push or propose them first: publish pushes its own commit of out/ and no other',
  );
}

interface Made {
  readonly commit?: string;
  readonly subject?: string;
  readonly changes: Delivered;
}

const NOTHING: Made = { changes: { created: [], updated: [], deleted: [] } };

/** Write out/ and commit it, unless HEAD has it already. Afterwards HEAD has exactly what was compiled. */
function commitOut(context: Context, copy: WorkingCopy, work: Work): Made {
  const { out, compiled, config } = work;
  const wanted = compiled.files as FileMap;
  writeOut(`${copy.root}/${out}`, wanted, work.check());
  const delivered = compare(copy, wanted, copy.files('HEAD', out));
  if (isNothing(delivered)) return NOTHING;
  const message = commitMessage(delivered, { [TRAILER]: fleetHash(compiled, config), 'Generator-Version': context.version });
  const commit = copy.commit(out, message);
  const left = compare(copy, wanted, copy.files(commit, out));
  if (!isNothing(left)) {
    const paths = [...left.created, ...left.updated, ...left.deleted].map((path) => `${out}/${path}`);
    throw new Failure(
      'system',
      `Git did not commit what was generated:\n  ${listed(paths)}`,
      'look for filters and line-ending settings of Git; nothing was pushed',
    );
  }
  return { commit, subject: subjectOf(delivered), changes: delivered };
}

/** From the out/ of a commit to the wanted one, by what Git stores, whatever lies on the disk. */
function compare(copy: WorkingCopy, wanted: FileMap, present: ReadonlyMap<string, Blob>): Delivered {
  const id = [...present.values()][0]?.id ?? '';
  const created = [...wanted.keys()].filter((path) => !present.has(path));
  const updated = [...wanted].filter(([path, content]) => {
    const blob = present.get(path);
    return blob !== undefined && (blob.mode !== '100644' || blob.id !== copy.blobId(content, id));
  });
  return { created, updated: updated.map(([path]) => path), deleted: [...present.keys()].filter((path) => !wanted.has(path)) };
}

function isNothing({ created, updated, deleted }: Delivered): boolean {
  return created.length + updated.length + deleted.length === 0;
}

/** SHA-256 of what the config says: the fleet with its keys sorted, so that comments and order do not count, and the files of extra/ and patches/. */
function fleetHash({ sources }: Compiled, config: readonly ConfigFile[]): string {
  const sorted = (_: string, value: unknown): unknown =>
    isMap(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b))) : value;
  const customs = config.filter(({ relative }) => /^(extra|patches)\//.test(relative)).map(({ relative, bytes }) => [relative, sha256(bytes)]);
  return sha256(JSON.stringify([sources?.data, customs], sorted));
}

function finish(context: Context, flags: Flags, findings: readonly Finding[], published: Published): number {
  const { out, remote, branch, commit, subject, pushed, tries, changes: delivered } = published;
  if (flags.json) {
    printJson(context, 'publish', EXIT.ok, { findings, published: { out, remote, branch, commit, subject, pushed, tries, changes: delivered } });
    return EXIT.ok;
  }
  say(context, flags, findings);
  context.streams.out(publishedText(published, style(flags.color)));
  return EXIT.ok;
}
