import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/foreign-parent',
  severity: 'error',
  what: 'The parent of the zone is not above it.',
  why: 'Only a zone above it can delegate a zone.',
  fix: 'Correct `zone.parent`, or remove it: by default it is the name without its first label.',
  order: 270,
  *run({ zone }) {
    if (zone.name.endsWith(`.${zone.parent}`)) return;
    yield {
      path: pointer('zone', 'parent'),
      message: `"${zone.parent}" cannot delegate "${zone.name}", which does not lie below it`,
      hint: `the zone above is "${zone.name.split('.').slice(1).join('.')}"`,
    };
  },
});
