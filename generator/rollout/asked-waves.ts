import { labelsOf, REST } from '../fleet/resolve/selection.ts';
import type { WaveSpec } from '../fleet/rollouts/rollout.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { few } from '../model/few.ts';
import { sortedKeys } from '../model/order.ts';
import { quoted } from '../model/quoted.ts';
import type { Flaw } from './flaw.ts';

/** Characters of a name, as the schema has it. */
const LONGEST_NAME = 63;
const WAVE = /^([^:]+)(?::((?:[0-9]{1,6}[hms]){1,3}))?$/;

/**
 * Waves as people ask for them: `canary:1h`, `eu-west+us-east`, `tier=canary`, `rest`. Each part is a region, a group, a label with its value, or a value
 * that one label alone has.
 */
export function askedWaves(words: readonly string[], spec: FleetSpec): readonly WaveSpec[] | Flaw {
  const waves: WaveSpec[] = [];
  for (const word of words) {
    const [, what, soak] = WAVE.exec(word) ?? [];
    if (what === undefined)
      return { message: `${quoted(word)} is no wave`, hint: 'write what it has, and how long it soaks in hours, minutes or seconds: canary:24h' };
    const parts = what.split('+');
    const found: WaveSpec[] = [];
    for (const part of parts) {
      const one = wave(part, spec);
      if ('message' in one) return one;
      found.push(one);
    }
    const [first] = found as [WaveSpec, ...WaveSpec[]];
    const isRest = found.some(({ regions }) => regions === REST);
    if (isRest && found.length > 1) return { message: `${quoted(word)}: the rest stands alone`, hint: 'make it a wave of its own, the last' };
    const regions = [...new Set(found.flatMap(({ regions, resolved }) => resolved ?? (regions as readonly string[])))];
    const own = found.length === 1 ? first : { ...(what.length > LONGEST_NAME ? {} : { name: what }), regions };
    waves.push({ ...own, ...(soak === undefined ? {} : { soak }) });
  }
  return waves;
}

function wave(part: string, spec: FleetSpec): WaveSpec | Flaw {
  if (part === REST) return { regions: REST };
  if (Object.hasOwn(spec.regions, part)) return { regions: [part] };
  const group = spec.groups?.[part];
  if (group !== undefined) return { name: part, regions: group.regions ?? [] };
  const [key, value] = part.includes('=') ? (part.split('=', 2) as [string, string]) : [undefined, part];
  const labels = sortedKeys(spec.regions).flatMap((region) => Object.entries(labelsOf(spec.regions, region)));
  const keys = [...new Set(labels.filter(([label, own]) => own === value && (key ?? label) === label).map(([label]) => label))];
  if (keys.length > 1)
    return {
      message: `${quoted(part)} is the value of several labels`,
      hint: `write which: ${few(
        keys.map((label) => `${label}=${value}`),
        5,
      )}`,
    };
  const [label] = keys;
  if (label === undefined) {
    const known = [...sortedKeys(spec.regions), ...sortedKeys(spec.groups ?? {}), ...new Set(labels.map(([one, own]) => `${one}=${own}`)), REST];
    return { message: `there is no region, group or label ${quoted(part)}`, hint: hintFor(part, known) ?? 'name a region' };
  }
  const resolved = sortedKeys(spec.regions).filter((region) => labelsOf(spec.regions, region)[label] === value);
  return { ...(part.length > LONGEST_NAME ? {} : { name: part }), regions: { match: { [label]: value } }, resolved };
}

/** Regions that no wave has, and no `rest` takes. */
export function leftOut(waves: readonly WaveSpec[], spec: FleetSpec): string[] {
  if (waves.some(({ regions }) => regions === REST)) return [];
  const named = new Set(waves.flatMap(({ regions, resolved }) => resolved ?? (regions as readonly string[])));
  return sortedKeys(spec.regions).filter((region) => !named.has(region));
}
