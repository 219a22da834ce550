import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'component/unused',
  severity: 'warning',
  what: 'A component lies in `config/components`, and no region runs it.',
  why: 'A component that the fleet brings runs where it is named. Its author may believe that it runs.',
  fix: 'Name it under `components`, for the fleet or for a region, or remove its folder.',
  order: 210,
  *run({ declared, regions }) {
    for (const { name, file } of declared) {
      if (regions.some(({ components }) => components[name]?.enabled === true)) continue;
      yield {
        file,
        path: '/0/name',
        message: `no region runs the component "${name}"`,
        hint: `add "${name}: {}" under components in fleet.yaml, or under components of a region`,
      };
    }
  },
});
