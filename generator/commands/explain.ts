import { compile, type Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { explainField, kindIn, kindMeant, kindNames, kindsNamed } from '../k8s/crd/explain.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { pathSteps } from '../model/path.ts';
import { timeText } from '../model/time.ts';
import { equal } from '../model/data.ts';
import type { Place } from '../model/finding.ts';
import { sortedKeys } from '../model/order.ts';
import type { LineHistory } from '../history/reason.ts';
import { Blames } from '../io/blame.ts';
import { WorkingCopy } from '../io/git.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { Freeze } from '../fleet/freezes/freeze.ts';
import type { Policy } from '../fleet/policies/policy.ts';
import type { RuleInfo } from '../model/rule.ts';
import { SUBJECT_KINDS, explain as explainValue, subjectNames, subjects, type Explained, type Subject } from '../fleet/resolve/explain.ts';
import { limitsOf } from '../fleet/schema/limits.ts';
import { nodeAt, schemaAt, settingsSchemas } from '../fleet/schema/schemas.ts';
import { lineHistoryJson, lineHistoryWords } from '../report/commit-words.ts';
import { explainedText, type About, type Located } from '../report/explained.ts';
import { freezeText } from '../report/explained-freeze.ts';
import { kindText } from '../report/explained-kind.ts';
import { policyText } from '../report/explained-policy.ts';
import { ruleText } from '../report/explained-rule.ts';
import { style } from '../report/style.ts';
import { componentNames } from '../fleet/resolve/resolve.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { Sources } from '../yaml/sources.ts';
import { GROUPS } from '../rules/groups.ts';
import { differences, examples } from '../rules/index.js';
import { CODES } from '../rules/rules.ts';
import { EXIT, type Command, type Context, type Flags } from './command.ts';
import { HEAD_OPTION, configOf, headOf } from './head.ts';
import { printJson, refused } from './load.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'show where a value comes from: every layer that sets it, and which won; or what a code or a kind means',
  usage: '<agent|region|group|component> [path] [--region NAME] [--history] [--head REF] | KIND[.path] | CODE',
  help: `An agent's values are merged from: default ← agentDefaults ← tier ← agent ← groups ← region ← agent in region.
A component's settings are merged from: default ← components ← groups ← region.
Of a group it shows what the group sets, and what holds of it in each of its regions.
Maps merge; scalars and lists replace; null means none. Of one value it also says what may stand there, and which other agents have the same.
Of a kind it shows the fields with what they may hold: of the kinds of config/schemas also what their authors say of them.
Of the code of a finding it says what it means, why it matters and what to do, with a bad example and what makes it good; of a policy of
config/policies what it judges, what it demands, and where it is written; of a freeze of config/freezes what it holds, when and why.

Components: ${componentNames.join(', ')}. Where names clash, write agent/NAME, region/NAME, group/NAME, component/NAME or freeze/NAME.

Examples:
  pap-fleet explain research                       every value of the agent, and the layer it comes from
  pap-fleet explain research autoscale.max         one value, with the whole chain
  pap-fleet explain research image --region us-east
  pap-fleet explain research tier --history        and the commit that set it
  pap-fleet explain ingress rateLimit
  pap-fleet explain ap-south versions.kubernetes
  pap-fleet explain Deployment.spec.strategy       the fields of a kind, of Kubernetes or of config/schemas
  pap-fleet explain fleet/unknown-region           what the code of a finding means
  pap-fleet explain ours/owner-label               what a policy of this fleet demands
  pap-fleet explain freeze/year-end                what a freeze holds`,
  options: [
    { name: 'region', value: 'NAME', help: 'only this region' },
    { name: 'history', help: 'also the commit that set what won: who, when, by which pull request' },
    HEAD_OPTION,
  ],
  words: { max: 2, needs: 'an agent, a region, a group or a component' },
  run(context, flags, words) {
    const [name, path] = words as [string, string | undefined];
    const rule = CODES.get(name);
    if (rule !== undefined) return explainRule(context, flags, rule);
    const freeze = FREEZE.exec(name)?.[1];
    if (freeze === undefined && isCode(name)) throw new Failure('usage', `there is no code "${name}"`, hintFor(name, [...CODES.keys()]));
    const asked = kindIn(name);
    const compiled = compile(configOf(flags));
    if (asked !== undefined)
      return explainKind(context, flags, compiled, { ...asked, path: [asked.path, path ?? ''].filter((part) => part !== '').join('.') });
    if (compiled.spec === undefined || compiled.sources === undefined)
      return refused(context, flags, 'explain', compiled, 'the fleet cannot be read') ?? EXIT.invalid;
    const { spec, sources, declared, policies = [] } = compiled;
    const own = policies.find(({ code }) => code === name);
    if (own !== undefined) return explainPolicy(context, flags, own, sources);
    const freezes = compiled.fleet?.freezes ?? [];
    const found = freeze === undefined ? subjects(spec, name, declared) : [];
    const held = freezes.find((each) => each.name === (freeze ?? name));
    if (held !== undefined && found.length === 0) return explainFreeze(context, flags, held, sources);
    if (freeze !== undefined)
      throw new Failure(
        'usage',
        `there is no freeze "${freeze}"`,
        hintFor(
          freeze,
          freezes.map((each) => each.name),
        ),
      );
    const subject = found[0];
    if (subject === undefined)
      throw new Failure(
        'usage',
        `there is no agent, region, group or component "${name}"`,
        hintOf(name, compiled.kinds ?? NO_KINDS, [...subjectNames(spec, declared), ...freezes.map((each) => each.name)], policies),
      );
    if (found.length > 1) {
      throw new Failure(
        'usage',
        `"${name}" names ${found.map(({ kind }) => `${kind === 'agent' ? 'an' : 'a'} ${kind}`).join(' and ')}`,
        `write ${found.map(({ kind }) => `${kind}/${name}`).join(' or ')}`,
      );
    }
    const region = flags.more['region'] as string | undefined;
    if (region !== undefined && !(region in spec.regions))
      throw new Failure('usage', `there is no region "${region}"`, hintFor(region, Object.keys(spec.regions)));
    const steps = pathSteps(path ?? '');
    const values = explainValue(spec, subject, steps, region, declared).map((value) => locate(value, sources));
    if (values.length === 0) {
      const all = explainValue(spec, subject, [], region, declared).map((value) => value.path);
      throw new Failure(
        'usage',
        `${subject.kind} "${subject.name}" has no "${path ?? ''}"${region === undefined ? '' : ` in ${region}`}`,
        path === undefined ? undefined : hintFor(path, all),
      );
    }
    const [first] = values;
    const about = first !== undefined && values.every((value) => value.path === first.path) ? aboutValue(spec, subject, first, declared) : undefined;
    const history = flags.more['history'] === true ? blamed(values, flags) : undefined;
    if (flags.json)
      printJson(context, 'explain', EXIT.ok, {
        subject,
        values: history === undefined ? values : values.map((value, i) => ({ ...value, history: historyJson(history[i]) })),
        ...(about === undefined ? {} : about),
      });
    else context.streams.out(explainedText(subject, values, style(flags.color), about, history?.map(historyWords)));
    return EXIT.ok;
  },
};

