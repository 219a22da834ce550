import { filledIn, generatedBy, type Parameters } from '../../../k8s/application-set.ts';
import { defineRule, each, fields, quoted, text, type FoundIn, type KubeObject } from '../../kit.ts';

/** argo-cd, applicationset/controllers/applicationset_controller.go, validateGeneratedApplications; applicationset/generators/list.go, matrix.go, merge.go. */
export const rule = defineRule('object', {
  code: 'object/application-set',
  severity: 'error',
  what: 'An ApplicationSet makes two Applications of one name, or has a generator that Argo CD can make nothing of.',
  why: 'The cluster takes the object. Argo CD sets ErrorOccurred. Of two Applications of one name it makes neither, and where a generator fails it makes and changes none at all.',
  fix: 'Let the names differ; give a matrix two generators and a merge two or more, with the keys by which sets belong together; without goTemplate, write values of lists as text.',
  order: 165,
  kinds: ['argoproj.io/ApplicationSet'],
  readsPlaceholders: true,
  forgives: (_, { sketch }) => sketch,
  run: made,
});

/** What an ApplicationSet makes of parameters that are written out. */
function* made(object: KubeObject): Iterable<FoundIn<'object'>> {
  const { goTemplate, template, templatePatch } = fields(object['spec']);
  const nameIn = (of: unknown): string | undefined => text(fields(fields(of)['metadata'])['name']);
  const named = new Map<string, Parameters>();
  for (const generator of each(object, 'spec.generators[]')) {
    for (const { refused, sets = [], template: own } of generatedBy(generator, goTemplate === true)) {
      for (const { other, ...part } of refused)
        yield { ...part, ...(other === undefined ? {} : { related: [{ path: other, note: 'the other one' }] }) };
      const name = nameIn(own) ?? nameIn(template);
      // A patch may give each another name.
      if (name === undefined || (templatePatch ?? null) !== null) continue;
      for (const set of sets) {
        const filled = filledIn(name, set.item, goTemplate === true);
        const other = filled === undefined ? undefined : named.get(filled);
        if (other !== undefined)
          yield {
            path: set.at,
            message: `makes a second Application of the name ${quoted(filled as string)}`,
            hint: 'let the name of the template tell the elements apart',
            related: [{ path: other.at, note: 'the first one' }],
          };
        if (filled !== undefined) named.set(filled, set);
      }
    }
  }
}
