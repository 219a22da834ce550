import { presentName } from '../../../fleet/moved.ts';
import { targetMeant, targetOf } from '../../../fleet/target.ts';
import { settingsSchemas } from '../../../fleet/schema/schemas.ts';
import { hintFor, keyMeant, meant, valueMeant } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, quoted } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'hold/unknown-target',
  severity: 'error',
  what: 'A hold names an agent, a component or a region that the fleet does not have.',
  why: 'What is to stay as it is could be changed, and nothing would say so.',
  fix: 'Correct the name; of what is gone, remove it from the hold.',
  order: 15,
  *run(spec, declared) {
    const { agents = {}, regions, holds = [] } = spec;
    const components = Object.keys(settingsSchemas(declared));
    for (const { spot, keep = {}, overrides = {}, regions: own = [] } of holds) {
      const maps = [
        { map: keep, below: child(spot, 'keep') },
        ...Object.entries(overrides).map(([region, map]) => ({ map, below: child(child(spot, 'overrides'), region) })),
      ];
      for (const { key, below } of maps.flatMap(({ map, below: place }) => Object.keys(map).map((each) => ({ key: each, below: place })))) {
        const [section, name = ''] = targetOf(key);
        const names = section === 'agents' ? Object.keys(agents) : section === 'components' ? components : undefined;
        if (names === undefined || names.includes(name)) continue;
        const what = section === 'agents' ? 'agent' : 'component';
        const renamed = section === 'agents' && presentName(spec, name) !== name ? presentName(spec, name) : undefined;
        const hint =
          renamed === undefined
            ? `${hintFor(name, names) ?? `there is no ${what}`}; of one that is gone, remove the entry`
            : `${renamed} is its name now: correct it here`;
        yield {
          path: child(below, key),
          key: true,
          message: `there is no ${what} ${quoted(name)}`,
          hint,
          ...targetMeant(key, name, renamed ?? meant(name, names)),
        };
      }
      const named = [
        ...own.map((region, i) => ({ region, path: child(child(spot, 'regions'), i), key: false })),
        ...Object.keys(overrides).map((region) => ({ region, path: child(child(spot, 'overrides'), region), key: true })),
      ];
      for (const { region, path, key } of named)
        if (!Object.hasOwn(regions, region)) {
          const hint = `${hintFor(region, Object.keys(regions), own) ?? 'name a region'}; of one that is gone, remove the name`;
          yield {
            path,
            ...(key ? { key } : {}),
            message: `there is no region ${quoted(region)}`,
            hint,
            ...(key ? keyMeant : valueMeant)(region, Object.keys(regions), key ? Object.keys(overrides) : own),
          };
        }
    }
  },
});
