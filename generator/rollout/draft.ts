import { namedRegions } from '../fleet/rollouts/waves.ts';
import type { Rollout } from '../fleet/rollouts/rollout.ts';
import { isList, REST } from '../fleet/resolve/selection.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { edited, type Edit } from '../yaml/edit.ts';

/** What waves choose by labels now, where nothing says yet what that is; undefined for the others. */
export function openChoices({ written }: Pick<Rollout, 'written'>, spec: FleetSpec): readonly (readonly string[] | undefined)[] {
  return written.waves.map((wave) =>
    !isList(wave.regions) && wave.regions !== REST && wave.resolved === undefined ? namedRegions(wave, spec) : undefined,
  );
}

/** The file of a rollout with what its waves choose by labels written down. */
export function rolloutDraft(text: string, rollout: Pick<Rollout, 'written'>, spec: FleetSpec): string {
  const edits = openChoices(rollout, spec).flatMap((regions, i): Edit[] =>
    regions === undefined ? [] : [{ path: ['waves', i, 'resolved'], value: regions }],
  );
  return edited(text, edits);
}
