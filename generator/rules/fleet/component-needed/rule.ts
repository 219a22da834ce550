import { components } from '../../../components/index.ts';
import { pointer } from '../../../model/pointer.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const componentNeeded: FleetCheck = {
  code: 'fleet/component-needed',
  *run(fleet, where) {
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
            code: this.code,
            at,
            message: `component ${needed} is switched off in ${region.name}, but ${name} needs it`,
            hint: `switch ${name} off as well (${pointer('components', name, 'enabled').slice(1).replaceAll('/', '.')}: false), or ${needed} on`,
          };
        }
      }
    }
  },
};
