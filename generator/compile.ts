import { build } from './render/build.ts';
import type { Overlay } from './render/overlay.ts';
import type { Customs } from './render/customs.ts';
import { readCustoms } from './render/read-customs.ts';
import { Waivers } from './check/waivers.ts';
import { policyContextOf, type PolicyContext } from './check/policies/context.ts';
import { compilePolicies } from './check/policies/compiled.ts';
import { GROUPS } from './rules/groups.ts';
import { CODES, rulesOf } from './rules/rules.ts';
import { whereIn } from './check/where.ts';
import { componentsOf, components as ours } from './components/index.ts';
import type { Declared } from './fleet/declared/declared.ts';
import { readDeclared } from './fleet/declared/read.ts';
import { readFreezes } from './fleet/freezes/read.ts';
import { aimedFreezes, freezeFlaws } from './fleet/freezes/scope.ts';
import type { Policy } from './fleet/policies/policy.ts';
import { readPolicies } from './fleet/policies/read.ts';
import { aimed, unknownNames } from './fleet/policies/scope.ts';
import { checkObjects } from './check/check.ts';
import { deliveryReports } from './check/delivery-reports.ts';
import { grantsOf, type Grants } from './render/grants.ts';
import { readFleetKinds } from './render/read-kinds.ts';
import { layOut } from './render/layout.ts';
import type { FileMap } from './render/files.ts';
import { FORGETFUL } from './model/memory.ts';
import type { Keeper } from './model/memory.ts';
import { byPlace, hasErrors, type Finding, type Unplaced } from './model/finding.ts';
import type { Fleet } from './fleet/fleet.ts';
import type { Kinds } from './k8s/crd/kinds.ts';
import type { RequiredSecret } from './model/required-secret.ts';
import type { FleetAsWritten, FleetSpec } from './fleet/spec.ts';
import { withKept } from './fleet/resolve/kept.ts';
import { resolve } from './fleet/resolve/resolve.ts';
import { readHolds } from './fleet/holds/read.ts';
import { readRollouts } from './fleet/rollouts/read.ts';
import { withRollouts } from './fleet/rollouts/waves.ts';
import { regionsByGroup } from './fleet/resolve/groups.ts';
import { withRegionsByName } from './fleet/resolve/selection.ts';
import { validate } from './fleet/schema/validate.ts';
import { readSources, type ConfigFile } from './yaml/read.ts';
import type { Sources } from './yaml/sources.ts';
import { assume, assumedElsewhere, type Assumption } from './fleet/versions/assume.ts';

/** What a fleet becomes. What is absent could not be made because of the findings. */
export interface Compiled {
  readonly findings: readonly Finding[];
  readonly sources?: Sources;
  readonly spec?: FleetSpec;
  readonly fleet?: Fleet;
  /** Components that the fleet brings. */
  readonly declared?: readonly Declared[];
  readonly overlays?: readonly Overlay[];
  /** Per region, the Secrets that must come from outside Git: with placeholders for the region's name. */
  readonly secrets?: ReadonlyMap<string, readonly RequiredSecret[]>;
  /** Every file of out/. */
  readonly files?: FileMap;
  /** The power that these ask for, and what grants it. */
  readonly grants?: Grants;
  /** What people add to components by hand. */
  readonly customs?: Customs;
  /** Kinds that the fleet brings. */
  readonly kinds?: Kinds;
  /** Rules of its own. */
  readonly policies?: readonly Policy[];
  /** The same, for whoever asks them about changes. */
  readonly policyContext?: PolicyContext;
}

/**
 * Which rules are asked. `fleet`: those about fleets alone, as who asks what is delivered where waits for no rule about objects. `none`: what
 * follows from a file is seen by altering it, whether or not that would be let pass; components may throw then, since they count on the rules.
 */
export type Rules = 'all' | 'fleet' | 'none';

/**
 * The pipeline: read → validate → check names → resolve → check → build → lay out. A pure function of the files of
 * `config/` and the versions to suppose; a memory makes it quicker and nothing else. All findings of a stage come at once; a stage with errors ends the run, and then there are no files.
 */
