import { Failure } from '../io/failure.ts';
import { treeAt } from '../io/git-tree.ts';
import { WorkingCopy } from '../io/git.ts';
import { readBuilt } from '../io/read-built.ts';
import type { Built } from '../io/read-built.ts';
import { withRemote } from '../io/remote.ts';
import { RunLock } from '../io/run-lock.ts';
import { hasErrors } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { heldAfterText } from '../report/held.ts';
import { publishedText, supersededText } from '../report/published.ts';
import type { Published } from '../report/published.ts';
import { style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command, Context, Flags } from './command.ts';
import { printJson, refused, say } from './load.ts';
import { mustBeOn } from '../deliver/allowed.ts';
import { fitsBuilt } from '../deliver/built.ts';
import { byApi } from '../deliver/by-api.ts';
import { byPush } from '../deliver/carrier.ts';
import { commitOut, heldIn } from '../deliver/commit.ts';
import { deliver, judged } from '../deliver/deliver.ts';
import type { Ending } from '../deliver/deliver.ts';
import { judgement } from './plan/reviewed.ts';
import type { Judge, Verdict } from '../deliver/judge.ts';
import type { PublishOptions } from '../deliver/publish-options.ts';
import { OPTIONS, afterwards, publishOptions } from './publish/options.ts';
import { tell } from './publish/tell.ts';
import { prepare } from '../deliver/work.ts';
import type { Work } from '../deliver/work.ts';
import { waitOf } from './wait.ts';

/** The gate compares with what the remote delivers now, whatever lies here. */
const judgeOf =
  (maxFileSize: number): Judge =>
  (copy, { compiled, config, configPath, out }, base) => {
    const place = { repository: copy, commit: base, out, configPath };
    return judgement(compiled, config, { tree: treeAt(copy, base, out), place }, maxFileSize);
  };

