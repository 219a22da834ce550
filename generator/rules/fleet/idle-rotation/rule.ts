import { speaksControlPlane } from '../../../components/agent-facts.ts';
import type { Region } from '../../../fleet/region.ts';
import { managesDns } from '../dns.ts';
import { defineRule, pointer } from '../../kit.ts';

/** What is accepted and used by nobody is of use to a thief alone. */
export const rule = defineRule('fleet', {
  code: 'fleet/idle-rotation',
  severity: 'warning',
  what: 'A further key or authority is accepted where none is replaced.',
  why: 'While a key is replaced the old one and the new one are accepted. Where nothing uses the key there is nothing to replace, and the further one only serves who has stolen it.',
  fix: 'List one generation, and no further authority.',
  order: 322,
  *run({ zone, regions }, where) {
    if (zone.transferKeys.length > 1 && zone.nameservers.length < 2)
      yield {
        path: pointer('zone', 'transferKeys'),
        message: 'lists two keys, and the zone has no other name server that fetches it',
        hint: 'leave transferKeys out',
      };
    const told = new Set<string>();
    for (const region of regions.filter(({ state }) => state !== 'decommissioned')) {
      for (const { setting, message, hint } of [unusedKey(region), unusedAuthority(region)].filter((found) => found !== undefined)) {
        const path = where.setting('certs', region.name, setting);
        if (told.has(path)) continue;
        told.add(path);
        yield { path, message, hint };
      }
    }
  },
});

interface Unused {
  /** Of the component `certs`. */
  readonly setting: string;
  readonly message: string;
  readonly hint: string;
}

/** Two keys of cert-manager, where it signs with none. */
function unusedKey(region: Region): Unused | undefined {
  const { enabled, solver, tsigKeys } = region.components['certs'] ?? {};
  if (!managesDns(region) || !Array.isArray(tsigKeys) || tsigKeys.length < 2) return undefined;
  if (enabled !== false && solver === 'rfc2136') return undefined;
  const because = enabled === false ? 'certs is switched off' : 'its solver is no name server';
  return { setting: 'tsigKeys', message: `lists two keys, and ${region.name} uses none: ${because}`, hint: 'list one' };
}

/** Another authority, where no agent has a certificate of any, or the same again. */
function unusedAuthority({ name, components, placements }: Region): Unused | undefined {
  const { enabled, clientCA, furtherClientCA } = components['certs'] ?? {};
  if (typeof furtherClientCA !== 'string' || enabled === false) return undefined;
  const unused = (message: string): Unused => ({ setting: 'furtherClientCA', message, hint: 'leave furtherClientCA out' });
  if (furtherClientCA === clientCA) return unused('is the authority that signs: no other one is trusted');
  return placements.some(({ agent }) => speaksControlPlane(agent))
    ? undefined
    : unused(`is trusted, and no agent of ${name} has a client certificate`);
}
