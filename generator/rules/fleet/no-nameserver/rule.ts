import { managesDns } from '../dns.ts';
import type { Region } from '../../../fleet/region.ts';
import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/no-nameserver',
  severity: 'error',
  what: 'The names of a region are managed, but the zone has no name servers.',
  why: 'A zone without NS records cannot be loaded, and ExternalDNS would not know whom to update.',
  fix: 'List them under `zone.nameservers`, primary first, or switch the component `dns` off.',
  order: 260,
  *run(fleet) {
    const managed = fleet.regions.filter(managesDns).map(({ name }) => name);
    if (managed.length > 0 && fleet.zone.nameservers.length === 0) {
      yield {
        path: pointer('zone'),
        key: true,
        message: `zone "${fleet.zone.name}" has no name servers, but the names of ${managed.join(', ')} are managed`,
        hint: `list them under "nameservers", primary first: [ns1.${fleet.zone.parent}]; or switch it off: components.dns.enabled: false`,
      };
      return;
    }
    const challenged = fleet.regions.filter(solvesByUpdate).map(({ name }) => name);
    if (challenged.length === 0 || fleet.zone.rfc2136.host !== undefined) return;
    yield {
      path: pointer('zone'),
      key: true,
      message: `zone "${fleet.zone.name}" has no name server, but the ACME challenges of ${challenged.join(', ')} are answered by dynamic updates`,
      hint: 'name it in "nameservers" or "rfc2136.host"; or use another solver: components.certs.solver: cloudflare',
    };
  },
});

function solvesByUpdate({ components }: Region): boolean {
  const certs = components['certs'] as { enabled?: boolean; solver?: string } | undefined;
  return certs?.enabled !== false && certs?.solver === 'rfc2136';
}
