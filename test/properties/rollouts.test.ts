// A change that comes in waves: where it has come a region is as if the change were written, elsewhere as if it were not, and its end moves no byte.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { get } from '../../generator/model/data.ts';
import { rewritten } from '../../generator/rollout/config-edits.ts';
import { differing, finishEdits, rolloutPath } from '../../generator/rollout/finish.ts';
import { promotedText, rolloutText } from '../../generator/rollout/texts.ts';
import { fleets, written, files, styles, type TestFleet } from '../support/fleets.ts';
import { folderByRegion, made, type Made } from '../support/laws.ts';

const RUNS = process.env['TORTURE'] === '1' ? 400 : 15;
const AT = '2026-12-01T09:12:00Z';

/** What may be set, and where a fleet has it. */
const CHANGES = [
  { key: 'agents', set: { env: { LEVEL: 'high' } } },
  { key: 'agents', set: { ref: 'acme/other@7.7.7', terminationGracePeriodSeconds: 77 } },
  { key: 'agents', set: { resources: { requests: { cpu: '111m' } }, priorityClassName: null } },
  { key: 'components', set: { interval: '47s' } },
] as const;

const cases = fc.record({
  fleet: fleets,
  style: styles,
  change: fc.constantFrom(...CHANGES),
  which: fc.nat(),
  waves: fc.integer({ min: 0, max: 255 }),
});

/** The very config with a change at the fleet's own level, or undefined where that fits nowhere. */
function keyIn({ spec }: TestFleet, { key }: (typeof CHANGES)[number], which: number): string | undefined {
  if (key === 'components') return 'components.monitoring';
  const agents = Object.keys(spec.agents);
  return agents.length === 0 ? undefined : `agents.${agents[which % agents.length] as string}`;
}

test('each region is as before or as after, by its wave alone, and finishing and aborting keep every byte', () => {
  fc.assert(
    fc.property(cases, ({ fleet, style, change, which, waves: bits }) => {
      const key = keyIn(fleet, change, which);
      fc.pre(key !== undefined);
      const config = files(written(fleet, style));
      const before = made(config);
      fc.pre(before !== undefined);
      const regions = Object.keys(fleet.spec.regions).sort();
      const first = regions.filter((_, i) => ((bits >> i) & 1) === 1);
      fc.pre(first.length > 0 && first.length < regions.length);
      const text = rolloutText({
        name: 'r',
        set: { [key]: change.set },
        waves: [{ regions: first }, { regions: 'rest' }],
        step: { wave: 1, at: AT },
      });
      const inWaves = (content: string): Made | undefined => made(rewritten(config, new Map([[rolloutPath('r'), content]]), 'config'));
      const [one, all] = [inWaves(text), inWaves(promotedText(text, { wave: 2, at: AT }))];
      fc.pre(one !== undefined && all !== undefined);
      const [wasIn, halfIn, isIn] = [before, one, all].map(folderByRegion) as [Map<string, string>, Map<string, string>, Map<string, string>];
      for (const region of regions) expect(halfIn.get(region), region).toBe((first.includes(region) ? isIn : wasIn).get(region));
      const { spec, sources } = all as Required<Made>;
      const edits = finishEdits(spec.rollouts?.[0] as NonNullable<typeof spec.rollouts>[number], {
        spec,
        sources,
        config: rewritten(config, new Map([[rolloutPath('r'), text]]), 'config'),
      });
      const finished = made(rewritten(config, edits, 'config'));
      expect(finished === undefined ? ['errors'] : differing(all.files, finished.files)).toEqual([]);
      const [section, name] = key.split('.') as [string, string];
      expect(get(finished?.spec, [section, name])).toMatchObject(JSON.parse(JSON.stringify(change.set)) as object);
    }),
    { numRuns: RUNS },
  );
});
