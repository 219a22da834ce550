import { child } from '../../../model/pointer.ts';
import { serves } from '../../../fleet/versions/serves.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

/** What an older cluster cannot do for us: said, because its owner counts on it. */
export const olderWay: FleetCheck = {
  code: 'fleet/older-way',
  *run(fleet) {
    for (const { name, versions, at } of fleet.regions) {
      if (serves(versions, 'admissionPolicy')) continue;
      yield {
        code: this.code,
        at: child(child(at, 'versions'), 'kubernetes'),
        message: `${name} runs Kubernetes ${versions.kubernetes}, which has no ValidatingAdmissionPolicy v1: images are not checked at admission there`,
        hint: 'upgrade to Kubernetes 1.30 or later',
      };
    }
  },
};
