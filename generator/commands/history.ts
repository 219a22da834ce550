import { compile } from '../compile.ts';
import { subjects } from '../fleet/resolve/explain.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { Subject } from '../history/subject.ts';
import { Failure } from '../io/failure.ts';
import { WorkingCopy } from '../io/git.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import { sortedKeys } from '../model/order.ts';
import { quoted } from '../model/quoted.ts';
import { historyJson, historyText } from '../report/history.ts';
import { style } from '../report/style.ts';
import { orderedIn } from '../status/delivery.ts';
import { treeAt } from '../io/git-tree.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { liveIn } from './evidence.ts';
import { HEAD_OPTION, configOf, headOf } from './head.ts';
import { readHistory } from './history/read.ts';
import { withLive } from './history/live.ts';
import { limitOf } from './limit.ts';
import { printJson } from './load.ts';
import { readable } from './plan/readable.ts';

const LIMIT = 20;

export const history: Command = {
  name: 'history',
  summary: 'show from Git what was delivered to an agent or a region: version, when, by whom, by which pull request',
  usage: '[AGENT|REGION] [--limit N] [--since DATE] [--live FILE]... [--head REF] [--out DIR]',
  help: `Each delivery that changed the agent, the region, or without a name any region, the newest first: the versions before and after, the changes of
config/ that it brought with their authors and pull requests, the steps of rollouts, the approvals that it used, what it held, and the time from the merge to the
delivery. With --live, from what Argo CD printed, also the time to where it was live.

It is read from the main line of Git alone: first parents, as the delivery commits on them. An agent keeps its history under a new name (moved). Where this clone has
too little history, it says where it ends; nothing is taken for the first that is not. Which commit set one line shows why.

Examples:
  pap-fleet history                          what was delivered lately?
  pap-fleet history research                 which version ran since when, and who brought it?
  pap-fleet history region/us-east --since 2026-11-01
  pap-fleet history research --live live.json
  pap-fleet history research --json | jq -r '.history.entries[] | [.delivery.at, .merges[0].pullRequest] | @tsv'`,
  options: [
    { name: 'limit', value: 'N', help: `deliveries to show (default: ${LIMIT})` },
    { name: 'since', value: 'DATE', help: 'only those since that day, such as 2026-11-01' },
    { name: 'live', value: 'FILE', many: true, help: 'Applications as JSON: kubectl get applications -n argocd -o json; may be repeated' },
    HEAD_OPTION,
    { name: 'out', value: 'DIR', help: 'folder that Argo CD reads (default: out)' },
  ],
  words: { max: 1 },
  run(context, flags, [word]) {
    const limit = limitOf(flags, LIMIT);
    const since = sinceOf(flags);
    const repository = WorkingCopy.around('.');
    if (repository === undefined) throw new Failure('usage', 'this is no Git repository, so there is no history', 'run it in a clone of the fleet');
    const named = headOf(flags)?.commit;
    const head = named ?? repository.head();
    if (head === undefined) throw new Failure('usage', 'nothing was ever committed here', 'there is a history from the first commit on');
    const [out, configPath] = [pathFromRoot(repository.prefix, flags.out), pathFromRoot(repository.prefix, flags.config)];
    for (const [option, path] of [
      ['out', out],
      ['config', configPath],
    ] as const)
      if (path === undefined || path === '')
        throw new Failure('usage', `--${option} ${flags[option]} lies outside of the working copy`, 'name it relative to this folder');
    const compiled = compile(configOf(flags));
    const subject = subjectOf(word, compiled.spec);
    const asked = { repository, head, out: out as string, configPath: configPath as string, subject, limit, maxFileSize: flags.maxFileSize };
    const here = named === undefined ? compiled.spec : undefined;
    let told = readHistory({ ...asked, ...(since === undefined ? {} : { since }), ...(here === undefined ? {} : { here }) });
    // What is in config/ no more has a history all the same, and a word that nothing was ever called has none.
    if (told.entries.length === 0 && told.endsAt === undefined && !isKnown(subject, compiled.spec) && since === undefined)
      throw new Failure(
        'usage',
        `there is no ${subject.kind} ${quoted(subject.name)}, nor was there one in this history`,
        hintFor(subject.name, [...sortedKeys(compiled.spec?.agents ?? {}), ...sortedKeys(compiled.spec?.regions ?? {})]),
      );
    const paths = flags.more['live'] as string[] | undefined;
    if (paths !== undefined) {
      const { fleet } = compiled;
      if (fleet === undefined)
        throw new Failure('usage', 'the fleet is not valid, so nobody can tell whose the evidence is', 'pap-fleet validate says what is wrong');
      const live = liveIn(paths, fleet);
      told = withLive(
        told,
        repository,
        readable(() => orderedIn(treeAt(repository, head, asked.out))),
        live,
      );
    }
    if (flags.json) printJson(context, 'history', EXIT.ok, { history: historyJson(told) });
    else context.streams.out(historyText(told, paths !== undefined, style(flags.color)));
    return EXIT.ok;
  },
};

/** Whom a word names: what is in config/ no more is taken for an agent, unless it says what it is. */
function subjectOf(word: string | undefined, spec: FleetSpec | undefined): Subject {
  if (word === undefined) return { kind: 'fleet', name: '' };
  const [, prefix, rest] = /^(agent|region)\/(.+)$/.exec(word) ?? [];
  const name = rest ?? word;
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name))
    throw new Failure('usage', `${quoted(word)} is no name of an agent or a region`, 'names have lower-case letters, digits and hyphens');
  if (prefix !== undefined) return { kind: prefix as 'agent' | 'region', name };
  const kinds = (spec === undefined ? [] : subjects(spec, name)).map(({ kind }) => kind).filter((kind) => kind === 'agent' || kind === 'region');
  if (kinds.length > 1) throw new Failure('usage', `${quoted(word)} names an agent and a region`, `write agent/${word} or region/${word}`);
  return { kind: kinds[0] ?? 'agent', name };
}

function isKnown({ kind, name }: Subject, spec: FleetSpec | undefined): boolean {
  if (kind === 'fleet' || spec === undefined) return true;
  return Object.hasOwn((kind === 'agent' ? spec.agents : spec.regions) ?? {}, name);
}

function sinceOf(flags: Flags): string | undefined {
  const text = flags.more['since'] as string | undefined;
  if (text === undefined) return undefined;
  // A 30th of February is parsed as a day of March.
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day === undefined || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new Failure('usage', `--since ${quoted(text)} is no day of the calendar`, 'for example --since 2026-11-01');
  return `${text}T00:00:00Z`;
}
