import { child, defineRule, each, fields, quoted, text, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

/** argo-cd, applicationset/controllers/applicationset_controller.go, validateGeneratedApplications; applicationset/generators/matrix.go, merge.go. */
export const rule = defineRule('object', {
  code: 'object/application-set',
  severity: 'error',
  what: 'An ApplicationSet makes two Applications of one name, or has a generator of too few or too many others.',
  why: 'The cluster takes the object. Argo CD sets ErrorOccurred, and makes or changes no Application of it.',
  fix: 'Let the names differ; give a matrix two generators, and a merge two or more.',
  order: 165,
  kinds: ['argoproj.io/ApplicationSet'],
  forgives: (_, { sketch }) => sketch,
  run: made,
});

/** What an ApplicationSet makes of lists that are written out. */
function* made(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { item, at } of each(object, 'spec.generators[]')) {
    for (const [kind, least, most] of [
      ['matrix', 2, 2],
      ['merge', 2, Infinity],
    ] as const) {
      const inner = fields(item[kind])['generators'];
      if (Array.isArray(inner) && (inner.length < least || inner.length > most))
        yield {
          path: child(child(at, kind), 'generators'),
          message: `a ${kind} of ${inner.length} makes nothing`,
          hint: kind === 'matrix' ? 'write two' : 'write two or more',
        };
    }
  }
  const generators = each(object, 'spec.generators[]');
  const [only] = generators;
  const name = text(fields(fields(fields(object['spec'])['template'])['metadata'])['name']);
  if (only === undefined || generators.length > 1 || name === undefined) return;
  const named = new Map<string, Placed>();
  for (const element of each(only, 'list.elements[]')) {
    const filled = filledIn(name, element.item);
    const other = filled === undefined ? undefined : named.get(filled);
    if (other !== undefined)
      yield {
        path: element.at,
        message: `makes a second Application of the name ${quoted(filled as string)}`,
        hint: 'let the name of the template tell the elements apart',
        related: [{ path: other.at, note: 'the first one' }],
      };
    if (filled !== undefined) named.set(filled, element);
  }
}

/** A name with its parameters filled in; undefined where it asks for more than them. */
function filledIn(name: string, parameters: Placed['item']): string | undefined {
  const filled = name.replace(/\{\{-? *\.?([A-Za-z_]\w*) *-?\}\}/g, (found, key: string) => {
    const value = parameters[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : found;
  });
  return filled.includes('{{') ? undefined : filled;
}
