import { dnsSettings, managesDns } from '../dns.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/idle-handover',
  severity: 'error',
  what: '`handover` of the DNS component is set where no region goes back to the wildcard.',
  why: 'It keeps records of agents beside the wildcard while a region goes back to it. With `records: per-agent` or `discovery` every agent has records of its own anyway.',
  fix: 'Set `records: wildcard` and switch `discovery` off together with it, or remove `handover`.',
  order: 302,
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      const { handover = 'none', records, discovery } = dnsSettings(region);
      if (handover === 'none' || (records === 'wildcard' && discovery !== true)) continue;
      const because = discovery === true ? 'discovery' : 'records';
      yield {
        path: where.setting('dns', region.name, 'handover'),
        message: `${region.name} does not go back to the wildcard, so there is nothing to hand over`,
        hint: `remove handover, or ${discovery === true ? 'switch discovery off' : 'set records: wildcard'} in ${region.name}`,
        related: [{ path: where.setting('dns', region.name, because), note: 'every agent has records of its own by this' }],
      };
    }
  },
});