/** What may stand there, and which other agents have the same. Of a group it depends on what it sets. */
function aboutValue(spec: FleetSpec, subject: Subject, { path, value, layers }: Located, declared: readonly Declared[] = []): About {
  const steps = pathSteps(path);
  const node =
    subject.kind === 'component'
      ? nodeAt(settingsSchemas(declared)[subject.name] ?? {}, steps)
      : subject.kind === 'agent'
        ? (schemaAt(['agents', '*', 'overrides', '*', ...steps]) ?? schemaAt(['agents', '*', ...steps]))
        : subject.kind === 'region'
          ? schemaAt(['regions', '*', ...steps])
          : undefined;
  // Defaults are what most have.
  const others =
    subject.kind === 'agent' && layers.at(-1)?.place !== undefined ? sortedKeys(spec.agents ?? {}).filter((name) => name !== subject.name) : [];
  const same = others.filter((name) =>
    explainValue(spec, { kind: 'agent', name }, steps, undefined, declared).some((other) => equal(other.value, value)),
  );
  return { ...(node === undefined ? {} : { limits: limitsOf(node) }), same };
}

/** Of each value, who set what won: nothing where that is a default, or no line of config/. */
function blamed(values: readonly Located[], flags: Flags): (LineHistory | { readonly unknown: string } | undefined)[] {
  const repository = WorkingCopy.around('.');
  if (repository === undefined) return values.map(() => ({ unknown: 'this is no Git repository' }));
  const keyOf = ({ file, line }: Place): string | undefined => {
    const path = pathFromRoot(repository.prefix, file);
    return path === undefined ? undefined : `${path}:${line}`;
  };
  const lines = new Map<string, number[]>();
  const places = values.map(({ layers }) => layers.at(-1)?.place);
  for (const place of places) {
    const path = place === undefined ? undefined : pathFromRoot(repository.prefix, place.file);
    if (path !== undefined) lines.set(path, [...new Set([...(lines.get(path) ?? []), (place as Place).line])]);
  }
  const found = new Blames(repository, headOf(flags)?.commit).of(lines);
  return places.map((place) => (place === undefined ? undefined : found.get(keyOf(place) ?? '')));
}

function historyWords(history: ReturnType<typeof blamed>[number]): string[] {
  if (history === undefined) return [];
  return 'unknown' in history ? [`who set it is not known: ${history.unknown}`] : lineHistoryWords(history);
}

