import { objectTitle, type KubeObject } from '../k8s/object.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { faultsOf } from './faults.ts';
import { apiProblem } from '../fleet/versions/serves.ts';
import type { ObjectFinding } from '../rules/rule.ts';
import { characterOf, isAt, ours, type Causes } from './cause.ts';
import { lastTouch } from '../render/customs.ts';
import type { Patch } from '../render/customs.ts';
import { judged } from './judge.ts';
import type { Overlay } from '../render/overlay.ts';
import { inOut, type Beside } from './place-in-out.ts';
import { shownPath } from '../model/quoted.ts';

interface Ways {
  readonly isWaived?: (report: Unplaced) => boolean;
  readonly memory?: Keeper;
  /** Kinds that the fleet brings. */
  readonly kinds?: Kinds;
}

/** What is wrong with the objects that clusters receive, at the line that caused it. */
export function objectReports(
  overlays: readonly Overlay[],
  patches: readonly Patch[],
  causes: Causes,
  { isWaived = () => false, memory = FORGETFUL, kinds = NO_KINDS }: Ways = {},
): Unplaced[] {
  const reports = new Map<string, { readonly report: Unplaced; readonly beside: Beside; readonly objects: Set<string> }>();
  for (const { fault, object, seen, part, overlay, shared } of judged(overlays, patches, memory, kinds)) {
    if (fault.rule.onlyIfServed === true && apiProblem(object, overlay.region.versions)?.severity === 'unserved') continue;
    const cause = causeOf(object, fault, overlay, { ...causes, kinds });
    const about = { object: objectTitle(seen), ...(shared ? {} : { region: overlay.region.name }) };
    const one = report(fault, seen, cause);
    // What cannot be checked at all is nobody's to wave through.
    if (fault.rule.waivable !== false && isWaived({ ...one, about })) continue;
    const message = fault.message.replaceAll(overlay.region.name, REGION_PLACEHOLDER);
    // What one line causes in a hundred regions is one finding.
    const key = `${fault.rule.code} ${cause.file} ${cause.path} ${object.kind} ${fault.path} ${message}`;
    memo(reports, key, () => ({ report: one, beside: inOut({ made: object, part, overlay }, fault.path), objects: new Set() })).objects.add(
      objectTitle(seen),
    );
  }
  return [...reports.values()].map(({ report: { message, ...one }, beside, objects }) => ({
    ...one,
    message: objects.size === 1 ? message : `${message}, and so in ${objects.size - 1} more`,
    related: [beside],
  }));
}

function report(fault: ObjectFinding, object: KubeObject, cause: Spot): Unplaced {
  const where = fault.path === '' ? '' : ` ${shownPath(fault.path)}`;
  const isHere = isAt(cause, fault.path);
  const key = fault.key === true && isHere ? { key: true } : {};
  return {
    rule: fault.rule,
    ...cause,
    ...key,
    ...characterOf({ ...fault, object }, cause),
    message: `${objectTitle(object)}${where}: ${fault.message}`,
    severity: fault.severity,
    hint: fault.hint,
  };
}

/** The line by which people caused a fault: of an extra object, of a patch, of an agent, a region or a component. */
function causeOf(
  object: KubeObject,
  fault: ObjectFinding,
  overlay: Overlay,
  { extras, log, layers, kinds }: Causes & { readonly kinds: Kinds },
): Spot {
  const extra = extras.get(object);
  if (extra !== undefined) return { ...extra.spot, path: `${extra.spot.path}${fault.path}` };
  const origin = log.origin(object);
  if (origin !== undefined) {
    const { before, patches } = origin;
    const older = faultsOf(fillPlaceholders(before, overlay.region.name), kinds).some(({ rule, path }) => rule === fault.rule && path === fault.path);
    if (older) return causeOf(before, fault, overlay, { extras, log, layers, kinds });
    return lastTouch(patches, fault.path) ?? (patches.at(-1) as (typeof patches)[number]).spot;
  }
  return ours(object, fault.path, overlay, layers);
}
