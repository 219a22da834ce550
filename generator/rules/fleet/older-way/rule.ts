import { serves } from '../../../fleet/versions/serves.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/older-way',
  severity: 'warning',
  what: 'Something is written in an older way, or not at all, because a region does not serve it yet.',
  why: 'Its owner may count on a protection that is not there.',
  fix: 'Upgrade the region.',
  order: 240,
  *run(fleet, where) {
    for (const { name, versions } of fleet.regions) {
      if (serves(versions, 'admissionPolicy')) continue;
      yield {
        path: where.region(name, 'versions', 'kubernetes'),
        message: `${name} runs Kubernetes ${versions.kubernetes}, which has no ValidatingAdmissionPolicy v1: images are not checked at admission there`,
        hint: 'upgrade to Kubernetes 1.30 or later',
      };
    }
  },
});
