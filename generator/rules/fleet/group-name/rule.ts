import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/group-name',
  severity: 'error',
  what: 'A group has the name of a region, or `all`.',
  why: 'Patches lie in folders named after regions and groups, and `all` is every region: nobody could say which of the two is meant.',
  fix: 'Give the group another name.',
  order: 15,
  *run(spec) {
    for (const group of Object.keys(spec.groups ?? {})) {
      const isRegion = Object.hasOwn(spec.regions, group);
      if (!isRegion && group !== 'all') continue;
      yield {
        path: pointer('groups', group),
        key: true,
        message: isRegion ? `"${group}" is a group and a region` : 'a group cannot be named "all": that is every region',
        hint: 'give the group another name',
        ...(isRegion ? { related: [{ path: pointer('regions', group), key: true, note: `the region "${group}"` }] } : {}),
      };
    }
  },
});
