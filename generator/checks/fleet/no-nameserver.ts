import { managesDns } from '../../kube/dns-settings.ts';
import { pointer } from '../../model/pointer.ts';
import type { FleetCheck } from '../check.ts';

export const noNameserver: FleetCheck = {
  code: 'fleet/no-nameserver',
  *run(fleet) {
    const managed = fleet.regions.filter(managesDns).map(({ name }) => name);
    if (managed.length === 0 || fleet.zone.nameservers.length > 0) return;
    yield {
      code: this.code,
      at: pointer('zone'),
      key: true,
      message: `zone "${fleet.zone.name}" has no name servers, but the names of ${managed.join(', ')} are managed`,
      hint: `list them under "nameservers", primary first: [ns1.${fleet.zone.parent}]; or switch it off: components.dns.enabled: false`,
    };
  },
};
