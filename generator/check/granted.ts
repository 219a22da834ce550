import type { Component } from '../components/component.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { isClusterScoped, kindName, objectTitle } from '../k8s/object.ts';
import type { Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { shown } from '../model/quoted.ts';
import { isAllowed, neverGranted } from '../render/allowed.ts';
import type { Extra } from '../render/customs.ts';
import type { Overlay } from '../render/overlay.ts';
import { rule } from '../rules/extra/not-granted/rule.ts';

/** Objects that people add where neither a component nor a grant lets them. */
export function grantReports(fleet: Fleet, overlays: readonly Overlay[], extras: readonly Extra[]): Unplaced[] {
  if (extras.length === 0) return [];
  const regions = new Map<Region, Component[]>();
  for (const { region, component } of overlays) memo(regions, region, () => []).push(component);
  return extras.flatMap((extra) => {
    const refusing = [...regions].filter(
      ([region, components]) =>
        (extra.region === 'all' || extra.region === region.name) &&
        components.some(({ name }) => name === extra.component) &&
        !isAllowed(extra.object, fleet, region, components),
    );
    return refusing.length === 0
      ? []
      : [
          report(
            extra,
            refusing.map(([{ name }]) => name),
            refusing.length < regions.size,
          ),
        ];
  });
}

/** @param some whether other regions allow it, or do not get it */
function report({ object, spot }: Extra, regions: readonly string[], some: boolean): Unplaced {
  const kind = shown(kindName(object));
  const title = objectTitle(object);
  const namespace = shown(object.metadata.namespace ?? '');
  const never = neverGranted(kindName(object));
  if (never !== undefined) return { rule, ...spot, path: '/kind', message: `${title}: ${kind} is granted to nobody: ${never}`, hint: 'remove it' };
  const wide = isClusterScoped(object);
  const where = wide ? ['    scope: cluster'] : [`    namespaces: [${namespace}]`];
  return {
    rule,
    ...spot,
    path: '/kind',
    message: `${title}: nothing grants ${kind} ${wide ? 'for a cluster' : `in the namespace ${namespace}`}${some ? ` in ${regions.join(', ')}` : ''}`,
    hint: [
      'the platform team grants it in config/fleet.yaml:',
      'grants:',
      `  - kinds: [${kind}]`,
      ...where,
      ...(some ? [`    regions: [${regions.join(', ')}]`] : []),
      '    reason: …',
    ].join('\n'),
  };
}
