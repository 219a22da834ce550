import type { Fleet } from '../fleet/fleet.ts';
import { leastArgoCd } from '../fleet/resolve/hubs.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { shownPath } from '../model/quoted.ts';
import { lastTouch } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import { onePerKind, type Fragment } from '../render/unit.ts';
import type { ApiFinding } from '../rules/rule.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { isAt, type Causes } from './cause.ts';
import { hasVersionedFields, versionFaultsOf } from './faults.ts';
import { inOut } from './place-in-out.ts';

/** Objects whose API or fields a region does not serve, or will not much longer, and what else is wrong at its versions. */
export function servedReports(fleet: Fleet, overlays: readonly Overlay[], causes: Causes, memory: Keeper = FORGETFUL): Unplaced[] {
  const argocd = leastArgoCd(fleet);
  const inOrder = memory.open('served').of('overlays', [argocd], () => new WeakSet<Overlay>());
  const reports = new Map<string, Unplaced>();
  // Thousands of fragments are a few hundred, shared by regions of the same versions.
  const served = new Map<string, Map<Fragment, boolean>>();
  for (const overlay of overlays) {
    if (inOrder.has(overlay)) continue;
    const { region, units, own } = overlay;
    const versions = { ...region.versions, argocd };
    const known = memo(served, JSON.stringify(versions), () => new Map<Fragment, boolean>());
    const isServed = (part: Fragment): boolean =>
      memo(known, part, () => versioned(part).every((object) => versionFaultsOf(object, versions).length === 0));
    if (units.every(isServed) && own.every(isServed)) {
      inOrder.add(overlay);
      continue;
    }
    const parts = [...units, ...own];
    const first = new Set(onePerKind(parts.flatMap(({ kinds }) => kinds)));
    for (const part of parts) {
      if (isServed(part)) continue;
      for (const object of versioned(part)) {
        for (const fault of versionFaultsOf(object, versions)) {
          // Of objects that use one API, one is enough.
          if (fault.rule.kinds === undefined && !first.has(object)) continue;
          const spot = spotOf(object, fault, causes);
          // A component asks for the version before it writes a field.
          if (fault.rule.kinds !== undefined && spot === undefined) continue;
          const report = {
            ...reportOf(object, fault, overlay, versions, spot ?? { path: region.at, key: true }),
            related: [inOut({ made: object, part, overlay }, fault.path)],
          };
          const { file, path, message } = report;
          memo(reports, `${fault.rule.code} ${file} ${path} ${message}`, () => report);
        }
      }
    }
  }
  return [...reports.values()];
}

/** The objects of a fragment that versions can matter to: all whose fields do, and one of every other kind. */
function versioned({ kinds, objects }: Fragment): readonly KubeObject[] {
  if (!kinds.some(hasVersionedFields)) return kinds;
  return [...kinds.filter((object) => !hasVersionedFields(object)), ...objects.filter(hasVersionedFields)];
}

function reportOf(object: KubeObject, fault: ApiFinding, { region }: Overlay, versions: Versions, spot: Spot): Unplaced {
  const { rule, path, system, key, message, hint } = fault;
  const where = rule.kinds === undefined ? '' : ` ${shownPath(path)}`;
  const running = system === undefined ? '' : `; ${region.name} runs ${versions[system]}`;
  return {
    rule,
    ...spot,
    ...(key === true && isAt(spot, path) ? { key } : {}),
    message: `${objectTitle(object)}${where}: ${message}${running}`,
    hint,
  };
}

/** The line of an extra object, or of the patch that had to do with it; undefined where a component made it. */
function spotOf(object: KubeObject, { path }: ApiFinding, { extras, log }: Causes): Spot | undefined {
  const origin = log.origin(object);
  const touched = origin === undefined ? undefined : lastTouch(origin.patches, path);
  if (touched !== undefined) return touched;
  const made = origin?.before ?? object;
  const extra = extras.get(made) ?? [...extras.values()].find((each) => objectTitle(each.object) === objectTitle(made));
  return extra === undefined ? undefined : { ...extra.spot, path: `${extra.spot.path}${path}` };
}
