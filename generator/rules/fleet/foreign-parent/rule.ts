import { pointer } from '../../../model/pointer.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const foreignParent: FleetCheck = {
  code: 'fleet/foreign-parent',
  *run({ zone }) {
    if (zone.name.endsWith(`.${zone.parent}`)) return;
    yield {
      code: this.code,
      at: pointer('zone', 'parent'),
      message: `"${zone.parent}" cannot delegate "${zone.name}", which does not lie below it`,
      hint: `the zone above is "${zone.name.split('.').slice(1).join('.')}"`,
    };
  },
};
