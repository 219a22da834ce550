import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { moment } from '../io/clock.ts';
import { Deliveries } from '../io/deliveries.ts';
import { Failure } from '../io/failure.ts';
import { treeAt } from '../io/git-tree.ts';
import type { Rollout } from '../fleet/rollouts/rollout.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { memo } from '../model/memo.ts';
import { memoryOf, regionNames } from '../plan/memory.ts';
import type { Tree } from '../render/tree.ts';
import { statusMarkdown } from '../report/status-markdown.ts';
import { statusText } from '../report/status-text.ts';
import { style } from '../report/style.ts';
import { differencesOf, differs } from '../status/differences.ts';
import type { LiveApplication } from '../status/evidence.ts';
import { statusOf } from '../status/make.ts';
import type { Filter } from '../status/make.ts';
import type { FleetStatus } from '../status/status.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { liveIn } from './evidence.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printJson, refused } from './load.ts';
import { BASE_OPTIONS, baseOf } from './plan/base.ts';
import type { Base } from './plan/base.ts';
import { readable } from './plan/readable.ts';

export const status: Command = {
  name: 'status',
  summary: 'show what runs where: by config/, by out/, and live by what Argo CD says',
  usage: '[--live FILE]... [--agent NAME]... [--region NAME]... [--team NAME]... [--markdown] [--expect-live]',
  help: `For each agent and region: the version that config/ says, whether out/ delivers it, and, with --live, whether the cluster has it:
version, health, since when, and what is not in sync. Regions where an agent stands alike share a line. Below it are regions that
freezes or the gate hold, and Applications that are not where out/ is, with the way out.

Nothing is contacted. --live takes what Argo CD printed, one file for each Argo CD, or - for standard input. Which version a cluster has
follows from the commit that Argo CD says it applied, so the clone must have that commit; of the rest it is said that nobody knows.

Exit codes: 0, also where something differs. With --expect-live 1: something is not as config/ says, is not healthy, or was not seen.
2: the fleet is not valid, or a file of evidence cannot be used.

Examples:
  pap-fleet status                                                      what is delivered?
  kubectl get applications -n argocd -o json | pap-fleet status --live -
  pap-fleet status --live eu.json --live us.json --agent research       one agent, two Argo CDs
  pap-fleet status --live live.json --expect-live                       after a delivery, in a pipeline
  pap-fleet status --live live.json --markdown >> "$GITHUB_STEP_SUMMARY"
  pap-fleet status --json | jq '.status.placements[] | select(.config != .out)'`,
  options: [
    { name: 'live', value: 'FILE', many: true, help: 'Applications as JSON: kubectl get applications -n argocd -o json; may be repeated' },
    { name: 'agent', value: 'NAME', many: true, help: 'only this agent; may be repeated' },
    { name: 'region', value: 'NAME', many: true, help: 'only this region; may be repeated' },
    { name: 'team', value: 'NAME', many: true, help: 'only agents of this team; may be repeated' },
    { name: 'markdown', help: 'print Markdown, for the summary of a job' },
    { name: 'expect-live', help: 'end with 1 when anything is not live as config/ says; needs --live' },
    HEAD_OPTION,
    ...BASE_OPTIONS.filter(({ name }) => name !== 'today'),
  ],
  words: { max: 0 },
  run(context, flags) {
    if (flags.json && flags.more['markdown'] === true) throw new Failure('usage', '--json and --markdown exclude each other');
    if (flags.more['expect-live'] === true && flags.more['live'] === undefined)
      throw new Failure('usage', '--expect-live needs evidence of what is live', 'pap-fleet status --live live.json --expect-live');
    const compiled = compile(configOf(flags));
    const exit = refused(context, { ...flags, format: flags.json ? 'json' : 'text' }, 'status', compiled, 'the fleet is not valid');
    if (exit !== undefined) return exit;
    const { fleet, spec } = compiled as Required<Compiled>;
    const paths = flags.more['live'] as string[] | undefined;
    const live = paths === undefined ? undefined : liveIn(paths, fleet);
    const base = baseOf(flags, fleet.gitops.branch);
    const seen = readable(() =>
      seenIn({ fleet, rollouts: spec.rollouts ?? [] }, base, live, filterOf(flags, compiled as Required<Compiled>, base.tree)),
    );
    const differences = differencesOf(seen);
    const code = flags.more['expect-live'] === true && differs(differences) ? EXIT.differs : EXIT.ok;
    if (flags.json) printJson(context, 'status', code, { findings: compiled.findings, status: seen, differences });
    else context.streams.out(flags.more['markdown'] === true ? statusMarkdown(seen) : statusText(seen, style(flags.color)));
    return code;
  },
};

function seenIn(
  seen: { fleet: Fleet; rollouts: readonly Rollout[] },
  { tree, place }: Base,
  live: LiveApplication[] | undefined,
  filter: Filter,
): FleetStatus {
  const trees = new Map<string, Tree | null>();
  const outAt = (commit: string): Tree | undefined =>
    memo(trees, commit, () => {
      if (place === undefined) return null;
      if (commit === place.commit) return tree;
      return place.repository.typeOf(commit) === 'commit' ? treeAt(place.repository, commit, place.out) : null;
    }) ?? undefined;
  const since = (regions: readonly string[]): ReadonlyMap<string, string> =>
    place === undefined ? new Map() : new Deliveries(place.repository, place.commit, place.out).heldSince(regions);
  return statusOf({ ...seen, out: tree, now: moment(), since, outAt, ...(live === undefined ? {} : { live }) }, filter);
}

/** @throws Failure (usage) where nothing has such a name: an empty answer would look like good news */
function filterOf(flags: Flags, { fleet, spec }: Required<Compiled>, out: Tree): Filter {
  const named = (option: string, listing: () => readonly string[]): ReadonlySet<string> | undefined => {
    const names = flags.more[option] as string[] | undefined;
    if (names === undefined) return undefined;
    const known = listing();
    const wrong = names.find((name) => !known.includes(name));
    if (wrong !== undefined) throw new Failure('usage', `there is no ${option} "${wrong}"`, hintFor(wrong, known));
    return new Set(names);
  };
  const [agents, regions, teams] = [
    named('agent', () => [...Object.keys(spec.agents ?? {}), ...[...memoryOf(out).regions.values()].flatMap(({ agents: own }) => own)]),
    named('region', () => [...fleet.regions.map(({ name }) => name), ...regionNames(out)]),
    named('team', () => [...new Set(fleet.teams.values())]),
  ];
  return {
    ...(agents === undefined ? {} : { agents }),
    ...(regions === undefined ? {} : { regions }),
    ...(teams === undefined ? {} : { teams }),
  };
}