function historyJson(history: ReturnType<typeof blamed>[number]): object | null {
  if (history === undefined) return null;
  return 'unknown' in history ? history : lineHistoryJson(history);
}

/** What somebody meant who named nothing that there is. */
function hintOf(name: string, kinds: Kinds, known: readonly string[], policies: readonly Policy[]): string | undefined {
  const kind = kindMeant(kinds, name);
  if (kind !== undefined) return `did you mean "${kind}"?`;
  const codes = policies.map(({ code }) => code);
  const [family = '', rest] = name.split('/');
  if (rest === undefined) return hintFor(name, [...known, ...codes]);
  if (SUBJECT_KINDS.some((each) => each === family)) return hintFor(rest, known);
  const near = codes.filter((code) => code.startsWith(`${family}/`));
  return hintFor(name, near.length > 0 ? near : codes) ?? hintFor(name, known);
}
/** How a freeze is named where something else has its name. */
const FREEZE = /^freeze\/(.*)$/;

/** Whether something is written as a code is, and no agent, region or component. */
function isCode(name: string): boolean {
  const [group = ''] = name.split('/');
  // `component/ingress` is the component, whatever codes begin so too.
  return name.includes('/') && !SUBJECT_KINDS.some((kind) => kind === group) && group in GROUPS;
}

/** What the definition of a kind says, also where the fleet has mistakes elsewhere. */
function explainKind(context: Context, flags: Flags, compiled: Compiled, asked: NonNullable<ReturnType<typeof kindIn>>): number {
  const { kinds = NO_KINDS } = compiled;
  const found = kindsNamed(kinds, asked.kind).filter(
    ({ group, version }) => (asked.group ?? group) === group && (asked.version ?? version) === version,
  );
  const [first] = found;
  if (first === undefined) {
    // Nobody knows the kinds of a fleet that cannot be read.
    const no = compiled.kinds === undefined ? refused(context, flags, 'explain', compiled, 'the fleet cannot be read') : undefined;
    if (no !== undefined) return no;
    throw new Failure(
      'usage',
      `there is no kind "${[asked.group, asked.version, asked.kind].filter((part) => part !== undefined && part !== '').join('/')}"`,
      hintFor(asked.kind, kindNames(kinds)) ?? 'its CustomResourceDefinition belongs into config/schemas',
    );
  }
  const others = [...new Set(found.map(({ group }) => group))];
  if (others.length > 1)
    throw new Failure(
      'usage',
      `"${asked.kind}" is a kind of ${others.map((group) => group || 'Kubernetes').join(' and ')}`,
      `write ${others.map((group) => `${group || 'v1'}/${asked.kind}`).join(' or ')}`,
    );
  const explained = explainField(first, pathSteps(asked.path.replaceAll('[]', '')));
  if ('step' in explained)
    throw new Failure(
      'usage',
      `${explained.below === '' ? asked.kind : `${explained.below} of ${asked.kind}`} has no field "${explained.step}"`,
      hintFor(explained.step, explained.known),
    );
  const { schema: _schema, ...kind } = first;
  if (flags.json) printJson(context, 'explain', EXIT.ok, { kind, field: explained });
  else context.streams.out(kindText(first, explained, style(flags.color)));
  return EXIT.ok;
}

function explainRule(context: Context, flags: Flags, rule: RuleInfo): number {
  const { code, severity, what, why, source, fix } = rule;
  const [example, good] = [examples[code] as string, differences[code] as string];
  if (flags.json)
    printJson(context, 'explain', EXIT.ok, { rule: { code, severity, what, why, ...(source === undefined ? {} : { source }), fix }, example, good });
  else context.streams.out(ruleText(rule, example, good, style(flags.color)));
  return EXIT.ok;
}

function explainPolicy(context: Context, flags: Flags, { spot, ...policy }: Policy, sources: Sources): number {
  const told = { ...policy, place: sources.locate({ ...spot, path: `${spot.path}/code` }) };
  if (flags.json) printJson(context, 'explain', EXIT.ok, { policy: told });
  else context.streams.out(policyText(told, style(flags.color)));
  return EXIT.ok;
}

function explainFreeze(context: Context, flags: Flags, { spot, ...freeze }: Freeze, sources: Sources): number {
  const { from, until, ...rest } = freeze;
  const place = sources.locate(spot);
  const time = (moment: number | null): string | null => (moment === null ? null : timeText(moment));
  if (flags.json) printJson(context, 'explain', EXIT.ok, { freeze: { ...rest, from: time(from), until: time(until), place } });
  else context.streams.out(freezeText({ ...freeze, place }, style(flags.color)));
  return EXIT.ok;
}

function locate({ layers, ...value }: Explained, sources: Sources): Located {
  return {
    ...value,
    layers: layers.map(({ at, ...layer }) => (at === undefined ? layer : { ...layer, place: sources.locate({ path: at }) })),
  };
}
