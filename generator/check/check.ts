import type { Unplaced } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { circumstances } from '../fleet/resolve/kept.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import type { Built } from '../render/build.ts';
import type { Customs, Extra } from '../render/customs.ts';
import type { KubeObject } from '../k8s/object.ts';
import { rulesOf } from '../rules/rules.ts';
import { unlayered } from './cause.ts';
import type { Layers } from '../rules/rule.ts';
import { declaredReports, withMaker, writtenIn } from './declared.ts';
import { duplicateReports } from './duplicates.ts';
import { fleetWide } from './fleet-wide.ts';
import { grantReports } from './granted.ts';
import { objectReports } from './object-reports.ts';
import { servedReports } from './served.ts';
import type { PolicyContext } from './policies/context.ts';
import { policyReports } from './policies/object-reports.ts';
import { Waivers } from './waivers.ts';
import { clusterReports } from './cluster-reports.ts';
import { blocks, severityInFleets } from '../model/severity.ts';

/** How it is done; what is found is the same. */
interface Ways {
  readonly waivers?: Waivers;
  readonly memory?: Keeper;
  /** Kinds that the fleet brings. */
  readonly kinds?: Kinds;
  /** Rules of the fleet's own. */
  readonly policies?: PolicyContext;
  /** See {@link clusterReports}. */
  readonly shares?: boolean;
}

/** What is wrong with the objects that clusters would receive: each by itself, those of one cluster together, and clusters with each other. */
export function checkObjects(
  fleet: Fleet,
  { patches, extras }: Customs,
  built: Built,
  layers: Layers = unlayered,
  { waivers = new Waivers(fleet), memory = FORGETFUL, kinds = NO_KINDS, policies, shares = true }: Ways = {},
): Unplaced[] {
  const { overlays, secrets, log, templated } = built;
  const told = (reports: readonly Unplaced[]): Unplaced[] => reports.map((each) => withMaker(each, fleet.declared));
  const written = writtenIn(overlays);
  const causes = { extras: new Map([...written, ...extras.map((extra): [KubeObject, Extra] => [extra.object, extra])]), log, layers };
  const alone = [
    ...log.reports(
      patches,
      (component) =>
        overlays
          .filter((overlay) => overlay.component.name === component)
          .flatMap(({ units, own }) => [...units, ...own].flatMap(({ objects }) => objects)),
      fleet.moved,
    ),
    ...declaredReports(fleet, built, written, kinds),
    ...duplicateReports(overlays, [...causes.extras.values()], memory),
    ...servedReports(fleet, overlays, causes, memory),
    ...objectReports(overlays, patches, causes, { isWaived: waivers.covers, memory, kinds }),
    ...(policies === undefined ? [] : policyReports(overlays, causes, waivers.covers, policies)),
  ];
  const granted = grantReports(fleet, overlays, extras);
  // What an object that is wrong by itself does to others is not said as well.
  if (alone.some(({ rule }) => blocks({ severity: severityInFleets(rule) }))) return told([...alone, ...granted]);
  const known = {
    externals: fleet.externals,
    isWaived: waivers.covers,
    requiredSecrets: ({ name }: { readonly name: string }) => secrets.get(name) ?? [],
    templated,
    memory,
    circumstances: circumstances(fleet),
    ...causes,
  };
  const together = [...clusterReports(overlays, known, shares), ...fleetWide(overlays, known, memory).filter((each) => !waivers.covers(each))];
  const delivered = rulesOf('delivery').flatMap((rule) => [...rule.run({ fleet, extras }, layers)].map((found) => ({ rule, ...found })));
  return told([...alone, ...granted, ...delivered, ...together, ...waivers.unused()]);
}
