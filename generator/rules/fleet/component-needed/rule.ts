import { componentsOf } from '../../../components/index.ts';
import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/component-needed',
  severity: 'error',
  what: 'A component is switched off that another one needs.',
  why: 'What the other component writes would refer to objects that nobody makes.',
  fix: 'Switch the needed component on, or the other one off as well.',
  order: 200,
  *run(fleet, where) {
    const components = componentsOf(fleet.declared);
    const seen = new Set<string>();
    for (const region of fleet.regions) {
      const off = (name: string): boolean => region.components[name]?.enabled === false;
      for (const { name, requires } of components) {
        if (off(name)) continue;
        for (const needed of requires.filter(off)) {
          const at = where.setting(needed, region.name, 'enabled');
          const key = `${at} ${name}`;
          if (seen.has(key)) continue;
          seen.add(key);
          yield {
            path: at,
            message: `component ${needed} is switched off in ${region.name}, but ${name} needs it`,
            hint: `switch ${name} off as well (${pointer('components', name, 'enabled').slice(1).replaceAll('/', '.')}: false), or ${needed} on`,
          };
        }
      }
    }
  },
});
