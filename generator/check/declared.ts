import type { Declared } from '../fleet/declared/declared.ts';
import { needText } from '../fleet/declared/needs.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { PROVIDED } from '../fleet/resolve/provided.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import { handWrittenFlaw } from '../k8s/hand-written.ts';
import { isClusterScoped, kindName, type KubeObject } from '../k8s/object.ts';
import { fillPlaceholder, fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { few } from '../model/few.ts';
import { memo } from '../model/memo.ts';
import { quoted } from '../model/quoted.ts';
import type { RuleInfo } from '../model/rule.ts';
import { asWritten, hasChart, renderingsOf } from '../components/chart.ts';
import { wayToChange, wayToPatch } from '../components/maker.ts';
import { components } from '../components/index.ts';
import { argoCdNamespaces } from '../fleet/resolve/hubs.ts';
import { factsOf } from '../render/build.ts';
import { neverGranted } from '../render/allowed.ts';
import type { Built } from '../render/build.ts';
import type { Extra } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import { isGranted, powersIn, titleOf, type Power } from '../render/power.ts';
import { deliveryKey, invalidObject } from '../render/rules.ts';
import { lackingOf, wantedOf } from '../render/wanted.ts';
import { rule as changedRendering } from '../rules/component/changed-rendering/rule.ts';
import { rule as notRendered } from '../rules/component/not-rendered/rule.ts';
import { rule as outside } from '../rules/component/namespace/rule.ts';
import { rule as power } from '../rules/component/power/rule.ts';

/** The objects that components of the fleet's own make, each with the file it is written in: findings are shown there, as with extra objects. */
export function writtenIn(overlays: readonly Overlay[]): Map<KubeObject, Extra> {
  const found = new Map<KubeObject, Extra>();
  for (const { component, units, own } of overlays) {
    if (component.origin === undefined) continue;
    for (const { objects } of [...units, ...own]) {
      for (const object of objects) {
        const spot = component.origin(object);
        if (spot !== undefined) memo(found, object, () => ({ region: 'all', component: component.name, spot, object }));
      }
    }
  }
  return found;
}

/** What such a component makes that it may not make: by rules that hold for every object that people write, by its namespaces, by its power. */
export function declaredReports(fleet: Fleet, built: Built, written: ReadonlyMap<KubeObject, Extra>, kinds: Kinds): Unplaced[] {
  if (fleet.declared.length === 0) return [];
  const byName = new Map(fleet.declared.map((each) => [each.name, each]));
  const reports = new Map<string, Unplaced>();
  const add = (report: Unplaced): void => void memo(reports, `${report.rule.code} ${report.file} ${report.path}`, () => report);
  for (const report of ownerReports(fleet)) add(report);
  for (const each of fleet.declared) for (const report of chartReports(each, fleet)) add(report);
  for (const { object, component, spot } of written.values()) {
    const report = flawReport(object, fleet, byName.get(component) as Declared, spot, kinds);
    if (report !== undefined) add(report);
  }
  for (const each of powersIn(fleet, built)) {
    for (const report of powerReports(each, fleet, byName.get(each.component.name) as Declared)) add(report);
  }
  return [...reports.values()];
}

/** Namespaces of a component that are another one's: the agents' are for all. */
function* ownerReports(fleet: Fleet): Iterable<Unplaced> {
  const facts = factsOf(fleet);
  const owners = new Map<string, string>();
  for (const component of components) for (const each of component.namespaces(facts)) memo(owners, each, () => component.name);
  for (const { clusterFacts } of fleet.regions) {
    for (const component of components) for (const each of component.borrowed?.(clusterFacts) ?? []) memo(owners, each, () => component.name);
  }
  owners.delete(fleet.namespace);
  for (const { name, namespaces, file, chart } of fleet.declared) {
    for (const [i, namespace] of namespaces.entries()) {
      const owner = owners.get(namespace);
      // Who installs a system owns its namespace, although components of ours write into it.
      const isProvided = i === 0 && PROVIDED[chart?.provides ?? '']?.fact !== undefined;
      if (owner !== undefined && !isProvided)
        yield {
          rule: outside,
          file,
          path: `/0/namespaces/${i}`,
          message: `the namespace ${quoted(namespace)} belongs to the component ${owner}`,
          hint: `give ${name} one of its own, or the agents': ${fleet.namespace}`,
        };
      else if (namespace !== fleet.namespace) owners.set(namespace, name);
    }
  }
}

/** What of a component's chart is not rendered, or was changed since. */
function* chartReports(declared: Declared, fleet: Fleet): Iterable<Unplaced> {
  if (!hasChart(declared)) return;
  const { name, file, chart } = declared;
  const { flaws } = renderingsOf(chart);
  for (const { file: path, message } of flaws)
    yield { rule: changedRendering, file: path, path: '', message, hint: `render it again: pap-fleet vendor ${name}` };
  // What lacks then is what was changed.
  if (flaws.length > 0) return;
  const { wanted, unknown } = wantedOf(declared, fleet);
  for (const [version, regions] of unknown)
    yield {
      rule: notRendered,
      file,
      path: '/0/chart',
      key: true,
      message:
        version === ''
          ? `nothing says which version of ${chart.name} is meant`
          : `${few(regions, 5)} ${regions.length === 1 ? 'wants' : 'want'} ${chart.name} ${version}, of which there is no archive`,
      hint: version === '' ? `take the newest: pap-fleet vendor ${name}` : `fetch and render it: pap-fleet vendor ${name} --version ${version}`,
    };
  for (const each of wanted) {
    const lacking = lackingOf(declared, each);
    if (lacking.length === 0) continue;
    yield {
      rule: notRendered,
      file,
      path: chart.kustomize === undefined ? '/0/chart/name' : '/0/kustomize',
      message:
        chart.kustomize === undefined
          ? `${chart.name} ${each.version} is not rendered for ${few(lacking, 5)} with these values and Kubernetes ${each.input.kubernetes}`
          : `the folder ${chart.kustomize.folder} of ${name} is not built as it is now`,
      hint: `render it: pap-fleet vendor ${name}`,
    };
  }
}

function flawReport(object: KubeObject, fleet: Fleet, declared: Declared, spot: Spot, kinds: Kinds): Unplaced | undefined {
  const { namespaces, chart } = declared;
  // Where the region's name goes any name may stand.
  const seen = fillPlaceholders(chart === undefined ? object : asWritten(object, chart), fleet.regions[0]?.name ?? fleet.name);
  const flaw = handWrittenFlaw(seen, { agents: namespaces[0] as string, argocd: argoCdNamespaces(fleet) }, kinds);
  const at = (path: string): Spot => ({ ...spot, path: `${spot.path}${path}` });
  const hint = isRendered(spot) ? wayToChange(declared, `${object.kind}/${object.metadata.name}`) : flaw?.hint;
  if (flaw?.steers === true) return { rule: deliveryKey, ...at(flaw.at), key: true, message: flaw.message, hint };
  if (flaw !== undefined) return { rule: invalidObject, ...at(flaw.at), message: flaw.message, hint };
  const { namespace = '' } = object.metadata;
  if (isClusterScoped(object) || namespaces.includes(namespace)) return undefined;
  return {
    rule: outside,
    ...at('/metadata/namespace'),
    message: `${titleOf(object)} is outside the namespaces of its component: ${namespaces.join(', ')}`,
    hint: `add ${quoted(namespace)} to namespaces in component.yaml, if it is the component's`,
  };
}

/** Whether a place is in what was rendered: nobody edits that. */
function isRendered({ file }: Spot): boolean {
  return file?.includes('/rendered/') === true;
}

/** What else is found in an object that a chart or Kustomize makes, with how it is changed there. */
export function withMaker(report: Unplaced, declared: readonly Declared[]): Unplaced {
  if (!isRendered(report) || OWN_WAYS.has(report.rule)) return report;
  const maker = declared.find(({ chart }) => chart?.rendered.some(({ path }) => path === report.file) === true);
  if (maker === undefined) return report;
  const { hint } = report;
  return { ...report, hint: hint === undefined ? wayToPatch(maker) : `${hint}; ${wayToPatch(maker)}` };
}

/** Whose hints say how already, or that are not about what is rendered. */
const OWN_WAYS: ReadonlySet<RuleInfo> = new Set([changedRendering, invalidObject, deliveryKey, outside, power]);

function* powerReports(asked: Power, fleet: Fleet, declared: Declared): Iterable<Unplaced> {
  const { name, needs, file } = declared;
  let isNamed = true;
  for (const object of asked.objects) {
    const never = neverGranted(kindName(object));
    const spot = asked.component.origin?.(object);
    // What people add to the component by hand, or by a patch, is asked about where that is written.
    if (spot === undefined) continue;
    if (never !== undefined)
      yield {
        rule: power,
        ...spot,
        path: `${spot.path}/kind`,
        message: `${titleOf(object)}: ${kindName(object)} is granted to nobody: ${never}`,
        hint: isRendered(spot) ? wayToChange(declared, `${object.kind}/${nameOf(object)}`) : 'remove it',
      };
    else if (!needs.includes(`${object.kind}/${nameOf(object)}`)) {
      isNamed = false;
      yield {
        rule: power,
        ...spot,
        path: `${spot.path}/kind`,
        message: `${titleOf(object)} rules over more than the namespaces of ${name}, and component.yaml does not ask for it`,
        hint: `add under needs: ${needText(object.kind, nameOf(object))}`,
      };
    }
  }
  if (!isNamed || isGranted(asked, fleet)) return;
  yield {
    rule: power,
    file,
    path: '/0/needs',
    key: true,
    message: `nothing grants ${name} what it needs in ${asked.region.name}: ${asked.objects.map(titleOf).join(', ')}`,
    hint: [
      'the platform team grants it in config/fleet.yaml:',
      'grants:',
      `  - component: ${name}`,
      `    rules: ${asked.rules}`,
      '    reason: …',
    ].join('\n'),
  };
}

/** As `needs` has it. */
function nameOf({ metadata }: KubeObject): string {
  return fillPlaceholder(metadata.name, '{region}');
}
