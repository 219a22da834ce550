import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { Failure } from '../io/failure.ts';
import { sortedKeys } from '../model/order.ts';
import { quoted } from '../model/quoted.ts';
import { contrastAgents, contrastRegions } from '../plan/contrast.ts';
import { contrastJson, contrastText } from '../report/contrast.ts';
import { style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printJson, refused } from './load.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'show what differs between two regions, or between two agents, after their names are set aside',
  usage: '<region> <region> | <agent> <agent> [--region NAME]... [--full] [--exit-code] [--head REF]',
  help: `Compares the objects that two regions get, with the Applications that deliver them, or the objects of two agents in the regions where both
run. The names of the two are set aside, so what is left is what somebody has meant, or forgotten. Objects and fields are told as plan
tells them: ~ differs, - only in the first, + only in the second. In a value the first stands left of the arrow.

Where a region and an agent share a name, write region/NAME or agent/NAME. How what stands in config/ changes a region shows plan; where a
value comes from shows explain.

Exit codes: 0, also where something differs. With --exit-code 1: something differs. 2: the fleet is not valid.

Examples:
  pap-fleet diff us-east eu-west             what is different in eu-west?
  pap-fleet diff research memory             what is different about memory?
  pap-fleet diff research memory --region us-east --full
  pap-fleet diff us-east eu-west --exit-code > /dev/null || echo "they are no twins"
  pap-fleet diff us-east eu-west --json | jq '.diff.blocks[] | select(.side == "both").fields'`,
  options: [
    { name: 'region', value: 'NAME', many: true, help: 'of two agents: only in this region; may be repeated' },
    { name: 'full', help: 'every field, and every value whole' },
    { name: 'exit-code', help: 'end with 1 when anything differs' },
    HEAD_OPTION,
  ],
  words: { max: 2, needs: 'two regions or two agents' },
  run(context, flags, words) {
    const [first, second] = words as [string, string | undefined];
    if (second === undefined)
      throw new Failure('usage', `what ${quoted(first)} is compared with is missing`, 'write a second region, or a second agent');
    const compiled = compile(configOf(flags));
    const exit = refused(context, { ...flags, format: flags.json ? 'json' : 'text' }, 'diff', compiled, 'the fleet is not valid');
    if (exit !== undefined) return exit;
    const made = compiled as Required<Compiled>;
    const { kind, from, to } = sidesOf(made.spec, first, second);
    const only = flags.more['region'] as string[] | undefined;
    if (only !== undefined && kind === 'region')
      throw new Failure('usage', '--region is for two agents', 'leave it out: the two regions are what is compared');
    const contrast = kind === 'region' ? contrastRegions(made, from, to) : contrastAgents(made, from, to, sharedBy(made.spec, from, to, only));
    const differs = contrast.onlyFrom + contrast.onlyTo + contrast.differ > 0;
    const code = flags.more['exit-code'] === true && differs ? EXIT.differs : EXIT.ok;
    if (flags.json) printJson(context, 'diff', code, { findings: compiled.findings, diff: contrastJson(contrast) });
    else context.streams.out(contrastText(contrast, flags.more['full'] === true, style(flags.color)));
    return code;
  },
};

/** What two words name. @throws Failure (usage) where they name nothing, or things of two kinds */
function sidesOf(spec: FleetSpec, first: string, second: string): { readonly kind: 'region' | 'agent'; readonly from: string; readonly to: string } {
  const named = { region: sortedKeys(spec.regions), agent: sortedKeys(spec.agents ?? {}) };
  const kindsOf = (word: string): ('region' | 'agent')[] =>
    (['region', 'agent'] as const).filter((kind) => named[kind].some((name) => word === name || word === `${kind}/${name}`));
  const [one, other] = [kindsOf(first), kindsOf(second)];
  for (const [word, kinds] of [
    [first, one],
    [second, other],
  ] as const) {
    if (kinds.length > 0) continue;
    const near = hintFor(word.slice(word.indexOf('/') + 1), [...named.region, ...named.agent]);
    throw new Failure('usage', `there is no region or agent ${quoted(word)}`, near);
  }
  const both = one.filter((kind) => other.includes(kind));
  const [kind] = both;
  if (kind === undefined)
    throw new Failure(
      'usage',
      `${quoted(first)} is ${withArticle(one[0])}, and ${quoted(second)} is ${withArticle(other[0])}`,
      'name two regions, or two agents',
    );
  if (both.length > 1)
    throw new Failure(
      'usage',
      `${quoted(first)} and ${quoted(second)} name regions and agents`,
      `write region/${first} region/${second}, or agent/${first} agent/${second}`,
    );
  const bare = (word: string): string => (word.startsWith(`${kind}/`) ? word.slice(kind.length + 1) : word);
  const [from, to] = [bare(first), bare(second)];
  if (from === to) throw new Failure('usage', `${quoted(from)} stands there twice`, 'name another one to compare it with');
  return { kind, from, to };
}

function withArticle(kind: 'region' | 'agent' | undefined): string {
  return kind === 'agent' ? 'an agent' : 'a region';
}

/** The regions where both agents run. @throws Failure (usage) where they share none, or not the one that was asked for */
function sharedBy(spec: FleetSpec, from: string, to: string, only: readonly string[] | undefined): string[] {
  const [own, other] = [from, to].map((agent) => spec.agents?.[agent]?.regions ?? []) as [readonly string[], readonly string[]];
  const shared = own.filter((region) => other.includes(region));
  const wrong = only?.find((region) => !shared.includes(region));
  if (wrong !== undefined) {
    const known = sortedKeys(spec.regions);
    if (!known.includes(wrong)) throw new Failure('usage', `there is no region ${quoted(wrong)}`, hintFor(wrong, known));
    const missing = own.includes(wrong) ? to : from;
    throw new Failure('usage', `${missing} does not run in ${wrong}`, shared.length === 0 ? undefined : `both run in: ${shared.join(', ')}`);
  }
  if (shared.length === 0)
    throw new Failure(
      'usage',
      `${from} and ${to} run in no region together`,
      `${from} runs in ${own.join(', ') || 'none'}, ${to} in ${other.join(', ') || 'none'}`,
    );
  return only === undefined ? shared : shared.filter((region) => only.includes(region));
}