export const publish: Command = {
  name: 'publish',
  summary: 'generate out/, commit it and push it: what the delivery job does',
  usage: '[--config DIR] [--remote NAME] [--branch NAME] [--tries N] [--timeout SECONDS] [--no-push | --api URL] [--built DIR] [--record FILE]',
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
  - the gate refuses the change in every region, or what belongs to the fleet as a whole, measured against the out/ the remote has (3);
  - the remote refuses the push, by a rule or a missing permission (4).

What the gate refuses in some regions holds these regions: they stay as they are delivered, all else is committed and pushed, out/held.json
says what is held and why, and the exit code is 3. JSON: published has what was delivered, held the regions and reasons. A region is held until
its change is approved or taken back. An approval that a delivery relied on is named in its commit and counts for nothing afterwards.
What a freeze of config/freezes holds is held in the same way, with exit code 0, and delivered by the first run after the freeze.

With a token in PUSH_TOKEN it needs no credential helper. The token is sent to the https URL of the remote and nowhere else; in GitHub
Actions that must be the repository of the job. Git's settings of the system and of the home do not count then. Without PUSH_TOKEN
your own keys, helpers and identity are used. In both cases no hook and no filter runs, no redirect is followed, and variables
such as GIT_DIR or GIT_AUTHOR_NAME do not count. A remote that does not answer within --timeout seconds is given up on (4).

With --api the commit is made by GitHub (createCommitOnBranch): signed, as the owner of the token in PUSH_TOKEN or
GITHUB_TOKEN, and only if the branch is where it was seen. The remote is then only read.

With --record it writes what was delivered as JSON: where, from which commit, by whom, which merges, what changed in which regions, what is held and
why, rollouts, approvals. The webhook whose https URL stands in the file of --notify-url-file, or in NOTIFY_URL, is told the same: once per
delivery, within 10 seconds, in a message of bounded length. When that fails there is a warning; the delivery stands and the exit code is the same.

With --built another job, which holds no token, has generated: DIR holds out/ and the file commit, which names what it was
built from. publish generates again by itself, takes the gate's word and not that job's, and pushes only when the bytes are
the same (4). When the branch has a newer config or generator, nothing is pushed: a newer run delivers that (0, JSON:
superseded). config/ is always read from the commit, never from the files that lie here.

Examples:
  pap-fleet publish                        what the delivery job on main runs
  PUSH_TOKEN=… pap-fleet publish --author 'deploy bot <bot@example.org>'
  pap-fleet publish --no-push              commit out/ here, and look at it with git show
  pap-fleet publish --api "$GITHUB_GRAPHQL_URL"    where main demands signed commits
  pap-fleet publish --built "$RUNNER_TEMP/built"   in a push job that runs a pinned release
  pap-fleet publish --record delivery.json --notify-url-file /run/secrets/webhook --notify-format slack
  pap-fleet publish --remote upstream --json | jq '.published.commit, .held'`,
  options: OPTIONS,
  words: { max: 0 },
  run(context, flags) {
    const options = publishOptions(flags);
    afterwards(flags);
    const copy = WorkingCopy.around('.', options.author);
    if (copy === undefined)
      throw new Failure('system', 'this is no Git working copy', 'publish commits out/ and pushes it: run it in a clone of the fleet repository');
    const built = copy.head();
    if (built === undefined) throw new Failure('system', 'this working copy has no commit yet', 'commit config/ first');
    const made = options.built === undefined ? undefined : readBuilt(options.built);
    const read = (): Work => prepare(context.disk, copy, flags, made === undefined);
    const first = read();
    if (hasErrors(first.compiled.findings)) return invalid(context, flags, first);
    const { branch: followed } = (first.compiled.fleet as Fleet).gitops;
    mustBeOn(copy, followed, options.branch);
    const branch = options.branch ?? followed;
    return RunLock.holding(`${copy.root}/${first.out}`, waitOf(flags), () =>
      published(context, flags, { options, copy, built, made, branch, read, first }),
    );
  },
};

interface Task {
  readonly options: PublishOptions;
  readonly copy: WorkingCopy;
  /** The commit that was checked out at the start: without --built, the one this program was built from. */
  readonly built: string;
  /** What a build job made. */
  readonly made: Built | undefined;
  readonly branch: string;
  readonly read: () => Work;
  readonly first: Work;
}

function published(context: Context, flags: Flags, { options, copy, built, made: files, branch, read, first }: Task): number {
  first.check();
  const judge = judgeOf(flags.maxFileSize);

  if (!options.push) {
    const verdict = judged(copy, first, built, judge);
    if (verdict?.allowed === false) return unsafe(context, flags, first, verdict);
    const work = first.only(verdict?.delivery?.files ?? first.files);
    const made = commitOut(copy, work, context.version, verdict);
    return done(context, flags, work, verdict, { ...options, branch, out: first.out, ...made, pushed: false, tries: 0 }, copy);
  }
  const { api, seconds, caFile } = options;
  const ending = withRemote(copy, options.remote, { seconds, caFile, api: api !== undefined }, (remote): Ending => {
    const way = { url: api ?? '', seconds, caFile };
    const carry = api === undefined ? byPush(copy, remote, branch, context.version) : byApi(copy, way, remote, branch, context.version);
    const fits = files === undefined ? undefined : fitsBuilt(copy, files, `${remote.name}/${branch}`);
    return deliver({ copy, remote, built: files === undefined ? built : undefined, fits, branch, carry, judge, prepare: read }, options, first);
  });
  if (ending.state === 'invalid') return invalid(context, flags, ending.work);
  if (ending.state === 'unsafe') return unsafe(context, flags, ending.work, ending.verdict);
  if (ending.state === 'superseded') return superseded(context, flags, ending.work, (files as Built).commit, ending.head);
  const { work, made, pushed, tries, verdict } = ending;
  return done(context, flags, work, verdict, { ...options, branch, out: work.out, ...made, pushed, tries }, copy);
}

function invalid(context: Context, flags: Flags, { compiled }: Work): number {
  refused(context, flags, 'publish', compiled, 'the fleet is not valid, so nothing was published');
  return EXIT.invalid;
}

function unsafe(context: Context, flags: Flags, { compiled: { findings } }: Work, { text, data }: Verdict): number {
  say(context, flags, findings);
  if (flags.json) printJson(context, 'publish', EXIT.unsafe, { findings, refused: data ?? text });
  else context.streams.err(`${text.trimEnd()}\nthe gate refuses this change, so nothing was published\n`);
  return EXIT.unsafe;
}

function superseded(context: Context, flags: Flags, { compiled: { findings } }: Work, built: string, head: string): number {
  say(context, flags, findings);
  if (flags.json) printJson(context, 'publish', EXIT.ok, { findings, superseded: true, built, head });
  else context.streams.out(supersededText(built, head));
  return EXIT.ok;
}

/** Exit code 3 when the gate holds something, though all else was delivered: whoever runs it must look at what is held. */
function done(context: Context, flags: Flags, work: Work, verdict: Verdict | undefined, published: Published, copy: WorkingCopy): number {
  const { findings } = work.compiled;
  const { out, remote, branch, commit, subject, pushed, tries, changes } = published;
  const held = heldIn(verdict);
  const passes = verdict?.passes !== false;
  const code = passes ? EXIT.ok : EXIT.unsafe;
  say(context, flags, findings);
  const told = tell(context, flags, copy, work, verdict, published);
  const holds =
    held.size === 0
      ? {}
      : { held: Object.fromEntries(held), frozen: verdict?.frozen, ...(passes ? {} : { refused: verdict?.data ?? verdict?.text }) };
  if (flags.json)
    printJson(context, 'publish', code, { findings, published: { out, remote, branch, commit, subject, pushed, tries, changes }, ...holds, ...told });
  else {
    context.streams.out(publishedText(published, style(flags.color), held.size === 0));
    if (held.size > 0) context.streams.err(`${(verdict as Verdict).text.trimEnd()}\n${heldAfterText(held, passes)}`);
  }
  return code;
}
