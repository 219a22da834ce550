import { deprecates } from '../../../fleet/versions/serves.ts';
import { FEATURES } from '../../../fleet/versions/table.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/deprecated-setting',
  severity: 'warning',
  what: 'A setting is deprecated in the version a region runs.',
  why: 'The next major version will not know it.',
  fix: 'Use what the hint names.',
  order: 250,
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
        path: at,
        message: `${what} is deprecated from Traefik ${deprecated} on; ${name} runs ${versions.traefik}`,
        hint: `use ${instead}`,
      };
    }
  },
});
