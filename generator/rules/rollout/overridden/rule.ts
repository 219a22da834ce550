import { overlaps } from '../../../fleet/rollouts/overlaps.ts';
import { regionsOf, type Rollout } from '../../../fleet/rollouts/rollout.ts';
import { targetOf } from '../../../fleet/target.ts';
import { agentLayers, regionLayers, settingLayers, type Layer } from '../../../fleet/resolve/layers.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { few } from '../../../model/few.ts';
import { child, defineRule, memo, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'rollout/overridden',
  severity: 'error',
  what: 'A group or a region sets a key that a rollout changes.',
  why: 'What they say wins over the rollout: the change would never come to those regions, although their wave is reached.',
  fix: 'Remove the key there for as long as the rollout lasts, or change it there and leave it out of the rollout.',
  order: 40,
  *run(spec) {
    for (const rollout of spec.rollouts ?? [])
      for (const { path, at, layer, steps, regions } of stronger(rollout, spec).values())
        yield {
          path: at,
          message: `${layer} sets ${quoted(steps)}, which rollout ${rollout.name} changes in ${few(regions, 3)}`,
          hint: 'remove it here, or leave it out of the rollout',
          related: [{ path, note: `set by rollout ${rollout.name}` }],
        };
  },
});

interface Stronger {
  /** In the rollout. */
  readonly path: Pointer;
  /** Where it is set again. */
  readonly at: Pointer;
  readonly layer: string;
  readonly steps: string;
  readonly regions: string[];
}

function stronger(rollout: Rollout, spec: FleetSpec): ReadonlyMap<Pointer, Stronger> {
  const found = new Map<Pointer, Stronger>();
  const own = `rollout ${rollout.name}, `;
  const look = (key: string, region: string, value: unknown, layers: readonly Layer[]): void => {
    const above = layers.slice(layers.findIndex(({ name }) => name.startsWith(own)) + 1);
    for (const layer of above)
      for (const steps of overlaps(value, layer.value)) {
        const at = steps.reduce<Pointer>(child, layer.at as Pointer);
        const path = steps.reduce<Pointer>(child, child(child(rollout.at, 'set'), key));
        const place = (): Stronger => ({
          path,
          at,
          layer: layer.name,
          steps: [...(key === 'generator' ? [] : [key]), ...steps].join('.'),
          regions: [],
        });
        memo(found, at, place).regions.push(region);
      }
  };
  // As if every wave were reached: a layer that wins later must be known now.
  const whole: FleetSpec = { ...spec, rollouts: [{ ...rollout, reached: rollout.waves.length }] };
  for (const key of Object.keys(rollout.set))
    for (const region of regionsOf(rollout)) {
      if (!Object.hasOwn(spec.regions, region)) continue;
      const [section, name = ''] = targetOf(key);
      if (section === 'agents' && spec.agents?.[name]?.regions?.includes(region) === true)
        look(key, region, rollout.set[key], agentLayers(whole, name, region));
      else if (section === 'components') look(key, region, rollout.set[key], settingLayers(whole, name, region));
      else if (section === 'generator') look(key, region, { generator: rollout.set[key]?.['to'] }, regionLayers(whole, region));
    }
  return found;
}
