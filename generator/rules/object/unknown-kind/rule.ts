import { isDefinition, type Definition } from '../../../k8s/crd/definition.ts';
import { knownKinds, schemaOf } from '../../../k8s/schema/kinds.ts';
import { defineRule, group, shownValue } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/unknown-kind',
  severity: 'error',
  what: 'An object is of a kind that pap-fleet has no schema of.',
  why: 'Nothing can be proved about it: a misspelt field would be pruned in silence, or the whole sync refused.',
  fix: 'Correct apiVersion and kind, or put the CustomResourceDefinition of the kind into `config/schemas/`, as upstream ships it. There is no waiver for this.',
  order: 40,
  // What cannot be checked at all is nobody's to wave through.
  waivable: false,
  onlyIfServed: true,
  forgives: () => true,
  *run(object, own) {
    // Of a kind that people define, a version that is not served is another mistake.
    if (schemaOf(object) !== undefined || own.definitionOf(object) !== undefined || isDefinition({ ...object })) return;
    const { apiVersion, kind } = object;
    const kinds = [...knownKinds(), ...[...own.all()].flatMap(served)];
    const same = kinds.filter((known) => known.endsWith(`/${kind}`));
    yield {
      path: '/kind',
      message: `no schema of ${shownValue(`${apiVersion}/${kind}`)} is known, so nothing could be checked`,
      hint:
        same.length > 0
          ? `known is ${same.map(groupVersion).join(', ')}`
          : group(object).includes('.')
            ? 'put its CustomResourceDefinition, as upstream ships it, into config/schemas/; lint takes it from the manifests, or from --schemas DIR'
            : 'correct apiVersion or kind: a group without a dot is one of Kubernetes itself',
    };
  },
});

function served({ group: name, kind, versions }: Definition): string[] {
  return versions.flatMap((version) => (version.served ? [`${name}/${version.name}/${kind}`] : []));
}

function groupVersion(known: string): string {
  return known.slice(0, known.lastIndexOf('/'));
}
