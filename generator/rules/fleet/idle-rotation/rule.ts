import type { Region } from '../../../fleet/fleet.ts';
import { managesDns } from '../dns.ts';
import { defineRule, pointer } from '../../kit.ts';

/** What is accepted and used by nobody is of use to a thief alone. */
export const rule = defineRule('fleet', {
  code: 'fleet/idle-rotation',
  severity: 'warning',
  what: 'A further generation of a key is accepted where nothing uses any.',
  why: 'While a key is replaced the old one and the new one are accepted. Where nothing uses the key there is nothing to replace, and the further one only serves who has stolen it.',
  fix: 'List one generation.',
  order: 322,
  *run({ zone, regions }, where) {
    if (zone.transferKeys.length > 1 && zone.nameservers.length < 2)
      yield {
        path: pointer('zone', 'transferKeys'),
        message: 'lists two keys, and the zone has no other name server that fetches it',
        hint: 'leave transferKeys out',
      };
    const told = new Set<string>();
    for (const region of regions.filter(managesDns)) {
      const path = where.setting('certs', region.name, 'tsigKeys');
      const why = whyUnused(region);
      if (why === undefined || told.has(path)) continue;
      told.add(path);
      yield { path, message: `lists two keys, and ${region.name} uses none: ${why}`, hint: 'list one' };
    }
  },
});

/** Why nothing signs with a key of cert-manager of which two are listed. */
function whyUnused({ components }: Region): string | undefined {
  const { enabled, solver, tsigKeys } = components['certs'] ?? {};
  if (!Array.isArray(tsigKeys) || tsigKeys.length < 2) return undefined;
  if (enabled === false) return 'certs is switched off';
  return solver === 'rfc2136' ? undefined : 'its solver is no name server';
}
