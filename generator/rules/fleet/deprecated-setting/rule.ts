import { deprecates } from '../../../fleet/versions/serves.ts';
import { FEATURES } from '../../../fleet/versions/table.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const deprecatedSetting: FleetCheck = {
  code: 'fleet/deprecated-setting',
  *run(fleet, where) {
    const seen = new Set<string>();
    for (const { name, versions, components } of fleet.regions) {
      const { forwardAuth } = components['ingress'] as { forwardAuth?: { trustForwardHeader: boolean } | null };
      if (forwardAuth?.trustForwardHeader !== true || !deprecates(versions, 'trustForwardHeader')) continue;
      const at = where.setting('ingress', name, 'forwardAuth', 'trustForwardHeader');
      if (seen.has(at)) continue;
      seen.add(at);
      const { what, deprecated, instead } = FEATURES.trustForwardHeader;
      yield {
        code: this.code,
        at,
        message: `${what} is deprecated from Traefik ${deprecated} on; ${name} runs ${versions.traefik}`,
        hint: `use ${instead}`,
      };
    }
  },
};
