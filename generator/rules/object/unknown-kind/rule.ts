import { knownKinds, schemaOf } from '../../../k8s/schema/kinds.ts';
import { byCodeUnit } from '../../../model/order.ts';
import { defineRule, shownValue } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/unknown-kind',
  severity: 'error',
  what: 'An object is of a kind that pap-fleet has no schema of.',
  why: 'Nothing can be proved about it: a misspelt field would be pruned in silence, or the whole sync refused.',
  fix: 'Correct apiVersion and kind, or deliver the object by an Application of your own, outside the fleet. There is no setting that adds a schema, and no waiver for this.',
  order: 40,
  // What cannot be checked at all is nobody's to wave through.
  waivable: false,
  onlyIfServed: true,
  forgives: () => true,
  *run(object) {
    if (schemaOf(object) !== undefined) return;
    const { apiVersion, kind } = object;
    const kinds = knownKinds();
    const same = kinds.filter((known) => known.endsWith(`/${kind}`));
    yield {
      path: '/kind',
      message: `no schema of ${shownValue(`${apiVersion}/${kind}`)} is known, so nothing could be checked`,
      hint:
        same.length > 0
          ? `known is ${same.map(groupVersion).join(', ')}`
          : `known are kinds of ${[...new Set(kinds.map(groupVersion))].sort(byCodeUnit).join(', ')}; deliver others by an Application of your own, outside the fleet`,
    };
  },
});

function groupVersion(known: string): string {
  return known.slice(0, known.lastIndexOf('/'));
}
