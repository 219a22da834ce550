import { waveText, type Rollout } from '../../../fleet/rollouts/rollout.ts';
import { namedRegions } from '../../../fleet/rollouts/waves.ts';
import { REST, isList } from '../../../fleet/resolve/selection.ts';
import { hintFor, valueMeant } from '../../../fleet/schema/suggest.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { child, defineRule, quoted, type FoundIn, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'rollout/wave',
  severity: 'error',
  what: 'A wave of a rollout has no regions, regions that the fleet does not have, regions of another wave, or such as may change under way.',
  why: 'A change would reach a region at another time than the file says, or never.',
  fix: 'Name each region in one wave. Where a wave chooses by labels, let `pap-fleet rollout start` write down which regions those are.',
  order: 20,
  *run(spec) {
    for (const rollout of spec.rollouts ?? []) yield* flaws(rollout, spec);
  },
});

function* flaws({ at, waves, reached, written }: Rollout, spec: FleetSpec): Iterable<FoundIn<'spec'>> {
  const known = Object.keys(spec.regions);
  const before = new Map<string, { readonly at: Pointer; readonly what: string }>();
  for (const [i, wave] of written.waves.entries()) {
    const { regions, resolved } = wave;
    const what = waveText(waves[i] as Rollout['waves'][number]);
    const here = child(child(at, 'waves'), i);
    const isChosen = !isList(regions) && regions !== REST;
    const named = namedRegions(wave, spec);
    if ((regions === REST ? (waves[i]?.regions ?? []) : named).length === 0) {
      const hint = isChosen ? 'correct the labels, or remove the wave' : 'name regions, or remove the wave';
      yield { path: child(here, 'regions'), message: `${what} has no regions`, hint };
    }
    if (isChosen && resolved === undefined && reached > 0 && named.length > 0) {
      const hint = `write \`resolved: [${named.join(', ')}]\` beside it, the regions that match now`;
      yield { path: child(here, 'regions'), message: `${what} chooses regions by labels, and other labels would change it under way`, hint };
    }
    const list = child(here, resolved === undefined ? 'regions' : 'resolved');
    for (const [k, region] of named.entries()) {
      const path = resolved === undefined && isChosen ? list : child(list, k);
      const other = before.get(region);
      if (!Object.hasOwn(spec.regions, region)) {
        const hint = `${hintFor(region, known, named) ?? 'name a region of the fleet'}; of a region that is gone, remove the name`;
        yield {
          path,
          message: `${what} has the region ${quoted(region)}, which the fleet does not have`,
          hint,
          ...(isChosen ? {} : valueMeant(region, known, named)),
        };
      } else if (other !== undefined)
        yield {
          path,
          message: `region ${quoted(region)} is in ${other.what} already`,
          hint: 'remove it from one of them',
          related: [{ path: other.at, note: `in ${other.what}` }],
        };
      else before.set(region, { at: path, what });
    }
  }
}