export function compile(
  config: readonly ConfigFile[],
  assumptions: readonly Assumption[] = [],
  memory: Keeper = FORGETFUL,
  rules: Rules = 'all',
): Compiled {
  const { sources, findings, ...read } = readSources(config, memory);
  if (sources === undefined || hasErrors(findings)) return { findings };
  const report = (reports: Iterable<Unplaced>, raised: ReadonlySet<string> = new Set()): boolean => {
    const found = [...reports]
      .map(sources.resolve)
      .map((finding) => (raised.has(finding.code) ? { ...finding, severity: 'error' as const } : finding));
    findings.push(...found.sort(byPlace));
    return hasErrors(findings);
  };

  if (report(assumedElsewhere(sources.data, assumptions))) return { findings, sources };
  const data = assume(sources.data, assumptions);
  const { declared, reports } = readDeclared(
    read.componentFiles,
    ours.map(({ name }) => name),
    { rendered: read.renderedFiles, sources: read.sourceFiles },
  );
  if (report(reports)) return { findings, sources };
  const { kinds, classes, reports: kindReports } = readFleetKinds(read.schemaFiles, declared, memory);
  if (report(kindReports)) return { findings, sources };
  const { policies, reports: policyFlaws } = memory.open('policies').of(
    'all',
    read.policyFiles.map(({ documents }) => documents),
    () => readPolicies(read.policyFiles, Object.keys(GROUPS)),
  );
  const { compiled, reports: expressionFlaws } = compilePolicies(policies);
  if (report([...policyFlaws, ...expressionFlaws])) return { findings, sources, kinds };
  const { rollouts, reports: rolloutFlaws } = readRollouts(read.rolloutFiles, declared);
  const { holds, reports: holdFlaws } = readHolds(read.holdFiles, declared);
  const frozen = readFreezes(read.freezeFiles);
  if (report([...validate(data, sources.written, declared), ...rolloutFlaws, ...holdFlaws, ...frozen.reports])) return { findings, sources, kinds };
  const spec = withRollouts(withRegionsByName(data as FleetAsWritten), { rollouts, holds });

  const components = memory.open('components').of(JSON.stringify(declared), [], () => componentsOf(declared));
  const names = components.map(({ name }) => name);
  const unfit = (): Unplaced[] => [
    ...rulesOf('spec').flatMap((rule) => [...rule.run(spec, declared)].map((found) => ({ rule, ...found }))),
    ...unknownNames(policies, spec, names),
    ...freezeFlaws(frozen.freezes, spec),
  ];
  if (rules !== 'none' && report(unfit())) return { findings, sources, spec, declared, kinds };
  const own = policies.map((policy) => aimed(policy, spec));
  const fleet = withKept(resolve(spec, declared, classes, own, aimedFreezes(frozen.freezes, spec)), memory);
  const policyContext = policyContextOf(compiled, { fleet, spec, kinds, resolve: sources.resolve });

  const where = whereIn(spec);
  const { customs: written, reports: customReports } = readCustoms(read.customFiles, { fleet, components, kinds, groups: regionsByGroup(spec) });
  const customs = memory.open('customs').of(JSON.stringify(written), [], () => written);
  const waivers = new Waivers(fleet);
  const context = { ...where, codes: [...CODES.keys(), ...policies.map(({ code }) => code)], kinds };
  const checked = (): Unplaced[] => {
    const found = rulesOf('fleet').flatMap((rule) => [...rule.run(fleet, context)].map((each) => ({ rule, ...each })));
    return [...found.filter((each) => !waivers.covers(each)), ...waivers.impossible(), ...customReports];
  };
  if (rules !== 'none' && report(checked(), new Set(fleet.treatAsErrors)))
    return { findings, sources, spec, declared, fleet, kinds, policies, policyContext };

  const built = build(fleet, components, customs, memory);
  const { overlays, texts, secrets } = built;
  const grants = grantsOf(fleet, built);
  if (
    rules === 'all' &&
    report(
      [
        ...checkObjects(fleet, customs, built, where, { waivers, memory, kinds, policies: policyContext }),
        ...deliveryReports(fleet, overlays, memory),
      ],
      new Set(fleet.treatAsErrors),
    )
  )
    return { findings, sources, spec, declared, fleet, kinds, grants, policies, policyContext };
  const files = layOut(fleet, overlays, texts, memory);
  return { findings, sources, spec, declared, fleet, kinds, grants, policies, policyContext, overlays, secrets, customs, files };
}
